"""THE REVIEW: whose complaints a reader's tables speak of, and of which days."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import ColumnElement, or_, select
from sqlalchemy.orm import Session

from app.complaints.actor import Actor
from app.complaints.errors import NotFound
from app.complaints.placing import live
from app.domain.policy import Right, Scope, scope
from app.models.complaint import Complaint
from app.models.place import Place

APRIL = 4


@dataclass(frozen=True)
class Reach:
    """A district, or within it one department, or one sub-division or block, or both."""

    district_id: int
    department: int | None = None
    place: int | None = None

    def complaints(self) -> list[ColumnElement[bool]]:
        """The condition for complaints that stand here now."""
        found: list[ColumnElement[bool]] = [Complaint.district_id == self.district_id]
        if self.department is not None:
            found.append(Complaint.department_id == self.department)
        if self.place is not None:
            found.append(or_(Complaint.sub_division_id == self.place, Complaint.block_id == self.place))
        return found

    def filters(self) -> dict[str, Any]:
        """The same as fields of Filters, for the links."""
        return {"department": self.department, "place": self.place}


@dataclass(frozen=True)
class Period:
    """Indian days, both included."""

    since: date
    until: date


def financial_year(today: date) -> Period:
    """From the first of April to today."""
    return Period(date(today.year if today.month >= APRIL else today.year - 1, APRIL, 1), today)


def places_of(session: Session, by: Actor, at: datetime) -> Sequence[Place]:
    """Sub-divisions and blocks the reader may narrow to: an SDM those of the own sub-division, others all."""
    query = select(Place).where(
        Place.district_id == by.district_id, Place.kind.in_(("sub_division", "block")), live(Place, at)
    )
    if scope(by.role, Right.REVIEW) is Scope.UNDER:
        query = query.where(or_(Place.id == by.place_id, Place.sub_division_id == by.place_id))
    return session.scalars(query.order_by(Place.sub_division_id, Place.kind.desc(), Place.id)).all()


def reach_of(by: Actor, place: int | None, places: Sequence[Place]) -> Reach:
    """What the reader's tables speak of. Raises NotFound for a place that is not the reader's to choose."""
    if place is not None and place not in {known.id for known in places}:
        raise NotFound(str(place))
    granted = scope(by.role, Right.REVIEW)
    department = by.department_id if granted is Scope.DEPARTMENT else None
    own = by.place_id if granted is Scope.UNDER else None
    return Reach(by.district_id, department, place if place is not None else own)
