"""WEB: what nobody types – NUL, keys beyond 64 bits, days without an instant – is refused or harmless, never a fault.

On both databases: each has its own limits.
"""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from functools import partial

import pytest
from flask import Flask, request
from sqlalchemy import select

from app.extensions import db
from app.models.account import IdempotencyKey
from app.models.event import Event
from tests.client import QualityClient
from tests.office import one_complaint, register_and_mark, seated

BIG, HUGE = "9" * 30, "9" * 5000  # beyond a database's integers; beyond what Python reads as a number
EMPTY_OR_LESS = (
    "/search?q=%00", "/search?q=a%00b", f"/search?q={HUGE}", "/complaints?q=%00", "/office/departments?q=%00",
    "/office/departments?q=a%00b", "/office/charges?q=%00", "/office/notices?q=%00", f"/office/notices?q={HUGE}",
    f"/office/posts?page={HUGE}", "/approvals?chip=%00", "/marking?source=%00", "/complaints?department=999999999999",
)  # fmt: skip
NOT_THERE = (
    f"/office/departments/{BIG}", f"/office/departments/{HUGE}", "/office/departments/9223372036854775807",
    "/office/departments/9223372036854775808", f"/complaints/NG26-1-5/photos/{BIG}/full", "/complaints/%00",
    f"/complaints/{HUGE}", "/office/%00",
)  # fmt: skip
REFUSED = (
    "/complaints?since=0001-01-01", "/complaints?until=9999-12-31", f"/complaints?department={BIG}",
    "/reviews?since=0001-01-01", f"/reviews?place={BIG}", f"/reviews?place={HUGE}",
)  # fmt: skip


@pytest.fixture
def number(any_app: Flask) -> str:
    return one_complaint(any_app, at=datetime.now(UTC) - timedelta(hours=1))


@pytest.fixture
def nodal(any_app: Flask, number: str) -> QualityClient:
    return seated(any_app, "nodal")


def test_lists_and_addresses(nodal: QualityClient) -> None:
    for address in EMPTY_OR_LESS:
        assert nodal.get(address).status_code == 200, address
    for address in NOT_THERE:
        assert nodal.get(address).status_code == 404, address
    for address in REFUSED:
        assert nodal.get(address).status_code in (400, 422), address


def test_entries(any_app: Flask, nodal: QualityClient, number: str) -> None:
    assert nodal.post(f"/office/departments/{BIG}/retire").status_code == 404
    assert nodal.post(f"/office/notices/{HUGE}/hold").status_code == 404
    made = {"code": "je", "name_hi": "क", "name_en": "k", "kind_id": BIG, "place_id": HUGE, "level": "1"}
    assert nodal.post("/office/posts/new", data=made).status_code == 422
    assert nodal.post("/marking/bulk", data={"number": "\0"}).status_code == 200
    noted = nodal.post(f"/complaints/{number}/comment", data={"text": "a\0b", "idem": "k\0k"})
    assert noted.status_code == 303
    with any_app.app_context():
        assert db.session.scalars(select(Event.text).where(Event.action == "comment")).one() == "ab"
        assert db.session.scalars(select(IdempotencyKey.key)).one() == "kk"


def test_every_field_is_spelt_one_way(app: Flask) -> None:
    with app.test_request_context("/?q=स\u095cक", method="POST", data={"text": "\u095bमीन", "name": "e\u0301"}):
        assert request.args["q"] == "सड\u093cक"
        assert request.form["text"] == "ज\u093cमीन"
        assert request.form["name"] == "é"


def test_one_word_is_found_however_it_is_spelt(any_app: Flask, number: str) -> None:
    """The nukta as one character, as two, or left out; with a joiner."""
    client = seated(any_app, "officer")
    for spelt in ("स\u095cक", "सड\u093cक", "सडक", "सड\u200d\u093cक", "स\u200cडक"):
        assert number in client.get("/search", query_string={"q": spelt}).text
    assert number not in client.get("/search", query_string={"q": "सरक"}).text


def test_a_word_is_found_whole_and_not_by_its_pieces(any_app: Flask) -> None:
    """SQLite's index knows three letters at a time; here it has all those of the word, from two other words."""
    bring = partial(register_and_mark, text="टैंकर ABCX और XBCD दोनों ख़राब हैं")
    number = one_complaint(any_app, at=datetime.now(UTC) - timedelta(hours=1), bring=bring)
    client = seated(any_app, "officer")
    for words, there in (("abcx", True), ("bcx xbc", True), ("abcd", False), ("abcx abcd", False)):
        assert (number in client.get("/search", query_string={"q": words}).text) is there, words
