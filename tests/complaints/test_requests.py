"""THE CASEBOOK on both databases: one way for every request – two persons, one open, one decision, a lapse."""

from __future__ import annotations

from datetime import timedelta

import pytest
from flask import Flask
from sqlalchemy import insert
from sqlalchemy.exc import IntegrityError

from app.complaints import requests
from app.complaints.actions import decide
from app.complaints.actor import Actor, system
from app.complaints.errors import Conflict, Refused
from app.domain.policy import Forbidden, Role
from app.domain.states import IllegalStep
from app.extensions import db
from app.models.event import Event
from app.models.office import Setting
from app.models.report import Request
from tests.complaints.asked import (
    NO,
    YES,
    asks_closure,
    asks_days,
    asks_hold,
    asks_refusal,
    asks_rejection,
    charge,
    empty,
    spoken,
)
from tests.complaints.way import HOUR, START
from tests.office import Office, make_office, register_and_mark

DAY = timedelta(days=1)
THEN = START + 3 * HOUR


@pytest.fixture
def office(any_app: Flask):
    with any_app.app_context():
        yield make_office(db.session, START)


def say(office: Office, row: Request, who: str, granted: bool = True, text: str = YES, **rest: object) -> Request:
    at = rest.pop("at", THEN + HOUR)
    return decide.decide(
        db.session, row.complaint_id, row.kind, granted=granted, text=text, by=office.actors[who], at=at, **rest
    )


def asked(office: Office, row: Request) -> str:
    return next(code for code, post in office.posts.items() if post.id == row.decider_post_id)


def test_a_proposal_lies_with_the_head_then_with_who_decides(office: Office) -> None:
    complaint = spoken(db.session, office)
    row = asks_closure(db.session, complaint, office.actors["officer"], THEN)
    assert (row.stage, asked(office, row)) == ("recommend", "hod")
    assert [r.id for r in requests.waiting_for(db.session, office.actors["hod"], THEN)] == [row.id]
    say(office, row, "hod")
    assert (row.stage, asked(office, row), row.recommendation) == ("decide", "dc", YES)
    assert requests.waiting_for(db.session, office.actors["hod"], THEN) == []
    assert requests.count_for(db.session, office.actors["dc"], THEN) == (1, 0)
    say(office, row, "dc")
    assert (row.decision, row.decider_id) == ("granted", office.people["dc"].id)
    assert complaint.state == "closed_special"


def test_only_who_is_asked_decides_and_only_once(office: Office) -> None:
    complaint = spoken(db.session, office)
    row = asks_days(db.session, complaint, office.actors["officer"], THEN)
    for stranger in ("hod", "officer", "cell", "dc"):
        with pytest.raises(Forbidden):
            say(office, row, stranger)
    say(office, row, "sdm")
    with pytest.raises(Conflict):
        say(office, row, "sdm", granted=False, text=NO)


def test_no_needs_words_and_changes_nothing(office: Office) -> None:
    complaint = spoken(db.session, office)
    due = complaint.due_at
    row = asks_days(db.session, complaint, office.actors["officer"], THEN)
    with pytest.raises(Refused) as short:
        say(office, row, "sdm", granted=False, text="नहीं")
    assert (short.value.code, short.value.field) == ("too_short", "words")
    say(office, row, "sdm", granted=False, text=NO)
    assert (row.decision, row.decision_text, complaint.due_at) == ("refused", NO, due)
    asks_days(db.session, complaint, office.actors["officer"], THEN + 2 * HOUR)  # and may be asked again


def test_one_open_request_of_a_kind(office: Office) -> None:
    complaint = spoken(db.session, office)
    row = asks_days(db.session, complaint, office.actors["officer"], THEN)
    with pytest.raises(Refused) as again:
        asks_days(db.session, complaint, office.actors["officer"], THEN)
    assert again.value.code == "not_asked_yet"
    asks_hold(db.session, complaint, office.actors["officer"], THEN)  # another kind may wait beside it
    copy = {c.name: getattr(row, c.name) for c in Request.__table__.columns if c.name != "id"}
    with pytest.raises(IntegrityError):
        db.session.execute(insert(Request).values(**copy))


def test_a_person_with_two_charges_never_decides_the_own_proposal(office: Office) -> None:
    """The officer also sits in the chair of the head and of the nodal officer: both are passed over."""
    for code in ("hod", "nodal"):
        empty(db.session, office.posts[code], START - DAY)
        charge(db.session, office.posts[code], office.people["officer"], START - DAY)
    complaint = spoken(db.session, office)
    row = asks_hold(db.session, complaint, office.actors["officer"], THEN)
    assert asked(office, row) == "dc"
    second = Actor(
        district_id=office.district.id, role=Role.NODAL, person_id=office.people["officer"].id,
        post_id=office.posts["nodal"].id,
    )  # fmt: skip
    row.decider_post_id = second.post_id  # a charge that changed afterwards
    assert requests.waiting_for(db.session, second, THEN) == []
    with pytest.raises(Refused) as own:
        decide.decide(
            db.session, complaint.id, "hold", granted=True, text=YES, paper_seen=True, by=second, at=THEN + HOUR
        )
    assert own.value.code == "second_person"


def test_who_recommended_does_not_decide_either(office: Office) -> None:
    complaint = spoken(db.session, office)
    row = asks_hold(db.session, complaint, office.actors["officer"], THEN)
    say(office, row, "hod")
    both = Actor(
        district_id=office.district.id, role=Role.NODAL, person_id=office.people["hod"].id,
        post_id=office.posts["nodal"].id,
    )  # fmt: skip
    with pytest.raises(Refused) as own:
        decide.decide(db.session, complaint.id, "hold", granted=True, paper_seen=True, by=both, at=THEN + 2 * HOUR)
    assert own.value.code == "second_person"
    row.decision, row.decided_at, row.decider_id = "granted", THEN, office.people["officer"].id
    with pytest.raises(IntegrityError):
        db.session.flush()


def test_the_proposer_takes_it_back_and_nobody_else(office: Office) -> None:
    complaint = spoken(db.session, office)
    asks_days(db.session, complaint, office.actors["officer"], THEN)
    with pytest.raises(Refused) as stranger:
        requests.take_back(db.session, complaint.id, "extension", by=office.actors["hod"], at=THEN)
    assert stranger.value.code == "own_request"
    row = requests.take_back(db.session, complaint.id, "extension", by=office.actors["officer"], at=THEN)
    assert (row.decision, row.decider_id) == ("taken_back", None)
    assert complaint.last_action == "take_back"
    with pytest.raises(Conflict):
        say(office, row, "sdm")


def test_what_nobody_decides_goes_on_and_then_lapses(office: Office) -> None:
    row = asks_refusal(db.session, office)
    by = system(office.district.id)
    assert asked(office, row) == "nodal"
    assert row.decide_by == START + 2 * DAY + timedelta(hours=6, minutes=30)  # two working days, 17:00 in India
    assert requests.overdue(db.session, row.decide_by - HOUR, 10) == []
    assert not requests.lapse(db.session, row.complaint_id, row.id, by=by, at=row.decide_by - HOUR)
    at = row.decide_by + HOUR
    assert requests.overdue(db.session, at, 10) == [(row.complaint_id, row.id)]
    assert requests.lapse(db.session, row.complaint_id, row.id, by=by, at=at)
    assert (asked(office, row), row.turn, row.decision) == ("dc", 1, None)
    assert not requests.lapse(db.session, row.complaint_id, row.id, by=by, at=at)  # twice is once
    assert requests.lapse(db.session, row.complaint_id, row.id, by=by, at=row.decide_by + HOUR)
    assert (row.decision, row.decider_id) == ("lapsed", None)
    told = db.session.query(Event).filter(Event.complaint_id == row.complaint_id, Event.action == "lapse").all()
    assert [event.data["asked"] for event in told] == [office.posts["dc"].name_hi, ""]


def test_without_the_head_a_hold_goes_on_and_a_closure_lapses(office: Office) -> None:
    complaint = spoken(db.session, office)
    held = asks_hold(db.session, complaint, office.actors["officer"], THEN)
    closure = asks_closure(db.session, complaint, office.actors["officer"], THEN)
    at = held.decide_by + HOUR
    for row in (held, closure):
        requests.lapse(db.session, complaint.id, row.id, by=system(office.district.id), at=at)
    assert (held.decision, asked(office, held)) == (None, "nodal")
    assert closure.decision == "lapsed"


def test_a_request_of_a_complaint_that_is_over_lapses_at_once(office: Office) -> None:
    complaint = spoken(db.session, office)
    row = asks_hold(db.session, complaint, office.actors["officer"], THEN)
    closure = asks_closure(db.session, complaint, office.actors["officer"], THEN)
    say(office, closure, "hod")
    say(office, closure, "dc")
    assert (row.decision, row.decided_at) == ("lapsed", THEN + HOUR)


def test_a_state_that_forbids_it_cannot_be_asked_for(office: Office) -> None:
    complaint = register_and_mark(db.session, office, at=START)
    with pytest.raises(IllegalStep):
        asks_days(db.session, complaint, office.actors["officer"], THEN)
    other = spoken(db.session, office, no=2)
    with pytest.raises(Forbidden):
        asks_days(db.session, other, office.actors["sdm"], THEN)  # not the holder


def test_the_nodal_officer_closes_specially_only_where_it_is_delegated(office: Office) -> None:
    db.session.add(
        Setting(district_id=office.district.id, key="nodal_closes_special", value=True, valid_from=START - DAY)
    )
    complaint = spoken(db.session, office)
    row = asks_closure(db.session, complaint, office.actors["officer"], THEN)
    say(office, row, "hod")
    assert asked(office, row) == "nodal"


def test_refused_at_intake_by_a_second_person(office: Office) -> None:
    row = asks_refusal(db.session, office)
    with pytest.raises(Forbidden):
        say(office, row, "cell")
    say(office, row, "nodal")
    complaint = row.complaint
    assert (complaint.state, complaint.outcome, complaint.closed_at) == ("rejected", "not_grievance", THEN + HOUR)


def test_rejected_after_an_enquiry(office: Office) -> None:
    complaint = spoken(db.session, office)
    row = asks_rejection(db.session, complaint, office.actors["officer"], THEN)
    say(office, row, "hod")
    say(office, row, "nodal")
    assert (complaint.state, complaint.outcome, complaint.holder) == ("rejected", "false", "nobody")
