"""THE REGISTERS: movements added up, so that no table scans the history at each view (ruling 31; budgets, growth)."""

from __future__ import annotations

from datetime import date

from sqlalchemy import CheckConstraint
from sqlalchemy.orm import Mapped, mapped_column

from app.models.base import Base, ref

EVERYWHERE = 0  # no department, no place: the whole district


class MovementSum(Base):
    """How many movements of one figure (a column of R1) a day or a month had, within a department and a place.

    Written by `complaints/movements.py` in the transaction of the event, recounted from the events by its `verify`.
    0 stands for "all": such a row cannot point at a department or a place.
    """

    __tablename__ = "movement_sum"
    district_id: Mapped[int] = ref("district.id", primary_key=True)
    department_id: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    place_id: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)  # a sub-division or block
    span: Mapped[str] = mapped_column(primary_key=True)
    starts_on: Mapped[date] = mapped_column(primary_key=True)
    source: Mapped[str] = mapped_column(primary_key=True)
    figure: Mapped[str] = mapped_column(primary_key=True)
    count: Mapped[int]

    __table_args__ = (
        CheckConstraint("span IN ('day', 'month')", "span"),
        {"sqlite_with_rowid": False},  # the key is the table: a period is read in one sweep
    )
