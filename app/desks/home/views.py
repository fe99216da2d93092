"""DESK: the first page after sign-in – what waits for me, what is late under me."""

from __future__ import annotations

from flask import Blueprint, Response

from app.desks.home.duties import duties_of
from app.extensions import db
from app.web.access import actor, signed_in
from app.web.page import now, page

bp = Blueprint("home", __name__)


@bp.get("/")
@signed_in
def home() -> Response:
    """The landing page of the signed-in role."""
    duties = duties_of(db.session, actor(), now())
    return page("home/page.html", urgent=[d for d in duties if d.bad and d.count], duties=duties)
