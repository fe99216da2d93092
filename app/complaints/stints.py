"""THE CASEBOOK: arrivals. A complaint's holder, level and dates are those of its open stint (ruling 4)."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import func, insert, select, update
from sqlalchemy.orm import Session
from sqlalchemy.orm.attributes import set_committed_value

from app.complaints import held
from app.complaints.clockwork import Clock
from app.complaints.placing import in_charge
from app.domain.states import Holder, State, holder_of
from app.models.complaint import Complaint, Stint
from app.models.event import ClockEvent

UNMARKED = "unmarked"  # end of a stint whose marking was taken back: no day of it is its holder's
CARRIED = "carried_stint"
SEALED = ("complaint_id", "kind", "at", "days", "due_before", "due_after", "person_id", "post_id")
IN_CHAIN = "clock"  # where a step names the seals of the clock events written with it, and the chain holds them fast
_STINTS, _CLOCK = Stint.__table__, ClockEvent.__table__


@dataclass(frozen=True)
class Arrival:
    """Where a complaint goes: post and level, with a new clock, or carrying on the one of the stint before."""

    level: int
    post_id: int | None = None
    clock: Clock | None = None
    due_at: datetime | None = None  # marking or feedback deadline, where no level clock runs
    carry_on: Stint | None = None
    raised: bool = False  # by escalation
    again: bool = False  # with the cell, yet not for the first time
    person_id: int | None = None  # who sits there, where the action has looked already


def open_stint(session: Session, complaint: Complaint) -> Stint | None:
    """The stint that runs now; None when the complaint is final or not yet registered."""
    return held.held(session, complaint).stint


def end(session: Session, stint: Stint, reason: str, at: datetime) -> None:
    """Close a stint, in the database at once: of a complaint only one may be open, and the next one comes.

    A clock that jumped backwards never makes it shorter than nothing.
    """
    ended = {"to_at": max(at, stint.from_at), "end_reason": reason}
    session.connection().execute(update(_STINTS).where(_STINTS.c.id == stint.id).values(ended))
    for name, value in ended.items():
        set_committed_value(stint, name, value)


def begin(session: Session, complaint: Complaint, state: State, arrival: Arrival, before: Stint | None, at: datetime
          ) -> Stint:  # fmt: skip
    """The next stint with its clock. It is written with the complaint that mirrors it; then comes `note_arrival`."""
    person_id = arrival.person_id
    if person_id is None and arrival.post_id is not None:
        sitting = in_charge(session, arrival.post_id, at)
        person_id = sitting.id if sitting else None
    stint = Stint(
        district_id=complaint.district_id,
        complaint_id=complaint.id,
        cycle=complaint.cycle,
        arrival=_next_arrival(session, complaint, state, before, arrival),
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
        if stint.holder == Holder.CELL:  # whose clock begins with the stint, and now with the first of them
            stint.clock_from = last.clock_from or last.from_at
        stint.acknowledged_at, stint.paused_days = last.acknowledged_at, last.paused_days
        if arrival.level >= last.level:  # given on to somebody lower, it can climb again
            stint.raised_at = last.raised_at
    session.add(stint)
    return stint


def _next_arrival(session: Session, complaint: Complaint, state: State, before: Stint | None, arrival: Arrival) -> int:
    """The running stint is always the last one; only a reopened complaint has to be asked how many it had."""
    if before is not None:
        return before.arrival + 1
    if state is State.REGISTERED and not arrival.again:
        return 1
    return (session.scalar(select(func.count()).where(Stint.complaint_id == complaint.id)) or 0) + 1


def note_arrival(session: Session, stint: Stint, arrival: Arrival, at: datetime) -> None:
    """Write the clock events that explain the due dates of a stint that has just begun."""
    if arrival.clock:
        clock = arrival.clock
        facts = {"days": clock.days, "working": clock.working, "profile": clock.profile, "level": stint.level}
        start = _clock_event(stint, "start", at, days=clock.days, after=clock.due, data=facts)
        ack = _clock_event(stint, "ack_start", at, after=clock.ack_due, data={"profile": clock.profile})
        session.connection().execute(insert(_CLOCK), [start, ack])
        held.keep_sealed(session, stint.complaint_id, (start["data"]["seal"], ack["data"]["seal"]))
    elif arrival.carry_on:
        data: dict[str, object] = {"carried_from": arrival.carry_on.arrival}
        if stint.holder == Holder.CELL:
            data[CARRIED] = arrival.carry_on.id  # the days of another holder lie between
        note_clock(session, stint, "restart", at, before=arrival.carry_on.due_at, after=stint.due_at, data=data)


def _clock_event(
    stint: Stint, kind: str, at: datetime, *, days: int | None = None, before: datetime | None = None,
    after: datetime | None = None, data: dict[str, object] | None = None, person_id: int | None = None,
    post_id: int | None = None,
) -> dict[str, Any]:  # fmt: skip
    event: dict[str, Any] = {
        "district_id": stint.district_id, "complaint_id": stint.complaint_id, "stint_id": stint.id, "kind": kind,
        "at": at, "days": days, "due_before": before, "due_after": after, "person_id": person_id, "post_id": post_id,
        "data": data or {},
    }  # fmt: skip
    event["data"] = {**event["data"], "seal": seal_of(event)}
    return event


def note_clock(
    session: Session, stint: Stint, kind: str, at: datetime, *, days: int | None = None,
    before: datetime | None = None, after: datetime | None = None, data: dict[str, object] | None = None,
    person_id: int | None = None, post_id: int | None = None,
) -> None:  # fmt: skip
    """Write one clock event: the only thing that may move a due date (D13-3). Sealed, so that a change is found."""
    event = _clock_event(
        stint, kind, at, days=days, before=before, after=after, data=data, person_id=person_id, post_id=post_id
    )
    session.connection().execute(insert(_CLOCK), event)
    held.keep_sealed(session, stint.complaint_id, (event["data"]["seal"],))


def seal_of(event: Mapping[str, Any]) -> str:
    """What a clock event says, in sixteen hexadecimal digits. One day more may hide behind a Sunday, here it cannot."""
    said = {name: value for name, value in event["data"].items() if name != "seal"}
    facts = [event.get(name) for name in SEALED]
    told = [fact.astimezone(UTC).isoformat() if isinstance(fact, datetime) else str(fact) for fact in facts]
    return hashlib.sha256("|".join([*told, json.dumps(said, sort_keys=True)]).encode()).hexdigest()[:16]


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
