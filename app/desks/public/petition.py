"""DESK: what somebody writes who registers from home, and what is known while it is written."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from functools import cached_property
from typing import Any

from flask import request
from flask_babel import gettext as _
from wtforms import FileField, HiddenField

from app.complaints import from_home, gazetteer
from app.complaints.actions.register import Petition
from app.complaints.directory import Directory
from app.complaints.errors import Refused
from app.complaints.gazetteer import Site
from app.domain.text import written
from app.extensions import db
from app.models.category import Category
from app.models.complaint import Complaint
from app.models.office import District
from app.models.place import Place
from app.web.fields import Choice, Tiles
from app.web.forms import Line, OfficeForm, Words, enough_said, needed
from app.web.language import lang, named
from app.web.language import lazy_gettext as _l
from app.web.places import label

LONGEST = 3000
OF_A_BLOCK = 40  # names offered of one block: a district's would weigh more than the page
DRAFT = ("text", "place", "name", "language")
NOTHING = ("", "–")


class PetitionForm(OfficeForm):
    """The words, the place, the name; then the kind and the photo."""

    text = Words(_l("What is the complaint?"), [enough_said], limit=LONGEST)
    place = Line(_l("Village or ward"), [needed])
    place_is = Choice(_l("Which of these is it?"), validate_choice=False, choices=())
    block = Choice(_l("Name not found? Choose the block"), validate_choice=False, choices=())
    name = Line(_l("Your name"), [needed])
    language = Tiles(_l("Messages in"), choices=[("hi", "हिन्दी"), ("en", "English")], default=lang)
    category = Tiles(_l("What kind of complaint is it?"), validate_choice=False, choices=(), default="")
    photo = FileField(_l("Photo or paper (not needed)"))
    seen = HiddenField()  # numbers of the similar complaints that stood on the page
    told = HiddenField()  # the kind whose notice "no complaint" stood on the page


def draft() -> list[tuple[str, str]]:
    """What was written already, carried through the pages of mobile and code."""
    return [(name, request.form[name]) for name in DRAFT if request.form.get(name)]


class Writing:
    """One complaint that is being written down. Everything is read when first needed, once."""

    def __init__(self, form: PetitionForm, district: District, number: str, at: datetime) -> None:
        self.form, self.district, self.number, self.at = form, district, number, at
        self.directory = Directory(db.session, district.id, at)

    @cached_property
    def sites(self) -> list[Site]:
        """All villages and wards."""
        return gazetteer.sites(db.session, self.district.id, self.at)

    @cached_property
    def site(self) -> Site | None:
        """The place, when it is clear which is meant: chosen from the list, or written as it is called."""
        chosen = self.form.place_is.data
        if chosen:
            return next((site for site in self.sites if str(site.place.id) == chosen), None)
        return self.meant.site

    @cached_property
    def meant(self) -> gazetteer.Found:
        """What the written name stands for."""
        return gazetteer.find(self.form.place.data or "", self.sites)

    def settle_place(self) -> bool:
        """Whether the place is clear. If not, what to choose from stands in the form."""
        form = self.form
        if self.site is not None:
            form.place_is.choices, form.place_is.data = [], str(self.site.place.id)
            form.place.data, form.place.raw_data = label(self.site), None
            return True
        if not form.place.data:
            return False
        blocks = {str(site.block.id): named(site.block) for site in self.sites if site.block}
        form.block.choices = [NOTHING, *blocks.items()]
        near = self._of_block(form.block.data) if form.block.data in blocks else self.meant.near
        form.place_is.choices = [NOTHING, *((str(site.place.id), label(site)) for site in near)] if near else []
        form.place.errors = [
            _("Choose it from the list below.")
            if near
            else _("We do not find this name. Write it another way, or choose the block.")
        ]
        return False

    def _of_block(self, block: str | None) -> Sequence[Site]:
        inside = [site for site in self.sites if site.block and str(site.block.id) == block]
        return gazetteer.closest(self.form.place.data or "", inside, OF_A_BLOCK)

    @cached_property
    def place(self) -> Place:
        """The place as the register has it."""
        if self.site is None:
            raise Refused("place_unknown", field="place")
        return gazetteer.place_of(db.session, self.site)

    @cached_property
    def own(self) -> list[Complaint]:
        """The own ones that may be the same."""
        return from_home.own(db.session, self.district.id, self.number, at=self.at)

    @cached_property
    def others(self) -> list[Complaint]:
        """Other people's that may be the same."""
        return from_home.others(
            db.session, self.district.id, text=self.form.text.data or "", place=self.place, besides=self.own,
            at=self.at,
        )  # fmt: skip

    @property
    def unseen(self) -> bool:
        """Whether one of them has not stood before the writer's eyes yet."""
        seen = (self.form.seen.data or "").split(",")
        return any(one.number not in seen for one in (*self.own, *self.others))

    @cached_property
    def category(self) -> Category | None:
        """The kind that was chosen, if one was."""
        return self.directory.category(self.form.category.data or "")

    def offer_kinds(self, *, all_of_them: bool) -> None:
        """The kinds that the words point to, or all; first of all: the office decides."""
        known = self.directory.categories
        codes = list(known) if all_of_them else [one.code for one in self.directory.suggest(self.form.text.data or "")]
        if self.category is not None and self.category.code not in codes:
            codes.append(self.category.code)
        self.form.category.choices = [("", _("I am not sure – the office decides")), *(_kind(known[c]) for c in codes)]

    def petition(self, same_as: str) -> Petition:
        """As the one door of registering takes it."""
        form, category = self.form, self.category
        closed = next((one.number for one in self.own if one.closed_at is not None), "")
        return Petition(
            source="WEB", text=form.text.data or "", name=written(form.name.data or ""), mobile=self.number,
            language=form.language.data, place=self.place, category_id=category.id if category else None,
            confidential=bool(category and category.is_confidential), similar_seen=not self.unseen,
            closed_before=closed, same_as=same_as if same_as in {one.number for one in self.others} else "",
            proven=True,
        )  # fmt: skip


def _kind(category: Category) -> tuple[str, Any]:
    name = named(category)
    secret = _("%(kind)s – confidential, for senior officers only", kind=name) if category.is_confidential else name
    return category.code, secret
