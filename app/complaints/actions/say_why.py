"""THE CASEBOOK: why not satisfied – said in a second step by whoever answered without being asked (D5)."""

from __future__ import annotations

from datetime import datetime, timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.complaints.actions.feedback import REASONS
from app.complaints.actor import Actor
from app.complaints.errors import Conflict, Refused
from app.complaints.step import Step, lock, take
from app.domain.states import Action
from app.domain.text import written
from app.models.complaint import Complaint
from app.models.dialogue import Feedback
from app.models.report import Report

WITHIN = timedelta(days=1)


def say_why(
    session: Session, complaint_id: int, *, cycle: int, reason_code: str, text: str = "", by: Actor, at: datetime
) -> Complaint:
    """Add the reason to a "no" or "partly" by link of the life `cycle`, once. Asked for money: as in record_answer.

    Raises Refused for no reason of the list, Conflict where there is no such answer, or it has its reason, or it is
    older than a day.
    """
    complaint = lock(session, complaint_id)
    if reason_code not in REASONS:
        raise Refused("required", field="reason_code")
    query = select(Feedback).where(
        Feedback.complaint_id == complaint.id, Feedback.cycle == cycle, Feedback.replaced_at.is_(None),
        Feedback.channel == "web",
    )  # fmt: skip
    said = session.scalar(query.with_for_update())
    if said is None or said.answer not in ("partly", "dissatisfied") or at - said.at > WITHIN:
        raise Conflict
    if said.reason_code in REASONS:
        raise Conflict
    said.reason_code, said.text = reason_code, written(text)
    data: dict[str, object] = {"reason_code": reason_code}
    if reason_code == "bribe_asked":
        _shield(session, complaint, cycle)
    step = Step(fields={"text": said.text or reason_code}, text=said.text, data=data)
    take(session, complaint, Action.COMMENT, step, by=by, at=at)
    return complaint


def _shield(session: Session, complaint: Complaint, cycle: int) -> None:
    """Confidential, and out of sight of whoever said that it was done, unless it was against somebody before."""
    complaint.is_confidential = True
    query = select(Report).where(Report.complaint_id == complaint.id, Report.cycle == cycle)
    said = session.scalar(query.order_by(Report.no.desc()).limit(1))
    if said is not None and complaint.against_post_id is None:
        complaint.against_post_id, complaint.against_person_id = said.author_post_id, said.author_id
