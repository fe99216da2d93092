"""THE BENCH: the chairs of the demo district and whom its ladder sends a complaint to, looked up once."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from random import Random

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.complaints.placing import in_charge, next_post, post_of_role
from app.models.category import Category
from app.models.notice import NoticeTemplate
from app.models.office import District, Post
from app.models.place import Place

PER_BLOCK = 6  # places of each block that complaints come from


@dataclass(frozen=True)
class Chair:
    """A post and who sits there."""

    post_id: int
    person_id: int
    role: str


@dataclass(frozen=True)
class Way:
    """A kind of complaint at a place: the chairs that may hold it, from the first level up, and who approves."""

    category: Category
    place: Place
    chairs: tuple[tuple[int, Chair], ...]
    approver: Chair


@dataclass(frozen=True)
class Office:
    """What making complaints needs to know of a district."""

    district: District
    cell: Chair
    caller: Chair
    ways: tuple[Way, ...]
    template_id: int


def look_up(session: Session, rng: Random, at: datetime) -> Office:
    """Read the office once. Categories that lead nowhere at a place are left out."""
    district = session.scalars(select(District).order_by(District.id)).first()
    assert district is not None
    places = _places(session, rng)
    categories = session.scalars(select(Category).where(Category.department_id.is_not(None))).all()
    known: dict[tuple[int, int, int], Chair | None] = {}
    ways = [way for category in categories for place in places if (way := _way(session, known, category, place, at))]
    cell, caller = (_of_role(session, district.id, role, at) for role in ("cell", "caller"))
    template = session.scalars(select(NoticeTemplate.id).where(NoticeTemplate.key == "S01")).first()
    assert template is not None
    return Office(district, cell, caller, tuple(ways), template)


def _places(session: Session, rng: Random) -> list[Place]:
    by_block: dict[int, list[Place]] = {}
    for place in session.scalars(select(Place).where(Place.kind.in_(("village", "ward"))).order_by(Place.id)):
        by_block.setdefault(place.block_id or 0, []).append(place)
    return [place for group in by_block.values() for place in rng.sample(group, min(PER_BLOCK, len(group)))]


def _way(session: Session, known: dict[tuple[int, int, int], Chair | None], category: Category, place: Place,
         at: datetime) -> Way | None:  # fmt: skip
    chairs: list[tuple[int, Chair]] = []
    for level in (1, 2, 3):
        chair = _chair_at(session, known, category.department_id or 0, place, level, at)
        if chair and all(chair.person_id != other.person_id for _, other in chairs):
            chairs.append((level, chair))
    return Way(category, place, tuple(chairs[:-1]), chairs[-1][1]) if len(chairs) > 1 else None


def _chair_at(session: Session, known: dict[tuple[int, int, int], Chair | None], department: int, place: Place,
              level: int, at: datetime) -> Chair | None:  # fmt: skip
    area = place.parent_id if place.kind == "ward" else place.block_id  # the ladder looks no closer than that
    key = (department, area or place.id, level)
    if key not in known:
        post = next_post(session, department_id=department, level=level, place=place, at=at)
        known[key] = _chair(session, post, at) if post else None
    return known[key]


def _chair(session: Session, post: Post, at: datetime) -> Chair | None:
    person = in_charge(session, post.id, at)
    return Chair(post.id, person.id, post.kind.role) if person else None


def _of_role(session: Session, district_id: int, role: str, at: datetime) -> Chair:
    post = post_of_role(session, district_id, role, at)
    chair = _chair(session, post, at) if post else None
    assert chair is not None, f"nobody sits in the chair of {role}"
    return chair
