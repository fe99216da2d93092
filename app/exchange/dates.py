"""THE EXCHANGE: dates of other portals, in their time zone, as instants and as the date they say."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from app.domain.text import latin_digits

EARLIEST = 1950  # no portal is older; a year like 0209 or 1900 is a slip of the hand
SLACK = timedelta(days=1)  # clocks of two offices differ


@dataclass(frozen=True)
class Said:
    """A moment as the portal tells it: the instant (UTC), and the wall date there. `is_day`: no time was told."""

    at: datetime
    on: date
    is_day: bool

    def before(self, other: Said) -> bool:
        """Whether this lies before the other; where one is only a day, days are compared."""
        if self.is_day or other.is_day:
            return self.on < other.on
        return self.at < other.at


def parse(value: str, formats: tuple[str, ...], zone: ZoneInfo) -> Said:
    """Read a date by the first format that fits. Raises ValueError; so does a year before EARLIEST."""
    typed = latin_digits(" ".join(value.split()))
    for form in formats:
        try:
            local = datetime.strptime(typed, form)  # noqa: DTZ007 – the zone is given in the next line
        except ValueError:
            continue
        if local.year < EARLIEST:
            break
        aware = local if local.tzinfo else local.replace(tzinfo=zone)
        return Said(aware.astimezone(UTC), local.date(), local.time() == time(0))
    raise ValueError(value)


def lies_ahead(said: Said, at: datetime) -> bool:
    """Whether a moment that must be past is still to come."""
    return said.at > at + SLACK
