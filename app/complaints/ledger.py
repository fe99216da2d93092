"""THE CASEBOOK: the deadline ledger of a complaint – from the clock's events to dates recounted and explained (U1)."""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session, joinedload

from app.complaints.clockwork import Calendars, calendars_of, profile_of
from app.complaints.stints import CARRIED
from app.domain.calendar import CalendarRefused
from app.domain.clock import MARKING_WORKING_DAYS, ack_due
from app.domain.ledger import ClockFact, Deadline, FactKind, FactRefused, replay
from app.domain.states import Holder
from app.models.complaint import Complaint, Stint
from app.models.event import ClockEvent
from app.models.place import Place

MOVING = frozenset(kind.value for kind in FactKind)
RULING = ("start", "category_change")
ACKNOWLEDGED_BY = frozenset({"ack_start", "category_change", "calendar_change"})
CLOCKED = (Holder.CELL.value, Holder.POST.value)


@dataclass(frozen=True)
class Account:
    """A clock of a complaint, recounted. `rule` names profile and level; None at the cell (L0).

    `stint`: the one that runs, or in which it ended; `stints`: all that it ran through, where they were asked for.
    `ack`: when it must be acknowledged by the same recount, None where nobody has to.
    """

    stint: Stint
    deadline: Deadline
    ack: datetime | None
    events: Sequence[ClockEvent]
    rule: ClockEvent | None
    calendars: Calendars
    stints: Sequence[Stint] = ()

    @property
    def differs(self) -> str:
        """What does not tie with the stored dates: "", "due" or "ack"."""
        if self.deadline.due != self.stint.due_at:
            return "due"
        if self.stint.to_at is not None or (self.stint.acknowledged_at is not None and self.ack is not None):
            return ""  # once accepted it is history: no order moves it any more
        return "ack" if self.ack != self.stint.ack_due_at else ""


@dataclass(frozen=True)
class Run:
    """One clock: the stints that it ran through and its events, oldest first."""

    stints: Sequence[Stint]
    events: Sequence[ClockEvent]

    @property
    def last(self) -> Stint:
        """Where it runs, or ended."""
        return self.stints[-1]


def events_of(session: Session, complaint_id: int) -> list[ClockEvent]:
    """Every clock event of a complaint, in the order in which they were written."""
    query = select(ClockEvent).where(ClockEvent.complaint_id == complaint_id).order_by(ClockEvent.id)
    return list(session.scalars(query))


def running(events: Sequence[ClockEvent], stint: Stint) -> list[ClockEvent]:
    """The events of the clock that runs now: from its last start on, through every stint that carried it on."""
    if stint.holder == Holder.CELL.value:
        mine = {stint.id}
        for event in reversed(events):
            if event.stint_id in mine and CARRIED in event.data:
                mine.add(event.data[CARRIED])
        return [event for event in events if event.stint_id in mine]
    starts = [n for n, event in enumerate(events) if event.kind == FactKind.START]
    return list(events[starts[-1] :]) if starts else []


def runs(stints: Sequence[Stint], events: Sequence[ClockEvent]) -> list[Run]:
    """Every clock that a complaint has had, in order: a stint begins one, or carries on that of an earlier one."""
    found: list[tuple[list[Stint], list[ClockEvent]]] = []
    for stint in (one for one in stints if one.holder in CLOCKED):
        mine = [event for event in events if event.stint_id == stint.id]
        begins = any(event.kind == FactKind.START for event in mine)  # the cell's has no start of its own
        carried = next((event.data.get("carried_from") for event in mine if event.kind == "restart"), None)
        home = next((run for run in reversed(found) if carried in [one.arrival for one in run[0]]), None)
        if begins or home is None:
            found.append(([stint], mine))
        else:
            home[0].append(stint)
            home[1].extend(mine)
            found.append(found.pop(found.index(home)))  # a clock stands where it came to last
    return [Run(*run) for run in found]


def begun(stint: Stint) -> datetime:
    """When the cell's clock began: with the stint, or with the one before a marking that was taken back."""
    return stint.clock_from or stint.from_at


def facts_of(events: Sequence[ClockEvent], stint: Stint, *more: ClockFact) -> list[ClockFact]:
    """The events as the rules want them. The cell's clock has no start of its own: it begins with the stint.

    A clock on the wall that was set back never makes a fact older than the one before it.
    """
    facts: list[ClockFact] = []
    if stint.holder == Holder.CELL.value:
        facts.append(ClockFact(FactKind.START, begun(stint), MARKING_WORKING_DAYS, working=True))
    for event in (e for e in events if e.kind in MOVING):
        at = max(event.at, facts[-1].at) if facts else event.at
        working = bool(event.data.get("working"))
        facts.append(ClockFact(FactKind(event.kind), at, event.days or 0, working, event.note))
    return [*facts, *(ClockFact(f.kind, max(f.at, facts[-1].at) if facts else f.at, f.days, f.working, f.note)
                      for f in more)]  # fmt: skip


def account(
    session: Session, stint: Stint, calendars: Calendars, *, events: Sequence[ClockEvent],
    more: ClockFact | None = None,
) -> Account:  # fmt: skip
    """Recount the running clock. Raises FactRefused, CalendarRefused.

    `more` is a fact that is about to be written; the note of a category_change is its profile.
    """
    mine = running(events, stint)
    rule = next((event for event in reversed(mine) if event.kind in RULING), None)
    deadline = replay(facts_of(mine, stint, *([more] if more else [])), calendars)
    return Account(stint, deadline, _ack(session, stint, mine, calendars, more), mine, rule, calendars)


def _ack(
    session: Session, stint: Stint, events: Sequence[ClockEvent], calendars: Calendars, more: ClockFact | None
) -> datetime | None:
    """When it must be acknowledged. The first count rules, a new category counts anew, an order only makes it later."""
    open_then = [e for e in events if e.kind in ACKNOWLEDGED_BY and not _was_acknowledged(e, stint)]
    moments = [(e.kind, e.at, str(e.data.get("profile", ""))) for e in open_then]
    if more is not None and more.kind in ACKNOWLEDGED_BY and stint.acknowledged_at is None:
        moments.append((more.kind.value, more.at, more.note))
    due = start = rules = None
    for kind, at, profile in moments:
        start = start or at
        if kind != FactKind.CALENDAR_CHANGE:
            rules = profile_of(session, stint.district_id, profile or "standard", at)
        if rules is None or (kind == FactKind.CALENDAR_CHANGE and (due is None or due <= at)):
            continue
        calendar = calendars(at)
        counted = ack_due(
            calendar.clock_start(start), calendar, working_days=rules.ack_working_days,
            office_hours=rules.ack_office_hours,
        )  # fmt: skip
        due = max(due, counted) if due is not None and kind == FactKind.CALENDAR_CHANGE else counted
    return due


def _was_acknowledged(event: ClockEvent, stint: Stint) -> bool:
    """Whether it was accepted already when this was written: then it moved no date to accept by.

    The event says so itself, since a complaint marked again is accepted again; older events are told by the time.
    """
    if event.kind == "ack_start":
        return False
    later = stint.acknowledged_at is not None and stint.acknowledged_at < event.at
    return bool(event.data.get("acknowledged", later))


def every(session: Session, complaint: Complaint) -> list[Account]:
    """Every clock that the complaint has had, of each level and each life, the oldest first. What no event explains,
    since it came in past the actions, is left out."""
    stints = select(Stint).where(Stint.complaint_id == complaint.id).order_by(Stint.arrival)
    place = session.get(Place, complaint.place_id) if complaint.place_id else None
    calendars = calendars_of(session, complaint.district_id, place)
    known = runs(session.scalars(stints.options(joinedload(Stint.post))).all(), events_of(session, complaint.id))
    found = []
    for run in known:
        with suppress(FactRefused, CalendarRefused):
            counted = account(session, run.last, calendars, events=run.events)
            found.append(replace(counted, stints=run.stints))
    return found


def profile_of_clock(events: Sequence[ClockEvent]) -> str:
    """The profile by whose days a clock runs: the complaint has another one where its kind was corrected too late."""
    rules = [event for event in events if event.kind in RULING]
    return str(rules[-1].data.get("profile", "")) if rules else ""


def due_after(session: Session, complaint: Complaint, stint: Stint, fact: ClockFact) -> datetime:
    """The date that a fact about to be written leads to: whoever moves a date asks here, so that the ledger ties."""
    place = session.get(Place, complaint.place_id) if complaint.place_id else None
    calendars = calendars_of(session, complaint.district_id, place)
    return account(session, stint, calendars, events=events_of(session, complaint.id), more=fact).deadline.due
