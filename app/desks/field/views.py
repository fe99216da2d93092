"""DESK: the field – the page that the browser's worker shows when there is no line, and the switch for few data."""

from __future__ import annotations

from datetime import timedelta

from flask import Blueprint, Response, abort, current_app, request, url_for

from app.web import device
from app.web.access import public
from app.web.origin import inside
from app.web.page import page, see_other

bp = Blueprint("field", __name__)
A_YEAR = timedelta(days=365)


@bp.get("/offline")
@public
def offline() -> Response:
    """Kept by the worker, which fills in the copies taken along; of nobody in particular."""
    return page("field/offline.html")


@bp.get("/low-data")
@public
def low_data() -> Response:
    """What low data means, and its switch; afterwards one is back where one came from."""
    here = request.host_url.rstrip("/")
    came_from = (request.referrer or "").removeprefix(here)
    reply = page("field/low_data.html", back=inside(came_from))
    reply.headers["Cache-Control"] = "no-store"
    return reply


@bp.post("/low-data")
@public
def set_low_data() -> Response:
    """Kept by this browser alone, in a cookie."""
    chosen = request.form.get("data", "")
    if chosen not in ("low", "full"):
        abort(400)
    reply = see_other(inside(request.form.get("back", "")) or url_for("home.home"))
    secure = current_app.extensions["nivaran"].is_https
    reply.set_cookie(device.DATA, chosen, max_age=A_YEAR, secure=secure, httponly=True, samesite="Lax")
    return reply
