"""DESK: the first page after sign-in – what waits for me, what is late under me."""

from __future__ import annotations

from flask import Blueprint, Response

from app.web.access import signed_in
from app.web.page import page

bp = Blueprint("home", __name__)


@bp.get("/")
@signed_in
def home() -> Response:
    """The landing page of the signed-in role."""
    return page("home/page.html")
