"""THE CASEBOOK: nobody could be reached (T17) – closed without an answer, which never counts as satisfied."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.complaints.actor import Actor
from app.complaints.calls import tries_of
from app.complaints.step import Step, lock, take
from app.domain.clock import silence_suffices
from app.domain.states import Action, State
from app.models.complaint import Complaint
from app.models.dialogue import Feedback
from app.notices import outbox

NO_RESPONSE = "no_response"


def silent(session: Session, at: datetime) -> list[int]:
    """Ids of complaints whose days of asking are over and for whom enough was tried, the longest waiting first."""
    over = (Complaint.state == State.DISPOSED.value, Complaint.feedback_due_at <= at)
    tries = tries_of(session, select(Complaint.id).where(*over))
    enough = [complaint_id for complaint_id, made in tries.items() if silence_suffices(made)]
    return sorted(enough)


def close_silent(session: Session, complaint_id: int, *, by: Actor, at: datetime) -> Complaint:
    """Close what nobody answered for. Refused before the last day and before enough was tried."""
    complaint = lock(session, complaint_id)
    tries = tries_of(session, [complaint.id]).get(complaint.id, [])
    due, cycle = complaint.feedback_due_at, complaint.cycle
    outbox.no_longer_ask(session, complaint.id, at=at)

    def end() -> None:
        complaint.closed_at = at

    step = Step(
        guards={"fifteen_days": due is not None and due <= at, "tries_suffice": silence_suffices(tries)},
        data={"tries": len(tries)}, end_reason=NO_RESPONSE, change=end,
    )  # fmt: skip
    take(session, complaint, Action.NO_RESPONSE, step, by=by, at=at)
    session.add(
        Feedback(
            district_id=complaint.district_id, complaint_id=complaint.id, cycle=cycle, at=at, channel="system",
            answer=NO_RESPONSE, answers={},
        )
    )  # fmt: skip
    session.flush()
    return complaint
