"""DESK: "why is it due on this day?" – every clock that a complaint has had, line by line."""

from __future__ import annotations

from flask import Response, g

from app.complaints import ledger
from app.complaints.actor import Actor
from app.desks.clock.blueprint import bp
from app.desks.clock.told import Told, told
from app.domain.policy import Right, Role
from app.extensions import db
from app.web.access import actor, allow, load
from app.web.page import is_htmx, page, part


@bp.get("/complaints/<number>/deadline")
@allow(Right.SEE)
def why(number: str) -> Response:
    """The page; for htmx the same lines as a fold of the case page. The clock that the case page shows comes first."""
    complaint = load(number)
    g.complaint = complaint
    clocks = told(db.session, complaint, ledger.every(db.session, complaint))
    first = _asked(clocks, actor())
    shown = {"c": complaint, "first": first, "others": [one for one in reversed(clocks) if one is not first]}
    return part("clock/_ledger.html", **shown) if is_htmx() else page("clock/ledger.html", **shown)


def _asked(clocks: list[Told], by: Actor) -> Told | None:
    """The clock whose date the case page shows while one runs: an officer's own, also after it climbed (ruling 5)."""
    if not clocks or clocks[-1].account.stint.to_at is not None:
        return None
    if by.role not in (Role.OFFICER, Role.SDM):
        return clocks[-1]
    mine = [one for one in clocks if any(by.holds(stint.post_id) for stint in one.account.stints)]
    return mine[-1] if mine else clocks[-1]
