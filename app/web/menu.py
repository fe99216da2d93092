"""WEB: the doors that each role has at the top of its pages – four on a phone, the fifth is on the first page too."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from flask import g, request, url_for
from sqlalchemy import select

from app.accounts.sessions import SignedIn
from app.domain.policy import Role
from app.extensions import db
from app.models.office import District
from app.web import keys
from app.web.language import lazy_gettext as _l
from app.web.language import named


@dataclass(frozen=True)
class Item:
    """One door of the menu."""

    label: Any
    url: str
    current: str = ""  # aria-current: "page", or "true" for a page behind this door
    is_wide: bool = False  # not on a phone, where four fit: the first page counts what waits behind it
    go: str = ""  # the key that leads there, after "go to"
    is_find: bool = False


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
UNSENT = (_l("Waiting to send"), "outbox.waiting")
MARKING = (_l("Assign"), "marking.desk")
APPROVALS = (_l("Approvals"), "approvals.queue")
DECISIONS = (_l("For my decision"), "decisions.inbox")
CALLS = (_l("Call desk"), "calldesk.desk")
REVIEW = (_l("Review"), "reviews.review")
NOTICES = (_l("Messages"), "office.notices")
MASTERS = (_l("Registers"), "office.registers")

ON_A_PHONE = 4
WHERE = {endpoint: label for label, endpoint in (WORK, APPROVALS, NEW, MARKING, REVIEW)}

DOORS: dict[Role, tuple[tuple[Any, str], ...]] = {
    Role.CELL: (NEW, MARKING, REVIEW, FIND, DECISIONS),
    Role.CAMP: (NEW, FIND, UNSENT),
    Role.OFFICER: (WORK, FIND, NEW, UNSENT),
    Role.SDM: (WORK, REVIEW, FIND, NEW, DECISIONS),
    Role.HOD: (APPROVALS, WORK, REVIEW, FIND, DECISIONS),
    Role.NODAL: (REVIEW, MARKING, APPROVALS, FIND, DECISIONS),
    Role.DC: (REVIEW, APPROVALS, CALLS, FIND, DECISIONS),
    Role.CALLER: (CALLS, FIND),
    Role.VERIFIER: (),
    Role.AUDITOR: (REVIEW, NOTICES, MASTERS, FIND),
    Role.ADMIN: (MASTERS, NOTICES, REVIEW),
}


# Pages without a door of their own, and the door they are reached by.
BEHIND = {
    "marking.one": "marking.desk", "marking.mark_one": "marking.desk", "marking.bulk": "marking.desk",
    "marking.take_back": "marking.desk",
    "intake.register": "intake.new", "intake.remind": "intake.new", "calldesk.call": "calldesk.desk",
    "calldesk.dial": "calldesk.desk", "calldesk.answer": "calldesk.desk", "calldesk.correction": "calldesk.desk",
    "approvals.decide": "approvals.queue", "decisions.decide": "decisions.inbox",
    "office.listed": "office.registers", "office.new": "office.registers", "office.edit": "office.registers",
    "posts.empty": "marking.desk", "posts.move": "marking.desk", "posts.move_all": "marking.desk",
    "posts.hand_over": "office.registers",
    "office.settings": "office.registers", "office.set_settings": "office.registers",
    "office.texts": "office.registers", "office.text": "office.registers", "office.set_text": "office.registers",
    "office.look_at_text": "office.registers",
    "clock.walk_ins": "reviews.review", "reviews.asking": "reviews.review", "calldesk.keep": "calldesk.desk",
}  # fmt: skip


def me(who: SignedIn) -> Me:
    """Name, post and menu of the signed-in person."""
    doors = DOORS[who.actor.role]
    return Me(named(who.person), named(who.post), [_item(no, *door) for no, door in enumerate(doors, 1)])


def _item(no: int, label: Any, endpoint: str) -> Item:
    here = str(request.endpoint)
    current = "page" if here == endpoint else "true" if BEHIND.get(here) == endpoint else ""
    wide = no > ON_A_PHONE and not current
    return Item(label, url_for(endpoint), current, wide, keys.GO.get(endpoint, ""), endpoint == FIND[1])


def only_district() -> District | None:
    """The district that a page without sign-in belongs to: the first of the installation."""
    if "district" not in g:
        g.district = db.session.scalar(select(District).order_by(District.id).limit(1))
    return g.district  # type: ignore[no-any-return]
