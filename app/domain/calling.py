"""THE RULES. When the call desk rings next: on days 2, 5 and 9, each time at another part of the day (domain.md D5)."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from typing import Final

from app.domain.calendar import instant, ist_date
from app.domain.clock import silence_suffices, time_band

REST: Final = timedelta(hours=3)
# Parts of the day on an Indian clock; where they begin and end is that of clock.time_band, within decent hours.
BANDS: Final = {"morning": (time(9), time(12)), "afternoon": (time(12), time(17)), "evening": (time(17), time(20))}
_A_WEEK: Final = 8


@dataclass(frozen=True)
class Turn:
    """The next try: its number, from when until when it is to be made, in which part of the day, and why.

    `why`: asked (the complainant wants to be called) | first | again | evening (none was made then yet) | other_day.
    """

    no: int
    at: datetime
    until: datetime
    band: str
    why: str

    def is_due(self, at: datetime) -> bool:
        """Whether the call is to be made now."""
        return self.at <= at


def next_turn(
    settled_at: datetime, tries: Sequence[datetime], days: Sequence[int], at: datetime, *,
    asked_at: datetime | None = None,
) -> Turn | None:  # fmt: skip
    """The next try after `tries` that came to nothing; None where enough was tried and nobody asked for a call.

    `settled_at`: when the approval could not be undone any more; its day is day 0. Never earlier than `at`, and never
    within three hours of the last try.
    """
    made = sorted(tries)
    why, floor, bands = _aim(settled_at, made, days, asked_at)
    if not why:
        return None
    begin = max(floor, settled_at, at, *(one + REST for one in made[-1:]))
    start, end, band = _window(begin, bands)
    return Turn(len(made) + 1, start, end, band, why)


def _aim(
    settled_at: datetime, made: Sequence[datetime], days: Sequence[int], asked_at: datetime | None
) -> tuple[str, datetime, Collection[str]]:
    """Why, from when and in which parts of the day."""
    if asked_at is not None and (not made or asked_at > made[-1]):
        return "asked", asked_at, BANDS
    tried = {time_band(one) for one in made}
    if len(made) < len(days):
        on = ist_date(settled_at) + timedelta(days=days[len(made)])
        return "again" if made else "first", instant(on, time(0)), BANDS.keys() - tried or BANDS
    if silence_suffices(made):
        return "", settled_at, ()
    morrow = instant(ist_date(made[-1]) + timedelta(days=1), time(0)) if made else settled_at
    return ("other_day", morrow, BANDS) if "evening" in tried else ("evening", morrow, ("evening",))


def _window(begin: datetime, bands: Collection[str]) -> tuple[datetime, datetime, str]:
    """The first stretch of one of `bands` that is not over at `begin`."""
    for ahead in range(_A_WEEK):
        day = ist_date(begin) + timedelta(days=ahead)
        for band, (opens, closes) in BANDS.items():
            start, end = max(begin, instant(day, opens)), instant(day, closes)
            if band in bands and start < end:
                return start, end, band
    raise ValueError("no part of the day is left")
