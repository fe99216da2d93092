"""THE CASEBOOK: is it the same one? Complaints of the same phone, or of much the same words at the same place."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import lru_cache
from typing import Any

from sqlalchemy import ColumnElement, Select, Subquery, bindparam, func, literal, or_, select, union_all
from sqlalchemy.orm import Session, joinedload

from app.complaints.actor import Actor
from app.complaints.sight import ASKED_BY, visible_to
from app.domain.duplicates import is_near
from app.domain.states import CLOSED, OPEN, Holder, State
from app.models.base import UtcDateTime
from app.models.complaint import Complaint
from app.models.party import Party, Phone
from app.models.place import Place

ENDED = CLOSED | {State.REJECTED}  # what may be opened again
CLOSED_DAYS = 30  # how long the complainant may come back (T18)
NEWEST = 50  # of those that somebody holds, and of those closed lately: before what the actor may not see is left out
LOOKED_AT = 25  # the newest of the place: words of older ones are compared by nobody at the counter
SHOWN = 3
_FRESH = bindparam("fresh", type_=UtcDateTime())
HELD = [holder.value for holder in Holder if holder is not Holder.NOBODY]


def open_of_phone(session: Session, mobile: str, *, by: Actor) -> int:
    """How many complaints of a number are open in the district. A count alone: what they are may be confidential."""
    behind = (
        select(Party.complaint_id)
        .join(Phone, Phone.complainant_id == Party.complainant_id)
        .where(Phone.district_id == by.district_id, Phone.number == mobile, Phone.to_at.is_(None))
    )
    query = select(func.count()).select_from(Complaint)
    return session.scalar(query.where(Complaint.id.in_(behind), Complaint.state.in_(OPEN))) or 0


@dataclass(frozen=True)
class Alike:
    """A complaint that may be the same one."""

    complaint: Complaint
    same_phone: bool
    is_open: bool


def similar(
    session: Session, *, mobile: str, text: str, place: Place | None, besides: int | None = None, by: Actor,
    seen: ColumnElement[bool] | None = None, at: datetime,
) -> list[Alike]:  # fmt: skip
    """At most three, those of the same phone first, the newest first; only what the actor may see – or else `seen`.

    One statement, and a second one where any are alike: of the others only the words are read.
    """
    if not mobile and place is None:
        return []
    which = (bool(mobile), place is not None)
    asked = {"district": by.district_id, "mobile": mobile, "place": place.id if place else None,
             "fresh": at - timedelta(days=CLOSED_DAYS), "besides": besides or 0}  # fmt: skip
    rows = session.execute(_seen_by(by, *which) if seen is None else _asked(seen, *which), asked).all()
    alike = {row.id: bool(row.same_phone) for row in rows
             if row.same_phone or (text and is_near(text, row.body, same_place=True))}  # fmt: skip
    return _shown(session, dict(list(alike.items())[:SHOWN]))


@lru_cache(ASKED_BY)
def _seen_by(by: Actor, of_phone: bool, of_place: bool) -> Select[Any]:
    """The question of one actor: made once, at the counter it is asked while somebody types."""
    return _asked(visible_to(by), of_phone, of_place)


def _asked(seen: ColumnElement[bool], of_phone: bool, of_place: bool) -> Select[Any]:
    near = _near(of_phone, of_place)
    same_phone = func.max(near.c.phone)
    lately = Complaint.state.in_(ENDED) & (Complaint.closed_at >= _FRESH)
    return (
        select(Complaint.id, Complaint.body, same_phone.label("same_phone"))
        .join(near, near.c.id == Complaint.id)
        .where(seen, Complaint.id != bindparam("besides"), or_(Complaint.state.in_(OPEN), lately))
        .group_by(Complaint.id)
        .order_by(same_phone.desc(), Complaint.id.desc())
        .limit(LOOKED_AT)
    )


def _near(of_phone: bool, of_place: bool) -> Subquery:
    """Ids of what may be the same: of the phone, and the newest of the place, each read from an index alone."""
    known = (
        select(Party.complaint_id.label("id"), literal(1).label("phone"))
        .join(Phone, Phone.complainant_id == Party.complainant_id)
        .where(Phone.district_id == bindparam("district"), Phone.number == bindparam("mobile"), Phone.to_at.is_(None))
    )
    here = select(Complaint.id, literal(0).label("phone")).where(Complaint.place_id == bindparam("place"))
    with_somebody = here.limit(NEWEST).where(Complaint.holder.in_(HELD)).order_by(Complaint.id.desc()).subquery()
    closed = here.limit(NEWEST).where(Complaint.holder == Holder.NOBODY.value, Complaint.closed_at >= _FRESH)
    closed_here = closed.order_by(Complaint.closed_at.desc()).subquery()
    there = [select(one.c.id, one.c.phone) for one in (with_somebody, closed_here)] if of_place else []
    return union_all(*([known] if of_phone else []), *there).subquery()


def _shown(session: Session, alike: dict[int, bool]) -> list[Alike]:
    """The complaints themselves, in this order."""
    if not alike:
        return []
    query = select(Complaint).where(Complaint.id.in_(alike)).options(joinedload(Complaint.place))
    rows = {row.id: row for row in session.scalars(query)}
    return [Alike(rows[key], same, State(rows[key].state) in OPEN) for key, same in alike.items()]
