"""THE REVIEW: R2 department × level, R3 age by department, R5 what is older than a hundred days (domain.md D9)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session, joinedload

from app.complaints.actor import Actor
from app.complaints.queries import PENDING_ROWS, visible_to
from app.domain.calendar import ist_date
from app.domain.pendency import OVER_DAYS
from app.models.complaint import Complaint
from app.models.office import Department
from app.reviews.scope import Reach
from app.reviews.standing import Counts, Groups

OLD = (OVER_DAYS + 1, None)
NOBODY = 0  # not yet given to a department
C = Complaint


@dataclass(frozen=True)
class Row:
    """Pending complaints of one department (R2 and R3). `department` is None for those not given to any yet."""

    department: Department | None
    counts: Counts

    @property
    def id(self) -> int:
        """For the links: 0 without a department."""
        return self.department.id if self.department else NOBODY


def departments(session: Session, reach: Reach, groups: Groups) -> list[Row]:
    """R2 and R3: one line per department with pending complaints, the biggest first. One statement."""
    names = {d.id: d for d in session.scalars(select(Department).where(Department.district_id == reach.district_id))}
    sums: dict[int | None, Counts] = {}
    for (department, _source), counts in groups.items():
        sums[department] = sums.get(department, Counts()) + counts
    rows = [Row(names[department] if department else None, counts) for department, counts in sums.items()]
    return sorted(rows, key=lambda row: (row.department is None, -row.counts.total, row.id))


def oldest(session: Session, reach: Reach, *, by: Actor, at: datetime, limit: int) -> list[Complaint]:
    """R5: complaints over a hundred days that the reader may open, the oldest first. One statement."""
    query = (
        select(C)
        .where(PENDING_ROWS, C.received_on < ist_date(at) - timedelta(days=OVER_DAYS))
        .where(*reach.complaints(), visible_to(by))
        .order_by(C.received_on, C.id)
        .limit(limit)
    )
    return list(session.scalars(query.options(joinedload(C.post))))
