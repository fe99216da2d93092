"""WEB: the four doors that each role has at the top of its pages."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from flask import g, request, url_for
from flask_babel import lazy_gettext as _l
from sqlalchemy import select

from app.accounts.sessions import SignedIn
from app.domain.policy import Role
from app.extensions import db
from app.models.office import District
from app.web.language import named


@dataclass(frozen=True)
class Item:
    """One door of the menu."""

    label: Any
    url: str
    current: str = ""  # aria-current: "page", or "true" for a page behind this door


@dataclass(frozen=True)
class Me:
    """Who the page greets."""

    person_name: str
    post_name: str
    menu: list[Item]


WORK = (_l("My work"), "casework.worklist")
ALL = (_l("All complaints"), "casework.worklist")
FIND = (_l("Search"), "casework.search")
NEW = (_l("New complaint"), "intake.new")
MARKING = (_l("Assign"), "marking.desk")
APPROVALS = (_l("Approvals"), "approvals.queue")
CALLS = (_l("Call desk"), "calldesk.desk")
REVIEW = (_l("Review"), "reviews.review")
NOTICES = (_l("Messages"), "office.notices")
MASTERS = (_l("Registers"), "office.registers")

DOORS: dict[Role, tuple[tuple[Any, str], ...]] = {
    Role.CELL: (NEW, MARKING, REVIEW, FIND),
    Role.CAMP: (NEW, FIND),
    Role.OFFICER: (WORK, FIND, NEW),
    Role.SDM: (WORK, REVIEW, FIND, NEW),
    Role.HOD: (APPROVALS, WORK, REVIEW, FIND),
    Role.NODAL: (REVIEW, MARKING, APPROVALS, FIND),
    Role.DC: (REVIEW, APPROVALS, CALLS, FIND),
    Role.CALLER: (CALLS, FIND),
    Role.VERIFIER: (),
    Role.AUDITOR: (REVIEW, NOTICES, MASTERS, FIND),
    Role.ADMIN: (MASTERS, NOTICES, REVIEW),
}


# Pages without a door of their own, and the door they are reached by.
BEHIND = {
    "marking.one": "marking.desk", "marking.mark_one": "marking.desk", "marking.bulk": "marking.desk",
    "intake.register": "intake.new", "intake.remind": "intake.new", "calldesk.call": "calldesk.desk",
    "calldesk.dial": "calldesk.desk", "calldesk.answer": "calldesk.desk", "approvals.decide": "approvals.queue",
    "office.listed": "office.registers", "office.new": "office.registers", "office.edit": "office.registers",
    "office.settings": "office.registers", "office.set_settings": "office.registers",
}  # fmt: skip


def me(who: SignedIn) -> Me:
    """Name, post and menu of the signed-in person."""
    return Me(named(who.person), named(who.post), [_item(*door) for door in DOORS[who.actor.role]])


def _item(label: Any, endpoint: str) -> Item:
    here = str(request.endpoint)
    current = "page" if here == endpoint else "true" if BEHIND.get(here) == endpoint else ""
    return Item(label, url_for(endpoint), current)


def only_district() -> District | None:
    """The district that a page without sign-in belongs to: the first of the installation."""
    if "district" not in g:
        g.district = db.session.scalar(select(District).order_by(District.id).limit(1))
    return g.district  # type: ignore[no-any-return]
