"""DESK: the rows that the registers point at, read once per page: names for lists, choices for forms."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from datetime import datetime
from functools import cached_property
from typing import Any

from sqlalchemy import func, or_, select
from sqlalchemy.orm import Session

from app.complaints.placing import live
from app.models.account import Person
from app.models.office import Department, Holiday, Post, PostKind
from app.models.place import Place
from app.web.language import named

AREAS = ("district", "sub_division", "block", "town")
SHOWN = 5  # of places with one name
Choice = tuple[Any, str]


class Book:
    """One district's departments, kinds, posts, places and people by id, each read when first asked for."""

    def __init__(self, session: Session, district_id: int, at: datetime) -> None:
        self.session, self.district_id, self.at = session, district_id, at

    def _all(self, model: Any, *where: Any) -> dict[int, Any]:
        query = select(model).where(model.district_id == self.district_id, *where).order_by(model.name_hi)
        return {row.id: row for row in self.session.scalars(query)}

    @cached_property
    def departments(self) -> dict[int, Department]:
        return self._all(Department)

    @cached_property
    def kinds(self) -> dict[int, PostKind]:
        return self._all(PostKind)

    @cached_property
    def posts(self) -> dict[int, Post]:
        return self._all(Post)

    @cached_property
    def places(self) -> dict[int, Place]:
        return self._all(Place, Place.kind.in_(AREAS))

    @cached_property
    def containers(self) -> dict[int, Place]:
        """Places that others may lie in."""
        return self._all(Place, Place.kind.not_in(("village", "ward")))

    @cached_property
    def shut(self) -> dict[int, Place]:
        """Places that a holiday names, of whatever kind."""
        return self._all(Place, Place.id.in_(select(Holiday.place_id).where(Holiday.district_id == self.district_id)))

    def called(self, said: str) -> Sequence[Place]:
        """Places in use with this code, else those with this name in either language."""
        fitting = select(Place).where(Place.district_id == self.district_id, live(Place, self.at))
        found = self.session.scalars(fitting.where(Place.code == said)).all()
        names = or_(Place.name_hi == said, func.lower(Place.name_en) == said.lower())
        return found or self.session.scalars(fitting.where(names).order_by(Place.id).limit(SHOWN)).all()

    @cached_property
    def everybody(self) -> dict[int, Person]:
        return self._all(Person)

    @property
    def people(self) -> dict[int, Person]:
        """Those who may sign in."""
        return {key: person for key, person in self.everybody.items() if person.is_active}


def live_choices(
    rows: Iterable[Any], at: datetime, chosen: int | None, label: Callable[[Any], str] = named
) -> Sequence[Choice]:
    """Live rows to choose from; the one already chosen stays on offer though it was retired since."""
    return [
        (row.id, label(row))
        for row in rows
        if row.id == chosen or (row.valid_from <= at and (row.valid_to is None or row.valid_to > at))
    ]
