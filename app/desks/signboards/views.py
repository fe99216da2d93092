"""DESK: the boards at the gate. Each says when it was last changed; who changes its words changes its day below."""

from __future__ import annotations

from datetime import date
from typing import Any

from flask import Blueprint, Response

from app.complaints.settings import settings_of
from app.extensions import db
from app.web.access import public
from app.web.language import lazy_gettext as _l
from app.web.menu import only_district
from app.web.page import now, page

bp = Blueprint("signboards", __name__)
UPDATED = {
    "accessibility": date(2026, 11, 30), "privacy": date(2026, 11, 30), "terms": date(2026, 11, 30),
    "contact": date(2026, 11, 30), "sitemap": date(2026, 11, 30), "help": date(2026, 11, 30),
}  # fmt: skip
READERS = {
    "complainant": _l("You have a complaint"), "counter": _l("You take complaints in"),
    "officer": _l("You work on complaints"), "approver": _l("You approve reports"),
    "calls": _l("You ring complainants"), "review": _l("You review the district"),
    "registers": _l("You keep the registers"),
}  # fmt: skip


def _board(name: str, **told: Any) -> Response:
    return page(f"signboards/{name}.html", updated=UPDATED[name.partition("_")[0]], readers=READERS, **told)


@bp.get("/help")
@public
def help_() -> Response:
    """For whom which page of help is."""
    return _board("help")


@bp.get(f"/help/<any({', '.join(READERS)}):reader>")
@public
def help_for(reader: str) -> Response:
    """What one kind of reader does here, step by step."""
    return _board(f"help_{reader}", reader=reader)


@bp.get("/accessibility")
@public
def accessibility() -> Response:
    """What works for whom, what was tried and what was not."""
    return _board("accessibility")


@bp.get("/privacy")
@public
def privacy() -> Response:
    """What is written down about a person, who sees it, how long it stays."""
    return _board("privacy")


@bp.get("/terms")
@public
def terms() -> Response:
    """What this place is for, and what its words are worth."""
    return _board("terms")


@bp.get("/contact")
@public
def contact() -> Response:
    """The office: its phone, and the address where the settings name one."""
    here = only_district()
    return _board("contact", settings=settings_of(db.session, here.id, now()) if here else {})


@bp.get("/sitemap")
@public
def sitemap() -> Response:
    """All pages that need no sign-in."""
    return _board("sitemap")
