"""THE CASEBOOK: are the books of the clocks whole? Every clock of every complaint, also of those closed (U1, D13)."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.complaints.clockwork import Calendars, calendars_of
from app.complaints.ledger import CLOCKED, MOVING, Run, account, facts_of, runs
from app.complaints.stints import IN_CHAIN, SEALED, seal_of
from app.domain.calendar import CalendarRefused
from app.domain.ledger import FactRefused, replay
from app.domain.states import Holder
from app.models.complaint import Complaint, Stint
from app.models.event import ClockEvent, Event
from app.models.place import Place

BATCH = 500
BY_ORDER = "calendar_change"  # written by an order of the office and not by a step; it moves what the order says


def verify(session: Session, district_id: int) -> Iterator[tuple[str, str]]:
    """(number, what differs) of every complaint with a deadline that its own clock events do not lead to.

    `what`: "due", "ack", "stint", "chain", "altered" – or the reason why the events cannot be one clock at all. Reads
    every complaint; whether the chain of events itself is whole is asked of chain.verify.
    """
    known: dict[int | None, Calendars] = {}
    last = 0
    while batch := _batch(session, district_id, last):
        last = batch[-1].id
        ids = [complaint.id for complaint in batch]
        stints = _many(session, select(Stint).where(Stint.complaint_id.in_(ids)).order_by(Stint.arrival))
        events = _many(session, select(ClockEvent).where(ClockEvent.complaint_id.in_(ids)).order_by(ClockEvent.id))
        sealed = _sealed(session, ids)
        for complaint in batch:
            if complaint.place_id not in known:
                place = session.get(Place, complaint.place_id) if complaint.place_id else None
                known[complaint.place_id] = calendars_of(session, district_id, place)
            mine = events[complaint.id]
            what = _mirror(complaint, stints[complaint.id]) or _altered(mine, sealed[complaint.id])
            for run in runs(stints[complaint.id], mine):
                what = what or _checked(session, run, known[complaint.place_id])
            if what:
                yield complaint.number, what


def _batch(session: Session, district_id: int, after: int) -> Sequence[Complaint]:
    query = select(Complaint).where(Complaint.district_id == district_id, Complaint.id > after)
    query = query.order_by(Complaint.id).limit(BATCH).execution_options(populate_existing=True)  # as it is stored
    return session.scalars(query).all()


def _many(session: Session, query: Any) -> dict[int, list[Any]]:
    found: dict[int, list[Any]] = defaultdict(list)
    for row in session.scalars(query.execution_options(populate_existing=True)):
        found[row.complaint_id].append(row)
    return found


def _sealed(session: Session, ids: Sequence[int]) -> dict[int, set[str]]:
    """The seals of clock events that the chain of events names."""
    found: dict[int, set[str]] = defaultdict(set)
    for row in session.execute(select(Event.complaint_id, Event.data).where(Event.complaint_id.in_(ids))):
        found[row.complaint_id].update(row.data.get(IN_CHAIN, ()))
    return found


def _mirror(complaint: Complaint, stints: Sequence[Stint]) -> str:
    """ "stint" where the complaint shows other dates than its open stint."""
    running = next((one for one in stints if one.to_at is None and one.holder in CLOCKED), None)
    if running is None or complaint.holder not in CLOCKED:
        return ""
    return "" if (complaint.due_at, complaint.ack_due_at) == (running.due_at, running.ack_due_at) else "stint"


def _altered(events: Sequence[ClockEvent], sealed: set[str]) -> str:
    """ "altered" where a clock event says something else than was sealed, is gone, or was put in behind the chain's
    back. Those from before the chain named them have their own seal only."""
    seals = [str(event.data.get("seal", "")) for event in events]
    own = any(seal and seal != _seal(event) for seal, event in zip(seals, events, strict=True))
    first = next((no for no, seal in enumerate(seals) if seal in sealed), len(seals))
    later = zip(seals[first:], events[first:], strict=True)
    put_in = any(seal not in sealed and event.kind != BY_ORDER for seal, event in later)
    return "altered" if own or put_in or not sealed <= set(seals) else ""


def _seal(event: ClockEvent) -> str:
    return seal_of({name: getattr(event, name) for name in (*SEALED, "data")})


def _checked(session: Session, run: Run, calendars: Calendars) -> str:
    stint = run.last
    if stint.to_at is not None and not run.events and stint.holder == Holder.POST.value:
        return ""  # no clock of ours: it came in past the actions; of what was ours the chain misses the events
    try:
        if stint.to_at is None:
            return account(session, stint, calendars, events=run.events).differs or _broken(run.events, stint)
        due = replay(facts_of(run.events, stint), calendars).due
        return "due" if due != stint.due_at else _broken(run.events, stint)
    except (FactRefused, CalendarRefused) as fault:
        return str(fault)


def _broken(events: Sequence[ClockEvent], stint: Stint) -> str:
    """ "chain" where an event does not begin with the date that the one before it ended with."""
    stands: datetime | None = None
    for event in events:
        if event.kind not in MOVING or event.due_after is None:
            continue
        if stands is not None and event.due_before != stands:
            return "chain"
        stands = event.due_after
    return "chain" if stands is not None and stands != stint.due_at else ""
