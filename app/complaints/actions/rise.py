"""THE CASEBOOK: escalation by hand (T6) – what can be solved where it arrives is solved there; else a reason is owed.

The holder sends it up, or a higher post pulls it up: one level, the way that the alarm would go, once in each stint.
Sent down and up again, it comes back to a clock that never stopped: nobody wins time by it (D4-4).
"""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.complaints.actions.escalate import arrival_at, next_stop, said_of, watch
from app.complaints.actor import Actor
from app.complaints.errors import Conflict, Refused
from app.complaints.overtaken import end_overtaken
from app.complaints.step import Step, lock, take
from app.complaints.stints import Arrival, open_stint
from app.domain.ladder import TOP
from app.domain.states import Action
from app.domain.text import letters, written
from app.models.complaint import Complaint, Stint
from app.models.event import ClockEvent

REASONS = ("powers", "money", "staff", "several_offices", "own_interest", "not_moving", "other")
MIN_LETTERS = 30


def rise(session: Session, complaint_id: int, *, why: str, text: str, by: Actor, at: datetime) -> Complaint:
    """One level up with the reason why it cannot be solved here; the new level's clock starts (D4-5), or goes on where
    that level has had it before.

    From the head of department the complaint stays where it is and the DC watches (D4-6), as when the alarm rings.
    """
    complaint = lock(session, complaint_id)
    stint = open_stint(session, complaint)
    if stint is None:
        raise Conflict
    words = written(text)
    if why not in REASONS:
        raise Refused("required", field="why")
    if letters(words) < MIN_LETTERS:
        raise Refused("too_short", field="text", least=MIN_LETTERS)
    if complaint.level == TOP:
        raise Refused("nobody_above")
    late = stint.due_at is not None and stint.due_at <= at
    arrival = _arrival(session, complaint, stint, at)
    step = Step(
        fields={"reason_code": "manual"}, guards={"once_per_stint": stint.raised_at is None},
        arrival=arrival, running=stint, end_reason="raised", text=words,
        data={"reason_code": "manual", "why": why, **said_of(session, complaint, arrival)},
        notices=None if late else ("S07M", "O03"),
        also_tell=(("O03", stint.post_id),) if by.post_id != stint.post_id else (),
    )  # fmt: skip
    if step.arrival is None:
        watch(session, complaint, stint, step, by=by, at=at)
    else:
        take(session, complaint, Action.ESCALATE, step, by=by, at=at)
        end_overtaken(session, complaint, at=at)
    return complaint


def _arrival(session: Session, complaint: Complaint, stint: Stint, at: datetime) -> Arrival | None:
    """One step up; None where it stays and the DC's cell watches."""
    stop = next_stop(session, complaint, at=at)
    if stop is None:
        return None
    level, post = stop
    if _clock_level(session, complaint) >= level:
        return Arrival(level=level, post_id=post.id, carry_on=stint, raised=True)
    return arrival_at(session, complaint, stop, at)


def _clock_level(session: Session, complaint: Complaint) -> int:
    """The level whose days run now: that of the last start, also where it was sent down since."""
    begun = (
        select(Stint.level)
        .join(ClockEvent, ClockEvent.stint_id == Stint.id)
        .where(ClockEvent.complaint_id == complaint.id, ClockEvent.kind == "start")
        .order_by(ClockEvent.id.desc())
        .limit(1)
    )
    return session.scalar(begun) or 0
