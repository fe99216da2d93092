"""THE CASEBOOK on both databases: the whole way, and every turn of it that the first slice has."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest
from flask import Flask
from sqlalchemy import func, select, text, update
from sqlalchemy.exc import DatabaseError, IntegrityError

from app.complaints import chain, proofs
from app.complaints.actions import approve, escalate, feedback, mark, report, work
from app.complaints.actor import system
from app.complaints.errors import Conflict, Refused
from app.domain.calendar import ist_date
from app.domain.policy import Forbidden
from app.domain.states import IllegalStep
from app.extensions import db
from app.models.complaint import Complaint, Cycle, Stint
from app.models.dialogue import Feedback
from app.models.event import Event
from app.models.notice import Notice
from app.models.office import Charge
from app.models.report import Report
from tests.complaints.way import DONE, HOUR, NO_PHOTO, START, accepted, answered, disposed, keys, reported
from tests.office import Office, make_office, register_and_mark, register_one

DAY = timedelta(days=1)


@pytest.fixture
def office(any_app: Flask):
    with any_app.app_context():
        yield make_office(db.session, START)


def open_stints(complaint: Complaint) -> list[Stint]:
    return list(db.session.scalars(select(Stint).where(Stint.complaint_id == complaint.id, Stint.to_at.is_(None))))


def test_from_the_first_word_to_yes(office: Office) -> None:
    complaint = answered(db.session, office, "yes")
    assert (complaint.state, complaint.holder, complaint.post_id) == ("closed_satisfied", "nobody", None)
    assert open_stints(complaint) == []
    assert complaint.outcome == "relief"
    assert complaint.closed_at == START + 30 * HOUR
    assert keys(complaint) == ["S01", "O01", "S02", "S08", "S10"]
    assert chain.verify(db.session, office.district.id) is None
    said = db.session.scalars(select(Feedback)).one()
    assert (said.channel, said.answer, said.person_id) == ("call_desk", "satisfied", office.people["caller"].id)


def test_a_question_that_has_not_left_is_not_sent_after_the_answer(office: Office) -> None:
    complaint = answered(db.session, office, "yes")
    asked = db.session.scalars(select(Notice).where(Notice.template_key == "S08")).one()
    assert (asked.complaint_id, asked.state, asked.held_reason) == (complaint.id, "cancelled", "answered")


def test_partly_is_not_yes(office: Office) -> None:
    complaint = answered(db.session, office, "partly")
    assert (complaint.state, complaint.level, complaint.cycle) == ("marked", 2, 2)
    assert complaint.post_id == office.posts["sdm"].id
    assert complaint.closed_at is None
    assert complaint.outcome is None
    assert db.session.scalars(select(Cycle.no).where(Cycle.complaint_id == complaint.id)).all() == [1, 2]
    stint = open_stints(complaint)[0]
    assert stint.ack_due_at is not None
    assert ist_date(stint.ack_due_at) == ist_date(START + 30 * HOUR) + DAY  # one working day


def test_marking_starts_the_clock_and_noting_never_moves_it(office: Office) -> None:
    complaint = register_and_mark(db.session, office, at=START)
    due = complaint.due_at
    assert due is not None
    assert ist_date(due) == ist_date(START) + 7 * DAY
    work.comment(db.session, complaint.id, text="कागज़ देखे", by=office.actors["officer"], at=START + 2 * DAY)
    mark.mark(
        db.session, complaint.id, category=office.category, post=office.posts["sdm"], by=office.actors["cell"],
        at=START + 3 * DAY,
    )  # fmt: skip
    assert complaint.due_at == due
    assert complaint.post_id == office.posts["sdm"].id


def test_a_report_needs_words_with_the_complainant_and_proof(office: Office) -> None:
    complaint = accepted(db.session, office)
    officer = office.actors["officer"]
    draft = report.Draft("relief", DONE, ist_date(START))
    with pytest.raises(Refused) as refused:
        report.report(db.session, complaint.id, draft, by=officer, at=START + 2 * HOUR)
    assert refused.value.code == "proof"
    with pytest.raises(Refused) as refused:
        report.report(
            db.session, complaint.id, replace(draft, no_proof_reason=NO_PHOTO), by=officer, at=START + 2 * HOUR
        )
    assert refused.value.code == "spoken_to_complainant"
    with pytest.raises(Refused) as refused:
        report.report(db.session, complaint.id, replace(draft, text="हो गया"), by=officer, at=START + 2 * HOUR)
    assert (refused.value.code, refused.value.field) == ("too_short", "text")
    assert db.session.scalar(select(func.count()).select_from(Report)) == 0


def test_three_tries_at_different_times_stand_for_a_talk(office: Office) -> None:
    complaint = accepted(db.session, office)
    officer = office.actors["officer"]
    for hours in (1, 5, 31):  # morning, afternoon, evening of the next day
        at = START + hours * HOUR
        work.log_dialogue(db.session, complaint.id, kind="call", result="not_picked", by=officer, at=at)
    draft = report.Draft("relief", DONE, ist_date(START), no_proof_reason=NO_PHOTO)
    row = report.report(db.session, complaint.id, draft, by=officer, at=START + 32 * HOUR)
    assert row.approver_post_id == office.posts["hod"].id


def test_a_call_left_open_in_an_earlier_round_does_not_swallow_a_later_talk(office: Office) -> None:
    complaint = accepted(db.session, office)
    officer = office.actors["officer"]
    old, _number = work.start_call(db.session, complaint.id, by=officer, at=START + 2 * HOUR)
    complaint.cycle = 2
    talk = work.log_dialogue(db.session, complaint.id, kind="call", result="talked", by=officer, at=START + 3 * DAY)
    assert (talk.cycle, talk.at, old.result) == (2, START + 3 * DAY, "pending")
    assert proofs.dialogues(db.session, complaint) == [talk]


def test_sent_back_goes_on_as_if_never_handed_in(office: Office) -> None:
    complaint = reported(db.session, office)
    assert complaint.alarm_at is None
    due = complaint.due_at
    approve.send_back(
        db.session, complaint.id, reason_code="photo_unclear", by=office.actors["hod"], at=START + 2 * DAY
    )
    assert (complaint.state, complaint.is_sent_back) == ("in_action", True)
    assert complaint.due_at == due
    assert complaint.alarm_at == due
    with pytest.raises(Conflict):
        approve.approve(db.session, complaint.id, by=office.actors["hod"], at=START + 2 * DAY)


def test_a_flagged_report_is_approved_only_with_a_reason(office: Office) -> None:
    complaint = reported(db.session, office)
    with pytest.raises(Refused) as refused:
        approve.approve(db.session, complaint.id, remark="ठीक", by=office.actors["hod"], at=START + 4 * HOUR)
    assert (refused.value.code, refused.value.field) == ("reason_for_flag", "remark")


def test_nobody_approves_what_they_wrote_even_through_a_second_charge(office: Office) -> None:
    complaint = reported(db.session, office)
    same_person = replace(office.actors["hod"], person_id=office.people["officer"].id)
    with pytest.raises(Refused) as refused:
        approve.approve(
            db.session, complaint.id, remark="यह काम मैंने ही मौके पर किया है", by=same_person, at=START + 4 * HOUR
        )
    assert refused.value.code == "second_person"
    with pytest.raises(Forbidden):
        approve.approve(
            db.session,
            complaint.id,
            remark="मौके पर जाकर देखा, काम पूरा हुआ है",
            by=office.actors["officer"],
            at=START + 4 * HOUR,
        )
    row = db.session.scalars(select(Report)).one()
    row.decider_id, row.decider_post_id = row.author_id, office.posts["hod"].id
    with pytest.raises(IntegrityError):  # the database refuses it, whatever the code does
        db.session.flush()
    db.session.rollback()


def test_a_report_does_not_go_to_its_author_in_another_chair(office: Office) -> None:
    """The head's chair is empty but for the officer who wrote it: the next above decides, not nobody."""
    hod, officer = office.posts["hod"], office.people["officer"]
    since = START - timedelta(days=30)
    db.session.execute(update(Charge).where(Charge.post_id == hod.id).values(to_at=since))
    db.session.add(
        Charge(district_id=hod.district_id, post_id=hod.id, person_id=officer.id, kind="additional", from_at=since)
    )
    db.session.flush()
    complaint = reported(db.session, office)
    row = db.session.scalars(select(Report).where(Report.complaint_id == complaint.id)).one()
    assert row.approver_post_id == office.posts["dc"].id


def test_undo_before_the_message_goes(office: Office) -> None:
    complaint = disposed(db.session, office)
    at = START + 4 * HOUR
    approve.undo_approval(db.session, complaint.id, by=office.actors["hod"], at=at + timedelta(minutes=9))
    assert (complaint.state, complaint.post_id) == ("atr_submitted", office.posts["officer"].id)
    notice = db.session.scalars(select(Notice).where(Notice.template_key == "S08")).one()
    assert (notice.state, notice.held_reason) == ("cancelled", "undone")
    approve.approve(
        db.session,
        complaint.id,
        remark="अब मौके पर जाकर ठीक से देख लिया है",
        by=office.actors["hod"],
        at=at + timedelta(minutes=20),
    )
    with pytest.raises(Refused) as refused:
        approve.undo_approval(db.session, complaint.id, by=office.actors["hod"], at=at + timedelta(minutes=31))
    assert refused.value.code == "message_not_gone"


def test_the_disposing_department_may_not_answer_for_the_complainant(office: Office) -> None:
    complaint = disposed(db.session, office)
    answers = {"contacted": "yes", "done": "yes", "satisfied": "yes"}
    inside = replace(office.actors["caller"], department_id=office.department.id)
    with pytest.raises(Refused) as refused:
        feedback.record_answer(
            db.session, complaint.id, answers=answers, channel="call_desk", by=inside, at=START + DAY
        )
    assert refused.value.code == "outside_disposing_department"
    with pytest.raises(Forbidden):
        feedback.record_answer(
            db.session, complaint.id, answers=answers, channel="call_desk", by=office.actors["officer"], at=START + DAY
        )
    assert complaint.state == "disposed"


def test_nor_may_the_author_nor_an_officer_of_the_department_who_also_sits_at_the_call_desk(office: Office) -> None:
    complaint = disposed(db.session, office)
    words = {"answers": dict.fromkeys(feedback.QUESTIONS, "yes"), "channel": "call_desk", "at": START + DAY}
    for inside in ("officer", "sdm"):
        at_the_desk = replace(office.actors["caller"], person_id=office.people[inside].id)
        with pytest.raises(Refused) as refused:
            feedback.record_answer(db.session, complaint.id, by=at_the_desk, **words)
        assert refused.value.code == "outside_disposing_department"
    row = db.session.scalars(select(Report)).one()
    row.author_id, row.author_post_id = office.people["dc"].id, office.posts["dc"].id
    db.session.flush()
    with pytest.raises(Refused):  # the DC may report, and may call; not both
        feedback.record_answer(db.session, complaint.id, by=office.actors["dc"], **words)


def test_the_unattended_climbs_level_by_level_and_stops_under_the_dc(office: Office) -> None:
    complaint = register_and_mark(db.session, office, at=START)
    job = system(office.district.id)
    assert not escalate.escalate(db.session, complaint.id, by=job, at=START + DAY)
    levels = []
    for _ in range(4):
        at = complaint.alarm_at
        if at is None:
            break
        assert escalate.escalate(db.session, complaint.id, by=job, at=at)
        assert not escalate.escalate(db.session, complaint.id, by=job, at=at)  # once
        levels.append((complaint.level, complaint.is_dc_watch))
    assert levels == [(2, False), (3, False), (3, True)]
    assert complaint.alarm_at is None
    assert complaint.post_id == office.posts["hod"].id
    assert "S07" in keys(complaint)


def test_the_unmarked_breaches_to_the_nodal_officer_once(office: Office) -> None:
    complaint = register_one(db.session, office, at=START)
    assert complaint.alarm_at is not None
    at = complaint.alarm_at
    job = system(office.district.id)
    assert escalate.escalate(db.session, complaint.id, by=job, at=at)
    assert not escalate.escalate(db.session, complaint.id, by=job, at=at + DAY)
    assert (complaint.state, complaint.alarm_at) == ("registered", None)
    told = db.session.scalars(select(Notice).where(Notice.template_key == "O03")).one()
    assert told.person_id == office.people["nodal"].id


def test_reopening_needs_a_senior_after_thirty_days(office: Office) -> None:
    complaint = answered(db.session, office, "yes")
    late = START + 40 * DAY
    words = {"reason_code": "complainant_asks", "text": "पानी फिर भर गया, सड़क टूटी"}
    with pytest.raises(Refused) as refused:
        feedback.reopen(db.session, complaint.id, by=office.actors["cell"], at=late, **words)
    assert refused.value.code == "thirty_days_and_twice_or_senior"
    feedback.reopen(db.session, complaint.id, by=office.actors["nodal"], at=late, **words)
    assert (complaint.state, complaint.level, complaint.cycle) == ("marked", 2, 2)


def test_steps_the_table_does_not_have(office: Office) -> None:
    complaint = register_one(db.session, office, at=START)
    with pytest.raises(IllegalStep):
        work.acknowledge(
            db.session, complaint.id, next_step="call", next_step_on=ist_date(START), by=office.actors["officer"],
            at=START,
        )  # fmt: skip


def test_changing_one_old_event_is_found(office: Office) -> None:
    answered(db.session, office, "yes")
    db.session.commit()
    event = db.session.scalars(select(Event).where(Event.action == "report")).one()
    with pytest.raises(DatabaseError):  # the trigger
        db.session.execute(text("UPDATE event SET action = 'approve' WHERE id = :id"), {"id": event.id})
    db.session.rollback()
    db.session.execute(text("UPDATE event SET text = 'कुछ और' WHERE id = :id"), {"id": event.id})
    db.session.commit()
    db.session.expire_all()
    assert chain.verify(db.session, office.district.id) == event.chain_no
