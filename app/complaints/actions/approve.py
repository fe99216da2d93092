"""THE CASEBOOK: approve (T13), send back (T14), undo before the message goes (T28)."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Row, select
from sqlalchemy.orm import Session

from app.complaints.actor import Actor
from app.complaints.errors import Conflict, Refused
from app.complaints.placing import tree_of
from app.complaints.settings import setting
from app.complaints.step import Step, lock, take
from app.complaints.stints import Arrival
from app.domain.policy import Role
from app.domain.states import Action, Holder
from app.domain.text import letters, written
from app.models.attachment import Attachment
from app.models.complaint import Complaint, Stint
from app.models.event import Event
from app.models.report import Report
from app.notices import outbox

SEND_BACK_REASONS = ("photo_unclear", "photo_elsewhere", "talk_to_complainant", "half_done", "other")
MIN_REASON = 10


def waiting_report(session: Session, complaint: Complaint) -> Report:
    """The report that waits for a decision. Raises Conflict when somebody decided it already."""
    row = session.scalar(select(Report).where(Report.complaint_id == complaint.id, Report.state == "submitted"))
    if row is None:
        raise Conflict
    return row


def approve(session: Session, complaint_id: int, *, remark: str = "", by: Actor, at: datetime) -> Complaint:
    """Accept the report: the complaint is disposed and the complainant is asked. A flag needs a written reason."""
    complaint = lock(session, complaint_id)
    row = waiting_report(session, complaint)
    if is_flagged(row) and letters(written(remark)) < MIN_REASON:
        raise Refused("reason_for_flag", field="remark", least=MIN_REASON)
    return dispose(session, complaint, row, remark=remark, by=by, at=at)


def is_flagged(row: Report | Row[Any]) -> bool:
    """Whether a check of the proof failed, or a written reason stands for the photo."""
    return bool(row.no_proof_reason) or any(check["ok"] is False for check in row.checks)


def dispose(session: Session, complaint: Complaint, row: Report, *, remark: str, by: Actor, at: datetime) -> Complaint:
    """Write the approval. Also used for categories that the DC has freed from approval (by the system)."""
    days = setting(session, complaint.district_id, "feedback_days", at)
    due = at + timedelta(days=days)
    photos_missing = session.scalar(
        select(Attachment.id).where(Attachment.report_id == row.id, Attachment.state == "declared").limit(1)
    )
    complaint.outcome, complaint.disposed_at, complaint.feedback_due_at = row.outcome, at, due
    step = Step(
        guards=_two_persons(session, row, by) | {"photos_arrived": photos_missing is None},
        arrival=Arrival(level=complaint.level, due_at=due),
        text=written(remark), data={"report": row.no, "outcome": row.outcome}, end_reason="disposed",
    )  # fmt: skip
    take(session, complaint, Action.APPROVE, step, by=by, at=at)
    _decide(row, "approved", by=by, at=at)
    row.remark = written(remark)
    session.flush()
    return complaint


def _two_persons(session: Session, row: Report, by: Actor) -> dict[str, bool]:
    """Nobody decides on what they wrote, even through a second charge, and nobody below the author does (D13-10)."""
    if by.role is Role.SYSTEM:
        return {"second_person": True, "not_subordinate": True}
    return {
        "second_person": by.person_id != row.author_id and by.post_id != row.author_post_id,
        "not_subordinate": by.post_id not in tree_of(session, row.author_post_id),
    }


def _decide(row: Report, state: str, *, by: Actor, at: datetime) -> None:
    row.state, row.decided_at, row.decider_id, row.decider_post_id = state, at, by.person_id, by.post_id


def send_back(
    session: Session, complaint_id: int, *, reason_code: str, text: str = "", by: Actor, at: datetime
) -> Complaint:
    """Return the report with a reason. The level clock goes on as if it had never been handed in."""
    complaint = lock(session, complaint_id)
    row = waiting_report(session, complaint)
    if reason_code not in SEND_BACK_REASONS:
        raise Refused("required", field="reason_code")
    if reason_code == "other" and letters(written(text)) < MIN_REASON:
        raise Refused("too_short", field="text", least=MIN_REASON)
    words = written(text) or reason_code
    step = Step(
        fields={"reason_code": reason_code, "reason_text": words},
        guards={"second_person": _two_persons(session, row, by)["second_person"]},
        text=written(text),
        data={"reason_code": reason_code, "report": row.no},
    )
    complaint.is_sent_back = True
    take(session, complaint, Action.SEND_BACK, step, by=by, at=at)
    _decide(row, "sent_back", by=by, at=at)
    row.reason_code, row.reason_text = reason_code, written(text)
    session.flush()
    return complaint


def undo_approval(session: Session, complaint_id: int, *, by: Actor, at: datetime) -> Complaint:
    """Take an approval back while its message has not left; a line of history stays."""
    complaint = lock(session, complaint_id)
    row = session.scalar(
        select(Report)
        .where(Report.complaint_id == complaint_id, Report.state == "approved")
        .order_by(Report.no.desc())
        .limit(1)
    )
    if row is None or row.decider_id != by.person_id or complaint.disposed_at is None:
        raise Conflict
    window = timedelta(seconds=setting(session, complaint.district_id, "undo_seconds", at))
    event = session.scalar(
        select(Event.id)
        .where(Event.complaint_id == complaint_id, Event.action == Action.APPROVE.value)
        .order_by(Event.no.desc())
        .limit(1)
    )
    in_time = complaint.disposed_at <= at < complaint.disposed_at + window
    unsent = in_time and event is not None and outbox.take_back(session, event, at=at)
    last = session.scalar(
        select(Stint)
        .where(Stint.complaint_id == complaint_id, Stint.holder == Holder.POST.value)
        .order_by(Stint.arrival.desc())
        .limit(1)
    )
    if last is None:
        raise Conflict
    arrival = Arrival(level=last.level, post_id=last.post_id, carry_on=last)
    step = Step(guards={"message_not_gone": unsent}, arrival=arrival, end_reason="undone", data={"report": row.no})
    take(session, complaint, Action.UNDO_APPROVAL, step, by=by, at=at)
    complaint.outcome = complaint.disposed_at = complaint.feedback_due_at = None
    row.state, row.decided_at, row.decider_id, row.decider_post_id, row.remark = "submitted", None, None, None, ""
    session.flush()
    return complaint
