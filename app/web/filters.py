"""WEB: how dates, times, numbers and phones look on a page. Staff dates are 23-11-2026; instants are shown in IST."""

from __future__ import annotations

from datetime import date, datetime

from flask import Flask
from flask_babel import format_decimal

from app.domain.calendar import to_ist
from app.domain.numbers import MANY, mask_mobile


def _day(value: date | datetime) -> date:
    return to_ist(value).date() if isinstance(value, datetime) else value


def full_date(value: date | datetime | None) -> str:
    """23-11-2026"""
    return "" if value is None else _day(value).strftime("%d-%m-%Y")


def short_date(value: date | datetime | None) -> str:
    """23-11"""
    return "" if value is None else _day(value).strftime("%d-%m")


def clock_time(value: datetime | None) -> str:
    """16:05"""
    return "" if value is None else to_ist(value).strftime("%H:%M")


def date_time(value: datetime | None) -> str:
    """23-11-2026, 16:05"""
    return "" if value is None else to_ist(value).strftime("%d-%m-%Y, %H:%M")


def number(value: float | None) -> str:
    """12,34,567"""
    if isinstance(value, int) and 0 <= value < 1000:
        return str(value)  # nothing to group: the review has hundreds of these
    return "" if value is None else str(format_decimal(value))


def counted(value: int) -> str:
    """12, or 1,000+ where it was counted no further"""
    return f"{number(MANY)}+" if value > MANY else number(value)


def kilobytes(value: int | None) -> str:
    """84 KB"""
    return "" if value is None else f"{max(1, round(value / 1000))}\u00a0KB"


FILTERS = {
    "d": full_date, "dm": short_date, "t": clock_time, "dt": date_time, "n": number, "phone": mask_mobile,
    "kb": kilobytes, "counted": counted,
}  # fmt: skip


def install(app: Flask) -> None:
    """Make the filters known to the templates."""
    app.jinja_env.filters.update(FILTERS)
