"""DESK: everything a review page shows, put together once for the screen and for the paper."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy.orm import Session

from app.complaints.actor import Actor
from app.complaints.moved import INTO, OPENING, OUT_OF
from app.desks.reviews.asked import Asked
from app.desks.reviews.cells import Shown, age_line, department_line, position_line
from app.desks.reviews.links import Links
from app.domain.calendar import ist_date
from app.domain.pendency import AGE_BANDS, OVER_DAYS
from app.models.complaint import Complaint
from app.models.place import Place
from app.reviews.departments import Row, departments, oldest
from app.reviews.position import Position, position
from app.reviews.scope import reach_of
from app.reviews.standing import Counts, standing
from app.reviews.talk import Point, points
from app.web.language import lazy_gettext as _l
from app.web.story import TITLES

ALWAYS = frozenset({"opening", "received", "reopened", "disposed", "rejected"})  # the others only where they happened
BARS = ((0, 1), (1, 2), (2, 3), (3, 5), (5, 7))  # which age bands one bar of the picture holds
TALL = 95


@dataclass(frozen=True)
class Bar:
    """One bar of the age picture; `top` 0–100 from above."""

    label: str
    count: int
    top: int
    colour: str


@dataclass(frozen=True)
class Old:
    """A complaint over a hundred days: how many, and what was done last."""

    complaint: Complaint
    days: int
    last: Any


@dataclass(frozen=True)
class Sheet:
    """The review in figures. `columns` of R1 are those in which something happened."""

    position: Position
    columns: Sequence[str]
    total: Counts
    by_source: Sequence[Shown]  # the three tables; the last line of each is its total
    by_level: Sequence[Shown]
    by_age: Sequence[Shown]
    points: Sequence[Point]
    bars: Sequence[Bar]
    old: Sequence[Old]
    old_count: int
    unopened: int
    links: Links
    place: Place | None
    is_today: bool
    disposed_share: float | None
    satisfied_share: float | None


def sheet_of(
    session: Session, asked: Asked, places: Sequence[Place], *, base: str, limit: int, by: Actor, at: datetime
) -> Sheet:
    """All tables for one reader. `limit`: how many complaints over a hundred days are listed."""
    reach = reach_of(by, asked.place, places)
    groups = standing(session, reach, at)
    table = position(session, reach, asked.period, groups, at=at, recount=asked.recount)
    rows = departments(session, reach, groups)
    total = sum(groups.values(), Counts())
    last = Row(None, total)
    is_today = asked.period.until >= ist_date(at)
    links = Links(base, reach, asked.period, is_today=is_today)
    old = oldest(session, reach, by=by, at=at, limit=limit)
    counts = table.total.counts
    columns = [name for name in (OPENING, *INTO, *OUT_OF) if name in ALWAYS or counts[name]]
    return Sheet(
        position=table,
        columns=columns,
        by_source=[position_line(line, columns, links) for line in (*table.lines, table.total)],
        by_level=[*(department_line(row, links) for row in rows), department_line(last, links, is_last=True)],
        by_age=[*(age_line(row, links) for row in rows), age_line(last, links, is_last=True)],
        total=total, points=points(rows, table.lines), bars=_bars(total),
        old=[Old(complaint, (ist_date(at) - complaint.received_on).days, _last(complaint)) for complaint in old],
        old_count=total.old, unopened=total.old - len(old) if len(old) < limit else 0, links=links,
        place=next((place for place in places if place.id == reach.place), None), is_today=is_today,
        disposed_share=_share(counts["disposed"], table.total.due),
        satisfied_share=_share(table.satisfied, table.satisfied + table.dissatisfied),
    )  # fmt: skip


def _last(complaint: Complaint) -> Any:
    return TITLES.get(complaint.last_action) or _l("Spoke or tried to speak")


def _share(part: int, whole: int) -> float | None:
    return round(100 * part / whole, 1) if whole > 0 else None


def _bars(total: Counts) -> list[Bar]:
    counts = [sum(total.bands[first:end]) for first, end in BARS]
    highest = max(counts) or 1
    bars = []
    for (first, end), count in zip(BARS, counts, strict=True):
        low, high = AGE_BANDS[first].low, AGE_BANDS[end - 1].high
        colour = "#7c9cc4" if low <= 16 else "#d08a00" if low <= OVER_DAYS else "#a8201a"
        bars.append(
            Bar(f"{low}–{high}" if high else f"{OVER_DAYS}+", count, 100 - round(TALL * count / highest), colour)
        )
    return bars
