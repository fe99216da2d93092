"""DESK: "the day in short" – what the nine o'clock message counts, with the complaints behind each figure."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from flask import Response
from sqlalchemy import select
from sqlalchemy.orm import joinedload

from app.complaints.actor import Actor
from app.complaints.agenda import SECTIONS, gather, together
from app.complaints.digest import last_morning
from app.complaints.sight import hidden_from
from app.desks.clock.blueprint import bp
from app.domain.policy import Right
from app.extensions import db
from app.models.complaint import Complaint
from app.web.access import actor, allow
from app.web.language import lazy_gettext as _l
from app.web.page import now, page
from app.web.timeleft import Left, left, next_due

SHOWN = 8  # of each section
WORDS: Mapping[str, Any] = {
    "late": _l("Time over"), "up": _l("Moved up from me"), "approvals_late": _l("Waiting for more than 2 working days"),
    "new": _l("To accept"), "heard": _l("Hearing soon, or newly called"), "half": _l("Half of the time is gone"),
    "soon": _l("Due within two days or by the next working day"),
    "asked": _l("The complainant asked again"), "back": _l("The clock runs again"),
    "answered": _l("The complainant has answered"),
    "promised": _l("Promised for today"), "broken": _l("Promise missed"), "owed": _l("Progress report due"),
    "unreported": _l("Progress report missed"), "approvals": _l("Waiting for my approval"),
}  # fmt: skip
BAD = frozenset({"late", "approvals_late", "broken", "unreported"})


@dataclass(frozen=True)
class Section:
    """One heap of the day: its words, how many there are to open and how many only those named may see, the first of
    them with their time left."""

    name: str
    words: Any
    opens: int
    confidential: int
    rows: list[tuple[Complaint, Left]]

    @property
    def count(self) -> int:
        """What the message counts (decision 0022)."""
        return self.opens + self.confidential

    @property
    def is_bad(self) -> bool:
        """Whether it should be empty."""
        return self.name in BAD


@bp.get("/today")
@allow(Right.SEE)
def digest() -> Response:
    """What the day asks of the post one acts in, and of the empty ones that it covers for."""
    by, at = actor(), now()
    since = last_morning(db.session, by.district_id, at)
    of = together(gather(db.session, by.district_id, since=since, at=at, posts=by.chairs).values()).of
    hidden = _hidden(by, set().union(*of.values()))
    open_to = {name: sorted(found - hidden.keys()) for name, found in of.items()}
    ids = {key for found in open_to.values() for key in found[:SHOWN]}
    query = select(Complaint).where(Complaint.id.in_(ids)).options(joinedload(Complaint.place))
    known = {row.id: row for row in db.session.scalars(query)} if ids else {}
    sections = [
        Section(name, WORDS[name], len(open_to[name]), sum(hidden.get(key, False) for key in of[name]),
                [(known[key], left(next_due(known[key]), at)) for key in open_to[name][:SHOWN]])
        for name in SECTIONS if of.get(name)
    ]  # fmt: skip
    return page("clock/today.html", sections=[section for section in sections if section.count], since=since)


def _hidden(by: Actor, ids: set[int]) -> dict[int, bool]:
    """Ids that this person may not open, and whether because they are confidential: those are counted all the same."""
    query = select(Complaint.id, Complaint.is_confidential).where(Complaint.id.in_(ids), hidden_from(by))
    return {row.id: row.is_confidential for row in db.session.execute(query)} if ids else {}
