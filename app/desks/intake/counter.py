"""DESK: what the counter knows while one complaint is written down – place, likely kinds, similar complaints."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property

from sqlalchemy.orm import Session

from app.complaints import gazetteer
from app.complaints.actor import Actor
from app.complaints.clockwork import Clock, calendar_of, clock_for
from app.complaints.directory import Directory
from app.complaints.errors import Refused
from app.complaints.gazetteer import Site
from app.complaints.settings import setting
from app.complaints.similar import SHOWN, Alike, open_of_phone, similar
from app.complaints.step import allowed
from app.desks.intake.forms import IntakeForm
from app.domain.numbers import BadMobile, parse_mobile
from app.domain.policy import Right, Scope, scope
from app.domain.states import Action
from app.models.category import Category
from app.models.complaint import Complaint
from app.models.office import Post
from app.models.place import Place
from app.web.language import named
from app.web.places import label

OFFERED = 200


@dataclass(frozen=True)
class Tile:
    """A kind of complaint to choose: the words that led to it, the post it goes to and its clock, if it has one."""

    category: Category
    words: Sequence[str]
    post: Post | None
    clock: Clock | None
    chosen: bool


class Counter:
    """One request at the counter. Everything is read when first needed, once."""

    def __init__(self, session: Session, form: IntakeForm, *, by: Actor, at: datetime) -> None:
        self.session, self.form, self.by, self.at = session, form, by, at
        self.directory = Directory(session, by.district_id, at)

    @cached_property
    def sites(self) -> list[Site]:
        """All villages and wards."""
        return gazetteer.sites(self.session, self.by.district_id, self.at)

    @cached_property
    def meant(self) -> gazetteer.Found:
        """What the typed place stands for."""
        typed = self.form.place.data or ""
        return gazetteer.find(typed, self.sites) if typed else gazetteer.Found()

    @cached_property
    def place(self) -> Place | None:
        """The place, when it is clear which is meant."""
        return gazetteer.place_of(self.session, self.meant.site) if self.meant.site else None

    def needed_place(self) -> Place:
        """The place. Raises Refused with the nearest names."""
        if self.place is not None:
            return self.place
        near = self.meant.near
        names = ", ".join(label(site) for site in near)
        if not near:
            raise Refused("place_unknown", field="place")
        is_twin = len(near) > 1 and near[0].is_twin
        raise Refused("place_twin" if is_twin else "place_near", field="place", name=names if is_twin else
                      label(near[0]))  # fmt: skip

    def needed_against(self) -> Post | None:
        """The post complained against, if one was named. Raises Refused with the nearest names."""
        typed = self.form.against.data or ""
        if not typed:
            return None
        post, near = gazetteer.post_named(typed, list(self.directory.posts.values()))
        if post is None:
            raise Refused("post_near", field="against", name=", ".join(named(one) for one in near))
        return post

    @cached_property
    def category(self) -> Category | None:
        """The kind that the clerk chose, in the list or among the tiles."""
        return self.directory.category(self.form.category_other.data or self.form.category.data or "")

    @cached_property
    def tiles(self) -> list[Tile]:
        """Up to three likely kinds; the clerk's own choice stays chosen, else the likeliest is."""
        likely = [(s.code, s.words) for s in self.directory.suggest(self.form.text.data or "")]
        mine = self.category
        if mine is not None and mine.code == self.form.suggested.data:
            mine = None  # ticked by an earlier suggestion: new words may lead elsewhere
        if mine is not None and mine.code not in dict(likely):
            likely = [(mine.code, ()), *likely[:2]]
        chosen = mine.code if mine is not None else (likely[0][0] if likely else "")
        calendar = calendar_of(self.session, self.by.district_id, self.place, self.at) if likely else None
        tiles = []
        for code, words in likely:
            category = self.directory.categories[code]
            post = self.directory.post_for(category, self.place)
            clock = post and category.department_id and clock_for(
                self.session, district_id=self.by.district_id, profile=category.profile,
                level=self.directory.level_of(post, category.department_id), cycle=1, place=self.place, at=self.at,
                calendar=calendar,
            )  # fmt: skip
            tiles.append(Tile(category, words, post, clock or None, code == chosen))
        return tiles

    @property
    def mobile(self) -> str:
        """The typed number, once it is one."""
        try:
            return parse_mobile(self.form.mobile.data or "")
        except BadMobile:
            return ""

    @cached_property
    def frequent(self) -> int:
        """How many complaints of the number are open, if more than the district calls many (D12-5); else 0.

        Asked only where three open ones of the number are shown: then there may be many.
        """
        if sum(one.same_phone and one.is_open for one in self.alike) < SHOWN:
            return 0
        count = open_of_phone(self.session, self.mobile, by=self.by)
        return count if count > setting(self.session, self.by.district_id, "frequent_over", self.at) else 0

    @cached_property
    def alike(self) -> list[Alike]:
        """Complaints that may be the same one."""
        return similar(
            self.session, mobile=self.mobile, text=self.form.text.data or "", place=self.place, by=self.by, at=self.at
        )

    @property
    def closed_before(self) -> str:
        """The newest complaint of the same phone that was closed lately and could have been opened again (D12-3)."""
        return next((one.complaint.number for one in self.alike if one.same_phone and not one.is_open), "")

    @property
    def unseen(self) -> bool:
        """Whether a similar complaint has not yet stood before the clerk's eyes."""
        seen = set((self.form.similar_seen.data or "").split(","))
        return any(one.complaint.number not in seen for one in self.alike)

    def may_remind(self, complaint: Complaint) -> bool:
        """Whether this person may note on a complaint that the complainant asked again."""
        return allowed(self.session, complaint, Action.COMMENT, self.by)

    @property
    def offered(self) -> list[Site]:
        """Names to choose from while typing; a large district's list would weigh more than the page."""
        return self.sites if len(self.sites) <= OFFERED else []

    @property
    def may_assign(self) -> bool:
        """Whether this person may also give the complaint to a post."""
        return scope(self.by.role, Action.MARK) is Scope.ALL

    def assignable(self, category: Category) -> bool:
        """Whether this kind is given to a post here and now: confidential ones only by those who may read them."""
        if category.department_id is None or not self.may_assign:
            return False
        return not category.is_confidential or scope(self.by.role, Right.SEE_CONFIDENTIAL) is Scope.ALL
