"""DESK: what a register is to the pages – its rows, its columns, its form and its verbs."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Select, func, or_, select
from sqlalchemy.orm import Session

from app.accounts import registers as verbs
from app.complaints.actor import Actor
from app.complaints.errors import NotFound
from app.desks.office.book import Book
from app.desks.office.forms import RegisterForm

PAGE = 25
Cell = Callable[[Any, Book], Any]


@dataclass(frozen=True)
class Writing:
    """Who writes and when."""

    session: Session
    by: Actor
    at: datetime


def _add(register: Register, form: Any, w: Writing) -> None:
    verbs.add(w.session, register.model, form.values(), by=w.by, at=w.at)


def _change(register: Register, row: Any, form: Any, w: Writing) -> None:
    verbs.change(w.session, row, form.values(), by=w.by, at=w.at)


def _retire(row: Any, w: Writing) -> None:
    verbs.retire(w.session, row, by=w.by, at=w.at)


def _reinstate(row: Any, w: Writing) -> None:
    verbs.reinstate(w.session, row, by=w.by, at=w.at)


@dataclass(frozen=True)
class Register:
    """One register. `live` is the condition that a row is in use; `searched` the columns that q looks in."""

    slug: str
    model: Any
    title: Any
    singular: Any
    columns: tuple[tuple[Any, Cell], ...]
    form: type[RegisterForm]
    searched: tuple[Any, ...]
    order: tuple[Any, ...]
    is_live: Callable[[datetime], ColumnElement[bool]]
    name: Cell
    add: Callable[[Register, Any, Writing], None] = _add
    change: Callable[[Register, Any, Any, Writing], None] | None = _change
    retire: Callable[[Any, Writing], None] = _retire
    reinstate: Callable[[Any, Writing], None] | None = _reinstate
    retire_word: Any = ""
    note: Any = ""

    def _all(self, by: Actor) -> Select[Any]:
        return select(self.model).where(self.model.district_id == by.district_id)

    def count(self, session: Session, by: Actor, at: datetime) -> int:
        """Rows in use."""
        query = self._all(by).where(self.is_live(at)).with_only_columns(func.count(self.model.id))
        return session.scalar(query) or 0

    def rows(
        self, session: Session, by: Actor, at: datetime, *, q: str, retired: bool, page: int
    ) -> tuple[list[Any], int]:
        """One page of the rows in use, or of the retired ones, and how many there are."""
        query = self._all(by).where(~self.is_live(at) if retired else self.is_live(at))
        if q:
            query = query.where(or_(*(column.icontains(q, autoescape=True) for column in self.searched)))
        total = session.scalar(query.with_only_columns(func.count(self.model.id))) or 0
        query = query.order_by(*self.order, self.model.id).limit(PAGE).offset((page - 1) * PAGE)
        return list(session.scalars(query)), total

    def row(self, session: Session, by: Actor, key: int) -> Any:
        """One row of the own district. Raises NotFound."""
        found = session.scalar(self._all(by).where(self.model.id == key))
        if found is None:
            raise NotFound(self.slug)
        return found
