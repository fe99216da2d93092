"""DESK: /register – somebody writes a complaint down at home. First the mobile, then the code that came to it."""

from __future__ import annotations

from flask import Response, g, request, url_for
from flask_babel import gettext as _

from app.complaints import codes, guesses
from app.complaints.errors import Refused
from app.desks.public import visit
from app.desks.public.blueprint import bp, district, key, shown
from app.desks.public.forms import CodeForm, MobileForm
from app.desks.public.petition import PetitionForm, draft
from app.domain.numbers import mask_mobile
from app.extensions import db, limiter
from app.web.access import public
from app.web.language import lang
from app.web.page import now, see_other


@bp.get("/register")
@public
def register() -> Response:
    """Which mobile?"""
    return asking(MobileForm())


def asking(form: MobileForm, status: int = 200) -> Response:
    """The first page, with what was written already."""
    return shown("register", status, form=form, draft=draft())


@bp.post("/register/code")
@public
@limiter.limit("20/minute")
def register_code() -> Response:
    """Send a code. The answer is the same for every mobile, also for one that had its three already."""
    form = MobileForm()
    if not form.accepts():
        return asking(form, 422)
    try:
        _owe_code(form.mobile.number)
    except Refused as refused:
        if refused.code != "too_many_codes":
            return _too_many(form, refused)
    return _typing(form, CodeForm(blank=True))


def _owe_code(number: str) -> None:
    """Count who asks, whatever comes of it; then send."""
    here = district()
    counters = (f"code-from:{request.remote_addr or ''}"[:120], f"code-all:{here.id}")
    guesses.refuse_locked(db.session, counters, code="too_much_asked", at=now())
    guesses.count(db.session, counters, at=now())
    codes.send(db.session, district_id=here.id, number=number, purpose=visit.REGISTER, lang=lang(), key=key(), at=now())


def _too_many(form: MobileForm, refused: Refused) -> Response:
    form.refuse(refused)
    answer = asking(form, 429)
    answer.headers["Retry-After"] = "3600"
    return answer


def _typing(asked: MobileForm, form: CodeForm, status: int = 200) -> Response:
    to = mask_mobile(asked.mobile.number)
    return shown("register_code", status, mobile=asked.mobile.number, to=to, form=form, draft=draft())


@bp.post("/register/open")
@public
@limiter.limit("20/minute")
def register_open() -> Response:
    """The code shows whose mobile it is. A wrong one is counted at the code and, as a guess, at the address."""
    asked, form = MobileForm(), CodeForm()
    if not asked.accepts():
        return asking(asked, 422)
    if not form.accepts():
        return _typing(asked, form, 422)
    g.keep_changes = True
    guessed = guesses.keys("", request.remote_addr or "")[1:]
    try:
        guesses.refuse_locked(db.session, guessed, at=now())
    except Refused as refused:
        return _too_many(asked, refused)
    used = codes.used(
        db.session, district_id=district().id, number=asked.mobile.number, purpose=visit.REGISTER, complaint_id=None,
        code=form.code.data or "", key=key(), at=now(),
    )  # fmt: skip
    if used is None:
        guesses.count(db.session, guessed, at=now())
        db.session.commit()  # the try counts
        form.code.errors = [_("This code does not fit, or its ten minutes are over.")]
        return _typing(asked, form, 422)
    visit.begin(used.id, now(), visit.REGISTER)
    return shown("write", form=PetitionForm()) if draft() else see_other(url_for("public.write"))
