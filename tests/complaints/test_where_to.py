"""Where a complaint goes when the next chair is empty, belongs to the one complained against, or has had it already."""

from __future__ import annotations

from datetime import timedelta

import pytest
from flask import Flask
from sqlalchemy import select

from app.complaints.actions import escalate, feedback, mark, report, work
from app.complaints.actor import system
from app.complaints.queries import visible_to
from app.domain.calendar import ist_date
from app.extensions import db
from app.models.complaint import Complaint
from app.models.office import Charge
from tests.complaints.way import DONE, HOUR, NO_PHOTO, START, disposed
from tests.office import Office, make_office, register_and_mark

DAY = timedelta(days=1)


@pytest.fixture
def office(any_app: Flask):
    with any_app.app_context():
        yield make_office(db.session, START)


def empty(office: Office, post: str) -> None:
    charge = db.session.scalars(select(Charge).where(Charge.post_id == office.posts[post].id)).one()
    charge.to_at = START - DAY
    db.session.flush()


def climb(office: Office, complaint: Complaint) -> None:
    assert complaint.alarm_at is not None
    assert escalate.escalate(db.session, complaint.id, by=system(office.district.id), at=complaint.alarm_at)


def test_it_never_climbs_to_the_post_complained_against(office: Office) -> None:
    complaint = register_and_mark(db.session, office, at=START, against_post_id=office.posts["sdm"].id)
    assert escalate.next_stop(db.session, complaint, at=START) == (2, office.posts["hod"])
    climb(office, complaint)
    assert complaint.post_id == office.posts["hod"].id


def test_the_head_complained_against_decides_no_report(office: Office) -> None:
    complaint = register_and_mark(db.session, office, at=START, against_post_id=office.posts["hod"].id)
    officer = office.actors["officer"]
    on = ist_date(START)
    work.acknowledge(db.session, complaint.id, next_step="call", next_step_on=on, by=officer, at=START + HOUR)
    work.log_dialogue(
        db.session, complaint.id, kind="call", result="talked", text="बात हुई", by=officer, at=START + HOUR
    )
    draft = report.Draft("relief", DONE, on, no_proof_reason=NO_PHOTO)
    row = report.report(db.session, complaint.id, draft, by=officer, at=START + 2 * HOUR)
    assert row.approver_post_id == office.posts["dc"].id  # whom the head reports to


def test_reopening_passes_over_the_post_complained_against(office: Office) -> None:
    complaint = disposed(db.session, office)
    complaint.against_post_id = office.posts["sdm"].id
    no = dict.fromkeys(feedback.QUESTIONS, "no")
    feedback.record_answer(
        db.session, complaint.id, answers=no, channel="call_desk", reason_code="not_done", by=office.actors["caller"],
        at=START + 30 * HOUR,
    )  # fmt: skip
    assert complaint.post_id == office.posts["hod"].id


def test_marking_at_an_empty_chair_passes_over_the_one_complained_against(office: Office) -> None:
    empty(office, "officer")
    complaint = register_and_mark(db.session, office, at=START, against_post_id=office.posts["sdm"].id)
    assert complaint.post_id == office.posts["hod"].id


def test_a_head_who_covers_for_an_empty_chair_keeps_it_and_the_dc_watches(office: Office) -> None:
    empty(office, "sdm")
    complaint = register_and_mark(db.session, office, at=START)
    climb(office, complaint)
    assert (complaint.level, complaint.post_id) == (2, office.posts["hod"].id)
    climb(office, complaint)
    assert (complaint.post_id, complaint.is_dc_watch) == (office.posts["hod"].id, True)  # co-own: not dumped on the DC
    assert complaint.alarm_at is None


def test_given_down_again_after_the_dc_watches_it_can_still_climb(office: Office) -> None:
    complaint = register_and_mark(db.session, office, at=START)
    for _ in range(3):
        climb(office, complaint)
    assert (complaint.level, complaint.alarm_at) == (3, None)
    due = complaint.due_at
    assert due is not None
    mark.mark(
        db.session, complaint.id, category=office.category, post=office.posts["officer"], by=office.actors["cell"],
        at=due + HOUR,
    )  # fmt: skip
    assert (complaint.level, complaint.due_at) == (1, due)
    climb(office, complaint)
    assert complaint.level == 2


def test_an_officer_of_whom_a_bribe_is_told_neither_sees_nor_gets_it_again(office: Office) -> None:
    complaint = disposed(db.session, office)
    no = dict.fromkeys(feedback.QUESTIONS, "no")
    feedback.record_answer(
        db.session, complaint.id, answers=no, channel="call_desk", reason_code="bribe_asked",
        by=office.actors["caller"], at=START + 30 * HOUR,
    )  # fmt: skip
    seen = select(Complaint.id).where(visible_to(office.actors["officer"]))
    assert db.session.scalars(seen).all() == []
    assert db.session.scalars(select(Complaint.id).where(visible_to(office.actors["sdm"]))).all() == [complaint.id]
