"""DESK: the complaints that wait for a post, each with the kind and post that its words suggest."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session, joinedload, load_only

from app.complaints.actor import Actor
from app.complaints.directory import Directory
from app.domain.policy import Right, Scope, scope
from app.domain.states import State
from app.models.category import Category
from app.models.complaint import Complaint
from app.models.office import Post
from app.web.timeleft import Left, left

PAGE = 16  # each row has two lists to choose from: sixteen varied ones stay within five kilobytes
SHOWN = load_only(
    Complaint.number, Complaint.subject, Complaint.body, Complaint.language, Complaint.source, Complaint.place_text,
    Complaint.category_id, Complaint.against_post_id, Complaint.against_person_id, Complaint.due_at,
    Complaint.is_confidential,
)  # fmt: skip


@dataclass(frozen=True)
class Row:
    """One waiting complaint. `secret`: this reader sees its number only, and somebody senior marks it (ruling 19)."""

    complaint: Complaint
    left: Left
    secret: bool
    category: Category | None = None
    post: Post | None = None
    others: Sequence[Post] = ()
    words: Sequence[str] = ()
    chosen: int | None = None  # the post that was picked, where the row comes back
    problem: str = ""


@dataclass(frozen=True)
class Sieve:
    """What the list is narrowed to."""

    source: str = ""
    way: str = ""  # imported | counter

    def conditions(self) -> list[object]:
        found: list[object] = []
        if self.source:
            found.append(Complaint.source == self.source)
        if self.way:
            found.append(Complaint.is_imported.is_(self.way == "imported"))
        return found


def waiting(directory: Directory, session: Session, sieve: Sieve, *, by: Actor, at: datetime, page: int
            ) -> tuple[list[Row], bool]:  # fmt: skip
    """A page of unmarked complaints, the oldest deadline first, and whether there are more."""
    query = (
        select(Complaint)
        .where(Complaint.district_id == by.district_id, Complaint.state == State.REGISTERED.value)
        .where(*sieve.conditions())  # type: ignore[arg-type]
        .order_by(Complaint.due_at, Complaint.id)
        .options(SHOWN, joinedload(Complaint.place))
    )
    found = list(session.scalars(query.limit(PAGE + 1).offset((page - 1) * PAGE)))
    return [row_of(directory, one, by=by, at=at) for one in found[:PAGE]], len(found) > PAGE


def row_of(directory: Directory, one: Complaint, *, by: Actor, at: datetime) -> Row:
    """One row with what is suggested for it."""
    secret = one.is_confidential and scope(by.role, Right.SEE_CONFIDENTIAL) is not Scope.ALL
    if secret:
        return Row(one, left(one.due_at, at), secret=True)
    category, words = likely(directory, one)
    post = directory.post_for(category, one.place, never=directory.never(one)) if category else None
    others = [p for p in directory.candidates(category, one.place) if p != post] if category else []
    return Row(one, left(one.due_at, at), False, category, post, others, words)


def likely(directory: Directory, one: Complaint) -> tuple[Category | None, Sequence[str]]:
    """The kind that the counter already chose, else the one that the words point to, with these words."""
    known = next((row for row in directory.categories.values() if row.id == one.category_id), None)
    if known is not None:
        return known, ()
    best = next(iter(directory.suggest(one.body, 1)), None)
    return (directory.categories[best.code], best.words) if best else (None, ())
