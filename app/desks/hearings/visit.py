"""DESK: a visit to the place or a hearing in the village, with place and photo."""

from __future__ import annotations

from flask import Response, flash, url_for
from flask_babel import gettext as _

from app.complaints.actions.visit import Visit, log_visit
from app.complaints.errors import NotFound, Refused
from app.desks.hearings.blueprint import bp
from app.desks.hearings.forms import VisitForm
from app.domain.states import Action
from app.extensions import db
from app.models.complaint import Complaint
from app.web.access import actor, allow, load
from app.web.casefile import may
from app.web.language import named
from app.web.page import anew, is_htmx, now, page, part
from app.web.uploads import choose_again, offered


@bp.get("/complaints/<number>/visit")
@allow(Action.DIALOGUE)
def visit(number: str) -> Response:
    """The form."""
    complaint = load(number)
    if not may(complaint, Action.DIALOGUE):
        raise NotFound(number)
    return _page(complaint, VisitForm(blank=True, place=named(complaint.place)))


def _page(complaint: Complaint, form: VisitForm, status: int = 200) -> Response:
    draw = part if is_htmx() else page
    return draw("hearings/_visit.html" if is_htmx() else "hearings/visit.html", status, c=complaint, form=form)


@bp.post("/complaints/<number>/visit")
@allow(Action.DIALOGUE)
def log(number: str) -> Response:
    """Write the visit down with its photo."""
    form = VisitForm()
    readable = form.accepts()
    files = offered(form, {"photo": "other"}, words_first=True)
    complaint = load(number)
    if readable and not form.problems:
        told = Visit(
            kind=form.kind.data, result=form.result.data, place=form.place.data, text=form.text.data,
            promised_on=form.promised_on.data, photo=files[0] if files else None,
        )  # fmt: skip
        try:
            log_visit(db.session, complaint.id, told, by=actor(), at=now())
        except Refused as refused:
            form.refuse(refused)
        else:
            flash(_("Written down."))
            return anew(url_for("casework.case", number=complaint.number))
    choose_again(form, {"photo": ""})
    db.session.rollback()
    return _page(load(number), form, 422)
