"""THE CASEBOOK: undo – what was accepted (T34) or marked (T35) with others at once is taken back within five minutes.

Only by who did it, and as long as nobody has acted on it since. Its messages have waited so long and are not sent.
"""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.complaints import progress, timeline
from app.complaints.actions.mark import SET
from app.complaints.actor import Actor
from app.complaints.errors import Conflict, Refused
from app.complaints.step import UNDO_WITHIN, Step, lock, take
from app.complaints.stints import UNMARKED, Arrival, open_stint
from app.domain.ledger import FactKind
from app.domain.states import Action, State
from app.models.complaint import Complaint, Stint
from app.models.event import ClockEvent, Event
from app.notices import outbox


def undo_acknowledge(session: Session, complaint_id: int, *, by: Actor, at: datetime) -> Complaint:
    """It is as new as it was: the time for accepting it goes on, as if nobody had accepted it."""
    complaint = lock(session, complaint_id)
    done, stint = _newest(session, complaint, Action.ACKNOWLEDGE)
    stood: dict[str, Any] = done.data["before"]

    def put_back() -> None:
        accepted, on = stood["acknowledged_at"], stood["next_step_on"]
        stint.acknowledged_at = datetime.fromisoformat(accepted) if accepted else None
        complaint.next_step, complaint.next_step_on = stood["next_step"], date.fromisoformat(on) if on else None

    was_new = done.data["from"] == State.MARKED
    step = Step(guards=_guards(session, done, stint, by, at), data={"undone": done.no}, running=stint, change=put_back)
    take(session, complaint, Action.UNDO_ACKNOWLEDGE if was_new else Action.UNDO_ACKNOWLEDGE_RISEN, step, by=by, at=at)
    return complaint


def undo_mark(session: Session, complaint_id: int, *, by: Actor, at: datetime) -> Complaint:
    """Back on the cell's desk, with what was left of its time for marking. No day is counted against the officer."""
    complaint = lock(session, complaint_id)
    done, stint = _newest(session, complaint, Action.MARK)
    stood: dict[str, Any] = done.data["before"]
    cell = session.scalar(
        select(Stint).where(Stint.complaint_id == complaint.id, Stint.arrival == stint.arrival - 1)
    )  # fmt: skip

    def put_back() -> None:
        for name in SET:
            setattr(complaint, name, stood[name])
        complaint.marked_at = None
        complaint.progress_on = date.fromisoformat(stood["progress_on"]) if stood["progress_on"] else None
        progress.forget(session, complaint)

    step = Step(
        guards=_guards(session, done, stint, by, at), arrival=Arrival(level=0, carry_on=cell, again=True),
        end_reason=UNMARKED, data={"undone": done.no}, running=stint, change=put_back,
    )  # fmt: skip
    take(session, complaint, Action.UNDO_MARK, step, by=by, at=at)
    return complaint


def _newest(session: Session, complaint: Complaint, action: Action) -> tuple[Event, Stint]:
    """The step to take back, which is the last one, and the stint that runs. Raises Refused, Conflict."""
    done, stint = timeline.newest(session, complaint), open_stint(session, complaint)
    if done.action != action or "before" not in done.data:
        raise Refused("nobody_since")
    if stint is None:
        raise Conflict
    return done, stint


def _guards(session: Session, done: Event, stint: Stint, by: Actor, at: datetime) -> dict[str, bool]:
    """An order that moved its dates is something done to it too. Messages are stopped only where all else holds."""
    ordered = select(ClockEvent.id).where(
        ClockEvent.stint_id == stint.id, ClockEvent.kind == FactKind.CALENDAR_CHANGE.value, ClockEvent.at >= done.at
    )
    guards = {
        "nobody_since": session.scalar(ordered.limit(1)) is None,
        "own_step": by.person_id is not None and done.person_id == by.person_id,
        "five_minutes": done.at <= at < done.at + UNDO_WITHIN,
    }
    return guards | {"message_not_gone": all(guards.values()) and outbox.take_back(session, done.id, at=at)}
