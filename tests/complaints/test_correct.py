"""THE CASEBOOK on both databases: a wrongly written answer is replaced within 15 minutes, and the counting follows."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest
from flask import Flask
from sqlalchemy import select

from app.complaints import chain, movements
from app.complaints.actions import work
from app.complaints.actions.correct import correct
from app.complaints.errors import Refused
from app.domain.calendar import ist_date
from app.domain.states import IllegalStep
from app.extensions import db
from app.models.complaint import Complaint, Cycle
from app.models.dialogue import Feedback
from app.models.movement import MovementSum
from tests.complaints.way import HOUR, START, answered
from tests.office import Office, make_office

SAID = START + 30 * HOUR
MINUTE = timedelta(minutes=1)


@pytest.fixture
def office(any_app: Flask):
    with any_app.app_context():
        yield make_office(db.session, START)


def again(complaint: Complaint, office: Office, said: str, at: datetime, channel: str = "call_desk") -> Complaint:
    return correct(
        db.session, complaint.id, answers={"contacted": "yes", "done": said, "satisfied": said}, channel=channel,
        reason_code="" if said == "yes" else "not_done", by=office.actors["caller"], at=at,
    )  # fmt: skip


def counted(figure: str) -> int:
    query = select(MovementSum.count).where(
        MovementSum.figure == figure, MovementSum.span == "month", MovementSum.department_id == 0,
        MovementSum.place_id == 0,
    )  # fmt: skip
    return sum(db.session.scalars(query))


def test_no_was_meant_to_be_yes(office: Office) -> None:
    complaint = answered(db.session, office, "no")
    assert (complaint.cycle, complaint.state) == (2, "marked")
    again(complaint, office, "yes", SAID + 10 * MINUTE)
    assert (complaint.cycle, complaint.state, complaint.level) == (1, "closed_satisfied", 1)
    assert (complaint.outcome, complaint.closed_at) == ("relief", SAID + 10 * MINUTE)
    assert complaint.disposed_at == START + 4 * HOUR
    assert db.session.scalars(select(Cycle.no)).all() == [1]
    assert [row.answer for row in db.session.scalars(select(Feedback).where(Feedback.replaced_at.is_(None)))] == [
        "satisfied"
    ]
    assert len(db.session.scalars(select(Feedback)).all()) == 2
    assert (counted("satisfied"), counted("dissatisfied")) == (1, 0)
    assert movements.verify(db.session, office.district.id) == {}
    assert chain.verify(db.session, office.district.id) is None


def test_yes_was_meant_to_be_no(office: Office) -> None:
    complaint = answered(db.session, office, "yes")
    again(complaint, office, "no", SAID + 15 * MINUTE)
    assert (complaint.cycle, complaint.state, complaint.level) == (2, "marked", 2)
    assert complaint.closed_at is None
    assert (counted("satisfied"), counted("dissatisfied")) == (0, 1)
    again(complaint, office, "yes", SAID + 20 * MINUTE)  # the correction may be corrected
    assert complaint.state == "closed_satisfied"
    assert movements.verify(db.session, office.district.id) == {}


def test_not_later_and_not_by_another_channel(office: Office) -> None:
    complaint = answered(db.session, office, "yes")
    with pytest.raises(Refused, match="fifteen_minutes"):
        again(complaint, office, "no", SAID + 16 * MINUTE)
    with pytest.raises(Refused, match="same_channel"):
        again(complaint, office, "no", SAID + MINUTE, channel="dc_call")
    assert complaint.state == "closed_satisfied"


def test_not_when_the_new_holder_has_begun(office: Office) -> None:
    complaint = answered(db.session, office, "no")
    work.acknowledge(
        db.session, complaint.id, next_step="call", next_step_on=ist_date(SAID), by=office.actors["sdm"],
        at=SAID + MINUTE,
    )  # fmt: skip
    with pytest.raises(IllegalStep):
        again(complaint, office, "yes", SAID + 2 * MINUTE)
