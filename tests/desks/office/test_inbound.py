"""DESK: office, tests: messages that came in and wait for a person."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from app.complaints.actions import said
from app.extensions import db
from app.models.complaint import Complaint
from app.models.event import Event
from app.models.notice import NoticeInbound
from tests.client import HTMX
from tests.desks.office.conftest import Desk
from tests.office import register_and_mark

AT = datetime.now(UTC) - timedelta(hours=1)
PHONE = "9876501234"
WORDS = "सड़क का गड्ढा और बड़ा हो गया है"


def come(desk: Desk, text: str = WORDS, number: str = PHONE, **told: str) -> int:
    """A message that the job has read; its key."""

    def keep() -> int:
        row = NoticeInbound(
            district_id=desk.office.district.id, gateway="kannel", provider_id=f"{number}{text}"[:60],
            to_number="51969", from_number=number, text=text, received_at=AT, **told,
        )  # fmt: skip
        db.session.add(row)
        db.session.flush()
        said.take_effect(db.session, row.id, base="nvgm.in", at=AT)
        return row.id

    return int(desk.do(keep))


@pytest.fixture
def number(desk: Desk) -> str:
    return str(desk.do(lambda: register_and_mark(db.session, desk.office, at=AT, mobile=PHONE).number))


def test_it_is_shown_with_a_masked_number_and_the_complaints_of_it(desk: Desk, number: str) -> None:
    come(desk)
    cell = desk.as_("cell")
    shown = cell.get("/office/inbound").text
    assert WORDS in shown
    assert PHONE not in shown
    assert f"/complaints/{number}" in shown
    assert "/office/inbound" in cell.get("/office/notices").text
    assert "/office/inbound" in cell.get("/").text


def test_it_is_joined_to_a_complaint_as_a_note_once(desk: Desk, number: str) -> None:
    key, cell = come(desk), desk.as_("cell")
    assert cell.post(f"/office/inbound/{key}", data={"join": number}).status_code == 303
    row = desk.one(NoticeInbound, id=key)
    complaint = desk.one(Complaint, number=number)
    assert (row.handled_as, row.complaint_id, row.handled_by_id) == (
        "joined", complaint.id, desk.office.people["cell"].id,
    )  # fmt: skip
    (note,) = desk.rows(Event, complaint_id=complaint.id, action="comment")
    assert WORDS in note.text
    assert PHONE not in note.text
    assert cell.post(f"/office/inbound/{key}", data={"join": number}).status_code == 409
    assert WORDS not in cell.get("/office/inbound").text
    done = cell.get("/office/inbound?done=1").text
    assert WORDS in done
    assert "श्री cell" in done


def test_a_number_that_leads_nowhere_is_said_and_kept(desk: Desk, number: str) -> None:
    key, cell = come(desk), desk.as_("cell")
    for typed, headers in (("NG26-999-9", {}), ("", {}), ("NG26-999-9", HTMX)):
        answer = cell.post(f"/office/inbound/{key}", data={"number": typed}, headers=headers)
        assert answer.status_code == 422
        assert f'value="{typed}"' in answer.text
    assert desk.one(NoticeInbound, id=key).handled_at is None
    assert cell.post("/office/inbound/999", data={"number": number}).status_code == 404


def test_nothing_more_to_do_is_said_with_its_reason(desk: Desk, number: str) -> None:
    key, nodal = come(desk, "धन्यवाद सर जी बहुत"), desk.as_("nodal")
    assert nodal.post(f"/office/inbound/{key}", data={"done": "made_up"}).status_code == 422
    answer = nodal.post(f"/office/inbound/{key}", data={"done": "thanks"}, headers=HTMX)
    assert answer.status_code == 200
    assert desk.one(NoticeInbound, id=key).handled_as == "thanks"
    assert desk.rows(Event, action="comment") == []


def test_it_becomes_a_new_complaint_with_its_words_filled_in(desk: Desk) -> None:
    key = come(desk, number="9811111111")
    form = desk.as_("cell").get(f"/intake/new?message={key}").text
    assert WORDS in form
    assert 'value="9811111111"' in form
    assert WORDS not in desk.as_("officer").get(f"/intake/new?message={key}").text


@pytest.mark.parametrize(
    ("who", "sees", "handles"), [("auditor", True, 403), ("admin", False, 403), ("officer", None, 403)]
)
def test_who_may_only_look(desk: Desk, number: str, who: str, sees: bool | None, handles: int) -> None:
    key, client = come(desk), desk.as_(who)
    page = client.get("/office/inbound")
    assert page.status_code == (403 if sees is None else 200)
    assert (WORDS in page.text) is bool(sees)
    assert client.post(f"/office/inbound/{key}", data={"done": "thanks"}).status_code == handles


def test_what_may_be_about_a_confidential_complaint_is_for_those_who_may_see_it(desk: Desk) -> None:
    secret = desk.do(lambda: register_and_mark(db.session, desk.office, at=AT, mobile=PHONE, confidential=True).number)
    by_number = come(desk)
    by_name = come(desk, f"{secret} उसी के बारे में", number="9811111111")
    cell, nodal = desk.as_("cell"), desk.as_("nodal")
    assert "inbound-" not in cell.get("/office/inbound").text
    assert cell.post(f"/office/inbound/{by_number}", data={"done": "thanks"}).status_code == 404
    assert WORDS not in cell.get(f"/intake/new?message={by_number}").text
    page = nodal.get("/office/inbound").text
    assert f"inbound-{by_number}" in page
    assert f"inbound-{by_name}" in page


def test_what_the_program_understood_is_not_shown(desk: Desk, number: str) -> None:
    come(desk, "STOP")
    assert "inbound-" not in desk.as_("cell").get("/office/inbound").text
