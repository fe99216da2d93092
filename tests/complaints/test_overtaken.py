"""THE CASEBOOK on both databases: what a step has overtaken waits in no inbox, and the file says that it ended."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

import pytest
from flask import Flask

from app.complaints import requests, timeline
from app.complaints.actions import ask, contact, escalate, leave, merge, rise, send_down
from app.complaints.actions.mark import mark
from app.complaints.actor import system
from app.domain.calendar import ist_date
from app.extensions import db
from app.models.complaint import Complaint
from app.models.report import Request
from tests.complaints.asked import (
    DAY,
    NEW,
    THEN,
    WHY,
    asks_closure,
    asks_days,
    asks_hold,
    asks_refusal,
    asks_transfer,
    say,
    second_department,
    spoken,
)
from tests.complaints.way import HOUR, START, accepted
from tests.office import Office, make_office

LATER = THEN + HOUR
UP = "इस काम के लिए मशीन और पैसा इस स्तर पर नहीं है, ऊपर से ही होगा"


@pytest.fixture
def office(any_app: Flask):
    with any_app.app_context():
        yield make_office(db.session, START)


def _asks(complaint: Complaint, office: Office) -> None:
    ask.ask(
        db.session, complaint.id, question="किस गली का गड्ढा है, कौन सा खंभा", how_to_answer="phone",
        answer_by=ist_date(LATER + 2 * DAY), by=office.actors["officer"], at=LATER,
    )  # fmt: skip


def _marks_again(complaint: Complaint, office: Office) -> None:
    by = office.actors["cell"]
    mark(db.session, complaint.id, category=office.category, post=office.posts["sdm"], by=by, at=LATER)


def _sends_away(complaint: Complaint, office: Office) -> None:
    by = office.actors["nodal"]
    leave.transfer_out(db.session, complaint.id, authority="केंद्रीय जल आयोग", reference_no="12/2026", by=by, at=LATER)


def _joins(complaint: Complaint, office: Office) -> None:
    parent = accepted(db.session, office, no=2)
    merge.merge(db.session, complaint.id, parent_id=parent.id, by=office.actors["cell"], at=LATER)


def _holds(complaint: Complaint, office: Office) -> None:
    row = asks_hold(db.session, complaint, office.actors["officer"], THEN)
    say(row, office.actors["hod"])
    say(row, office.actors["nodal"], paper_seen=True)
    assert (row.decision, complaint.state) == ("granted", "on_hold")


def _climbs(complaint: Complaint, office: Office) -> None:
    rise.rise(db.session, complaint.id, why="money", text=UP, by=office.actors["officer"], at=LATER)


def _is_late(complaint: Complaint, office: Office) -> None:
    assert complaint.due_at is not None
    at = complaint.due_at + HOUR
    assert escalate.escalate(db.session, complaint.id, by=system(office.district.id), at=at)


def ended(complaint: Complaint, row: Request, step: str) -> None:
    assert (row.decision, row.decider_id) == ("lapsed", None)
    assert requests.open_requests(db.session, complaint.id) == []
    line = timeline.lines(timeline.events_of(db.session, complaint))[0]
    assert (line.code, line.facts["kind"]) == ("overtaken", row.kind)
    assert complaint.last_action == step, "the list names the step"


@pytest.mark.parametrize(("step", "named"), [
    (_asks, "ask"), (_marks_again, "mark"), (_sends_away, "transfer_out"), (_joins, "merge"), (_holds, "hold"),
    (_climbs, "escalate"), (_is_late, "escalate"),
])  # fmt: skip
def test_days_asked_for_end_with_the_step(
    office: Office, step: Callable[[Complaint, Office], None], named: str
) -> None:  # fmt: skip
    complaint = spoken(db.session, office)
    row = asks_days(db.session, complaint, office.actors["officer"], THEN)
    step(complaint, office)
    ended(complaint, row, named)
    assert requests.waiting_for(db.session, office.actors["sdm"], LATER) == []


def test_they_end_on_the_way_down_too(office: Office) -> None:
    complaint = spoken(db.session, office)
    _climbs(complaint, office)
    row = asks_days(db.session, complaint, office.actors["sdm"], LATER)
    send_down.send_down(
        db.session, complaint.id, direction="मौके पर जाकर पूरा काम देखें", due_on=ist_date(LATER + DAY),
        by=office.actors["sdm"], at=LATER,
    )  # fmt: skip
    ended(complaint, row, "send_down")


def test_a_closure_goes_on_where_the_complaint_only_climbed(office: Office) -> None:
    complaint = spoken(db.session, office)
    row = asks_closure(db.session, complaint, office.actors["officer"], THEN)
    _climbs(complaint, office)
    assert row.decision is None
    say(row, office.actors["hod"], LATER)
    say(row, office.actors["dc"], LATER)
    assert complaint.state == "closed_special"


def test_a_refusal_ends_where_it_is_marked_all_the_same(office: Office) -> None:
    row = asks_refusal(db.session, office)
    complaint = row.complaint
    _marks_again(complaint, office)
    ended(complaint, row, "mark")
    assert requests.waiting_for(db.session, office.actors["nodal"], LATER) == []


def test_a_number_waits_on_whatever_happens(office: Office) -> None:
    complaint, other = spoken(db.session, office), second_department(db.session, office)
    row = contact.ask(db.session, complaint.id, mobile=NEW, text=WHY, by=office.actors["officer"], at=THEN)
    moved = asks_transfer(db.session, complaint, other, office.actors["officer"], THEN)
    say(moved, other.actors["hod"])
    _sends_away(complaint, office)
    assert row.decision is None
    assert requests.overdue(db.session, LATER + HOUR, 10) == []
    say(row, office.actors["cell"], LATER + HOUR)
    assert row.decision == "granted"


def test_what_a_step_forgot_is_found_by_the_night_watch(office: Office) -> None:
    complaint = spoken(db.session, office)
    row = asks_hold(db.session, complaint, office.actors["officer"], THEN)
    complaint.state = "marked"
    db.session.flush()
    at = THEN + timedelta(minutes=5)
    assert requests.overdue(db.session, at, 10) == [(complaint.id, row.id)]
    assert requests.lapse(db.session, complaint.id, row.id, by=system(office.district.id), at=at)
    assert row.decision == "lapsed"
