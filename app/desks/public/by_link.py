"""DESK: /t/<token> – the link in a message: where it stands, and adding to it. No name, number or subject."""

from __future__ import annotations

from flask import Response, flash, url_for
from flask_babel import gettext as _

from app.complaints import links, openings
from app.complaints.errors import NotFound
from app.complaints.openings import Opened
from app.desks.public import adding, pictures, story
from app.desks.public.blueprint import bp, district, shown
from app.desks.public.facts import answer_at, facts_of
from app.desks.public.forms import MoreForm
from app.extensions import db, limiter, reading
from app.web.access import public
from app.web.page import now, see_other


def opened(token: str) -> Opened:
    """The complaint of a link. Raises NotFound for no link, an old one, or whoever is no party any more."""
    link = links.opened(db.session, token, "track", at=now())
    seen = openings.by_person(db.session, link.complaint_id, link.complainant_id) if link else None
    if seen is None:
        raise NotFound(token)
    return seen


def _page(token: str, seen: Opened, form: MoreForm, status: int = 200) -> Response:
    facts = facts_of(seen, district().office_phone, at=now(), secret=seen.complaint.is_confidential)
    said, paper = story.at_the_link(seen) or (None, None)
    return shown(
        "status", status, facts=facts, token=token, more=form, asked=None, answer=answer_at(seen, at=now()),
        said=said, order=paper,
    )  # fmt: skip


@bp.get("/t/<token>")
@public
@limiter.limit("60/minute")
def by_link(token: str) -> Response:
    """Where it stands."""
    return _page(token, opened(token), MoreForm())


@bp.get("/t/<token>/order")
@public
@limiter.limit("20/minute")
def order(token: str) -> Response:
    """The paper with which the DC closed it."""
    seen = opened(token)
    may = seen.is_own and not seen.complaint.is_confidential
    return pictures.answer(pictures.order(seen.complaint.id) if may else None, small=False)


@bp.post("/t/<token>")
@public
@limiter.limit("10/minute")
def add_by_link(token: str) -> Response:
    """Words or a photo for the file."""
    reading.set(True)
    opened(token)
    form = MoreForm()
    files = adding.examined(form)
    seen = opened(token)
    if not adding.add(form, seen, files, at=now()):
        return _page(token, opened(token), form, 422)
    flash(_("Added. The officer sees it."))
    return see_other(url_for("public.by_link", token=token))
