"""THE CASEBOOK: movements added up by day and month, written with the event and recounted from the events (ruling 31).

A change of department is one event and several movements: it goes out of one department's table and into another's,
while the district's own table does not see it.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from typing import Any

from sqlalchemy import Insert, and_, case, delete, func, or_, select
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import Session, aliased

from app.domain import pendency as p
from app.domain.states import Action
from app.models.complaint import Complaint
from app.models.event import Event
from app.models.movement import EVERYWHERE, MovementSum

SATISFIED, DISSATISFIED = "satisfied", "dissatisfied"  # the complainant's say: counted beside the identity
Key = tuple[int, int, str, date, str, str]  # department, place, span, starts_on, source, figure
NAMES = ("department_id", "place_id", "span", "starts_on", "source", "figure")
C, E = Complaint, Event


@dataclass(frozen=True)
class Movement:
    """What of an event the tables count. Departments and places may be None."""

    on: date
    source: str
    department_from: int | None
    department_to: int | None
    sub_division: int | None
    block: int | None
    class_from: str
    class_to: str
    action: str


_COLUMNS = (
    E.moved_on, E.source, E.department_from_id, E.department_to_id, E.sub_division_id, E.block_id, E.class_from,
    E.class_to, E.action,
)  # fmt: skip


def figures(move: Movement) -> Iterator[tuple[int, str, int]]:
    """(department, figure, how many) of one movement; department 0 is the whole district, a correction counts -1."""
    department = move.department_to or EVERYWHERE
    said = _said(move)
    for figure, count in ((p.column(move.class_from, move.class_to), 1), said):
        if figure:
            yield EVERYWHERE, figure, count
            if department:
                yield department, figure, count
    if move.department_from == move.department_to or move.class_from != p.PENDING:
        return
    if move.department_from:
        yield move.department_from, p.TRANSFERRED_OUT, 1
    if department:
        yield department, p.TRANSFERRED_IN if move.department_from else p.RECEIVED, 1


def _said(move: Movement) -> tuple[str | None, int]:
    if move.action == Action.SATISFIED:
        return SATISFIED, 1
    if move.action == Action.DISSATISFIED:
        return DISSATISFIED, 1
    if move.action == Action.CORRECT_FEEDBACK:
        taken_back = {p.CLOSED_SATISFIED: SATISFIED, p.PENDING: DISSATISFIED}
        return taken_back.get(move.class_from), -1
    return None, 0


def keys(move: Movement) -> Iterator[tuple[Key, int]]:
    """The rows of movement_sum that one movement adds to: each department and place it touches, by day and month."""
    places = {EVERYWHERE, move.sub_division or EVERYWHERE, move.block or EVERYWHERE}
    spans = (("day", move.on), ("month", move.on.replace(day=1)))
    for department, figure, count in figures(move):
        for place in places:
            for span, start in spans:
                yield (department, place, span, start, move.source, figure), count


def record(session: Session, event: Event) -> None:
    """Add an event's movements to the sums, in its own transaction. The chain's lock keeps two writers apart."""
    if event.class_from == event.class_to and event.department_from_id == event.department_to_id:
        return
    move = Movement(*(getattr(event, column.key) for column in _COLUMNS))
    add(session, event.district_id, Counter(dict(keys(move))))


def add(session: Session, district_id: int, sums: Counter[Key]) -> None:
    """Add to the sums; rows that are not there yet are made."""
    rows = [
        {"district_id": district_id, **dict(zip(NAMES, key, strict=True)), "count": n} for key, n in sums.items() if n
    ]
    if not rows:
        return
    session.connection().execute(_adding(session.get_bind().dialect.name), rows)


@lru_cache(maxsize=2)
def _adding(database: str) -> Insert:
    """One statement for any number of rows: made once, compiled once, kept."""
    dialect: Any = {"sqlite": sqlite, "postgresql": postgresql}[database]
    statement = dialect.insert(MovementSum.__table__)
    total = MovementSum.__table__.c["count"] + statement.excluded["count"]
    return statement.on_conflict_do_update(index_elements=["district_id", *NAMES], set_={"count": total})  # type: ignore[no-any-return]


def recounted(session: Session, district_id: int) -> Counter[Key]:
    """The sums as the events themselves give them. Reads the whole history: for checks, never for a page."""
    moves = (
        select(*_COLUMNS, func.count())
        .where(E.district_id == district_id, E.complaint_id.is_not(None))
        .where(or_(E.class_from != E.class_to, E.department_from_id.is_distinct_from(E.department_to_id)))
        .group_by(*_COLUMNS)
    )
    sums: Counter[Key] = Counter()
    for *facts, times in session.execute(moves):
        for key, count in keys(Movement(*facts)):
            sums[key] += count * times
    return Counter({key: count for key, count in sums.items() if count})


def verify(session: Session, district_id: int) -> dict[Key, tuple[int, int]]:
    """Where the kept sums differ from the events: (kept, counted) per row; empty when all is well."""
    columns = MovementSum
    kept: Counter[Key] = Counter()
    for row in session.scalars(select(columns).where(columns.district_id == district_id, columns.count != 0)):
        kept[(row.department_id, row.place_id, row.span, row.starts_on, row.source, row.figure)] = row.count
    counted = recounted(session, district_id)
    return {key: (kept[key], counted[key]) for key in kept | counted if kept[key] != counted[key]}


def rebuild(session: Session, district_id: int) -> None:
    """Write the sums anew from the events; for history that came in past `step.take`."""
    session.execute(delete(MovementSum).where(MovementSum.district_id == district_id))
    add(session, district_id, recounted(session, district_id))


def untied(
    session: Session, district_id: int, *, department: int | None = None, place: int | None = None, limit: int = 20
) -> list[str]:
    """Numbers of complaints whose events do not lead to where they stand: class, source, department, place.

    Reads the whole history.
    """
    last = aliased(E)
    into = and_(E.class_from != p.PENDING, E.class_to == p.PENDING)
    out = and_(E.class_from == p.PENDING, E.class_to != p.PENDING)
    net = (
        select(E.complaint_id, func.max(E.no).label("no"), func.sum(case((into, 1), (out, -1), else_=0)).label("net"))
        .where(E.district_id == district_id, E.complaint_id.is_not(None))
        .group_by(E.complaint_id)
        .subquery()
    )
    stands = case((C.holder.in_(("cell", "post")), 1), else_=0)
    facts = (
        (last.source, C.source), (last.department_to_id, C.department_id), (last.block_id, C.block_id),
        (last.sub_division_id, C.sub_division_id),
    )  # fmt: skip
    torn = [func.coalesce(net.c.net, 0) != stands, *(said.is_distinct_from(now) for said, now in facts)]
    query = (
        select(C.number)
        .outerjoin(net, net.c.complaint_id == C.id)
        .outerjoin(last, and_(last.complaint_id == C.id, last.no == net.c.no))
        .where(C.district_id == district_id, or_(*torn))
    )
    if department is not None:
        query = query.where(or_(C.department_id == department, last.department_to_id == department))
    if place is not None:
        here = (C.block_id, C.sub_division_id, last.block_id, last.sub_division_id)
        query = query.where(or_(*(column == place for column in here)))
    return list(session.scalars(query.order_by(C.id).limit(limit)))
