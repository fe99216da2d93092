"""THE CASEBOOK on both databases: what ended before any office had it is opened again with the cell (T18)."""

from __future__ import annotations

import pytest
from flask import Flask
from sqlalchemy import select

from app.complaints import movements
from app.complaints.actions import decide, escalate, feedback, mark, verify
from app.complaints.actor import system
from app.complaints.errors import Refused
from app.extensions import db
from app.models.complaint import Complaint, Cycle, Stint
from app.models.notice import Notice
from tests.complaints.asked import YES, asks_refusal
from tests.complaints.way import HOUR, START
from tests.office import Office, make_office

TOLD = {"reason_code": "wrong_closure", "text": "यह नौकरी का मामला नहीं, सड़क की शिकायत है"}
THEN = START + 30 * HOUR


@pytest.fixture
def office(any_app: Flask):
    with any_app.app_context():
        yield make_office(db.session, START)


def refused(office: Office) -> Complaint:
    row = asks_refusal(db.session, office)
    decide.decide(
        db.session, row.complaint_id, row.kind, granted=True, text=YES, by=office.actors["nodal"], at=START + 2 * HOUR
    )
    return db.session.get_one(Complaint, row.complaint_id)


def test_it_goes_back_to_the_cell_with_the_time_for_marking(office: Office) -> None:
    complaint = refused(office)
    assert (complaint.state, complaint.department_id) == ("rejected", None)
    feedback.reopen(db.session, complaint.id, **TOLD, by=office.actors["cell"], at=THEN)
    assert (complaint.state, complaint.holder, complaint.level, complaint.cycle) == ("registered", "cell", 0, 2)
    assert complaint.outcome is None
    assert complaint.closed_at is None
    assert complaint.alarm_at == complaint.due_at is not None
    stints = db.session.scalars(select(Stint).where(Stint.complaint_id == complaint.id).order_by(Stint.arrival)).all()
    assert [(row.arrival, row.cycle, row.to_at is None) for row in stints] == [(1, 1, False), (2, 2, True)]
    assert db.session.scalars(select(Cycle.first_level).where(Cycle.no == 2)).one() == 0
    told = db.session.scalars(select(Notice).where(Notice.template_key == "S09C")).all()
    assert [row.state for row in told] == ["queued"]
    assert movements.verify(db.session, office.district.id) == {}


def test_it_is_marked_at_the_first_level_and_climbs_from_there(office: Office) -> None:
    complaint = refused(office)
    feedback.reopen(db.session, complaint.id, **TOLD, by=office.actors["nodal"], at=THEN)
    mark.mark(
        db.session, complaint.id, category=office.category, post=office.posts["officer"], by=office.actors["cell"],
        at=THEN + HOUR,
    )  # fmt: skip
    assert (complaint.state, complaint.level, complaint.cycle) == ("marked", 1, 2)
    late = complaint.alarm_at
    assert late is not None
    escalate.escalate(db.session, complaint.id, by=system(office.district.id), at=late)
    assert complaint.level == 2


def test_after_thirty_days_only_by_a_senior(office: Office) -> None:
    complaint = refused(office)
    late = THEN + 31 * 24 * HOUR
    with pytest.raises(Refused, match="thirty_days"):
        feedback.reopen(db.session, complaint.id, **TOLD, by=office.actors["cell"], at=late)
    feedback.reopen(db.session, complaint.id, **TOLD, by=office.actors["dc"], at=late)
    assert complaint.state == "registered"


def test_a_check_on_the_spot_sends_it_to_the_cell_too(office: Office) -> None:
    complaint = refused(office)
    complaint.state = "closed_special"  # as brought in from a portal where it was closed
    db.session.flush()
    found = "मौके पर जाकर देखा: न कोई काम हुआ है, न शिकायतकर्ता से किसी ने बात की है"
    verify.fail_verification(db.session, complaint.id, findings=found, by=office.actors["nodal"], at=THEN)
    assert (complaint.state, complaint.holder, complaint.cycle) == ("registered", "cell", 2)
    assert complaint.is_quality_flagged
    assert complaint.alarm_at == complaint.due_at is not None
