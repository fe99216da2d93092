"""THE REVIEW: "talk about these today" – three lines picked by rule, so that nobody has to look for them.

1. The department with most complaints over a hundred days (of equals the one with more pending).
2. The department with the largest share past its time limit, among those with five pending or more.
3. The source from which most complaints were reopened in the period.
A line whose figure is nought is left out, and so is a department that line 1 already names.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from app.domain.pendency import REOPENED
from app.models.office import Department
from app.reviews.departments import Row
from app.reviews.position import Line

ENOUGH = 5
OLD, LATE, AGAIN = "old", "late", "again"


@dataclass(frozen=True)
class Point:
    """One line to talk about: `count` of `of`, in a department or from a source."""

    kind: str
    count: int
    of: int
    department: Department | None = None
    source: str = ""


def points(rows: Sequence[Row], lines: Sequence[Line]) -> list[Point]:
    """The three lines, those that have something to say."""
    found: list[Point] = []
    named = [row for row in rows if row.department]
    old = max(named, key=lambda row: (row.counts.old, row.counts.total, -row.id), default=None)
    if old and old.counts.old:
        found.append(Point(OLD, old.counts.old, old.counts.total, old.department))
    others = [row for row in named if row.counts.total >= ENOUGH and not (found and row is old)]
    late = max(
        others, key=lambda row: (row.counts.overdue / row.counts.total, row.counts.overdue, -row.id), default=None
    )
    if late and late.counts.overdue:
        found.append(Point(LATE, late.counts.overdue, late.counts.total, late.department))
    again = max(lines, key=lambda line: (line.counts[REOPENED], line.pending), default=None)
    if again and again.counts[REOPENED]:
        found.append(Point(AGAIN, again.counts[REOPENED], again.overdue or 0, source=again.source))
    return found
