"""THE CASEBOOK: promises. The date an officer told a complainant is kept or missed when its day has ended (U19)."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from app.complaints.step import lock
from app.domain.calendar import instant
from app.domain.states import Holder
from app.models.complaint import Stint
from app.models.dialogue import Dialogue
from app.models.report import Report

ONE_DAY = timedelta(days=1)


def ended(session: Session, district_id: int, today: date, limit: int) -> list[int]:
    """Ids of dialogues whose promised day is over and nobody has looked at yet, the oldest first."""
    query = select(Dialogue.id).where(Dialogue.promised_on < today, Dialogue.is_promise_missed.is_(None))
    query = query.where(Dialogue.district_id == district_id).order_by(Dialogue.promised_on, Dialogue.id)
    return list(session.scalars(query.limit(limit)))


def settle(session: Session, dialogue_id: int) -> bool | None:
    """Decide one promise; True when it was missed, None when that was decided already.

    Missed: when the promised day ended the complaint was still pending and nothing had been reported since the promise.
    """
    said = session.get_one(Dialogue, dialogue_id)
    complaint = lock(session, said.complaint_id)
    session.refresh(said)
    if said.promised_on is None or said.is_promise_missed is not None:
        return None
    end = instant(said.promised_on + ONE_DAY, time(0))
    said.is_promise_missed = _was_pending(session, said, end) and not _was_reported(session, said, end)
    if said.is_promise_missed:
        complaint.promises_missed += 1
    session.flush()
    return said.is_promise_missed


def _was_pending(session: Session, said: Dialogue, end: datetime) -> bool:
    query = select(Stint.id).where(
        Stint.complaint_id == said.complaint_id, Stint.cycle == said.cycle, Stint.holder != Holder.CALL_DESK.value,
        Stint.from_at < end, or_(Stint.to_at.is_(None), Stint.to_at >= end),
    )  # fmt: skip
    return session.scalar(query.limit(1)) is not None


def _was_reported(session: Session, said: Dialogue, end: datetime) -> bool:
    query = select(Report.id).where(
        Report.complaint_id == said.complaint_id, Report.submitted_at >= said.at, Report.submitted_at < end
    )
    return session.scalar(query.limit(1)) is not None
