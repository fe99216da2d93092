"""THE CASEBOOK: empty and abolished chairs that still hold complaints, and who covers for each (D4-7, D12-12)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ColumnElement, func, or_, select
from sqlalchemy.orm import Session, joinedload

from app.complaints.actor import Actor
from app.complaints.placing import filled, live, nobody_in
from app.complaints.queries import visible_to
from app.domain.states import WITH_POST
from app.models.complaint import Complaint
from app.models.office import Post


@dataclass(frozen=True)
class Vacancy:
    """An empty chair. `cover` has its complaints on the list; None: nobody does, and the cell must move them."""

    post: Post
    count: int
    cover: Post | None


def held_by(post: Post) -> ColumnElement[bool]:
    """Complaints that lie with a post."""
    return (Complaint.post_id == post.id) & Complaint.state.in_([state.value for state in WITH_POST])


def vacancies(session: Session, by: Actor, at: datetime) -> list[Vacancy]:
    """All empty chairs with complaints, those without cover first."""
    rows = session.execute(
        select(Post, func.count(Complaint.id).label("held"))
        .join(Complaint, Complaint.post_id == Post.id)
        .where(Post.district_id == by.district_id, Complaint.state.in_([state.value for state in WITH_POST]))
        .where(or_(nobody_in(Post, at), ~live(Post, at)))
        .group_by(Post.id)
        .order_by(Post.id)
    ).all()
    found = [Vacancy(row.Post, row.held, filled(session, row.Post, at)) for row in rows]
    return sorted(found, key=lambda vacancy: vacancy.cover is not None)


def holding(session: Session, by: Actor) -> Sequence[Post]:
    """All posts that hold complaints, to choose from."""
    having = select(Complaint.post_id).where(
        Complaint.district_id == by.district_id, Complaint.state.in_([state.value for state in WITH_POST])
    )
    return session.scalars(select(Post).where(Post.id.in_(having)).order_by(Post.department_id, Post.name_hi)).all()


def lying_with(session: Session, post: Post, by: Actor) -> Sequence[Complaint]:
    """The complaints of a post that this person may see, the most urgent first."""
    query = select(Complaint).where(held_by(post), visible_to(by)).order_by(Complaint.due_at, Complaint.id)
    return session.scalars(query.options(joinedload(Complaint.place), joinedload(Complaint.category))).all()


def targets(session: Session, post: Post, at: datetime) -> Sequence[Post]:
    """Posts of the same department, or of none, with somebody in them: complaints never leave the department so."""
    query = (
        select(Post)
        .where(Post.district_id == post.district_id, Post.id != post.id, live(Post, at), ~nobody_in(Post, at))
        .where(or_(Post.department_id == post.department_id, Post.id == post.reports_to_id))
        .order_by(Post.level, Post.name_hi)
    )
    return session.scalars(query).all()
