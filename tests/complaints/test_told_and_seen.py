"""THE CASEBOOK on both databases: who hears of a part and of a hearing, which request ends, who may read."""

from __future__ import annotations

from datetime import time, timedelta

import pytest
from flask import Flask
from sqlalchemy import select

from app.complaints import requests, timeline
from app.complaints.actions import ask, hearing, report, subtask
from app.complaints.agenda import gather
from app.complaints.queries import visible_to
from app.complaints.step import allowed
from app.domain.calendar import ist_date
from app.domain.policy import Right
from app.domain.states import Action
from app.extensions import db
from app.models.complaint import Complaint
from app.models.notice import Notice
from tests.complaints.asked import NO, WHY, asks_days, asks_transfer, second_department, spoken
from tests.complaints.way import DONE, HOUR, NO_PHOTO, START
from tests.office import Office, make_office

THEN = START + 3 * HOUR
DAY = timedelta(days=1)


@pytest.fixture
def office(any_app: Flask):
    with any_app.app_context():
        yield make_office(db.session, START)


def notices(complaint: Complaint, key: str) -> list[Notice]:
    query = select(Notice).where(Notice.complaint_id == complaint.id, Notice.template_key == key)
    return list(db.session.scalars(query.order_by(Notice.id)))


def sees(complaint: Complaint, by) -> bool:  # type: ignore[no-untyped-def]
    return db.session.scalar(select(Complaint.id).where(Complaint.id == complaint.id, visible_to(by))) is not None


def hand_in(complaint: Complaint, office: Office) -> None:
    draft = report.Draft("relief", DONE, ist_date(START), no_proof_reason=NO_PHOTO)
    report.report(db.session, complaint.id, draft, by=office.actors["officer"], at=THEN + HOUR)


def test_a_report_ends_what_can_no_longer_be_granted(office: Office) -> None:
    complaint = spoken(db.session, office)
    row = asks_days(db.session, complaint, office.actors["officer"], THEN)
    hand_in(complaint, office)
    assert (row.decision, row.decider_id, row.decided_at) == ("lapsed", None, THEN + HOUR)
    assert requests.open_requests(db.session, complaint.id) == []
    story = timeline.lines(timeline.events_of(db.session, complaint))
    assert [line.code for line in story[:2]] == ["overtaken", Action.REPORT]


def test_the_receiving_department_reads_while_it_is_asked(office: Office) -> None:
    complaint, other = spoken(db.session, office), second_department(db.session, office)
    head = other.actors["hod"]
    assert not sees(complaint, head)
    row = asks_transfer(db.session, complaint, other, office.actors["officer"], THEN)
    assert row.decider_post_id == head.post_id
    assert sees(complaint, head)
    assert not sees(complaint, other.actors["sdm"])
    for closed in (Right.REVEAL_PHONE, Action.COMMENT, Action.REPORT, Action.MARK, Action.DIALOGUE):
        assert not allowed(db.session, complaint, closed, head)
    requests.decline(db.session, complaint, row, text=NO, by=head, at=THEN + HOUR)
    assert not sees(complaint, head)


def test_a_confidential_one_is_not_read_by_who_is_asked(office: Office) -> None:
    complaint, other = spoken(db.session, office), second_department(db.session, office)
    asks_transfer(db.session, complaint, other, office.actors["officer"], THEN)
    complaint.is_confidential = True
    db.session.flush()
    assert not sees(complaint, other.actors["hod"])


@pytest.mark.parametrize("end", ["finish", "decline"])
def test_the_post_asked_and_the_holder_are_told_of_a_part(office: Office, end: str) -> None:
    complaint, other = spoken(db.session, office), second_department(db.session, office)
    post, by = other.posts["officer"], other.actors["officer"]
    part = subtask.give(
        db.session, complaint.id, post=post, text=WHY, due_on=ist_date(THEN) + DAY, by=office.actors["officer"],
        at=THEN,
    )  # fmt: skip
    (asked,) = notices(complaint, "O08")
    assert asked.person_id == by.person_id
    assert (ist_date(THEN) + DAY).strftime("%d-%m") in asked.rendered
    if end == "finish":
        subtask.finish(db.session, complaint.id, part.no, result=WHY, by=by, at=THEN + HOUR)
    else:
        subtask.decline(db.session, complaint.id, part.no, reason=WHY, by=by, at=THEN + HOUR)
    (told,) = notices(complaint, "O09")
    assert told.person_id == office.actors["officer"].person_id
    assert post.name_hi in told.rendered


def test_an_answer_that_the_cell_wrote_down_is_in_the_officers_day(office: Office) -> None:
    complaint, officer = spoken(db.session, office), office.actors["officer"]
    ask.ask(
        db.session, complaint.id, question=WHY, how_to_answer="phone", answer_by=ist_date(THEN) + 3 * DAY, by=officer,
        at=THEN,
    )  # fmt: skip
    ask.answer(db.session, complaint.id, text=WHY, channel="call", by=office.actors["cell"], at=THEN + HOUR)
    day = gather(
        db.session, office.district.id, since=THEN, at=THEN + 2 * HOUR, posts=officer.chairs
    )  # fmt: skip
    assert day[officer.post_id or 0].of["answered"] == {complaint.id}


def test_a_hearing_is_told_although_something_was_told_today(office: Office) -> None:
    complaint = spoken(db.session, office)
    (first,) = {notice.to_number for notice in notices(complaint, "S02")}
    call = hearing.Call(on=ist_date(THEN) + 5 * DAY, clock=time(11, 30), place="डीसी सभागार")
    hearing.call_hearing(db.session, complaint.id, call, by=office.actors["nodal"], at=THEN)
    assert [(n.to_number, n.state) for n in notices(complaint, "S14")] == [(first, "queued")]
