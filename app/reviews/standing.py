"""THE REVIEW: what is pending now, counted once for all tables, from the index of pending complaints alone."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from sqlalchemy import BindParameter, ColumnElement, Date, bindparam, case, func, select
from sqlalchemy.orm import Session

from app.complaints.limits import AT, late
from app.complaints.queries import PENDING_ROWS
from app.domain.calendar import ist_date
from app.domain.pendency import AGE_BANDS, OVER_DAYS, AgeBand
from app.domain.states import State
from app.models.complaint import Complaint
from app.reviews.scope import Reach

LEVELS = range(5)
WAITING = (State.AWAITING_COMPLAINANT, State.ON_HOLD, State.ATR_SUBMITTED)
C = Complaint


@dataclass(frozen=True)
class Counts:
    """Pending complaints: in all, by level, late, waiting for somebody else, by age band; the oldest in days."""

    total: int = 0
    levels: tuple[int, ...] = (0,) * len(LEVELS)
    overdue: int = 0
    awaiting: int = 0
    on_hold: int = 0
    approval: int = 0
    bands: tuple[int, ...] = (0,) * len(AGE_BANDS)
    oldest: int = 0

    @property
    def old(self) -> int:
        """Older than a hundred days."""
        return sum(n for n, band in zip(self.bands, AGE_BANDS, strict=True) if band.low > OVER_DAYS)

    def __add__(self, other: Counts) -> Counts:
        return Counts(
            self.total + other.total, _plus(self.levels, other.levels), self.overdue + other.overdue,
            self.awaiting + other.awaiting, self.on_hold + other.on_hold, self.approval + other.approval,
            _plus(self.bands, other.bands), max(self.oldest, other.oldest),
        )  # fmt: skip


def _plus(one: tuple[int, ...], other: tuple[int, ...]) -> tuple[int, ...]:
    return tuple(a + b for a, b in zip(one, other, strict=True))


Groups = dict[tuple[int | None, str], Counts]  # (department, source)


def _days(name: str) -> BindParameter[date]:
    return bindparam(name, type_=Date())


def _in_band(no: int, band: AgeBand) -> ColumnElement[bool]:
    late_end = C.received_on <= _days(f"low{no}")
    if band.high is None:
        return late_end
    early_end = C.received_on >= _days(f"high{no}")
    return late_end & early_end if band.low else early_end  # a paper dated forward is of age nought


# Made once: building it costs as much as asking it.
_WANTED = (
    *(C.level == level for level in LEVELS), late(AT), *(C.state == state.value for state in WAITING),
    *(_in_band(no, band) for no, band in enumerate(AGE_BANDS)),
)  # fmt: skip
_STANDING = (
    select(C.department_id, C.source, func.count(), func.min(C.received_on),
           *(func.count(case((one, 1))) for one in _WANTED))
    .where(PENDING_ROWS)
    .group_by(C.department_id, C.source)  # the order of the index
)  # fmt: skip


def standing(session: Session, reach: Reach, at: datetime) -> Groups:
    """Pending complaints by department and source, as they stand at `at` = now. One statement."""
    today = ist_date(at)
    ends: dict[str, date | datetime] = {"at": at}
    for no, band in enumerate(AGE_BANDS):
        ends |= {f"low{no}": today - timedelta(days=band.low), f"high{no}": today - timedelta(days=band.high or 0)}
    return {
        (department, source): Counts(
            total, tuple(n[:5]), n[5], n[6], n[7], n[8], tuple(n[9:]), max(0, (today - first).days)
        )
        for department, source, total, first, *n in session.execute(_STANDING.where(*reach.complaints()), ends)
    }
