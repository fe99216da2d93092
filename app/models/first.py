"""THE REGISTERS: rows of which there is one per key, made by whoever comes first – even when two come at once."""

from __future__ import annotations

from typing import Any, TypeVar

from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import Session

from app.models.base import Base

Row = TypeVar("Row", bound=Base)
TRIES = 5  # between making and locking somebody else may take the row away again


def locked(session: Session, model: type[Row], key: dict[str, Any], **first: Any) -> Row:
    """The row with this primary key, locked until the transaction ends; made from `first` where there is none.

    Made by an insert that gives way to another's: a plain one would fail for the slower of two (409 on the page).
    """
    insert = sqlite.insert if session.get_bind().dialect.name == "sqlite" else postgresql.insert
    for _ in range(TRIES):
        row = session.get(model, key, with_for_update=True, populate_existing=True)
        if row is not None:
            return row
        session.execute(insert(model).values(**key, **first).on_conflict_do_nothing())
    raise LookupError(model.__tablename__)
