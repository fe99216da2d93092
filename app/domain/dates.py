"""THE RULES: a date of this office – what somebody may write down as the day of a paper, of a deed or of a plan.

One place for all of them: a slip of the hand (year 0026, 1900 or 9999) is no date of anything that happens here.
"""

from __future__ import annotations

from datetime import date, timedelta
from typing import Final

FIRST: Final = date(2000, 1, 1)  # no paper and no deed that is written down here is older
YEARS_AHEAD: Final = 5  # what is ordered longest ahead: holidays, the end of a charge
PLANNED_DAYS: Final = 90  # no time limit is longer than 60 working days (D4): nobody plans beyond one
OVERDUE_DAYS: Final = 7  # for a direction on what is late already: the time of one level (D4)


def farthest(today: date) -> date:
    """The last date that can be meant at all: the end of the fifth year from now."""
    return date(today.year + YEARS_AHEAD, 12, 31)


def is_one(on: date, today: date) -> bool:
    """Whether a date may be one of this office's, whatever it is for."""
    return FIRST <= on <= farthest(today)


def planned(today: date) -> date:
    """The last day for which something may be planned, promised or called."""
    return today + timedelta(days=PLANNED_DAYS)


def directed(today: date, due: date | None) -> date:
    """The last day that a direction may set: within the time limit that runs on (T7); one that is over wins a week."""
    if due is None:
        return planned(today)
    return due if due >= today else today + timedelta(days=OVERDUE_DAYS)
