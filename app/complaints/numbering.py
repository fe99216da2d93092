"""THE CASEBOOK: issuing complaint numbers. The series only grows; a number is never issued twice (ruling 1)."""

from __future__ import annotations

from datetime import datetime
from functools import lru_cache
from typing import Any

from sqlalchemy import Insert, bindparam
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
    asked = {"of_district": district.id, "of_year": year}
    serial: int = session.connection().scalar(_issuing(session.get_bind().dialect.name), asked)
    return format_number(district.letters, year, serial, district.lgd_code), year, serial


@lru_cache(maxsize=2)
def _issuing(database: str) -> Insert:
    """The statement: made once, compiled once, kept."""
    series = NumberSeries.__table__
    dialect: Any = {"sqlite": sqlite, "postgresql": postgresql}[database]
    return (  # type: ignore[no-any-return]
        dialect.insert(series)
        .values(district_id=bindparam("of_district"), year=bindparam("of_year"), last=1)
        .on_conflict_do_update(index_elements=["district_id", "year"], set_={"last": series.c.last + 1})
        .returning(series.c.last)
    )
