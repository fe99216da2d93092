"""THE CASEBOOK: which post gets a complaint, and who sits there (rulings 8; domain.md D4-7)."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime

from sqlalchemy import and_, or_, select
from sqlalchemy.orm import Session

from app.models.account import Person
from app.models.office import Charge, LadderRung, Post, PostKind
from app.models.place import Place


def live(model: type, at: datetime):  # type: ignore[no-untyped-def]
    """The condition that a master row is valid at an instant."""
    return (model.valid_from <= at) & or_(model.valid_to.is_(None), model.valid_to > at)  # type: ignore[attr-defined]


def in_charge(session: Session, post_id: int, at: datetime) -> Person | None:
    """Who sits in a post: its holder, else the link officer; None when the chair is empty."""
    rows = session.execute(
        select(Charge.kind, Person)
        .join(Person, Person.id == Charge.person_id)
        .where(Charge.post_id == post_id, Charge.from_at <= at, or_(Charge.to_at.is_(None), Charge.to_at > at))
        .where(Person.is_active)
    ).all()
    return min(rows, key=lambda row: row.kind == "link").Person if rows else None


def filled(session: Session, post: Post | None, at: datetime, never: Collection[int | None] = ()) -> Post | None:
    """The post itself if somebody sits there, else the next reporting post with somebody; None: the cell keeps it.

    Posts in `never` are passed over like empty chairs: the one complained against, the author of a report.
    """
    seen: set[int] = set()
    while post is not None and post.id not in seen:
        seen.add(post.id)
        if post.id not in never and in_charge(session, post.id, at):
            return post
        post = session.get(Post, post.reports_to_id) if post.reports_to_id else None
    return None


def area_of(place: Place | None, area: str) -> int | None:
    """The id of the area that a place lies in; None where it lies in none of that kind (a village has no town)."""
    if place is None or place.kind == area:
        return place.id if place else None
    if area == "town":
        return place.parent_id if place.kind == "ward" else None
    return place.sub_division_id if area == "sub_division" else place.block_id


def post_at(session: Session, *, department_id: int, level: int, place: Place | None, at: datetime) -> Post | None:
    """The post that the ladder names for a department and level at a place; None when it names none."""
    grounds = {area: area_of(place, area) for area in ("town", "block", "sub_division")}
    here = or_(
        LadderRung.area.in_(("district", "department")),
        *(and_(LadderRung.area == area, Post.place_id == ground) for area, ground in grounds.items() if ground),
    )
    return session.scalar(
        select(Post)
        .join(LadderRung, LadderRung.post_kind_id == Post.kind_id)
        .where(LadderRung.department_id == department_id, LadderRung.level == level, live(LadderRung, at))
        .where(or_(Post.department_id == department_id, Post.department_id.is_(None)), live(Post, at), here)
        .order_by(LadderRung.id, Post.id)
        .limit(1)
    )


def next_post(
    session: Session, *, department_id: int, level: int, place: Place | None, at: datetime,
    never: Collection[int | None] = (),
) -> Post | None:  # fmt: skip
    """Where a complaint arrives at a level: the ladder's post, or who covers for it. `never` is passed over."""
    post = post_at(session, department_id=department_id, level=level, place=place, at=at)
    return filled(session, post, at, never)


def post_of_role(session: Session, district_id: int, role: str, at: datetime) -> Post | None:
    """The first post of a role in the district (the nodal officer, the DC)."""
    return session.scalar(
        select(Post)
        .join(PostKind, PostKind.id == Post.kind_id)
        .where(Post.district_id == district_id, PostKind.role == role, live(Post, at))
        .order_by(Post.id)
        .limit(1)
    )


def tree_of(session: Session, post_id: int) -> frozenset[int]:
    """Ids of all posts that report to a post, at any depth."""
    below = select(Post.id).where(Post.reports_to_id == post_id).cte(recursive=True)
    below = below.union(select(Post.id).join(below, Post.reports_to_id == below.c.id))
    return frozenset(session.scalars(select(below.c.id)))
