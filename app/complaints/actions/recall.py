"""THE CASEBOOK: recall (T29) – who wrote a report takes it back before it is decided (D12-13)."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy.orm import Session

from app.complaints.actions.approve import waiting_report
from app.complaints.actor import Actor
from app.complaints.errors import Refused
from app.complaints.step import Step, lock, take
from app.domain.states import Action
from app.domain.text import letters, written
from app.models.complaint import Complaint

MIN_REASON = 10


def recall(session: Session, complaint_id: int, *, text: str, by: Actor, at: datetime) -> Complaint:
    """Take the report back. The level clock goes on as if it had never been handed in; its photos stay in the file.

    Raises Conflict when it was decided in the meantime. Whoever has the author's post now may do it too (D12-11).
    """
    complaint = lock(session, complaint_id)
    row = waiting_report(session, complaint)
    words = written(text)
    if letters(words) < MIN_REASON:
        raise Refused("too_short", field="text", least=MIN_REASON)
    step = Step(
        guards={"undecided": row.decided_at is None, "own_report": by.holds(row.author_post_id)},
        text=words, data={"report": row.no},
    )  # fmt: skip
    take(session, complaint, Action.RECALL, step, by=by, at=at)
    row.state, row.reason_text = "recalled", words
    session.flush()
    return complaint
