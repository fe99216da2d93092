"""THE RULES: days. Indian Standard Time, and which days an office of the district works (domain.md D4, rule 3)."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime, time, timedelta, timezone
from enum import StrEnum

IST = timezone(timedelta(hours=5, minutes=30), "IST")  # one offset since 1945, no summer time: no zone file needed
LONGEST_CLOSURE = 366  # days looked ahead for a working day before the calendar is called unusable
ONE_DAY = timedelta(days=1)


class NaiveTime(ValueError):
    """An instant without a time zone came in; 17:00 of where?"""


class CalendarRefused(ValueError):
    """A calendar that cannot be worked with: no working day, hours the wrong way round, no such Saturday."""


def to_ist(at: datetime) -> datetime:
    """The same instant on an Indian wall clock. Raises NaiveTime."""
    if at.utcoffset() is None:
        raise NaiveTime(at.isoformat())
    return at.astimezone(IST)


def ist_date(at: datetime) -> date:
    """The date on the wall in India at that instant. Raises NaiveTime."""
    return to_ist(at).date()


def instant(on: date, clock: time) -> datetime:
    """A date and a wall clock time in India, as UTC."""
    return datetime.combine(on, clock, IST).astimezone(UTC)


class OffKind(StrEnum):
    """Why an office is shut. `second_saturday` stands for every off Saturday; `Off.nth` says which."""

    WEEKLY = "weekly"
    SECOND_SATURDAY = "second_saturday"
    HOLIDAY = "holiday"


@dataclass(frozen=True)
class Off:
    """One day's reason. `name` only for a holiday, as the district typed it; `nth` only for an off Saturday."""

    on: date
    kind: OffKind
    name: str = ""
    nth: int = 0


@dataclass(frozen=True)
class WorkingCalendar:
    """Working days and hours of one place. Weekdays count from Monday = 0; hours are Indian time."""

    weekly_off: frozenset[int] = frozenset({6})
    off_saturdays: frozenset[int] = frozenset({2})
    holidays: Mapping[date, str] = field(default_factory=dict, hash=False)
    opens: time = time(9)
    closes: time = time(17)

    def __post_init__(self) -> None:
        if not self.weekly_off < frozenset(range(7)):
            raise CalendarRefused("weekly_off")
        if not self.off_saturdays <= frozenset(range(1, 6)):
            raise CalendarRefused("off_saturdays")
        if self.opens >= self.closes:
            raise CalendarRefused("hours")
        object.__setattr__(self, "holidays", dict(self.holidays))  # ours: a caller's later edit must not move a date

    def why_off(self, on: date) -> Off | None:
        """The reason the office is shut that day; a Sunday stays a Sunday though a holiday falls on it."""
        if on.weekday() in self.weekly_off:
            return Off(on, OffKind.WEEKLY)
        nth = (on.day - 1) // 7 + 1
        if on.weekday() == 5 and nth in self.off_saturdays:
            return Off(on, OffKind.SECOND_SATURDAY, nth=nth)
        if on in self.holidays:
            return Off(on, OffKind.HOLIDAY, name=self.holidays[on])
        return None

    def is_working(self, on: date) -> bool:
        """Whether the office opens that day."""
        return self.why_off(on) is None

    def on_or_after(self, on: date) -> date:
        """That day if the office works, else the next working day. Raises CalendarRefused after a year of closure."""
        for ahead in range(LONGEST_CLOSURE):
            day = on + timedelta(days=ahead)
            if self.is_working(day):
                return day
        raise CalendarRefused("no working day")

    def skipped(self, on: date) -> tuple[Off, ...]:
        """The off days, in order, passed over between a date and `on_or_after` it; empty for a working day."""
        until = self.on_or_after(on)
        days = (on + timedelta(days=ahead) for ahead in range((until - on).days))
        return tuple(off for day in days if (off := self.why_off(day)))

    def add_working_days(self, on: date, n: int) -> date:
        """The n-th working day after `on`, which itself is not counted; n = 0 is `on_or_after`."""
        if n < 0:
            raise ValueError("working days are counted forwards")
        day = self.on_or_after(on) if n == 0 else on
        for _ in range(n):
            day = self.on_or_after(day + ONE_DAY)
        return day

    def clock_start(self, at: datetime) -> datetime:
        """The first instant of office time at or after `at`, in UTC; exactly closing time still counts as that day."""
        local = to_ist(at)
        day = local.date()
        if self.is_working(day) and local.time() <= self.closes:
            return max(instant(day, self.opens), at.astimezone(UTC))
        return instant(self.on_or_after(day + ONE_DAY), self.opens)

    def add_office_hours(self, at: datetime, hours: float) -> datetime:
        """`hours` of office time after `at`, in UTC; what ends with the day ends at closing, not next morning."""
        if hours < 0:
            raise ValueError("office hours are counted forwards")
        left = timedelta(hours=hours)
        now = self.clock_start(at)
        while left > (room := instant(ist_date(now), self.closes) - now):
            left -= room
            now = instant(self.on_or_after(ist_date(now) + ONE_DAY), self.opens)
        return now + left


CalendarAt = Callable[[datetime], WorkingCalendar]  # the calendar as it was known at an instant


@dataclass(frozen=True)
class HolidayNotice:
    """A holiday as ordered: the day, its name, and when the order was entered and, perhaps, taken back."""

    on: date
    name: str
    declared_at: datetime
    withdrawn_at: datetime | None = None

    def stands_at(self, at: datetime) -> bool:
        """Whether this notice was in force at that instant."""
        return self.declared_at <= at and (self.withdrawn_at is None or at < self.withdrawn_at)


def as_known(base: WorkingCalendar, notices: Iterable[HolidayNotice]) -> CalendarAt:
    """The calendar `base` with every notice that stood at the instant asked for.

    Old ledgers need it: a holiday ordered after a deadline had passed must not move that deadline (D4, rule 3).
    """
    kept = tuple(notices)

    def calendar_at(at: datetime) -> WorkingCalendar:
        to_ist(at)  # a naive instant must not slip through an empty list of notices
        ordered = {notice.on: notice.name for notice in kept if notice.stands_at(at)}
        return replace(base, holidays={**base.holidays, **ordered})

    return calendar_at
