"""THE TESTS: the deadline counted a second time, by somebody who has not read the first count.

Knows the law (domain.md D4) and the clock events, nothing of app.domain.clock, calendar or ledger. Walks day by day.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta

from app.models.event import ClockEvent

INDIA = timedelta(hours=5, minutes=30)
DAY = timedelta(days=1)
HOURS, DAYS = "hours", "days"
TO_ACCEPT = {
    "urgent": (4, HOURS), "standard": (3, DAYS), "complex": (3, DAYS), "hearing": (3, DAYS), "reopened": (1, DAYS)
}  # fmt: skip


@dataclass(frozen=True)
class Order:
    """A holiday of the place, from when it was known until it was taken back."""

    on: date
    since: datetime
    until: datetime | None = None


@dataclass
class Wall:
    """The office's wall calendar as somebody saw it at `seen`: Sundays and second Saturdays are always on it."""

    orders: Sequence[Order]
    seen: datetime

    def shut(self, day: date) -> bool:
        if day.isoweekday() == 7 or (day.isoweekday() == 6 and 8 <= day.day <= 14):
            return True
        return any(o.on == day and o.since <= self.seen and not (o.until and o.until <= self.seen) for o in self.orders)

    def open_from(self, day: date) -> date:
        while self.shut(day):
            day += DAY
        return day

    def begins(self, moment: datetime) -> datetime:
        """When office time goes on, on an Indian clock."""
        local = moment.astimezone(UTC).replace(tzinfo=None) + INDIA
        if not self.shut(local.date()) and local.time() <= time(17):
            return max(local, datetime.combine(local.date(), time(9)))
        return datetime.combine(self.open_from(local.date() + DAY), time(9))

    def working(self, day: date, count: int) -> date:
        while count:
            day = self.open_from(day + DAY)
            count -= 1
        return day

    def minutes_on(self, local: datetime, minutes: int) -> datetime:
        while True:
            room = int((datetime.combine(local.date(), time(17)) - local).total_seconds() // 60)
            if minutes <= room:
                return local + timedelta(minutes=minutes)
            minutes -= room
            local = datetime.combine(self.open_from(local.date() + DAY), time(9))


def utc(local: datetime) -> datetime:
    return (local - INDIA).replace(tzinfo=UTC)


def closing(day: date) -> datetime:
    return utc(datetime.combine(day, time(17)))


class Impossible(Exception):
    """The events cannot be the life of one clock."""


@dataclass
class Count:
    """One clock being counted."""

    orders: Sequence[Order]
    marked: datetime | None = None
    days: int = 0
    working: bool = False
    given_back: int = 0
    granted: int = 0
    stopped: date | None = None
    promised: date | None = None
    seen: datetime = field(default=datetime.max.replace(tzinfo=UTC))

    def read(self, event: ClockEvent) -> None:
        if event.kind != "start" and self.marked is None:
            raise Impossible("no start")
        reader = getattr(self, f"_{event.kind}", None)
        if reader is not None:
            reader(event)
            self._settle()

    def _start(self, event: ClockEvent) -> None:
        self.marked, self.seen = event.at, event.at
        self.days, self.working = int(event.days or 0), bool(event.data.get("working"))

    def _pause(self, event: ClockEvent) -> None:
        self.stopped = self._indian(event.at)

    def _resume(self, event: ClockEvent) -> None:
        if self.stopped is None:
            raise Impossible("was not stopped")
        self.given_back += (self._indian(event.at) - self.stopped).days
        self.stopped, self.seen = None, event.at

    def _extend(self, event: ClockEvent) -> None:
        self.granted, self.seen = self.granted + int(event.days or 0), event.at

    def _category_change(self, event: ClockEvent) -> None:
        self.days, self.working = int(event.days or 0), bool(event.data.get("working"))
        self.seen, self.promised = event.at, None

    def _calendar_change(self, event: ClockEvent) -> None:
        if self.promised is not None and event.at < closing(self.promised):
            self.seen = event.at

    @staticmethod
    def _indian(moment: datetime) -> date:
        return (moment.astimezone(UTC) + INDIA).date()

    def _settle(self) -> None:
        assert self.marked is not None
        wall = Wall(self.orders, self.seen)
        first = wall.begins(self.marked).date()
        own = wall.working(first, self.days) if self.working else first + self.days * DAY
        day = wall.open_from(own + (self.given_back + self.granted) * DAY)
        self.promised = day if self.promised is None else wall.open_from(max(day, self.promised))


def due(events: Sequence[ClockEvent], orders: Sequence[Order]) -> datetime:
    """The date that the events of one clock lead to. Raises Impossible."""
    count = Count(orders)
    for event in events:
        count.read(event)
    if count.promised is None:
        raise Impossible("no start")
    return closing(count.promised)


def to_accept(events: Sequence[ClockEvent], orders: Sequence[Order], accepted: datetime | None) -> datetime | None:
    """When it had to be accepted."""
    marked: datetime | None = None
    profile = ""
    found: datetime | None = None
    for event in events:
        if accepted is not None and accepted < event.at:
            break
        if event.kind in ("ack_start", "category_change"):
            marked, profile = marked or event.at, str(event.data["profile"])
        if marked is None or event.kind not in ("ack_start", "category_change", "calendar_change"):
            continue
        wall = Wall(orders, event.at)
        begun = wall.begins(marked)
        number, unit = TO_ACCEPT[profile]
        if unit == HOURS:
            counted = utc(wall.minutes_on(begun, number * 60))
        else:
            counted = closing(wall.working(begun.date(), number))
        if event.kind != "calendar_change" or found is None:
            found = counted
        elif found > event.at:
            found = max(found, counted)
    return found
