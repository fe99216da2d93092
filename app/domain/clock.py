"""THE RULES: deadlines. When a clock starts, when each step is due, and which calls count as tries (domain.md D3, D4).

Every instant that comes in must know its time zone (else NaiveTime); every instant that goes out is UTC.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime, timedelta

from app.domain.calendar import WorkingCalendar, instant, ist_date, to_ist

MARKING_WORKING_DAYS = 1  # D2 `registered`; ruling 9
APPROVAL_WORKING_DAYS = 2  # D2 `atr_submitted`
CATEGORY_CHANGE_DAYS = 3  # D4, rule 4
TRIES = 3  # D3, T12 and T17
NOON_HOUR = 12
EVENING_HOUR = 17


def clock_start(at: datetime, cal: WorkingCalendar) -> datetime:
    """When the clock of something marked at `at` starts (D4, rule 1).

    In office hours: at once. Before opening: at opening. After closing or on an off day: next working day, opening.
    """
    return cal.clock_start(at)


def level_date(start_on: date, days: int, cal: WorkingCalendar, *, working: bool = False) -> date:
    """The date a level's own days lead to, before pauses, extensions and the shift off a closed day.

    `working` counts working days (hearing profile), else calendar days.
    """
    if days < 0:
        raise ValueError("a level has no negative days")
    return cal.add_working_days(start_on, days) if working else start_on + timedelta(days=days)


def level_due(
    start: datetime,
    days: int,
    cal: WorkingCalendar,
    paused: timedelta = timedelta(0),
    extended_days: int = 0,
    *,
    working: bool = False,
) -> datetime:
    """Closing time of start date + days + whole paused days + extension; a closed day gives way to the next open one.

    `start` is what `clock_start` gave (D4, rule 2; ruling 10).
    """
    if paused < timedelta(0) or extended_days < 0:
        raise ValueError("a pause or an extension never shortens")
    counted = level_date(ist_date(start), days, cal, working=working)
    return instant(cal.on_or_after(counted + timedelta(days=paused.days + extended_days)), cal.closes)


def paused_days(paused_at: datetime, resumed_at: datetime) -> int:
    """Whole days a pause gives back: dates on the wall, so that two questions on one day give nothing."""
    if resumed_at < paused_at:
        raise ValueError("resumed before paused")
    return (ist_date(resumed_at) - ist_date(paused_at)).days


def working_days_due(at: datetime, working_days: int, cal: WorkingCalendar) -> datetime:
    """Closing time of the n-th working day after the day the clock of `at` starts."""
    start_on = ist_date(cal.clock_start(at))
    return instant(cal.add_working_days(start_on, working_days), cal.closes)


def ack_due(
    start: datetime, cal: WorkingCalendar, *, working_days: int | None = None, office_hours: float | None = None
) -> datetime:
    """When the acknowledgement is due; exactly one of working days and office hours is given (D4, profiles)."""
    if working_days is not None and office_hours is None:
        return working_days_due(start, working_days, cal)
    if office_hours is not None and working_days is None:
        return cal.add_office_hours(start, office_hours)
    raise ValueError("either working_days or office_hours")


def marking_due(registered_at: datetime, cal: WorkingCalendar) -> datetime:
    """When the cell must have marked a registered complaint (ruling 9)."""
    return working_days_due(registered_at, MARKING_WORKING_DAYS, cal)


def approval_due(submitted_at: datetime, cal: WorkingCalendar) -> datetime:
    """When the approver must have decided a report (D2)."""
    return working_days_due(submitted_at, APPROVAL_WORKING_DAYS, cal)


def holder_may_recount(marked_at: datetime, at: datetime) -> bool:
    """Whether a corrected category still recounts the deadline; after three days only the cell may (D4, rule 4)."""
    return 0 <= (ist_date(at) - ist_date(marked_at)).days <= CATEGORY_CHANGE_DAYS


def time_band(at: datetime) -> str:
    """`morning` before 12, `afternoon` before 17, else `evening`, on an Indian clock."""
    hour = to_ist(at).hour
    if hour < NOON_HOUR:
        return "morning"
    return "afternoon" if hour < EVENING_HOUR else "evening"


def tries_suffice(times: Sequence[datetime]) -> bool:
    """Whether unanswered calls stand in for a talk: three, each in another time band, on two or more days (T12)."""
    bands = {time_band(at) for at in times}
    return len(bands) >= TRIES and len({ist_date(at) for at in times}) >= 2


def silence_suffices(times: Sequence[datetime]) -> bool:
    """Whether the desk tried enough to close for silence: three tries, one from 17:00 on, two weekdays (T17)."""
    weekdays = {ist_date(at).weekday() for at in times}
    return len(times) >= TRIES and len(weekdays) >= 2 and any(time_band(at) == "evening" for at in times)
