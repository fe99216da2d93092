"""THE CASEBOOK: pauses of the level clock, while a complainant is asked or a complaint is on hold (domain.md D4-2).

A clock that stands keeps its due date; when it goes on, the date moves by the whole days that it stood. Call both from
`Step.change`, so that the door mirrors the new date; the ledger reads the same two clock events.
"""

from __future__ import annotations

from datetime import date, datetime, time

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.complaints import ledger
from app.complaints.actor import Actor
from app.complaints.errors import Conflict
from app.complaints.stints import note_clock
from app.domain.calendar import instant, ist_date
from app.domain.clock import paused_days
from app.domain.ledger import ClockFact, FactKind
from app.domain.states import State
from app.models.complaint import Complaint, Stint
from app.models.event import ClockEvent


def pause(session: Session, stint: Stint, *, reason: str, until: date, by: Actor, at: datetime) -> None:
    """Stop the clock. `until` is the last day that the pause can give back, whenever it really ends.

    Raises Conflict where no clock runs or it stands already.
    """
    if stint.due_at is None or since(session, stint) is not None:
        raise Conflict
    note_clock(
        session, stint, "pause", at, before=stint.due_at, after=stint.due_at,
        data={"reason": reason, "until": until.isoformat()}, person_id=by.person_id, post_id=by.post_id,
    )  # fmt: skip


def resume(session: Session, complaint: Complaint, stint: Stint, *, by: Actor, at: datetime) -> int:
    """Let the clock go on; the whole days given back. An end noticed late gives no more than the last day agreed on.

    Raises Conflict where no clock stands.
    """
    stopped = since(session, stint)
    if stopped is None or stint.due_at is None:
        raise Conflict
    went_on = _went_on(session, stint, stopped, at)
    given = paused_days(stopped.at, went_on)
    stint.paused_days += given
    before, stint.due_at = (
        stint.due_at,
        ledger.due_after(session, complaint, stint, ClockFact(FactKind.RESUME, went_on)),
    )
    note_clock(
        session, stint, "resume", went_on, days=given, before=before, after=stint.due_at,
        data={"reason": str(stopped.data.get("reason", ""))}, person_id=by.person_id, post_id=by.post_id,
    )  # fmt: skip
    return given


def since(session: Session, stint: Stint) -> ClockEvent | None:
    """The pause in which the clock of this stint stands; None when it runs."""
    last = session.scalar(
        select(ClockEvent)
        .where(ClockEvent.stint_id == stint.id, ClockEvent.kind.in_(("pause", "resume")))
        .order_by(ClockEvent.id.desc())
        .limit(1)
    )
    return last if last is not None and last.kind == "pause" else None


def until(stopped: ClockEvent) -> date:
    """The last day of a pause."""
    return date.fromisoformat(str(stopped.data["until"]))


def run_out(session: Session, state: State, *, at: datetime) -> list[int]:
    """Ids of complaints in a standing state whose pause has had its last day, those that waited longest first."""
    rows = session.execute(
        select(Complaint.id, ClockEvent)
        .join(Stint, (Stint.complaint_id == Complaint.id) & Stint.to_at.is_(None))
        .join(ClockEvent, (ClockEvent.stint_id == Stint.id) & (ClockEvent.kind == "pause"))
        .where(Complaint.state == state.value)
        .order_by(ClockEvent.id)
    ).all()
    last = {row.id: until(row.ClockEvent) for row in rows}
    return sorted((key for key, on in last.items() if on < ist_date(at)), key=lambda key: (last[key], key))


def _went_on(session: Session, stint: Stint, stopped: ClockEvent, at: datetime) -> datetime:
    """Now, or the end of the last day if that is over; never before what the clock's book says happened since."""
    over = instant(until(stopped), time.max)
    if at <= over:
        return max(at, stopped.at)
    newest = select(ClockEvent.at).where(ClockEvent.stint_id == stint.id).order_by(ClockEvent.id.desc()).limit(1)
    return max(over, session.scalar(newest) or stopped.at)
