"""DESK: the period and the place that the reader of the review asks for."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from flask_babel import gettext as _

from app.reviews.scope import Period, financial_year
from app.web.filtering import YEARS

FIELDS = ("since", "until", "place")


@dataclass(frozen=True)
class Asked:
    """What the tables show. `typed` is what stands in the form, `problems` (field → sentence) what is wrong with it."""

    period: Period
    place: int | None
    recount: bool
    typed: Mapping[str, str]
    problems: Mapping[str, str]

    def address(self) -> dict[str, Any]:
        """The same as arguments of an address."""
        return {"since": self.period.since, "until": self.period.until, "place": self.place}


def asked(args: Mapping[str, str], places: set[int], today: date) -> Asked:
    """Read the form. Whatever is wrong is said at its field, and the tables show the financial year instead."""
    usual, problems = financial_year(today), {}
    typed = {name: args.get(name, "").strip() for name in FIELDS}
    since, until = _day(typed["since"], usual.since), _day(typed["until"], today)
    for name, day in (("since", since), ("until", until)):
        if day is None:
            problems[name] = _("Write the date as day, month and year, for example 01-04-2026.")
        elif day > today:
            problems[name] = _("This day has not come yet.")
    if since and until and not problems and since > until:
        problems["until"] = _("The last day cannot be before the first.")
    place = next((key for key in places if str(key) == typed["place"]), None)
    if typed["place"] and place is None:
        problems["place"] = _("Choose a sub-division or block from the list.")
    period = Period(since, until) if since and until and not problems else usual
    shown = {"since": period.since.isoformat(), "until": period.until.isoformat(), "place": ""}
    kept = {name: typed[name] or shown[name] for name in FIELDS}
    return Asked(period, None if problems else place, args.get("recount") == "1", kept, problems)


def _day(text: str, usual: date) -> date | None:
    """2026-04-01 as a date field sends it, or 01-04-2026 as people write it; None when it is neither."""
    if not text:
        return usual
    parts = text.split("-")
    if len(parts) == 3 and len(parts[2]) == 4:
        text = "-".join(reversed(parts))
    try:
        day = date.fromisoformat(text)
    except ValueError:
        return None
    return day if day.year in YEARS else None
