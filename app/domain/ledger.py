"""THE RULES: the deadline ledger. A due date recounted from its facts, every day of it explained (domain.md D4, U1)."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, timedelta
from enum import StrEnum

from app.domain.calendar import ONE_DAY, CalendarAt, Off, WorkingCalendar, instant, ist_date
from app.domain.clock import level_date, paused_days


class FactRefused(ValueError):
    """Facts that cannot be one clock. `reason`: no_start, started_twice, out_of_order, paused, not_paused, days."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


class FactKind(StrEnum):
    """What may move a due date; nothing else does (D13-3)."""

    START = "start"
    PAUSE = "pause"
    RESUME = "resume"
    EXTEND = "extend"
    CATEGORY_CHANGE = "category_change"
    CALENDAR_CHANGE = "calendar_change"


class LineKind(StrEnum):
    """What a ledger line tells: the facts, and three shifts that follow from them."""

    START_MOVED = "start_moved"
    START = "start"
    PAUSE = "pause"
    RESUME = "resume"
    EXTEND = "extend"
    CATEGORY_CHANGE = "category_change"
    CALENDAR_CHANGE = "calendar_change"
    OFF_DAY = "off_day"
    KEPT = "kept"


@dataclass(frozen=True)
class ClockFact:
    """One row of the clock's book.

    `days`: the level's days for start and category_change, the days granted for extend, else 0.
    `working`: those level days are working days. `note`: plain text to show, such as an order number.
    A start's `at` is the moment of marking or arrival; the shift to office hours is counted here.
    """

    kind: FactKind
    at: datetime
    days: int = 0
    working: bool = False
    note: str = ""


@dataclass(frozen=True)
class LedgerLine:
    """One line of the explanation; `days` may be negative for a category change.

    `due_before`, `due_after`: closing time (UTC) of the date counted so far; None before the start line.
    `off`: the closed day behind a start_moved or off_day line; a start_moved without it was after closing time.
    `working_days`: the working days that `days` stands for, 0 where calendar days were counted.
    """

    kind: LineKind
    at: datetime
    days: int
    due_before: datetime | None
    due_after: datetime | None
    note: str = ""
    off: Off | None = None
    working_days: int = 0


@dataclass(frozen=True)
class Deadline:
    """The outcome. Date of marking + the sum of the lines' days = date of `due`, always.

    While `paused_since` is set the clock stands, and `due` is what it would be if it went on the same day it stopped.
    """

    due: datetime
    start: datetime
    paused_since: datetime | None
    paused_days: int
    extended_days: int
    lines: tuple[LedgerLine, ...]


def replay(facts: Iterable[ClockFact], cal: WorkingCalendar | CalendarAt) -> Deadline:
    """Count one clock (one level of one cycle, across transfers) again from its facts, oldest first.

    `cal`: one calendar for all time, or `calendar.as_known(...)`, which tells what was known at each fact; stored
    dates need the latter once holidays have been ordered late. A calendar change leaves a deadline alone that has
    passed, and never makes one earlier: a holiday taken back keeps the date given (D13-5), or the next open day where
    another holiday falls on that date.
    Raises FactRefused, NaiveTime.
    """
    book: _Book | None = None
    last: datetime | None = None
    for fact in facts:
        ist_date(fact.at)  # refuses a naive instant before it is compared
        if last is not None and fact.at < last:
            raise FactRefused("out_of_order")
        if fact.days < 0:
            raise FactRefused("days")
        known = cal if isinstance(cal, WorkingCalendar) else cal(fact.at)
        if book is None:
            book = _Book(fact, known)
        else:
            book.take(fact, known)
        last = fact.at
    if book is None:
        raise FactRefused("no_start")
    return book.deadline()


@dataclass(frozen=True)
class _Terms:
    """All that a date is counted from."""

    marked_at: datetime
    days: int
    working: bool
    cal: WorkingCalendar
    paused: int = 0
    extended: int = 0

    @property
    def start(self) -> datetime:
        return self.cal.clock_start(self.marked_at)

    def counted(self) -> date:
        """The date reached by counting alone, though the office may be closed on it."""
        own = level_date(ist_date(self.start), self.days, self.cal, working=self.working)
        return own + timedelta(days=self.paused + self.extended)

    def open_day(self) -> date:
        return self.cal.on_or_after(self.counted())

    def closing(self, on: date) -> datetime:
        return instant(on, self.cal.closes)


class _Book:
    """The running count of one clock; `given_on` is the last date given, below which only a new category goes."""

    def __init__(self, fact: ClockFact, cal: WorkingCalendar) -> None:
        if fact.kind is not FactKind.START:
            raise FactRefused("no_start")
        self.terms = _Terms(fact.at.astimezone(UTC), fact.days, fact.working, cal)
        self.paused_since: datetime | None = None
        self.lines: list[LedgerLine] = []
        marked_on, start_on = ist_date(fact.at), ist_date(self.terms.start)
        if start_on != marked_on:
            off = cal.why_off(marked_on)
            moved = LedgerLine(LineKind.START_MOVED, self.terms.marked_at, (start_on - marked_on).days, None, None)
            self.lines.append(replace(moved, off=off, note=off.name if off else ""))
        self._write(LineKind.START, fact, start_on, note=fact.note)
        self.lines[-1] = replace(self.lines[-1], due_before=None)
        self.given_on = self.terms.open_day()

    def take(self, fact: ClockFact, known: WorkingCalendar) -> None:
        match fact.kind:
            case FactKind.START:
                raise FactRefused("started_twice")
            case FactKind.CALENDAR_CHANGE:
                passed = self.terms.closing(self.given_on) <= fact.at  # a stopped clock learns when it goes on
                self._move(fact, self.terms if passed else replace(self.terms, cal=known))
            case FactKind.PAUSE:
                self._pause(fact)
            case FactKind.RESUME:
                self._resume(fact, known)
            case FactKind.EXTEND:
                self._learn(fact, known)
                self._move(fact, replace(self.terms, extended=self.terms.extended + fact.days))
            case FactKind.CATEGORY_CHANGE:
                self._learn(fact, known)
                self.given_on = date.min
                self._move(fact, replace(self.terms, days=fact.days, working=fact.working))

    def _pause(self, fact: ClockFact) -> None:
        if self.paused_since is not None:
            raise FactRefused("paused")
        self.paused_since = fact.at.astimezone(UTC)
        self._move(fact, self.terms)

    def _resume(self, fact: ClockFact, known: WorkingCalendar) -> None:
        if self.paused_since is None:
            raise FactRefused("not_paused")
        given = paused_days(self.paused_since, fact.at)
        self.paused_since = None
        self._learn(fact, known)
        self._move(fact, replace(self.terms, paused=self.terms.paused + given))

    def _learn(self, fact: ClockFact, known: WorkingCalendar) -> None:
        """A fact that counts anew counts by the calendar of its day; what that alone moves gets its own line."""
        before = self.terms.counted()
        self.terms = replace(self.terms, cal=known)
        if self.terms.counted() != before:
            self._write(LineKind.CALENDAR_CHANGE, fact, before)

    def _move(self, fact: ClockFact, terms: _Terms) -> None:
        before = self.terms.counted()
        self.terms = terms
        self._write(LineKind(fact.kind.value), fact, before, note=fact.note)
        reached = terms.open_day()
        self.given_on = terms.cal.on_or_after(self.given_on) if self.given_on > reached else reached

    def _write(self, kind: LineKind, fact: ClockFact, before: date, note: str = "") -> None:
        terms, after = self.terms, self.terms.counted()
        sets_days = kind in (LineKind.START, LineKind.CATEGORY_CHANGE)
        self.lines.append(
            LedgerLine(
                kind,
                fact.at.astimezone(UTC),
                (after - before).days,
                terms.closing(before),
                terms.closing(after),
                note,
                working_days=terms.days if sets_days and terms.working else 0,
            )
        )

    def _shift(self, kind: LineKind, since: date, until: date, off: Off | None = None) -> LedgerLine:
        before, after = self.terms.closing(since), self.terms.closing(until)
        return LedgerLine(kind, before, (until - since).days, before, after, off.name if off else "", off)

    def deadline(self) -> Deadline:
        terms, reached = self.terms, self.terms.open_day()
        skipped = terms.cal.skipped(terms.counted())
        shifts = [self._shift(LineKind.OFF_DAY, off.on, off.on + ONE_DAY, off) for off in skipped]
        if reached < self.given_on:
            shifts.append(self._shift(LineKind.KEPT, reached, self.given_on))
        return Deadline(
            due=terms.closing(self.given_on),
            start=terms.start,
            paused_since=self.paused_since,
            paused_days=terms.paused,
            extended_days=terms.extended,
            lines=(*self.lines, *shifts),
        )
