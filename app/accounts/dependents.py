"""ACCOUNTS: what still hangs on a row of a register – such a row is not retired before that is settled."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, func, select
from sqlalchemy.orm import Session

from app.complaints.placing import live
from app.models.category import Category
from app.models.complaint import Complaint
from app.models.office import Charge, Department, Holiday, LadderRung, Post, PostKind
from app.models.place import Place

Counts = dict[str, int]


def _count(session: Session, model: Any, *where: ColumnElement[bool]) -> int:
    return session.scalar(select(func.count()).select_from(model).where(*where)) or 0


def _of_department(session: Session, row: Department, at: datetime) -> Counts:
    return {
        "posts": _count(session, Post, Post.department_id == row.id, live(Post, at)),
        "categories": _count(session, Category, Category.department_id == row.id, live(Category, at)),
        "complaints": _count(session, Complaint, Complaint.department_id == row.id, Complaint.holder != "nobody"),
    }


def _of_kind(session: Session, row: PostKind, at: datetime) -> Counts:
    return {
        "posts": _count(session, Post, Post.kind_id == row.id, live(Post, at)),
        "rungs": _count(session, LadderRung, LadderRung.post_kind_id == row.id, live(LadderRung, at)),
    }


def _of_post(session: Session, row: Post, at: datetime) -> Counts:
    return {
        "charges": _count(session, Charge, Charge.post_id == row.id, Charge.to_at.is_(None)),
        "complaints": _count(session, Complaint, Complaint.post_id == row.id, Complaint.holder == "post"),
        "posts": _count(session, Post, Post.reports_to_id == row.id, live(Post, at)),
    }


def _of_place(session: Session, row: Place, at: datetime) -> Counts:
    return {
        "places": _count(session, Place, Place.parent_id == row.id, live(Place, at)),
        "posts": _count(session, Post, Post.place_id == row.id, live(Post, at)),
        "holidays": _count(session, Holiday, Holiday.place_id == row.id, live(Holiday, at)),
        "complaints": _count(session, Complaint, Complaint.place_id == row.id, Complaint.holder != "nobody"),
    }


_ASK: dict[type, Callable[[Session, Any, datetime], Counts]] = {
    Department: _of_department, PostKind: _of_kind, Post: _of_post, Place: _of_place,
}  # fmt: skip


def dependents(session: Session, row: Any, at: datetime) -> Counts:
    """How many live rows of each kind still need this one; empty for a register on which nothing hangs."""
    ask = _ASK.get(type(row))
    return ask(session, row, at) if ask else {}
