"""THE CASEBOOK on both databases: what each kind of request needs, and what a yes does to complaint and clock."""

from __future__ import annotations

from datetime import datetime

import pytest
from flask import Flask
from sqlalchemy import select

from app.complaints import queries, requests
from app.complaints.actions import extend, hold, work
from app.complaints.actor import Actor, system
from app.complaints.errors import Refused
from app.domain.calendar import ist_date
from app.domain.states import Action
from app.extensions import db
from app.models.complaint import Complaint, Stint
from app.models.event import ClockEvent, Event
from app.models.notice import Notice
from app.models.report import Request
from tests.complaints.asked import (
    DAY,
    NO,
    THEN,
    WHY,
    Other,
    asks_days,
    asks_hold,
    asks_transfer,
    paper,
    say,
    second_department,
    spoken,
)
from tests.complaints.clockbook import replayed
from tests.complaints.way import HOUR, START, accepted, keys
from tests.office import Office, make_office


@pytest.fixture
def office(any_app: Flask):
    with any_app.app_context():
        yield make_office(db.session, START)


def texts(complaint: Complaint, key: str) -> str:
    query = select(Notice.rendered).where(Notice.complaint_id == complaint.id, Notice.template_key == key)
    return db.session.scalars(query.order_by(Notice.id.desc())).first() or ""


def clock(complaint: Complaint) -> list[str]:
    rows = db.session.scalars(select(ClockEvent).where(ClockEvent.complaint_id == complaint.id).order_by(ClockEvent.id))
    return [row.kind for row in rows]


def seen_by(complaint: Complaint, by) -> bool:  # type: ignore[no-untyped-def]
    query = select(Complaint.id).where(Complaint.id == complaint.id, queries.visible_to(by))
    return db.session.scalar(query) is not None


def on_hold(office: Office, complaint: Complaint, at=THEN, days: int = 20, no: int = 1) -> Request:  # type: ignore[no-untyped-def]
    row = asks_hold(db.session, complaint, office.actors["officer"], at, days=days, no=no)
    say(row, office.actors["hod"], at)
    return say(row, office.actors["nodal"], at, paper_seen=True)


def accepts_and_calls(complaint: Complaint, by: Actor, at: datetime) -> None:
    if complaint.state == "marked":
        work.acknowledge(db.session, complaint.id, next_step="call", next_step_on=ist_date(at), by=by, at=at)
    work.log_dialogue(db.session, complaint.id, kind="call", result="not_picked", by=by, at=at)


# transfer


def test_a_transfer_by_consent_keeps_the_date_and_the_sight(office: Office) -> None:
    other = second_department(db.session, office)
    complaint = spoken(db.session, office)
    due = complaint.due_at
    row = asks_transfer(db.session, complaint, other, office.actors["officer"], THEN)
    assert row.decider_post_id == other.posts["hod"].id
    say(row, other.actors["hod"])
    assert (complaint.state, complaint.post_id, complaint.level) == ("marked", other.posts["officer"].id, 1)
    assert (complaint.department_id, complaint.category_id) == (other.department.id, other.category.id)
    assert complaint.due_at == due == replayed(db.session, complaint).due
    assert clock(complaint)[-1] == "restart"
    assert keys(complaint)[-2:] == ["S06", "O01"]
    assert seen_by(complaint, office.actors["officer"])  # past holders keep sight
    assert seen_by(complaint, other.actors["officer"])
    event = db.session.scalars(select(Event).where(Event.action == Action.TRANSFER)).one()
    assert (event.department_from_id, event.department_to_id) == (office.department.id, other.department.id)
    old = db.session.scalars(select(Stint).where(Stint.post_id == office.posts["officer"].id)).one()
    assert old.end_reason == "transferred"
    work.acknowledge(
        db.session, complaint.id, next_step="visit", next_step_on=ist_date(THEN + DAY), by=other.actors["officer"],
        at=THEN + 2 * HOUR,
    )  # fmt: skip


def test_without_consent_in_two_days_the_cell_decides(office: Office) -> None:
    other = second_department(db.session, office)
    complaint = spoken(db.session, office)
    row = asks_transfer(db.session, complaint, other, office.actors["officer"], THEN)
    requests.lapse(db.session, complaint.id, row.id, by=system(office.district.id), at=row.decide_by)
    assert row.decider_post_id == office.posts["cell"].id
    say(row, office.actors["cell"], row.decide_by)
    assert complaint.department_id == other.department.id


def test_a_no_keeps_it_where_it_is(office: Office) -> None:
    other = second_department(db.session, office)
    complaint = spoken(db.session, office)
    row = asks_transfer(db.session, complaint, other, office.actors["officer"], THEN)
    say(row, other.actors["hod"], granted=False, text=NO)
    assert (complaint.department_id, complaint.post_id) == (office.department.id, office.posts["officer"].id)
    assert complaint.state == "in_action"


def test_somebody_must_have_spoken_first(office: Office) -> None:
    other = second_department(db.session, office)
    complaint = accepted(db.session, office)
    with pytest.raises(Refused) as refused:
        asks_transfer(db.session, complaint, other, office.actors["officer"], THEN)
    assert refused.value.code == "contact_logged"


def test_inside_the_own_department_nothing_is_transferred(office: Office) -> None:
    complaint = spoken(db.session, office)
    own = Other(office.department, office.category, office.posts, office.actors)
    with pytest.raises(Refused) as refused:
        asks_transfer(db.session, complaint, own, office.actors["officer"], THEN)
    assert (refused.value.code, refused.value.field) == ("same_department", "category")


def test_two_by_consent_the_third_by_the_nodal_officer_and_no_fourth(office: Office) -> None:
    other = second_department(db.session, office)
    own = Other(office.department, office.category, office.posts, office.actors)
    complaint = spoken(db.session, office)
    here, there, at = own, other, THEN
    for no in (1, 2, 3):
        if no > 1:  # what the office before had said counts no more
            with pytest.raises(Refused) as unheard:
                asks_transfer(db.session, complaint, there, here.actors["officer"], at)
            assert unheard.value.code == "contact_logged"
            accepts_and_calls(complaint, here.actors["officer"], at)
        row = asks_transfer(db.session, complaint, there, here.actors["officer"], at)
        decider = office.actors["nodal"] if no == 3 else there.actors["hod"]
        assert row.decider_post_id == decider.post_id
        say(row, decider, at)
        here, there, at = there, here, at + HOUR
    with pytest.raises(Refused) as fourth:
        asks_transfer(db.session, complaint, there, here.actors["officer"], at)
    assert fourth.value.code == "at_most_three"
    event = db.session.scalars(select(Event).where(Event.action == Action.TRANSFER).order_by(Event.no.desc())).first()
    assert event is not None
    assert (event.data["no"], event.role) == (3, "nodal")


def test_the_cell_gives_three_days_once_after_a_transfer(office: Office) -> None:
    other = second_department(db.session, office)
    complaint = spoken(db.session, office)
    say(asks_transfer(db.session, complaint, other, office.actors["officer"], THEN), other.actors["hod"])
    officer = other.actors["officer"]
    work.acknowledge(
        db.session, complaint.id, next_step="visit", next_step_on=ist_date(THEN + DAY), by=officer, at=THEN + 2 * HOUR
    )
    due = complaint.due_at
    row = asks_days(db.session, complaint, officer, THEN + 3 * HOUR, days=3)
    assert row.decider_post_id == office.posts["cell"].id
    say(row, office.actors["cell"], THEN + 4 * HOUR)
    assert complaint.due_at == due + 3 * DAY == replayed(db.session, complaint).due
    again = asks_days(db.session, complaint, officer, THEN + 5 * HOUR, days=3)
    assert again.decider_post_id == other.posts["sdm"].id  # from now on it is the next level's


# more time


def test_an_interim_reply_tells_a_date_and_moves_none(office: Office) -> None:
    complaint = spoken(db.session, office)
    due = complaint.due_at
    extend.interim_reply(
        db.session, complaint.id, text="रोड़ी मंगवाई है, काम शुरू हो गया है", expected_on=ist_date(THEN + 10 * DAY),
        by=office.actors["officer"], at=THEN,
    )  # fmt: skip
    assert complaint.due_at == due
    assert (THEN + 10 * DAY).strftime("%d-%m") in texts(complaint, "S04")


@pytest.mark.parametrize(("text", "days", "code"), [("जल्दी", 1, "too_short"), ("क" * 301, 1, "too_long"),
                                                    ("रोड़ी मंगवाई है, काम शुरू हो गया है", -1, "date_past")])  # fmt: skip
def test_an_interim_reply_is_said_in_few_words(office: Office, text: str, days: int, code: str) -> None:
    complaint = spoken(db.session, office)
    with pytest.raises(Refused) as refused:
        extend.interim_reply(
            db.session, complaint.id, text=text, expected_on=ist_date(THEN + days * DAY),
            by=office.actors["officer"], at=THEN,
        )  # fmt: skip
    assert refused.value.code == code


def test_granted_days_move_the_date_once_a_level(office: Office) -> None:
    complaint = spoken(db.session, office)
    due = complaint.due_at
    row = asks_days(db.session, complaint, office.actors["officer"], THEN, days=5)
    assert (row.decider_post_id, complaint.due_at) == (office.posts["sdm"].id, due)
    say(row, office.actors["sdm"])
    assert complaint.due_at == replayed(db.session, complaint).due == due + 5 * DAY
    assert clock(complaint)[-1] == "extend"
    event = db.session.scalars(select(ClockEvent).where(ClockEvent.kind == "extend")).one()
    assert (event.days, event.due_before, event.due_after) == (5, due, complaint.due_at)
    assert complaint.alarm_at == complaint.due_at
    with pytest.raises(Refused) as again:
        asks_days(db.session, complaint, office.actors["officer"], THEN + 2 * HOUR)
    assert again.value.code == "once_a_level"


def test_days_that_were_asked_for_at_another_level_are_not_given(office: Office) -> None:
    complaint = spoken(db.session, office)
    row = asks_days(db.session, complaint, office.actors["officer"], THEN)
    row.data = {**row.data, "stint": row.data["stint"] - 1}
    with pytest.raises(Refused) as late:
        say(row, office.actors["sdm"])
    assert late.value.code == "same_stint"


def test_more_than_a_week_is_not_asked_for(office: Office) -> None:
    complaint = spoken(db.session, office)
    with pytest.raises(Refused) as far:
        asks_days(db.session, complaint, office.actors["officer"], THEN, days=8)
    assert (far.value.code, far.value.field) == ("days_most", "days")


# hold


def test_a_hold_stops_the_clock_and_the_review_date_lets_it_go_on(office: Office) -> None:
    complaint = spoken(db.session, office)
    due = complaint.due_at
    row = on_hold(office, complaint, days=20)
    assert (complaint.state, complaint.court_case_no, complaint.alarm_at) == ("on_hold", "CWP 12/2026", None)
    assert clock(complaint)[-1] == "pause"
    assert row.review_on is not None
    assert row.review_on.strftime("%d-%m") in texts(complaint, "S04H")
    assert hold.to_review(db.session, THEN + 19 * DAY, 10) == []
    at = THEN + 20 * DAY
    assert hold.to_review(db.session, at, 10) == [complaint.id]
    hold.lift(db.session, complaint.id, by=system(office.district.id), at=at)
    assert hold.to_review(db.session, at, 10) == []
    assert complaint.state == "in_action"
    assert complaint.due_at == replayed(db.session, complaint).due
    assert complaint.due_at >= due + 20 * DAY
    assert keys(complaint)[-1] == "O01"


def test_the_approver_lifts_it_by_hand(office: Office) -> None:
    complaint = spoken(db.session, office)
    due = complaint.due_at
    on_hold(office, complaint)
    hold.lift(db.session, complaint.id, text="फ़ैसला आ गया है", by=office.actors["nodal"], at=THEN + 3 * DAY)
    assert complaint.due_at == replayed(db.session, complaint).due
    assert complaint.due_at >= due + 3 * DAY


def test_before_a_court_the_approver_must_have_seen_the_paper(office: Office) -> None:
    complaint = spoken(db.session, office)
    row = asks_hold(db.session, complaint, office.actors["officer"], THEN)
    say(row, office.actors["hod"])
    with pytest.raises(Refused) as unseen:
        say(row, office.actors["nodal"])
    assert (unseen.value.code, complaint.state) == ("paper_seen", "in_action")


@pytest.mark.parametrize(("change", "field"), [({"court_case_no": ""}, "court_case_no"),
                                               ({"court_case_no": "-"}, "court_case_no"), ({"paper": None}, "paper"),
                                               ({"kind": "mood"}, "reason_code"), ({"review_on": None}, "review_on"),
                                               ({"review_on": ist_date(THEN + 31 * DAY)}, "review_on")])  # fmt: skip
def test_what_a_hold_needs(office: Office, change: dict[str, object], field: str) -> None:
    complaint = spoken(db.session, office)
    facts = {"kind": "court", "text": WHY, "review_on": ist_date(THEN + 5 * DAY), "paper": paper("order"),
             "court_case_no": "CWP 1/2026"} | change  # fmt: skip
    with pytest.raises(Refused) as refused:
        hold.ask(db.session, complaint.id, hold.Asked(**facts), by=office.actors["officer"], at=THEN)
    assert refused.value.field == field


def test_three_renewals_and_no_more(office: Office) -> None:
    complaint = spoken(db.session, office)
    at = THEN
    for no in range(4):
        on_hold(office, complaint, at, days=2, no=no + 1)
        at += 2 * DAY
        hold.lift(db.session, complaint.id, by=system(office.district.id), at=at)
    assert complaint.due_at == replayed(db.session, complaint).due
    with pytest.raises(Refused) as fifth:
        asks_hold(db.session, complaint, office.actors["officer"], at, no=9)
    assert fifth.value.code == "three_renewals"


def test_a_hold_decided_after_its_review_date_is_none(office: Office) -> None:
    complaint = spoken(db.session, office)
    row = asks_hold(db.session, complaint, office.actors["officer"], THEN, days=1)
    say(row, office.actors["hod"])
    with pytest.raises(Refused) as over:
        say(row, office.actors["nodal"], THEN + 2 * DAY, paper_seen=True)
    assert over.value.code == "review_over"
