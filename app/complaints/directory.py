"""THE CASEBOOK: categories, posts and ladder read once, for desks that place many complaints in one request."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection
from datetime import datetime
from functools import cached_property
from typing import Any

from sqlalchemy import Row, bindparam, or_, select
from sqlalchemy.orm import Session, joinedload, lazyload

from app.complaints.placing import area_of, live, shunned
from app.domain.ladder import PROFILES, first_level
from app.domain.suggest import Suggestion, suggest
from app.models.account import Person
from app.models.base import UtcDateTime
from app.models.category import Category
from app.models.complaint import Complaint
from app.models.office import Charge, LadderRung, Post
from app.models.place import Place

EVERYWHERE = ("district", "department")
_DISTRICT, _AT = bindparam("district_id"), bindparam("at", type_=UtcDateTime())
_CATEGORIES = (
    select(Category)
    .where(Category.district_id == _DISTRICT, live(Category, _AT))
    .options(joinedload(Category.department))
)
_POSTS = (
    select(Post).where(Post.district_id == _DISTRICT, live(Post, _AT)).order_by(Post.id).options(lazyload(Post.kind))
)
_RUNGS = select(LadderRung.department_id, LadderRung.level, LadderRung.post_kind_id, LadderRung.area).where(
    LadderRung.district_id == _DISTRICT, live(LadderRung, _AT)
)
_SEATED = (
    select(Charge.post_id)
    .join(Person, Person.id == Charge.person_id)
    .where(Charge.district_id == _DISTRICT, Charge.from_at <= _AT, Person.is_active)
    .where(or_(Charge.to_at.is_(None), Charge.to_at > _AT))
)


class Directory:
    """The office as it is valid at one instant. Four statements at most, each when first needed.

    Answers what `mark.suggest_post` answers, without a query for each complaint.
    """

    def __init__(self, session: Session, district_id: int, at: datetime) -> None:
        self._session, self._at = session, at
        self._asked = {"district_id": district_id, "at": at}

    @cached_property
    def categories(self) -> dict[str, Category]:
        """All categories in force by code, those of one department together."""
        ordered = _CATEGORIES.order_by(Category.department_id, Category.id)
        return {row.code: row for row in self._session.scalars(ordered, self._asked)}

    @cached_property
    def posts(self) -> dict[int, Post]:
        """All posts in force by id."""
        return {row.id: row for row in self._session.scalars(_POSTS, self._asked)}

    @cached_property
    def _by_kind(self) -> dict[int, list[Post]]:
        kinds: dict[int, list[Post]] = defaultdict(list)
        for post in self.posts.values():
            kinds[post.kind_id].append(post)
        return kinds

    @cached_property
    def _rungs(self) -> dict[tuple[int, int], list[Row[Any]]]:
        rungs: dict[tuple[int, int], list[Row[Any]]] = defaultdict(list)
        for rung in self._session.execute(_RUNGS, self._asked):
            rungs[rung.department_id, rung.level].append(rung)
        return rungs

    @cached_property
    def _seated(self) -> frozenset[int]:
        return frozenset(self._session.scalars(_SEATED, self._asked))

    def suggest(self, text: str, limit: int = 3) -> list[Suggestion]:
        """Categories that the words point to, with those words; best first."""
        return suggest(text, {code: row.words for code, row in self.categories.items()}, limit)

    def category(self, code: str) -> Category | None:
        """The category with this code, if it is in force; where only one is asked for, only that is read."""
        if not code or "categories" in self.__dict__:
            return self.categories.get(code) if code else None
        return self._session.scalar(_CATEGORIES.where(Category.code == code), self._asked)

    def post_for(self, category: Category, place: Place | None, *, never: Collection[int] = ()) -> Post | None:
        """The post that answers for a category at a place, or who covers for it; None: the cell keeps it.

        `never` are the chairs complained against: their senior answers instead (D12-1).
        """
        post, seen = self._on_ladder(category, place), set[int]()
        while post is not None and post.id in never and post.id not in seen:
            seen.add(post.id)
            post = self._senior(post)
        return None if post is not None and post.id in never else post

    def never(self, complaint: Complaint) -> Collection[int]:
        """The chairs that a complaint is against."""
        return shunned(self._session, complaint, self._at)

    def _senior(self, post: Post) -> Post | None:
        return self.covered(self.posts.get(post.reports_to_id) if post.reports_to_id else None)

    def _on_ladder(self, category: Category, place: Place | None) -> Post | None:
        if category.department_id is None:
            return None
        level = first_level(PROFILES[category.profile], category.first_level)
        for rung in self._rungs.get((category.department_id, level), ()):
            for post in self._by_kind.get(rung.post_kind_id, ()):
                if self._serves(post, rung, category.department_id, place):
                    return self.covered(post)
        return None

    def level_of(self, post: Post, department_id: int) -> int:
        """The level a post has in a department's ladder; its usual level where the ladder does not name it."""
        levels = [
            level
            for (department, level), rungs in self._rungs.items()
            if department == department_id and any(rung.post_kind_id == post.kind_id for rung in rungs)
        ]
        return min(levels, default=max(post.level, 1))

    @staticmethod
    def _serves(post: Post, rung: Row[Any], department_id: int, place: Place | None) -> bool:
        if post.department_id not in (department_id, None):
            return False
        return rung.area in EVERYWHERE or (post.place_id == area_of(place, rung.area) is not None)

    def covered(self, post: Post | None) -> Post | None:
        """The post itself if somebody sits there, else the next reporting post with somebody."""
        seen: set[int] = set()
        while post is not None and post.id not in seen:
            if post.id in self._seated:
                return post
            seen.add(post.id)
            post = self.posts.get(post.reports_to_id) if post.reports_to_id else None
        return None

    def candidates(self, category: Category, place: Place | None) -> list[Post]:
        """The post for a category and its seniors that somebody sits in: who else could sensibly answer."""
        found, post = list[Post](), self.post_for(category, place)
        while post is not None and post not in found:
            found.append(post)
            post = self._senior(post)
        return found
