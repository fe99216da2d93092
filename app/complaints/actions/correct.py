"""THE CASEBOOK: the call desk wrote down a wrong answer (T31) – corrected within 15 minutes, by the same channel.

The first answer stays on record as replaced; the complaint stands again as if it had just been asked, and then takes
the corrected answer on the ordinary way.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, timedelta

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from app.complaints.actions.feedback import record_answer
from app.complaints.actor import Actor
from app.complaints.errors import Conflict
from app.complaints.step import Step, lock, take
from app.complaints.stints import Arrival
from app.domain.states import Action, Holder
from app.models.complaint import Complaint, Cycle, Stint
from app.models.dialogue import Feedback
from app.models.event import Event
from app.models.report import Report
from app.notices import outbox

WITHIN = timedelta(minutes=15)
ANSWERS = (Action.SATISFIED.value, Action.DISSATISFIED.value)


def correct(
    session: Session, complaint_id: int, *, answers: Mapping[str, str], channel: str, reason_code: str = "",
    text: str = "", by: Actor, at: datetime,
) -> Complaint:  # fmt: skip
    """Replace the standing answer. Raises Conflict when the new holder has begun, Refused after 15 minutes."""
    complaint = lock(session, complaint_id)
    first = session.scalar(
        select(Feedback)
        .where(Feedback.complaint_id == complaint.id, Feedback.replaced_at.is_(None))
        .order_by(Feedback.id.desc())
        .limit(1)
    )
    if first is None or complaint.cycle - first.cycle not in (0, 1):
        raise Conflict
    _take_back(session, complaint, first, channel, by=by, at=at)
    first.replaced_at = at
    session.flush()
    return record_answer(
        session, complaint.id, answers=answers, channel=channel, reason_code=reason_code, text=text,
        dialogue_id=first.dialogue_id, by=by, at=at,
    )  # fmt: skip


def _take_back(
    session: Session, complaint: Complaint, first: Feedback, channel: str, *, by: Actor, at: datetime
) -> None:
    """Back to the call desk, in the life of the complaint that was asked about."""
    desk = session.scalar(
        select(Stint)
        .where(Stint.complaint_id == complaint.id, Stint.holder == Holder.CALL_DESK.value)
        .order_by(Stint.arrival.desc())
        .limit(1)
    )
    said = session.scalar(
        select(Event)
        .where(Event.complaint_id == complaint.id, Event.action.in_(ANSWERS))
        .order_by(Event.no.desc())
        .limit(1)
    )
    if desk is None or said is None:
        raise Conflict
    step = Step(
        guards={
            "fifteen_minutes": timedelta(0) <= at - first.at <= WITHIN,
            "same_channel": first.channel == channel,
        },
        arrival=Arrival(level=desk.level, due_at=desk.due_at), end_reason="corrected",
        data={"answer": first.answer}, change=lambda: _restore(session, complaint, first, desk, said),
    )  # fmt: skip
    take(session, complaint, Action.CORRECT_FEEDBACK, step, by=by, at=at)
    outbox.take_back(session, said.id, at=at)


def _restore(session: Session, complaint: Complaint, first: Feedback, desk: Stint, said: Event) -> None:
    """What the answer had changed is as it was: the life, the outcome, the dates, and who may see it."""
    session.execute(delete(Cycle).where(Cycle.complaint_id == complaint.id, Cycle.no > first.cycle))
    report = session.scalar(
        select(Report)
        .where(Report.complaint_id == complaint.id, Report.cycle == first.cycle, Report.state == "approved")
        .order_by(Report.no.desc())
        .limit(1)
    )
    complaint.cycle, complaint.closed_at, complaint.feedback_due_at = first.cycle, None, desk.due_at
    if report is not None:
        complaint.outcome, complaint.disposed_at = report.outcome, report.decided_at
    if "was_open" in said.data:
        complaint.is_confidential = not said.data["was_open"]
        complaint.against_post_id = said.data["was_against"]
        complaint.against_person_id = said.data.get("was_against_person")
