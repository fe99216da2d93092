"""DESK: R21, walk-ins of the week – who reports on them, who does not (ruling 12)."""

from __future__ import annotations

from flask import Response, request, url_for

from app.complaints import walkins
from app.desks.clock.blueprint import bp
from app.domain.policy import Right
from app.extensions import db
from app.reviews.scope import places_of, reach_of
from app.web.access import actor, allow, has
from app.web.page import now, page

PAGE = 25


@bp.get("/reviews/walk-ins")
@allow(Right.REVIEW)
def walk_ins() -> Response:
    """Everything on which a report is owed, those with most missed reports first."""
    by, at = actor(), now()
    reach = reach_of(by, None, places_of(db.session, by, at))
    typed = request.args.get("page", "")
    number = min(max(int(typed), 1), 999) if typed.isascii() and typed.isdigit() else 1
    rows, total, unopened = walkins.listed(db.session, reach.complaints(), by, at, page=number, size=PAGE)
    return page(
        "clock/walkins.html", rows=rows, total=total + unopened.count, hidden=unopened,
        number=number, more=total > number * PAGE,
        posts=walkins.by_post(db.session, reach.complaints(), at), may_open=has(Right.SEE),
        at_page=lambda other: url_for("clock.walk_ins", page=other),
    )  # fmt: skip
