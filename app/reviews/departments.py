"""THE REVIEW: R2 department × level, R3 age by department, R5 what is older than a hundred days (domain.md D9)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from sqlalchemy import ColumnElement, case, func, select
from sqlalchemy.orm import Session, joinedload

from app.complaints.actor import Actor
from app.complaints.queries import Filters, narrow
from app.domain.calendar import ist_date
from app.domain.pendency import AGE_BANDS, OVER_DAYS, AgeBand
from app.domain.states import State
from app.models.complaint import Complaint
from app.models.office import Department
from app.reviews.scope import PENDING_ROWS, Reach

LEVELS = range(5)
OLD = (OVER_DAYS + 1, None)
NOBODY = 0  # not yet given to a department
C = Complaint


@dataclass(frozen=True)
class Row:
    """Pending complaints of one department (R2 and R3). `department` is None for those not given to any yet."""

    department: Department | None
    total: int
    levels: tuple[int, ...]
    overdue: int
    awaiting: int
    on_hold: int
    approval: int
    bands: tuple[int, ...]
    oldest: int  # days

    @property
    def id(self) -> int:
        """For the links: 0 without a department."""
        return self.department.id if self.department else NOBODY

    @property
    def old(self) -> int:
        """Older than a hundred days."""
        return sum(n for n, band in zip(self.bands, AGE_BANDS, strict=True) if band.low > OVER_DAYS)


def departments(session: Session, reach: Reach, at: datetime) -> list[Row]:
    """R2 and R3: one line per department with pending complaints, the biggest first. Two statements."""
    today = ist_date(at)
    state = {name: C.state == name.value for name in (State.AWAITING_COMPLAINANT, State.ON_HOLD, State.ATR_SUBMITTED)}
    wanted = [
        *(C.level == level for level in LEVELS), C.due_at <= at, *state.values(),
        *(_in_band(band, today) for band in AGE_BANDS),
    ]  # fmt: skip
    query = (
        select(C.department_id, func.count(), func.min(C.received_on), *(func.count(case((one, 1))) for one in wanted))
        .where(PENDING_ROWS, *reach.complaints())
        .group_by(C.department_id)
    )
    names = {d.id: d for d in session.scalars(select(Department).where(Department.district_id == reach.district_id))}
    rows = [
        Row(
            names.get(department), total, tuple(n[:5]), n[5], n[6], n[7], n[8], tuple(n[9:]),
            max(0, (today - first).days),
        )
        for department, total, first, *n in session.execute(query)
    ]  # fmt: skip
    return sorted(rows, key=lambda row: (row.department is None, -row.total, row.id))


def _in_band(band: AgeBand, today: date) -> ColumnElement[bool]:
    late_end = C.received_on <= today - timedelta(days=band.low)
    if band.high is None:
        return late_end
    early_end = C.received_on >= today - timedelta(days=band.high)
    return late_end & early_end if band.low else early_end  # a paper dated forward is of age nought


def summed(rows: Sequence[Row]) -> Row:
    """The last line of R2 and R3."""
    return Row(
        None,
        sum(row.total for row in rows),
        tuple(sum(row.levels[n] for row in rows) for n in LEVELS),
        sum(row.overdue for row in rows),
        sum(row.awaiting for row in rows),
        sum(row.on_hold for row in rows),
        sum(row.approval for row in rows),
        tuple(sum(row.bands[n] for row in rows) for n in range(len(AGE_BANDS))),
        max((row.oldest for row in rows), default=0),
    )


def oldest(session: Session, reach: Reach, *, by: Actor, at: datetime, limit: int) -> list[Complaint]:
    """R5: complaints over a hundred days that the reader may open, the oldest first. One statement."""
    conditions = narrow(session, Filters(age=OLD, **reach.filters()), by, at)
    query = select(C).where(PENDING_ROWS, *conditions).order_by(C.received_on, C.id).limit(limit)
    return list(session.scalars(query.options(joinedload(C.post), joinedload(C.place))))
