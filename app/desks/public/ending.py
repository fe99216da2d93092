"""DESK: taking the complaint back, by a second code; opening a closed one again."""

from __future__ import annotations

from flask import Response, flash, g, url_for
from flask_babel import gettext as _

from app.complaints import codes, openings
from app.complaints.actions.feedback import reopen
from app.complaints.actions.leave import withdraw
from app.complaints.errors import Refused
from app.complaints.openings import Opened
from app.desks.public import visit
from app.desks.public.blueprint import bp, key, shown
from app.desks.public.forms import ReasonForm, WithdrawForm
from app.desks.public.mine import shut
from app.domain.states import OPEN
from app.extensions import db, limiter
from app.web.access import public
from app.web.language import lang
from app.web.page import now, see_other


@bp.get("/mine/withdraw")
@public
def withdraw_form() -> Response:
    """What taking back means."""
    seen = visit.opened(now())
    return _withdrawing(seen, None) if seen else shut()


def _withdrawing(seen: Opened, form: WithdrawForm | None, status: int = 200) -> Response:
    is_open = seen.complaint.state in OPEN
    return shown("withdraw", status, number=seen.complaint.number, form=form, is_open=is_open)


@bp.post("/mine/withdraw/code")
@public
@limiter.limit("10/minute")
def withdraw_code() -> Response:
    """Send the code that takes it back."""
    seen = visit.opened(now())
    if seen is None:
        return shut()
    if seen.complaint.state not in OPEN:
        return _withdrawing(seen, None)
    try:
        codes.send(
            db.session, district_id=seen.complaint.district_id, number=seen.number, purpose="withdraw",
            complaint=seen.complaint, lang=lang(), key=key(), at=now(),
        )  # fmt: skip
    except Refused as refused:
        form = WithdrawForm(blank=True)
        form.refuse(refused)
        return _withdrawing(seen, form, 422)
    return _withdrawing(seen, WithdrawForm(blank=True))


@bp.post("/mine/withdraw")
@public
@limiter.limit("20/minute")
def withdraw_post() -> Response:
    """Take it back: the code is tried only when the reason stands, and tries are counted."""
    seen, form = visit.opened(now()), WithdrawForm()
    if seen is None:
        return shut()
    if not form.accepts():
        return _withdrawing(seen, form, 422)
    c, g.keep_changes = seen.complaint, True
    fits = codes.check(
        db.session, district_id=c.district_id, number=seen.number, purpose="withdraw", complaint_id=c.id,
        code=form.code.data or "", key=key(), at=now(),
    )  # fmt: skip
    if not fits:
        db.session.commit()  # the try counts
        form.code.errors = [_("This code does not fit, or its ten minutes are over.")]
        return _withdrawing(seen, form, 422)
    g.keep_changes = False
    try:
        if openings.is_officers_own(db.session, c, seen.number, at=now()):
            raise Refused("own_staff")
        withdraw(db.session, c.id, text=form.text.data or "", by=visit.actor_of(seen), at=now())
    except Refused as refused:
        form.refuse(refused)
        return _withdrawing(seen, form, 422)
    flash(_("You took your complaint back. If that was not you, ring the office."))
    return see_other(url_for("public.mine"))


@bp.get("/mine/reopen")
@public
def reopen_form() -> Response:
    """Why should it be opened again?"""
    seen = visit.opened(now())
    return shown("reopen", number=seen.complaint.number, form=ReasonForm()) if seen else shut()


@bp.post("/mine/reopen")
@public
def reopen_post() -> Response:
    """Open a closed one again, within thirty days and at most twice; it goes one level up."""
    seen, form = visit.opened(now()), ReasonForm()
    if seen is None:
        return shut()
    if form.accepts():
        try:
            reopen(
                db.session, seen.complaint.id, reason_code="complainant_asks", text=form.text.data or "",
                by=visit.actor_of(seen), at=now(),
            )  # fmt: skip
        except Refused as refused:
            form.refuse(refused)
        else:
            flash(_("Opened again. It goes to the senior officer."))
            return see_other(url_for("public.mine"))
    return shown("reopen", 422, number=seen.complaint.number, form=form)
