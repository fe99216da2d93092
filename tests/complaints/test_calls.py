"""THE CASEBOOK: the desk's round over the days, the message to who was not reached, and the end in silence."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest
from flask import Flask
from sqlalchemy import select

from app.complaints import calls, movements
from app.complaints.actions import silence, work
from app.complaints.actor import system
from app.complaints.errors import Refused
from app.extensions import db
from app.models.complaint import Complaint
from app.models.dialogue import Feedback
from app.models.notice import Notice, NoticeInbound
from app.models.party import Phone
from tests.complaints.way import START, disposed, keys
from tests.office import Office, make_office

DAY = timedelta(days=1)
NINE = START.replace(hour=3, minute=30)  # 09:00 in India on the day of the disposal
MORNING, NOON, EVENING = (NINE + n * DAY + timedelta(hours=h) for n, h in ((2, 0), (5, 4), (9, 9)))


@pytest.fixture
def office(app: Flask):
    with app.app_context():
        yield make_office(db.session, START)


def tried(complaint: Complaint, office: Office, *times: datetime, result: str = "not_picked") -> None:
    for at in times:
        work.log_dialogue(db.session, complaint.id, kind="call", result=result, by=office.actors["caller"], at=at)


def the_only(office: Office, at: datetime) -> calls.Due:
    db.session.flush()
    (due,) = calls.round_of(db.session, office.actors["caller"], at)
    return due


def test_the_round_follows_the_days(office: Office) -> None:
    complaint = disposed(db.session, office)
    first = the_only(office, START + DAY).turn
    assert first is not None
    assert (first.at, first.no) == (MORNING, 1)
    assert the_only(office, MORNING).turn.is_due(MORNING)  # type: ignore[union-attr]
    tried(complaint, office, MORNING)
    second = the_only(office, MORNING + DAY).turn
    assert second is not None
    assert (second.at, second.band) == (NINE + 5 * DAY + timedelta(hours=3), "afternoon")
    assert calls.rests_until(db.session, complaint, "9700000001", MORNING + timedelta(hours=1)) == MORNING + timedelta(
        hours=3
    )
    assert calls.rests_until(db.session, complaint, "9700000001", MORNING + timedelta(hours=3)) is None


def test_who_did_not_pick_up_is_told_until_when(office: Office) -> None:
    complaint = disposed(db.session, office)
    tried(complaint, office, MORNING)
    said = db.session.scalars(select(Notice).where(Notice.template_key == "S16")).one()
    assert said.state == "queued"
    assert complaint.feedback_due_at.strftime("%d-%m") in said.rendered  # type: ignore[union-attr]
    tried(complaint, office, MORNING + timedelta(hours=4))
    states = db.session.scalars(select(Notice.state).where(Notice.template_key == "S16").order_by(Notice.id)).all()
    assert states == ["queued", "queued"]  # one message a day: the second waits for the next
    tried(complaint, office, NOON, result="call_later")
    assert keys(complaint).count("S16") == 2


def test_the_field_call_of_an_officer_owes_no_message_and_is_no_try(office: Office) -> None:
    complaint = disposed(db.session, office)
    work.log_dialogue(db.session, complaint.id, kind="call", result="not_picked", by=office.actors["dc"], at=MORNING)
    assert "S16" not in keys(complaint)
    assert the_only(office, MORNING).turn.no == 1  # type: ignore[union-attr]


def test_a_wrong_number_is_rung_no_more(office: Office) -> None:
    complaint = disposed(db.session, office)
    assert the_only(office, MORNING).can_ring
    tried(complaint, office, MORNING, result="wrong_number")
    assert db.session.scalars(select(Phone.is_bad)).one() is True
    assert not the_only(office, NOON).can_ring
    assert "S16" not in keys(complaint)
    assert calls.tries_of(db.session, [complaint.id]) == {}


def test_who_asks_to_be_called_comes_first(office: Office) -> None:
    early = disposed(db.session, office)
    asked = disposed(db.session, office, START + DAY, no=2)
    at = NINE + 2 * DAY + timedelta(minutes=5)
    db.session.add(
        NoticeInbound(
            district_id=office.district.id, gateway="console", provider_id="1", from_number="9700000002", to_number="1",
            text="3", received_at=at - timedelta(minutes=2), handled_at=at, handled_as=calls.CALL_ME,
            complaint_id=asked.id,
        )
    )  # fmt: skip
    db.session.flush()
    found = calls.round_of(db.session, office.actors["caller"], at)
    assert [due.id for due in found] == [asked.id, early.id]
    assert found[0].turn.why == "asked"  # type: ignore[union-attr]


def close(complaint: Complaint, office: Office, at: datetime) -> Complaint:
    return silence.close_silent(db.session, complaint.id, by=system(office.district.id), at=at)


def test_silence_closes_after_the_days_and_the_tries_and_is_no_yes(office: Office) -> None:
    complaint = disposed(db.session, office)
    over = complaint.feedback_due_at
    assert over is not None
    tried(complaint, office, MORNING, NOON)
    assert silence.silent(db.session, over) == []
    with pytest.raises(Refused, match="tries_suffice"):
        close(complaint, office, over)
    tried(complaint, office, EVENING)
    assert the_only(office, EVENING + DAY).turn is None
    assert silence.silent(db.session, over - DAY) == []
    with pytest.raises(Refused, match="fifteen_days"):
        close(complaint, office, over - DAY)
    assert silence.silent(db.session, over) == [complaint.id]
    close(complaint, office, over)
    assert (complaint.state, complaint.closed_at) == ("closed_no_response", over)
    said = db.session.scalars(select(Feedback)).one()
    assert (said.answer, said.channel, said.person_id) == ("no_response", "system", None)
    assert movements.verify(db.session, office.district.id) == {}
    assert silence.silent(db.session, over + DAY) == []


def test_three_mornings_are_not_enough(office: Office) -> None:
    complaint = disposed(db.session, office)
    tried(complaint, office, *(NINE + n * DAY for n in (2, 5, 9)))
    assert silence.silent(db.session, complaint.feedback_due_at + DAY) == []  # type: ignore[operator]
