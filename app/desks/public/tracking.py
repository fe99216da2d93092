"""DESK: /track – number and last four digits for the public facts, and a code by message for the whole own view."""

from __future__ import annotations

from flask import Response, g, request, url_for
from flask_babel import gettext as _

from app.complaints import codes, guesses, openings
from app.complaints.errors import Refused
from app.complaints.openings import Opened
from app.desks.public import visit
from app.desks.public.blueprint import bp, district, key, shown
from app.desks.public.facts import facts_of
from app.desks.public.forms import CodeForm, TrackForm
from app.extensions import db, limiter
from app.web.access import public
from app.web.language import lang
from app.web.page import now, see_other

NOTHING = "nothing"


def _form() -> TrackForm:
    here = district()
    return TrackForm(here.letters, here.lgd_code)


def _find(form: TrackForm) -> Opened | None:
    """The complaint that the two belong to. A wrong try is counted. Raises Refused after too many."""
    g.keep_changes = True
    counters = guesses.keys(form.canonical, request.remote_addr or "")
    guesses.refuse_locked(db.session, counters, at=now())
    found = openings.by_digits(db.session, district().id, form.canonical, form.last4.data or "", at=now())
    if found is None:
        guesses.count(db.session, counters, at=now())
        db.session.commit()  # the edge keeps nothing of what is refused
    return found


@bp.get("/track")
@public
def track() -> Response:
    """Number and last four digits, please."""
    return shown("track", form=_form())


@bp.post("/track")
@public
@limiter.limit("60/minute")
def track_post() -> Response:
    """The public facts. The same words whichever of the two is wrong, and for a confidential complaint."""
    form = _form()
    if not form.accepts():
        return shown("track", 422, form=form)
    try:
        found = _find(form)
    except Refused as refused:
        return _too_many(form, refused)
    if found is None or found.complaint.is_confidential:
        form.form_errors.append(_("This number and these four digits do not belong together."))
        return shown("track", 422, form=form)
    facts = facts_of(found, district().office_phone, at=now(), secret=False)
    return shown("status", facts=facts, token="", more=None, asked=form, answer="", said=None)


def _too_many(form: TrackForm, refused: Refused) -> Response:
    form.refuse(refused)
    answer = shown("track", 429, form=form)
    answer.headers["Retry-After"] = "900"
    return answer


@bp.post("/track/code")
@public
@limiter.limit("20/minute")
def ask_code() -> Response:
    """Send a code to the mobile, if the two belong together. The answer never tells whether they do."""
    form = _form()
    if not form.accepts():
        return shown("track", 422, form=form)
    try:
        found = _find(form)
        if found is not None:
            codes.send(
                db.session, district_id=found.complaint.district_id, number=found.number, purpose="look",
                complaint=found.complaint, lang=lang(), key=key(), at=now(),
            )  # fmt: skip
    except Refused as refused:
        if refused.code != "too_many_codes":  # that the mobile had three already would tell that it is the right one
            return _too_many(form, refused)
    return shown("code", asked=form, form=CodeForm(blank=True))


@bp.post("/track/open")
@public
@limiter.limit("20/minute")
def open_mine() -> Response:
    """Open the own view with the code. A wrong one is counted at the code and, as a guess, at the address."""
    asked, form = _form(), CodeForm()
    if not asked.accepts():
        return shown("track", 422, form=asked)
    if not form.accepts():
        return shown("code", 422, asked=asked, form=form)
    try:
        found = _find(asked)
    except Refused as refused:
        return _too_many(asked, refused)
    used = found and codes.used(
        db.session, district_id=found.complaint.district_id, number=found.number, purpose="look",
        complaint_id=found.complaint.id, code=form.code.data or "", key=key(), at=now(),
    )  # fmt: skip
    if not used:
        db.session.commit()  # the try counts
        form.code.errors = [_("This code does not fit, or its ten minutes are over.")]
        return shown("code", 422, asked=asked, form=form)
    visit.begin(used.id, now())
    return see_other(url_for("public.mine"))
