"""THE TESTS: the boards at the gate – both languages, small, without a script, at the foot of every page."""

from __future__ import annotations

import re

import pytest
from flask import Flask

from app.desks.signboards.views import READERS, UPDATED
from app.domain.text import latin_digits
from app.extensions import db
from app.models.office import District
from bench import budgets
from tests.client import QualityClient
from tests.page_quality import brotli_size

BOARDS = [f"/{name}" for name in UPDATED]
PAGES = [*BOARDS, *(f"/help/{reader}" for reader in READERS)]


@pytest.fixture
def gate(app: Flask) -> QualityClient:
    with app.app_context():
        db.session.add(
            District(letters="NG", lgd_code=9991, name_hi="नवग्राम", name_en="Navgram", office_phone="01234-500100")
        )
        db.session.commit()
    return app.test_client()  # type: ignore[return-value]


@pytest.mark.parametrize("prefix", ["", "/en"], ids=["hi", "en"])
def test_each_is_open_small_and_dated(gate: QualityClient, prefix: str) -> None:
    for path in PAGES:
        page = gate.get(prefix + path)
        assert page.status_code == 200
        assert brotli_size(page.data) <= budgets.PUBLIC.size, path
        assert page.sql_count <= budgets.PUBLIC.sql
        assert "<script" not in page.text
        assert ("Last updated" if prefix else "पिछला बदलाव") in page.text
        assert "01234-500100" in page.text


def test_a_board_says_its_own_day(gate: QualityClient) -> None:
    day = UPDATED["privacy"].strftime("%d-%m-%Y")
    assert day in latin_digits(gate.get("/privacy").text)


@pytest.mark.parametrize("prefix", ["", "/en"], ids=["hi", "en"])
def test_the_foot_of_every_page_leads_there(gate: QualityClient, prefix: str) -> None:
    for path in ("/sign-in", "/track", "/nothing-here", "/sitemap"):
        foot = gate.get(prefix + path).text.split("<footer")[1]
        assert set(re.findall('href="([^"]+)"', foot)) >= {prefix + board for board in BOARDS}


def test_the_site_map_leads_to_every_board(gate: QualityClient) -> None:
    text = gate.get("/sitemap").text.split("<main")[1].split("</main")[0]
    assert set(re.findall('href="([^"]+)"', text)) == {"/track", "/sign-in", *PAGES} - {"/sitemap"}


def test_before_there_is_a_district_they_stand_too(app: Flask) -> None:
    client = app.test_client()
    for path in PAGES:
        assert client.get(path).status_code == 200
