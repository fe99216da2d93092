"""create-admin on a bare home: the database is made, and is nobody else's to read."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from click.testing import Result
from flask import Flask
from sqlalchemy import func, select

from app.extensions import db
from app.models.account import Person
from app.models.office import Charge, District
from tests.conftest import MakeApp

KARNAL = ("--letters", "kr", "--lgd-code", "68", "--district", "Karnal", "--phone", "01744-500100")


@pytest.fixture
def bare(make_app: MakeApp, tmp_path: Path) -> Flask:
    return make_app(f"sqlite:///{tmp_path / 'bare.db'}")


def ask(app: Flask, *more: str, password: str = "eight-or-more") -> Result:
    return app.test_cli_runner().invoke(args=["create-admin", "Boss", "--name", "Boss", "--password", password, *more])


def count(app: Flask, model: type) -> int:
    with app.app_context():
        return db.session.scalar(select(func.count()).select_from(model)) or 0


def test_it_makes_database_district_and_person(bare: Flask, tmp_path: Path) -> None:
    before = os.umask(0o022)
    try:
        said = ask(bare, *KARNAL)
    finally:
        os.umask(before)
    assert said.exit_code == 0, said.output
    assert "The database is made ready" in said.output
    assert [count(bare, model) for model in (District, Person, Charge)] == [1, 1, 1]
    files = list(tmp_path.glob("bare.db*"))
    assert files
    assert {path.stat().st_mode & 0o777 for path in files} == {0o600}
    page = bare.test_client().get("/sign-in")
    assert "nivaran-demo" not in page.text


@pytest.mark.parametrize(
    ("more", "password", "told"),
    [
        (KARNAL, "short", "at least 8 characters"),
        ((), "eight-or-more", "give --letters"),
        ((*KARNAL, "--phone", "0" * 60), "eight-or-more", "--phone is too long"),
    ],
)
def test_a_refusal_is_a_sentence_and_leaves_nobody(
    bare: Flask, more: tuple[str, ...], password: str, told: str
) -> None:
    said = ask(bare, *more, password=password)
    assert said.exit_code == 1
    assert told in said.output
    assert ask(bare, *KARNAL).exit_code == 0
    assert count(bare, District) == count(bare, Person) == 1


def test_a_taken_name_is_said(bare: Flask) -> None:
    assert ask(bare, *KARNAL).exit_code == 0
    again = ask(bare)
    assert (again.exit_code, "made ready" in again.output) == (1, False)
    assert "boss is already taken" in again.output


def test_without_demo_people_no_demo_sign_ins_are_shown(make_app: MakeApp, sqlite_url: str) -> None:
    app = make_app(sqlite_url, NIVARAN_ENV="demo", NIVARAN_DEMO_DATA="1")
    assert ask(app, *KARNAL).exit_code == 0
    assert app.test_cli_runner().invoke(args=["demo", "load", "--if-empty"]).exit_code == 0
    told = app.extensions["nivaran"].sign_ins_file.read_text()
    assert "create-admin" in told
    for words in (told, app.test_client().get("/sign-in").text):
        assert "nivaran-demo" not in words
