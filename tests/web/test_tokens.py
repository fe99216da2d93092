"""WEB: a token stands only in pages for browsers that do not say where they are; a key in every form, each its own."""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta

import pytest
from flask import Flask

from app.web import origin
from tests.office import one_complaint, seated

KEY = re.compile(r'name="idem" value="([^"]+)"')


@pytest.fixture
def case(app: Flask) -> str:
    return f"/complaints/{one_complaint(app, at=datetime.now(UTC) - timedelta(hours=1))}"


def test_a_browser_that_says_where_it_is_gets_no_token(app: Flask, case: str) -> None:
    officer = seated(app, "officer")
    assert 'name="csrf_token"' not in officer.get(case).text
    assert 'name="csrf_token"' in officer.without_fetch_site().get(case).text


def test_its_posts_are_looked_at_all_the_same(app: Flask, case: str) -> None:
    officer = seated(app, "officer")
    key = KEY.search(officer.get(case).text)
    assert key
    entry = {"text": "मौके पर गया", "idem": key[1]}
    assert officer.post(f"{case}/comment", data=entry, headers={origin.SAYS: "cross-site"}).status_code == 403
    assert officer.post(f"{case}/comment", data=entry, headers={origin.SAYS: "same-origin"}).status_code == 303


def test_every_form_of_every_answer_has_a_key_of_its_own(app: Flask, case: str) -> None:
    officer = seated(app, "officer")
    keys = KEY.findall(officer.get(case).text) + KEY.findall(officer.get(case).text)
    assert len(keys) >= 4
    assert len(set(keys)) == len(keys)
