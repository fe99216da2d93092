"""THE CASEBOOK: dates that come with a step, looked at by what they are for (domain/dates.py). All raise Refused."""

from __future__ import annotations

from datetime import date, datetime

from app.complaints.errors import Refused
from app.domain import dates
from app.domain.calendar import ist_date

SHOWN = "%d-%m-%Y"


def done(on: date | None, field: str, at: datetime) -> None:
    """The day of something that has happened: not after today, and not before there was such an office."""
    if on is None:
        return
    if on > ist_date(at):
        raise Refused("date_future", field=field)
    if on < dates.FIRST:
        raise Refused("date_old", field=field, date=dates.FIRST.strftime(SHOWN))


def ahead(on: date | None, field: str, at: datetime, *, most: date | None = None) -> None:
    """The day of something that is to happen: from today on; `most`: the last day that its use allows."""
    if on is None:
        return
    today = ist_date(at)
    if on < today:
        raise Refused("date_past", field=field)
    last = min(most or dates.planned(today), dates.farthest(today))
    if on > last:
        raise Refused("date_far", field=field, date=last.strftime(SHOWN))
