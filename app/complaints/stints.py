"""THE CASEBOOK: arrivals. A complaint's holder, level and dates are those of its open stint (ruling 4)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from app.complaints.clockwork import Clock
from app.complaints.placing import in_charge
from app.domain.states import Holder, State, holder_of
from app.models.complaint import Complaint, Stint
from app.models.event import ClockEvent


@dataclass(frozen=True)
class Arrival:
    """Where a complaint goes: post and level, with a new clock, or carrying on the one of the stint before."""

    level: int
    post_id: int | None = None
    clock: Clock | None = None
    due_at: datetime | None = None  # marking or feedback deadline, where no level clock runs
    carry_on: Stint | None = None
    raised: bool = False  # by escalation
    person_id: int | None = None  # who sits there, where the action has looked already


def open_stint(session: Session, complaint: Complaint) -> Stint | None:
    """The stint that runs now; None when the complaint is final or not yet registered."""
    return session.scalar(select(Stint).where(Stint.complaint_id == complaint.id, Stint.to_at.is_(None)))


def end(stint: Stint, reason: str, at: datetime) -> None:
    """Close a stint. A clock that jumped backwards never makes it shorter than nothing."""
    stint.to_at, stint.end_reason = max(at, stint.from_at), reason


def begin(session: Session, complaint: Complaint, state: State, arrival: Arrival, before: Stint | None, at: datetime
          ) -> Stint:  # fmt: skip
    """Open the next stint with its clock. Writes the clock events that explain its due date."""
    person_id = arrival.person_id
    if person_id is None and arrival.post_id is not None:
        sitting = in_charge(session, arrival.post_id, at)
        person_id = sitting.id if sitting else None
    stint = Stint(
        district_id=complaint.district_id,
        complaint_id=complaint.id,
        cycle=complaint.cycle,
        arrival=_next_arrival(session, complaint, state, before),
        level=arrival.level,
        holder=holder_of(state).value,
        post_id=arrival.post_id,
        person_id=person_id,
        from_at=max(at, before.from_at) if before else at,
        due_at=arrival.due_at,
        raised_from_id=before.id if before and arrival.raised else None,
    )
    if arrival.clock:
        stint.clock_from, stint.ack_due_at, stint.due_at = (
            arrival.clock.start,
            arrival.clock.ack_due,
            arrival.clock.due,
        )
    elif arrival.carry_on:
        last = arrival.carry_on
        stint.clock_from, stint.ack_due_at, stint.due_at = last.clock_from, last.ack_due_at, last.due_at
        stint.acknowledged_at, stint.paused_days = last.acknowledged_at, last.paused_days
        if arrival.level >= last.level:  # given on to somebody lower, it can climb again
            stint.raised_at = last.raised_at
    session.add(stint)
    session.flush()
    _note_clock(session, complaint, stint, arrival, at)
    return stint


def _next_arrival(session: Session, complaint: Complaint, state: State, before: Stint | None) -> int:
    """The running stint is always the last one; only a reopened complaint has to be asked how many it had."""
    if before is not None:
        return before.arrival + 1
    if state is State.REGISTERED:
        return 1
    return (session.scalar(select(func.count()).where(Stint.complaint_id == complaint.id)) or 0) + 1


def _note_clock(session: Session, complaint: Complaint, stint: Stint, arrival: Arrival, at: datetime) -> None:
    if arrival.clock:
        clock = arrival.clock
        facts = {"days": clock.days, "working": clock.working, "profile": clock.profile, "level": stint.level}
        note_clock(session, stint, "start", at, days=clock.days, after=clock.due, data=facts)
        note_clock(session, stint, "ack_start", at, after=clock.ack_due, data={"profile": clock.profile})
    elif arrival.carry_on and stint.holder == Holder.POST:
        data = {"carried_from": arrival.carry_on.arrival}
        note_clock(session, stint, "restart", at, before=arrival.carry_on.due_at, after=stint.due_at, data=data)


def note_clock(
    session: Session, stint: Stint, kind: str, at: datetime, *, days: int | None = None,
    before: datetime | None = None, after: datetime | None = None, data: dict[str, object] | None = None,
    person_id: int | None = None, post_id: int | None = None,
) -> None:  # fmt: skip
    """Write one clock event: the only thing that may move a due date (D13-3)."""
    session.add(
        ClockEvent(
            district_id=stint.district_id, complaint_id=stint.complaint_id, stint_id=stint.id, kind=kind, at=at,
            days=days, due_before=before, due_after=after, data=data or {}, person_id=person_id, post_id=post_id,
        )
    )  # fmt: skip


def alarm_of(state: State, stint: Stint | None) -> datetime | None:
    """When the night watch must look: the earlier of acknowledgement and level deadline, None where nobody is above."""
    if stint is None or stint.raised_at or stint.level == 4:
        return None
    if state is State.REGISTERED:
        return stint.due_at
    if state not in (State.MARKED, State.IN_ACTION):
        return None
    waiting = [stint.due_at] if stint.acknowledged_at else [stint.due_at, stint.ack_due_at]
    return min(due for due in waiting if due)


def mirror(complaint: Complaint, state: State, stint: Stint | None) -> None:
    """Copy the open stint onto the complaint: the columns that worklists filter and sort by."""
    complaint.holder = holder_of(state).value
    complaint.post_id = stint.post_id if stint else None
    complaint.ack_due_at = stint.ack_due_at if stint else None
    complaint.acknowledged_at = stint.acknowledged_at if stint else None
    complaint.due_at = stint.due_at if stint else None
    if stint:
        complaint.level = stint.level
    complaint.alarm_at = alarm_of(state, stint)
