"""THE CASEBOOK: issuing complaint numbers. The series only grows; a number is never issued twice (ruling 1)."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import Session

from app.domain.calendar import ist_date
from app.domain.numbers import format_number
from app.models.office import District, NumberSeries


def issue(session: Session, district: District, at: datetime) -> tuple[str, int, int]:
    """The next number with its year (four digits) and serial; the series row is locked until the commit.

    One statement: the first number of a year begins its series.
    """
    year = ist_date(at).year
    series = NumberSeries.__table__
    dialect: Any = {"sqlite": sqlite, "postgresql": postgresql}[session.get_bind().dialect.name]
    serial: int = session.connection().scalar(
        dialect.insert(series)
        .values(district_id=district.id, year=year, last=1)
        .on_conflict_do_update(index_elements=["district_id", "year"], set_={"last": series.c.last + 1})
        .returning(series.c.last)
    )
    return format_number(district.letters, year, serial, district.lgd_code), year, serial
