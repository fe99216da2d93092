"""DESK: /reviews on the screen, /reviews/print on A4."""

from __future__ import annotations

from flask import Blueprint, Response, request, url_for

from app.desks.reviews.asked import asked
from app.desks.reviews.sheet import sheet_of
from app.domain.calendar import ist_date
from app.domain.pendency import AGE_BANDS
from app.domain.policy import Right
from app.extensions import db
from app.reviews.scope import places_of
from app.web.access import actor, allow, has
from app.web.page import is_htmx, now, page, part
from app.web.words import MOVED

bp = Blueprint("reviews", __name__)
ON_SCREEN, ON_PAPER = 10, 300


@bp.get("/reviews")
@allow(Right.REVIEW)
def review() -> Response:
    """The review of a period and a place, from 1 April to today unless asked otherwise."""
    return _answer("reviews/_review.html" if is_htmx() else "reviews/review.html", ON_SCREEN)


@bp.get("/reviews/print")
@allow(Right.REVIEW)
def pack() -> Response:
    """The same for the meeting: every complaint over a hundred days, with lines to write on."""
    return _answer("reviews/pack.html", ON_PAPER)


def _answer(template: str, limit: int) -> Response:
    by, at = actor(), now()
    places = places_of(db.session, by, at)
    form = asked(request.args, {place.id for place in places}, ist_date(at))
    base = url_for("casework.worklist") if has(Right.SEE) else ""
    sheet = sheet_of(db.session, form, places, base=base, limit=limit, by=by, at=at)
    draw = part if is_htmx() else page
    return draw(
        template, 422 if form.problems else 200, swapped=is_htmx(), form=form, places=places, sheet=sheet,
        links=sheet.links, headings=MOVED, bands=AGE_BANDS,
    )  # fmt: skip
