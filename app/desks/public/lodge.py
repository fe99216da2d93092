"""DESK: /register/write – the complaint in the own words, once more before the eyes, and into the casebook."""

from __future__ import annotations

from flask import Response, flash, request, url_for
from flask_babel import gettext as _

from app.complaints import from_home, guesses, links, openings
from app.complaints.actions.evidence import add_evidence
from app.complaints.actions.register import register
from app.complaints.actions.work import remind
from app.complaints.actor import complainant
from app.complaints.errors import Conflict, Refused
from app.complaints.proofs import Offered, attach
from app.desks.public import visit
from app.desks.public.blueprint import bp, district, shown
from app.desks.public.forms import MobileForm
from app.desks.public.petition import PetitionForm, Writing
from app.desks.public.register import asking
from app.domain.text import written
from app.extensions import db, limiter, reading
from app.models.complaint import Complaint
from app.web import carried
from app.web.access import public
from app.web.page import now, see_other


def _no_code() -> Response:
    """No code, or its time is over: ask for one. What was written is carried along."""
    flash(_("First a code to your mobile, please. What you wrote is kept."), "bad")
    return asking(MobileForm(blank=True))


@bp.get("/register/write")
@public
def write() -> Response:
    """Words, place and name."""
    if visit.code_of(now(), visit.REGISTER) is None:
        return see_other(url_for("public.register"))
    return shown("write", form=PetitionForm())


@bp.post("/register/write")
@public
@limiter.limit("20/minute")
def lodge() -> Response:
    """From the words to the number: what is unclear or similar is asked about on a page in between."""
    reading.set(True)  # the photo is examined before the write lock is taken
    code = visit.code_of(now(), visit.REGISTER)
    if code is None:
        return _no_code()
    form, number = PetitionForm(), code.number
    writing = Writing(form, district(), number, now())
    sound, clear = form.accepts(), writing.settle_place()
    form.text.data = written(form.text.data or "")  # so that who typed an Aadhaar number sees it hidden (D12-21)
    if not sound or not clear:
        return shown("write", 422, form=form)
    if request.form.get("then") == "back":
        return shown("write", form=form)
    try:
        photo = carried.offered()
    except carried.PhotoRefused as refused:
        form.photo.errors = [str(refused)]
        return _check(writing, None, 422)
    if _is_asked(writing):
        return _check(writing, photo)
    db.session.commit()
    reading.set(False)
    try:
        return _take(writing, photo)
    except Refused as refused:
        db.session.rollback()
        form.refuse(refused)
        return _check(Writing(form, district(), number, now()), photo, 422)


def _is_asked(writing: Writing) -> bool:
    """Whether the page in between comes first: nothing was pressed there, or something on it is new."""
    if not {"then", "add", "same"} & request.form.keys() or request.form.get("then") == "kinds":
        return True
    if "add" in request.form:
        return request.form["add"] not in {one.number for one in writing.own}
    category = writing.category
    no_complaint = category is not None and category.department_id is None
    return writing.unseen or (no_complaint and writing.form.told.data != category.code)


def _check(writing: Writing, photo: Offered | None, status: int = 200) -> Response:
    writing.settle_place()
    writing.offer_kinds(all_of_them=request.form.get("then") == "kinds")
    category = writing.category
    return shown(
        "check", status, form=writing.form, writing=writing, kept=carried.ticket(photo),
        told=category if category is not None and category.department_id is None else None,
    )  # fmt: skip


def _take(writing: Writing, photo: Offered | None) -> Response:
    mine = next((one for one in writing.own if one.number == request.form.get("add")), None)
    complaint = _add(writing, mine, photo) if mine is not None else _register(writing, photo)
    ended = visit.end(now(), visit.REGISTER)  # one code, one complaint
    seen = openings.by_number(db.session, complaint.id, writing.number, at=writing.at)
    if not ended or seen is None or seen.someone is None:
        raise Conflict  # another tab was quicker with this code, or the mobile was taken off the complaint just now
    token = links.token_for(db.session, complaint, seen.someone, "track", at=writing.at)
    if mine is None:
        return see_other(url_for("public.receipt", token=token))
    flash(_("Added to %(number)s. The officer sees it.", number=complaint.number))
    return see_other(url_for("public.by_link", token=token))


def _register(writing: Writing, photo: Offered | None) -> Complaint:
    """Through the one door, as at the counter; a complaint of nobody signed in is its writer's by the code."""
    at, by = writing.at, complainant(writing.district.id)
    counter = (f"web-from:{request.remote_addr or ''}"[:120],)
    guesses.refuse_locked(db.session, counter, code="too_much_asked", at=at)
    from_home.refuse_many(db.session, writing.district.id, writing.number, at=at)
    guesses.count(db.session, counter, at=at)
    complaint = register(db.session, writing.petition(request.form.get("same", "")), by=by, at=at)
    if photo is not None:
        attach(db.session, complaint, photo, by=by, at=at)
    return complaint


def _add(writing: Writing, mine: Complaint, photo: Offered | None) -> Complaint:
    """The same matter again is a reminder on the own complaint, with the new words, and no new one (D12-2)."""
    by = complainant(writing.district.id, mine.id)
    remind(db.session, mine.id, text=writing.form.text.data or "", by=by, at=writing.at)
    if photo is not None:
        add_evidence(db.session, mine.id, [photo], by=by, at=writing.at)
    return mine
