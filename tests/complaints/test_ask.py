"""THE CASEBOOK on both databases: asking the complainant stops the clock, twice at most, and never for long."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest
from flask import Flask
from sqlalchemy import select

from app.complaints import chain, pauses
from app.complaints.actions import ask, escalate
from app.complaints.actor import system
from app.complaints.errors import Refused
from app.complaints.stints import open_stint
from app.domain.calendar import ist_date
from app.domain.policy import Forbidden
from app.domain.states import IllegalStep
from app.extensions import db
from app.models.complaint import Complaint
from app.models.event import Event
from app.models.notice import Notice
from jobs import questions
from tests.complaints.clockbook import replayed
from tests.complaints.way import HOUR, START, accepted
from tests.office import Office, make_office

DAY = timedelta(days=1)
QUESTION = "नाली किस घर के सामने से टूटी है?"


@pytest.fixture
def office(any_app: Flask):
    with any_app.app_context():
        yield make_office(db.session, START)


def put(complaint: Complaint, office: Office, *, at: datetime, days: int = 3, **other: object) -> Complaint:
    told = {"question": QUESTION, "how_to_answer": "phone", "answer_by": ist_date(at) + days * DAY} | other
    return ask.ask(db.session, complaint.id, **told, by=office.actors["officer"], at=at)  # type: ignore[arg-type]


def said(complaint: Complaint, office: Office, at: datetime) -> Complaint:
    return ask.answer(
        db.session, complaint.id, text="राम मंदिर के सामने से", channel="call", by=office.actors["cell"], at=at
    )


def test_the_clock_stands_until_the_answer(office: Office) -> None:
    complaint = accepted(db.session, office)
    due = complaint.due_at
    assert due is not None
    put(complaint, office, at=START + DAY)
    assert (complaint.state, complaint.holder, complaint.alarm_at) == ("awaiting_complainant", "post", None)
    assert complaint.due_at == due
    told = db.session.scalars(select(Notice).where(Notice.template_key == "S03")).one()
    assert "20-11" in told.rendered
    assert not escalate.escalate(db.session, complaint.id, by=system(office.district.id), at=due + 9 * DAY)
    said(complaint, office, START + 3 * DAY)
    assert (complaint.state, complaint.due_at, complaint.alarm_at) == ("in_action", due + 2 * DAY, due + 2 * DAY)
    assert replayed(db.session, complaint).due == complaint.due_at
    event = db.session.scalars(select(Event).order_by(Event.id.desc()).limit(1)).one()
    assert (event.text, event.data["channel"], event.data["days"]) == ("राम मंदिर के सामने से", "call", 2)
    assert chain.verify(db.session, office.district.id) is None


def test_twice_in_one_life_and_no_more(office: Office) -> None:
    complaint = accepted(db.session, office)
    for day in (1, 4):
        put(complaint, office, at=START + day * DAY)
        said(complaint, office, START + (day + 1) * DAY)
    with pytest.raises(Refused, match="twice_a_cycle"):
        put(complaint, office, at=START + 6 * DAY)


@pytest.mark.parametrize("wrong", [
    {"question": "क्या?"}, {"question": "क्यों " * 90}, {"how_to_answer": "pigeon"}, {"answer_by": None}, {"days": 0},
    {"days": 8},
])  # fmt: skip
def test_one_precise_question_with_a_near_date(office: Office, wrong: dict[str, object]) -> None:
    complaint = accepted(db.session, office)
    with pytest.raises(Refused):
        put(complaint, office, at=START + DAY, **wrong)  # type: ignore[arg-type]
    assert complaint.state == "in_action"


def test_not_on_the_last_day_nor_after_it(office: Office) -> None:
    complaint = accepted(db.session, office)
    for at in (START + 7 * DAY, START + 9 * DAY):
        with pytest.raises(Refused, match="not_on_due_day"):
            put(complaint, office, at=at)


def test_the_last_day_goes_by(office: Office) -> None:
    complaint = accepted(db.session, office)
    due = complaint.due_at
    assert due is not None
    put(complaint, office, at=START + DAY)
    by = system(office.district.id)
    assert not ask.time_out(db.session, complaint.id, by=by, at=START + 4 * DAY)  # its last day is not over
    assert ask.time_out(db.session, complaint.id, by=by, at=START + 20 * DAY)
    assert not ask.time_out(db.session, complaint.id, by=by, at=START + 20 * DAY)
    assert (complaint.state, complaint.due_at) == ("in_action", due + 3 * DAY)
    assert replayed(db.session, complaint).due == complaint.due_at


def test_the_night_watch_lets_it_go_on(office: Office) -> None:
    late, fresh = accepted(db.session, office), accepted(db.session, office, no=2)
    put(late, office, at=START + DAY, days=1)
    put(fresh, office, at=START + DAY)
    ends_on(late, "2020-11-18")
    ends_on(fresh, "2099-01-01")
    db.session.commit()
    assert questions.run_out() == 1
    assert questions.run_out() == 0
    assert {row.number: row.state for row in db.session.scalars(select(Complaint))} == {
        late.number: "in_action", fresh.number: "awaiting_complainant",
    }  # fmt: skip


def ends_on(complaint: Complaint, day: str) -> None:
    """Write another last day: the job knows no time but its own."""
    stint = open_stint(db.session, complaint)
    assert stint is not None
    stopped = pauses.since(db.session, stint)
    assert stopped is not None
    stopped.data = {**stopped.data, "until": day}


def test_only_the_cell_writes_the_answer_and_only_the_holder_asks(office: Office) -> None:
    complaint = accepted(db.session, office)
    with pytest.raises(IllegalStep):
        said(complaint, office, START + DAY)
    with pytest.raises(Forbidden):
        ask.ask(
            db.session, complaint.id, question=QUESTION, how_to_answer="phone", answer_by=ist_date(START + 3 * DAY),
            by=office.actors["cell"], at=START + DAY,
        )  # fmt: skip
    put(complaint, office, at=START + DAY)
    with pytest.raises(Forbidden):
        ask.answer(
            db.session, complaint.id, text="पता नहीं", channel="call", by=office.actors["officer"], at=START + DAY + HOUR
        )
