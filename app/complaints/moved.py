"""THE CASEBOOK: finding the complaints behind a figure of the position (R1): who moved how in a period (ruling 31)."""

from __future__ import annotations

from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, or_, select, true
from sqlalchemy.orm import aliased

from app.domain import pendency as p
from app.models.complaint import Complaint
from app.models.event import Event

INTO = (p.RECEIVED, p.REOPENED, p.TRANSFERRED_IN)
OUT_OF = (p.DISPOSED, p.REJECTED, p.MERGED, p.WITHDRAWN, p.TRANSFERRED_OUT, p.CLOSED_OTHER)
FIGURES = (*INTO, *OUT_OF)  # columns that count movements
OPENING, CLOSING = "opening", "closing"  # columns that count complaints at either end of the period
LISTED = (OPENING, *FIGURES, CLOSING)
_PAIRS: dict[str, list[tuple[str, str]]] = {name: [] for name in FIGURES}
for _before in p.CLASSES:
    for _after in set(p.CLASSES) - {p.NOT_COUNTED}:
        if (_before != p.NOT_COUNTED or _after == p.PENDING) and (_name := p.column(_before, _after)):
            _PAIRS[_name].append((_before, _after))
C, E = Complaint, Event


def joined(query: Select[Any]) -> Select[Any]:
    """The query over complaints with one row per event; `conditions` then keep those that are the movement."""
    return query.join(E, E.complaint_id == C.id)


def conditions(
    figure: str, *, source: str = "", department: int | None = None, place: int | None = None,
    since: date | None = None, until: date | None = None,
) -> list[ColumnElement[bool]]:  # fmt: skip
    """What makes a row one of the figure. Both days are included; `opening` looks before `since`."""
    if figure in (OPENING, CLOSING):
        return _standing(figure, source, department, place, since if figure == OPENING else until)
    found = [E.district_id == C.district_id, _is(figure, department)]
    if source:
        found.append(E.source == source)
    if place is not None:
        found.append(or_(E.sub_division_id == place, E.block_id == place))
    if since:
        found.append(E.moved_on >= since)
    if until:
        found.append(E.moved_on <= until)
    return found


def _is(figure: str, department: int | None) -> ColumnElement[bool]:
    """In a department's own table a complaint also comes from, and goes to, other departments."""
    moves = or_(*(and_(E.class_from == before, E.class_to == after) for before, after in _PAIRS[figure]))
    if not department:
        return moves
    here = and_(moves, E.department_to_id == department)
    pending = E.class_from == p.PENDING
    arrives = and_(pending, E.department_to_id == department)
    if figure == p.RECEIVED:
        return or_(here, and_(arrives, E.department_from_id.is_(None)))
    if figure == p.TRANSFERRED_IN:
        return or_(here, and_(arrives, E.department_from_id.is_not(None), E.department_from_id != department))
    if figure == p.TRANSFERRED_OUT:
        gone = or_(E.department_to_id.is_(None), E.department_to_id != department)
        return or_(here, and_(pending, E.department_from_id == department, gone))
    return here


def _standing(
    figure: str, source: str, department: int | None, place: int | None, day: date | None
) -> list[ColumnElement[bool]]:
    """Pending at one end of the period: the last event up to then left the complaint pending."""
    last = aliased(E)
    in_time = true() if day is None else (last.moved_on < day if figure == OPENING else last.moved_on <= day)
    newest = select(last.id).where(last.complaint_id == C.id, in_time).order_by(last.no.desc()).limit(1)
    at_end = select(E.id).where(E.id == newest.correlate(C).scalar_subquery(), E.class_to == p.PENDING)
    if department:
        at_end = at_end.where(E.department_to_id == department)
    found: list[ColumnElement[bool]] = [at_end.correlate(C).exists()]
    if source:
        found.append(C.source == source)
    if place is not None:
        found.append(or_(C.sub_division_id == place, C.block_id == place))
    return found
