"""DESK: /reviews/calls – what the asking of complainants came to, per department and, for the district, per caller."""

from __future__ import annotations

from flask import Response, request

from app.desks.reviews.asked import asked
from app.desks.reviews.views import bp
from app.domain.calendar import ist_date
from app.domain.policy import Right, Scope, scope
from app.extensions import db
from app.reviews.calls import calls
from app.reviews.scope import places_of, reach_of
from app.web.access import actor, allow
from app.web.page import is_htmx, now, page, part


@bp.get("/reviews/calls")
@allow(Right.REVIEW)
def asking() -> Response:
    """The two tables of a period and a place. Callers are named only to who reads the whole district."""
    by, at = actor(), now()
    places = places_of(db.session, by, at)
    form = asked(request.args, {place.id for place in places}, ist_date(at))
    told = calls(db.session, reach_of(by, form.place, places), form.period)
    draw = part if is_htmx() else page
    return draw(
        "reviews/_calls.html" if is_htmx() else "reviews/calls.html", 422 if form.problems else 200, form=form,
        places=places, told=told, with_callers=scope(by.role, Right.REVIEW) is Scope.ALL, endpoint="reviews.asking",
    )  # fmt: skip
