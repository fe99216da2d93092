"""The command places: every line is told, a list taken again changes nothing, a bad line spoils no other."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import pytest
from click.testing import Result
from flask import Flask
from sqlalchemy import func, select

from app.extensions import db
from app.models.place import Place
from tests.office import make_office

HEAD = "kind,code,parent,name_hi,name_en,lgd_code\n"
GOOD = HEAD + (
    "sub_division,SD,,उत्तर,North,11\n"
    "block,,SD,रामपुर,Rampur,१२\n"
    "gram_panchayat,,रामपुर,खेड़ी,Kheri,\n"
    "village,,kheri,खेड़ी गाँव,Kheri Village,14\n"
    "town,T,block.12,रामपुर शहर,Rampur town,\n"
    "ward,,T,वार्ड 1,Ward 1,\n"
)


@pytest.fixture
def office(app: Flask) -> Flask:
    with app.app_context():
        make_office(db.session, datetime.now(UTC))
        db.session.commit()
    return app


def take(app: Flask, tmp_path: Path, text: str, *, lang: str = "en", encoding: str = "utf-8-sig") -> Result:
    file = tmp_path / "places.csv"
    file.write_text(text, encoding=encoding)
    return app.test_cli_runner().invoke(args=["places", str(file), "--lang", lang])


def count(app: Flask) -> int:
    with app.app_context():
        return db.session.scalar(select(func.count()).select_from(Place)) or 0


def test_a_list_is_taken_with_its_areas_and_again_without_change(office: Flask, tmp_path: Path) -> None:
    said = take(office, tmp_path, GOOD)
    assert said.exit_code == 0, said.output
    assert "in 6 · same 0 · refused 0" in said.output
    with office.app_context():
        by_name = {place.name_en: place for place in db.session.scalars(select(Place))}
    village, block, ward = by_name["Kheri Village"], by_name["Rampur"], by_name["Ward 1"]
    assert (village.code, block.code, ward.code) == ("village.14", "block.12", "ward-1.T")
    assert {village.block_id, ward.block_id} == {block.id}
    assert {village.sub_division_id, block.sub_division_id, ward.sub_division_id} == {by_name["North"].id}
    assert by_name["Kheri"].parent_id == block.id
    before = count(office)
    again = take(office, tmp_path, GOOD)
    assert "in 0 · same 6 · refused 0" in again.output
    assert count(office) == before


def test_every_refused_line_has_its_field_and_reason(office: Flask, tmp_path: Path) -> None:
    bad = HEAD + (
        "hamlet,,B,क,Ka,\n"
        "village,,Nowhere,ख,Kha,\n"
        "village,V9,B,,Ga,\n"
        "village,V,B,दूसरा नाम,Place V,\n"
        "village,V8,B,घ,Gha,twelve\n"
        "village,,B,ङ,ङ,\n"
        "village,V7,B,च,Cha\n"
        "village,V6,B,छ,Chha,6\n"
    )
    said = take(office, tmp_path, bad)
    for line, field in ((2, "kind"), (3, "parent"), (4, "name_hi"), (5, "name_hi"), (6, "lgd_code"), (7, "code")):
        assert any(row.startswith(f"line {line} ") and f"– {field}: " in row for row in said.output.splitlines()), line
    assert "in 1 · same 0 · refused 7" in said.output
    hindi = take(office, tmp_path, bad, lang="hi")
    assert "पंक्ति 2" in hindi.output
    assert "refused" not in hindi.output


def test_a_list_without_its_heading_is_not_begun(office: Flask, tmp_path: Path) -> None:
    before = count(office)
    said = take(office, tmp_path, GOOD.removeprefix(HEAD))
    assert said.exit_code == 2
    assert "lgd_code" in said.output
    assert count(office) == before
