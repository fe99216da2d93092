"""DESK: office, tests: the list of messages – masked, narrowed, and what the office may do with one."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from app.extensions import db
from app.models.complaint import Complaint
from app.models.notice import Notice
from tests.client import QualityClient
from tests.desks.office.conftest import Desk
from tests.office import register_and_mark

MOBILE = "9876501234"


@pytest.fixture
def notice(desk: Desk) -> Notice:
    desk.do(lambda: register_and_mark(db.session, desk.office, at=datetime.now(UTC), mobile=MOBILE).id)
    return next(n for n in desk.rows(Notice) if n.to_number.endswith(MOBILE))


def test_messages_are_shown_without_their_numbers(desk: Desk, notice: Notice) -> None:
    shown = desk.client.get("/office/notices")
    assert shown.status_code == 200
    assert MOBILE not in shown.text
    assert notice.to_number not in shown.text
    assert MOBILE[-3:] in shown.text
    number = desk.one(Complaint, id=notice.complaint_id).number
    assert number in shown.text
    assert notice.rendered.split("\n")[0][:20] in shown.text


def test_what_opens_a_complaint_is_read_by_nobody_in_the_office(desk: Desk, notice: Notice) -> None:
    """But for what the demo's console took: that went to no phone."""
    link = notice.slots["link"]

    def send(gateway: str) -> None:
        row = db.session.get_one(Notice, notice.id)
        row.gateway, row.rendered, row.slots = gateway, f"417093 {link}", {"link": link, "code": "417093"}

    for gateway in ("kannel", "console"):
        desk.do(lambda gateway=gateway: send(gateway))
        shown = desk.client.get("/office/notices").text
        assert (link in shown) == (gateway == "console")
        assert ("417093" in shown) == (gateway == "console")


def test_messages_are_found_by_complaint_and_by_state(desk: Desk, notice: Notice) -> None:
    desk.do(lambda: register_and_mark(db.session, desk.office, at=datetime.now(UTC), no=2))
    number = desk.one(Complaint, id=notice.complaint_id).number
    found = desk.client.get(f"/office/notices?q={number}").text
    assert f'id="notice-{notice.id}"' in found
    assert found.count('id="notice-') < desk.client.get("/office/notices").text.count('id="notice-')
    assert 'id="notice-' not in desk.client.get("/office/notices?state=delivered").text
    assert 'id="notice-' in desk.client.get("/office/notices?state=queued").text


def test_a_message_is_held_back_and_let_go(desk: Desk, notice: Notice) -> None:
    assert desk.post(f"/office/notices/{notice.id}/hold").status_code == 303
    assert desk.one(Notice, id=notice.id).state == "held"
    assert f"/{notice.id}/release" in desk.client.get("/office/notices?state=held").text
    desk.post(f"/office/notices/{notice.id}/hold")
    assert desk.one(Notice, id=notice.id).state == "held"
    desk.post(f"/office/notices/{notice.id}/release")
    assert desk.one(Notice, id=notice.id).state == "queued"


def test_what_did_not_arrive_is_sent_again(desk: Desk, notice: Notice) -> None:
    def fail() -> None:
        row = db.session.get_one(Notice, notice.id)
        row.state, row.next_try_at = "failed", None

    desk.do(fail)
    assert f"/{notice.id}/retry" in desk.client.get("/office/notices").text
    desk.post(f"/office/notices/{notice.id}/retry", state="failed")
    assert desk.one(Notice, id=notice.id).state == "queued"


def test_who_may_read_may_not_hold(desk: Desk, notice: Notice) -> None:
    for name in ("cell", "auditor"):
        client: QualityClient = desk.as_(name)
        assert "/hold" not in client.get("/office/notices").text
        assert client.post(f"/office/notices/{notice.id}/hold").status_code == 403
    assert desk.as_("officer").post(f"/office/notices/{notice.id}/hold").status_code == 403
    assert desk.post(f"/office/notices/{notice.id}/burn").status_code == 404
    assert desk.post("/office/notices/99999/hold").status_code == 404
