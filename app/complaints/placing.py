"""THE CASEBOOK: which post gets a complaint, and who sits there (rulings 8; domain.md D4-7)."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime
from typing import Any

from sqlalchemy import CTE, BindParameter, ColumnElement, Select, and_, bindparam, or_, select
from sqlalchemy.orm import Session, aliased

from app.models.account import Person
from app.models.complaint import Complaint
from app.models.office import Charge, LadderRung, Post, PostKind
from app.models.place import Place

_IN_CHARGE = (
    select(Charge, Person)
    .join(Person, Person.id == Charge.person_id)
    .where(Charge.post_id == bindparam("post"), Charge.from_at <= bindparam("at"), Person.is_active)
    .where(or_(Charge.to_at.is_(None), Charge.to_at > bindparam("at")))
)


def live(model: type, at: datetime | BindParameter[datetime]):  # type: ignore[no-untyped-def]
    """The condition that a master row is valid at an instant."""
    return (model.valid_from <= at) & or_(model.valid_to.is_(None), model.valid_to > at)  # type: ignore[attr-defined]


def running(at: datetime | BindParameter[datetime]):  # type: ignore[no-untyped-def]
    """The condition that a charge is held at an instant."""
    return and_(Charge.from_at <= at, or_(Charge.to_at.is_(None), Charge.to_at > at))


def in_charge(session: Session, post_id: int, at: datetime) -> Person | None:
    """Who works in a post: the link officer during a leave, else its holder, else a standing link officer; None
    when the chair is empty."""
    rows = session.execute(_IN_CHARGE, {"post": post_id, "at": at}).all()
    return min(rows, key=lambda row: turn(row.Charge)).Person if rows else None


def turn(charge: Charge) -> int:
    """Whose turn it is of those who have charge of a chair at the same time, the first with 0: whoever covers a leave,
    the holder, a standing link officer."""
    return 1 if charge.kind != "link" else 0 if charge.is_leave else 2


def holder_of(session: Session, post_id: int, at: datetime) -> Person | None:
    """Whose chair it is, on leave or not: the holder, else the link officer; None when the chair is empty."""
    rows = session.execute(_IN_CHARGE, {"post": post_id, "at": at}).all()
    return min(rows, key=lambda row: row.Charge.kind == "link").Person if rows else None


def seats_of(session: Session, person_id: int | None, at: datetime) -> frozenset[int]:
    """The chairs in which a person works, before anybody else there: what comes there comes to that person."""
    held = session.scalars(select(Charge.post_id).where(Charge.person_id == person_id, running(at)))
    sitting = ((post_id, in_charge(session, post_id, at)) for post_id in held.all())
    return frozenset(post_id for post_id, person in sitting if person is not None and person.id == person_id)


def shunned(session: Session, complaint: Complaint, at: datetime) -> frozenset[int]:
    """Chairs that never get a complaint: the one it is against, and each in which that person sits now (D12-1).

    A chair whose link officer is that person is one of them: its own holder is on leave then.
    """
    posts = {complaint.against_post_id} if complaint.against_post_id is not None else set()
    if complaint.against_person_id is not None:
        held = select(Charge.post_id).where(Charge.person_id == complaint.against_person_id, running(at))
        posts.update(session.scalars(held))
    return frozenset(posts)


def one_of(column: Any, posts: frozenset[int]) -> ColumnElement[bool]:
    """Whether it is one of the posts; of the one post that most have, in the words that the indexes answer best."""
    return column == next(iter(posts)) if len(posts) == 1 else column.in_(posts)


def nobody_in(post: Any, at: datetime | BindParameter[datetime]) -> ColumnElement[bool]:
    """The condition that nobody sits in a chair: neither a holder nor a link officer."""
    sits = select(Charge.id).join(Person, Person.id == Charge.person_id)
    return ~sits.where(Charge.post_id == post.id, running(at), Person.is_active).correlate(post).exists()


def covered_by(posts: Select[tuple[int]], at: datetime, name: str = "covers") -> CTE:
    """Ids of the empty chairs whose work falls to some posts: below one of them, with nothing but empty chairs between
    (D4-7)."""
    cover = select(Post.id).where(Post.reports_to_id.in_(posts), nobody_in(Post, at)).cte(name, recursive=True)
    below = aliased(Post)
    return cover.union(select(below.id).join(cover, below.reports_to_id == cover.c.id).where(nobody_in(below, at)))


def filled(session: Session, post: Post | None, at: datetime, never: Collection[int | None] = ()) -> Post | None:
    """The post itself if somebody sits there, else the next reporting post with somebody; None: the cell keeps it.

    Posts in `never` are passed over like empty chairs: the one complained against, the author of a report.
    """
    seat = seated(session, post, at, never)
    return seat[0] if seat else None


def seated(
    session: Session, post: Post | None, at: datetime, never: Collection[int | None] = ()
) -> tuple[Post, Person] | None:
    """As `filled`, with who sits there."""
    seen: set[int] = set()
    while post is not None and post.id not in seen:
        seen.add(post.id)
        person = in_charge(session, post.id, at) if post.id not in never else None
        if person is not None:
            return post, person
        post = session.get(Post, post.reports_to_id) if post.reports_to_id else None
    return None


def area_of(place: Place | None, area: str) -> int | None:
    """The id of the area that a place lies in; None where it lies in none of that kind (a village has no town)."""
    if place is None or place.kind == area:
        return place.id if place else None
    if area == "town":
        return place.parent_id if place.kind == "ward" else None
    return place.sub_division_id if area == "sub_division" else place.block_id


GROUNDS = ("town", "block", "sub_division")
_DEPARTMENT, _AT = bindparam("department"), bindparam("at")
_HERE = or_(  # a ground that the place does not lie in is NULL, and no post is there
    LadderRung.area.in_(("district", "department")),
    *(and_(LadderRung.area == area, Post.place_id == bindparam(area, type_=Post.place_id.type)) for area in GROUNDS),
)
_ON_LADDER = (
    select(Post, nobody_in(Post, _AT).label("is_empty"))
    .join(LadderRung, LadderRung.post_kind_id == Post.kind_id)
    .where(LadderRung.department_id == _DEPARTMENT, LadderRung.level == bindparam("level"), live(LadderRung, _AT))
    .where(or_(Post.department_id == _DEPARTMENT, Post.department_id.is_(None)), live(Post, _AT), _HERE)
    .order_by(LadderRung.id, Post.id)
    .limit(1)
)


def post_at(session: Session, *, department_id: int, level: int, place: Place | None, at: datetime) -> Post | None:
    """The post that the ladder names for a department and level at a place; None when it names none."""
    found = _on_ladder(session, department_id, level, place, at)
    return found[0] if found else None


def _on_ladder(
    session: Session, department_id: int, level: int, place: Place | None, at: datetime
) -> tuple[Post, bool] | None:
    """The post, and whether its chair is empty."""
    grounds = {area: area_of(place, area) for area in GROUNDS}
    row = session.execute(_ON_LADDER, {"department": department_id, "level": level, "at": at, **grounds}).first()
    return (row.Post, row.is_empty) if row else None


def next_post(
    session: Session, *, department_id: int, level: int, place: Place | None, at: datetime,
    never: Collection[int | None] = (),
) -> Post | None:  # fmt: skip
    """Where a complaint arrives at a level: the ladder's post, or who covers for it. `never` is passed over."""
    found = _on_ladder(session, department_id, level, place, at)
    if found is None:
        return None
    post, is_empty = found
    return post if not is_empty and post.id not in never else filled(session, post, at, never)


def next_seat(
    session: Session, *, department_id: int, level: int, place: Place | None, at: datetime,
    never: Collection[int | None] = (),
) -> tuple[Post, Person] | None:  # fmt: skip
    """As `next_post`, with who sits there."""
    post = post_at(session, department_id=department_id, level=level, place=place, at=at)
    return seated(session, post, at, never)


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
