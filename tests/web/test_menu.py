"""WEB, tests: four doors on a phone for every role, and nothing is lost with the fifth."""

from __future__ import annotations

import re
from datetime import UTC, datetime

import pytest
from flask import Flask

from app.web.menu import DOORS, ON_A_PHONE
from tests.office import POSTS, one_complaint, seated

NAV = re.compile(r'<nav class="nav".*?</nav>', re.S)
LINK = re.compile(r'<a href="([^"]+)"([^>]*)>')


@pytest.fixture
def office(app: Flask) -> Flask:
    one_complaint(app, at=datetime.now(UTC))
    return app


@pytest.mark.parametrize("who", [code for code in POSTS if len(DOORS[POSTS[code][0]]) > ON_A_PHONE])
def test_the_fifth_door_is_on_the_first_page(office: Flask, who: str) -> None:
    text = seated(office, who).get("/").text
    doors = LINK.findall(NAV.findall(text)[0])
    wide = [address for address, rest in doors if "dsk" in rest]
    assert len(doors) - len(wide) == ON_A_PHONE
    body = text.split("</nav>")[1]
    assert all(f'href="{address}"' in body for address in wide)


def test_a_door_that_is_open_is_shown_on_a_phone_too(office: Flask) -> None:
    doors = LINK.findall(NAV.findall(seated(office, "hod").get("/decisions").text)[0])
    assert [rest for address, rest in doors if address == "/decisions"] == [' aria-current="page"']


def test_every_role_has_at_most_one_door_more() -> None:
    assert max(map(len, DOORS.values())) <= ON_A_PHONE + 1
