"""THE REVIEW: R1, the source-wise position with its difference (domain.md D9; ruling 31).

Opening and movements come from the sums that were written with each event; what is pending is counted from the
complaints as they stand. A difference other than nought means that the two do not tell the same story.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from sqlalchemy import func, literal, select, union_all
from sqlalchemy.orm import Session

from app.complaints import movements
from app.complaints.moved import FIGURES, INTO, OPENING, OUT_OF
from app.domain import pendency as p
from app.domain.calendar import ist_date
from app.models.movement import EVERYWHERE, MovementSum
from app.reviews.scope import Period, Reach
from app.reviews.standing import Counts, Groups

BEFORE, WITHIN, AFTER = "before", "within", "after"
LONG_AGO, NEVER = date(1900, 1, 1), date(2999, 12, 31)
M = MovementSum
Sums = Counter[tuple[str, str, str]]  # (phase, source, figure)


@dataclass(frozen=True)
class Line:
    """One source. `counts` has `opening` and every figure; `overdue` and `old` are None for a period gone by."""

    source: str
    counts: Mapping[str, int]
    pending: int
    overdue: int | None
    old: int | None

    @property
    def difference(self) -> int:
        """What came in less what went out less what is left: 0 when the line is whole."""
        return p.difference(**self.counts, closing=self.pending)

    @property
    def due(self) -> int:
        """All that there was to work on in the period."""
        return self.counts[OPENING] + sum(self.counts[name] for name in INTO)


@dataclass(frozen=True)
class Position:
    """R1. `standing` is what is pending now; `untied` numbers of complaints whose history leads elsewhere."""

    lines: list[Line]
    total: Line
    satisfied: int
    dissatisfied: int
    standing: int
    untied: list[str]


def position(
    session: Session, reach: Reach, period: Period, groups: Groups, *, at: datetime, recount: bool = False
) -> Position:
    """R1 of a period; `groups` are what `standing` counted.

    `recount` adds up the events themselves instead of the kept sums; slow, for checking.
    """
    sums = counted(session, reach, period) if recount else kept(session, reach, period)
    now: dict[str, Counts] = {}
    for (_department, source), counts in groups.items():
        now[source] = now.get(source, Counts()) + counts
    is_today = period.until >= ist_date(at)
    sources = sorted({source for _phase, source, _figure in sums} | set(now))
    lines = [_line(source, sums, now.get(source, Counts()), is_today) for source in sources]
    lines.sort(key=lambda line: (-line.pending, -line.due, line.source))
    said = {
        figure: sum(n for (phase, _s, f), n in sums.items() if phase == WITHIN and f == figure)
        for figure in (movements.SATISFIED, movements.DISSATISFIED)
    }
    is_torn = any(line.difference for line in lines)
    untied = (
        movements.untied(session, reach.district_id, department=reach.department, place=reach.place) if is_torn else []
    )
    return Position(
        lines=lines, total=_total(lines, is_today), satisfied=said[movements.SATISFIED],
        dissatisfied=said[movements.DISSATISFIED], standing=sum(here.total for here in now.values()), untied=untied,
    )  # fmt: skip


def _line(source: str, sums: Sums, now: Counts, is_today: bool) -> Line:
    counts = {name: sums[(WITHIN, source, name)] for name in FIGURES}
    counts[OPENING] = _balance(sums, BEFORE, source)
    pending = now.total - _balance(sums, AFTER, source)  # today's stock, less what came after the period
    return Line(source, counts, pending, now.overdue if is_today else None, now.old if is_today else None)


def _balance(sums: Sums, phase: str, source: str) -> int:
    came = sum(sums[(phase, source, name)] for name in INTO)
    return came - sum(sums[(phase, source, name)] for name in OUT_OF)


def _total(lines: list[Line], is_today: bool) -> Line:
    counts = {name: sum(line.counts[name] for line in lines) for name in (OPENING, *FIGURES)}
    overdue, old = sum(line.overdue or 0 for line in lines), sum(line.old or 0 for line in lines)
    pending = sum(line.pending for line in lines)
    return Line("", counts, pending, overdue if is_today else None, old if is_today else None)


def kept(session: Session, reach: Reach, period: Period) -> Sums:
    """Movements per phase, source and figure from the kept sums: whole months, and days at the edges. One statement."""
    parts = [
        select(literal(phase).label("phase"), M.source, M.figure, func.sum(M.count).label("n"))
        .where(
            M.district_id == reach.district_id, M.department_id == (reach.department or EVERYWHERE),
            M.place_id == (reach.place or EVERYWHERE), M.span == span, M.starts_on >= first, M.starts_on <= last,
        )
        .group_by(M.source, M.figure)
        for phase, since, until in _phases(period) for span, first, last in stretches(since, until)
    ]  # fmt: skip
    sums: Sums = Counter()
    for phase, source, figure, n in session.execute(union_all(*parts)):
        sums[(phase, source, figure)] += int(n)
    return sums


def counted(session: Session, reach: Reach, period: Period) -> Sums:
    """The same from the events themselves; reads the whole history."""
    here = (reach.department or EVERYWHERE, reach.place or EVERYWHERE, "day")
    sums: Sums = Counter()
    for (department, place, span, day, source, figure), n in movements.recounted(session, reach.district_id).items():
        if (department, place, span) == here:
            phase = BEFORE if day < period.since else AFTER if day > period.until else WITHIN
            sums[(phase, source, figure)] += n
    return sums


def _phases(period: Period) -> Iterator[tuple[str, date, date]]:
    yield BEFORE, LONG_AGO, period.since - timedelta(days=1)
    yield WITHIN, period.since, period.until
    yield AFTER, period.until + timedelta(days=1), NEVER


def stretches(since: date, until: date) -> Iterator[tuple[str, date, date]]:
    """A stretch of days as whole months and single days at its edges: (span, first start, last start)."""
    first_month = since if since.day == 1 else _next_month(since)
    next_day = until + timedelta(days=1)
    after_months = next_day.replace(day=1)  # the first month that is not whole
    if first_month >= after_months:
        if since <= until:
            yield "day", since, until
        return
    if since < first_month:
        yield "day", since, first_month - timedelta(days=1)
    yield "month", first_month, after_months - timedelta(days=1)
    if next_day > after_months:
        yield "day", after_months, until


def _next_month(day: date) -> date:
    return (day.replace(day=28) + timedelta(days=4)).replace(day=1)
