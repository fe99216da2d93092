"""THE CASEBOOK: issuing complaint numbers. The series only grows; a number is never issued twice (ruling 1)."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy.orm import Session

from app.domain.calendar import ist_date
from app.domain.numbers import format_number
from app.models.office import District, NumberSeries


def issue(session: Session, district: District, at: datetime) -> tuple[str, int, int]:
    """The next number with its year (four digits) and serial; the series row is locked until the commit."""
    year = ist_date(at).year
    series = session.get(NumberSeries, (district.id, year), with_for_update=True, populate_existing=True)
    if series is None:
        series = NumberSeries(district_id=district.id, year=year, last=0)
        session.add(series)
    series.last += 1
    number = format_number(district.letters, year, series.last, district.lgd_code)
    return number, year, series.last
