"""DESK: the counter – new complaint, similar ones, likely kinds, the slip."""

from __future__ import annotations

from typing import Any

import structlog
from flask import Blueprint, Response, flash, request, url_for
from flask_babel import gettext as _

from app.complaints import inbound
from app.complaints.actions import work
from app.complaints.errors import Refused
from app.complaints.proofs import Offered
from app.desks.intake import shown
from app.desks.intake.counter import Counter
from app.desks.intake.forms import IntakeForm
from app.desks.intake.taking import take_down
from app.domain.policy import Right
from app.domain.states import Action
from app.extensions import db, reading
from app.web import carried, language, retype
from app.web.access import actor, allow, has, load, load_locked
from app.web.page import anew, is_htmx, now, page, part

log = structlog.get_logger(__name__)
bp = Blueprint("intake", __name__)


def _counter(form: IntakeForm | None = None) -> Counter:
    return Counter(db.session, form or IntakeForm(), by=actor(), at=now())


def _page(counter: Counter, status: int = 200, **more: Any) -> Response:
    """The counter's page with whatever was typed."""
    counter.form.category_other.choices = shown.kinds(counter)
    facts = {"form": counter.form, "counter": counter, "today": shown.today(counter), "label": shown.label,
             "advice": shown.advice(counter), "kept": "", "photo_errors": ()}  # fmt: skip
    reply = page("intake/new.html", status, **(facts | more))
    reply.headers["Cache-Control"] = "no-store"  # a form that creates something (ruling 20)
    return reply


@bp.get("/intake/new")
@allow(Action.REGISTER)
def new() -> Response:
    """An empty form, the cursor in the phone field; with ?message= the words and number of a message that came in."""
    form, key = IntakeForm(), request.args.get("message", 0, type=int)
    row = inbound.waiting_row(db.session, actor(), key) if key and has(Right.MARKING_DESK) else None
    if row is not None:
        form.text.data, form.mobile.data = row.text, row.from_number
        log.info("inbound_number_shown", key=key, person=actor().person_id)
    return _page(_counter(form))


@bp.post("/intake/new")
@allow(Action.REGISTER)
def register() -> Response:
    """Register; a similar complaint not yet seen, or a kind not yet chosen, is asked about on a page in between."""
    form = IntakeForm()
    form.place.data = request.form.get("place_is") or form.place.data  # one of the offered names was pressed
    sound = form.accepts()
    try:
        offered = carried.offered()  # examined before the first statement takes the write lock
    except carried.PhotoRefused as refused:
        return _page(_counter(form), 422, photo_errors=[str(refused)])
    counter = _counter(form)
    if sound:
        try:
            return _take(counter, offered)
        except Refused as refused:
            db.session.rollback()
            counter = _counter(form)
            form.refuse(refused)
    return _page(counter, 422, kept=carried.ticket(offered))


def _take(counter: Counter, offered: Offered | None) -> Response:
    assign = request.form.get("then") != "only" and counter.may_assign
    counter.needed_place()
    counter.needed_against()
    if counter.unseen or (assign and counter.category is None):
        return _page(counter, asking=True, kept=carried.ticket(offered))
    complaint = take_down(counter, offered, assign=assign)
    return anew(url_for("intake.slip", number=complaint.number))


@bp.post("/intake/similar")
@allow(Action.REGISTER)
def similar() -> Response:
    """Complaints of the typed phone or of much the same words. By post: no phone stands in an address."""
    reading.set(True)  # asks while somebody types: must not wait for the write lock
    counter = _counter()
    if not is_htmx():
        return _page(counter, asking=True)
    return part("intake/_similar.html", counter=counter)


@bp.post("/intake/suggest")
@allow(Action.REGISTER)
def suggest() -> Response:
    """Likely kinds with post and time limit, the message that will go, and similar complaints beside."""
    reading.set(True)
    counter = _counter()
    if not is_htmx():
        return _page(counter, asking=True)
    return part("intake/_suggest.html", counter=counter, form=counter.form, advice=shown.advice(counter),
                beside=True)  # fmt: skip


@bp.post("/intake/<number>/remind")
@allow(Action.COMMENT)
def remind(number: str) -> Response:
    """The same matter again: a reminder on the old complaint, not a new one (D12-2)."""
    complaint = load_locked(number)
    words = _("The complainant asked again at the counter.")
    said, look_again = retype.lone("text")
    if look_again:
        form = IntakeForm()
        form.accepts()
        return _page(_counter(form), 422)
    again = work.remind(db.session, complaint.id, text=f"{words}\n{said}" if said else words, by=actor(), at=now())
    flash(_("Added to %(number)s: the person asked again.", number=complaint.number))
    if again:
        flash(_("The next reminder counts from %(date)s.", date=again.strftime("%d-%m-%Y")))
    return anew(url_for("intake.new"))


@bp.get("/intake/<number>/slip")
@allow(Action.REGISTER)
def slip(number: str) -> Response:
    """What the person takes home, in the person's language; ?size=80 for the roll printer."""
    complaint = shown.registered_by(db.session, number, actor()) or load(number)
    lang = complaint.language
    with language.speaking(lang):
        return page("intake/slip.html", c=complaint, lang=lang, named=shown.naming(lang),
                    roll=request.args.get("size") == "80", secret=complaint.is_confidential)  # fmt: skip
