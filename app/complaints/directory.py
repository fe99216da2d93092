"""THE CASEBOOK: categories, posts and ladder read once, for desks that place many complaints in one request."""

from __future__ import annotations

from collections import defaultdict
from datetime import datetime
from functools import cached_property

from sqlalchemy import or_, select
from sqlalchemy.orm import Session, joinedload

from app.complaints.placing import area_of, live
from app.domain.ladder import PROFILES, first_level
from app.domain.suggest import Suggestion, suggest
from app.models.account import Person
from app.models.category import Category
from app.models.office import Charge, LadderRung, Post
from app.models.place import Place

EVERYWHERE = ("district", "department")


class Directory:
    """The office as it is valid at one instant. Four statements at most, each when first needed.

    Answers what `mark.suggest_post` answers, without a query for each complaint.
    """

    def __init__(self, session: Session, district_id: int, at: datetime) -> None:
        self._session, self._district_id, self._at = session, district_id, at

    @cached_property
    def categories(self) -> dict[str, Category]:
        """All categories in force by code, those of one department together."""
        rows = self._session.scalars(
            select(Category)
            .where(Category.district_id == self._district_id, live(Category, self._at))
            .options(joinedload(Category.department))
            .order_by(Category.department_id, Category.id)
        )
        return {row.code: row for row in rows}

    @cached_property
    def posts(self) -> dict[int, Post]:
        """All posts in force by id."""
        rows = self._session.scalars(
            select(Post).where(Post.district_id == self._district_id, live(Post, self._at)).order_by(Post.id)
        )
        return {row.id: row for row in rows}

    @cached_property
    def _by_kind(self) -> dict[int, list[Post]]:
        kinds: dict[int, list[Post]] = defaultdict(list)
        for post in self.posts.values():
            kinds[post.kind_id].append(post)
        return kinds

    @cached_property
    def _rungs(self) -> dict[tuple[int, int], list[LadderRung]]:
        rungs: dict[tuple[int, int], list[LadderRung]] = defaultdict(list)
        rows = select(LadderRung).where(LadderRung.district_id == self._district_id, live(LadderRung, self._at))
        for rung in self._session.scalars(rows):
            rungs[rung.department_id, rung.level].append(rung)
        return rungs

    @cached_property
    def _seated(self) -> frozenset[int]:
        rows = self._session.scalars(
            select(Charge.post_id)
            .join(Person, Person.id == Charge.person_id)
            .where(Charge.district_id == self._district_id, Charge.from_at <= self._at, Person.is_active)
            .where(or_(Charge.to_at.is_(None), Charge.to_at > self._at))
        )
        return frozenset(rows)

    def suggest(self, text: str, limit: int = 3) -> list[Suggestion]:
        """Categories that the words point to, with those words; best first."""
        return suggest(text, {code: row.words for code, row in self.categories.items()}, limit)

    def category(self, code: str) -> Category | None:
        """The category with this code, if it is in force."""
        return self.categories.get(code)

    def post_for(self, category: Category, place: Place | None, *, never: int | None = None) -> Post | None:
        """The post that answers for a category at a place, or who covers for it; None: the cell keeps it.

        `never` is a post complained against: its senior answers instead (D12-1).
        """
        post = self._on_ladder(category, place)
        if post is not None and post.id == never:
            post = self._senior(post)
        return post

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
    def _serves(post: Post, rung: LadderRung, department_id: int, place: Place | None) -> bool:
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
