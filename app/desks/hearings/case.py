"""DESK: the hearings of one complaint – what is called, what was ordered, and the two forms."""

from __future__ import annotations

from flask import Response, flash, url_for
from flask_babel import gettext as _
from sqlalchemy.orm import joinedload

from app.complaints import hearings
from app.complaints.actions.hearing import Minutes, call_hearing, record_hearing
from app.complaints.clockwork import calendar_of
from app.complaints.errors import Conflict, NotFound, Refused
from app.complaints.placing import post_of_role
from app.desks.hearings.blueprint import bp
from app.desks.hearings.forms import CallForm, MinutesForm, call_form, yes_no
from app.domain.policy import Right, Role
from app.domain.states import Action
from app.extensions import db
from app.models.complaint import Complaint
from app.web.access import actor, allow, load
from app.web.casefile import may
from app.web.language import named
from app.web.page import anew, is_htmx, now, page, part
from app.web.uploads import choose_again, offered


def _open(number: str) -> Complaint:
    return load(number, joinedload(Complaint.post))


@bp.get("/complaints/<number>/hearings")
@allow(Right.SEE)
def of_case(number: str) -> Response:
    """All hearings of a complaint, and the next thing to do."""
    return _page(_open(number))


def _page(
    complaint: Complaint, status: int = 200, *, call: CallForm | None = None, minutes: MinutesForm | None = None
) -> Response:
    rows = hearings.of_complaint(db.session, complaint)
    waiting = next((row for row in rows if row.result is None), None)
    mine = waiting is not None and may(complaint, Action.HEAR) and hearings.heard_by(waiting, complaint, actor())
    if waiting is None and _may_call(complaint):
        call = call or _call_form(complaint)
    if waiting is not None and mine:
        minutes = minutes or MinutesForm(blank=True, place=waiting.place)
    shown = {"c": complaint, "rows": rows, "waiting": waiting, "call_form": call if waiting is None else None,
             "minutes_form": minutes if mine else None}  # fmt: skip
    draw = part if is_htmx() else page
    return draw("hearings/_case.html" if is_htmx() else "hearings/case.html", status, **shown)


def _may_call(complaint: Complaint) -> bool:
    return may(complaint, Action.CALL_HEARING) and (actor().role in hearings.SENIORS or hearings.is_due(complaint))


def _call_form(complaint: Complaint) -> CallForm:
    by = actor()
    own = by.role not in (*hearings.SENIORS, Role.CELL)
    post = post_of_role(db.session, complaint.district_id, "dc", now())
    return call_form(complaint, own=own, dc=named(post), place="" if own else _("DC office"))


def _on_a_closed_day(complaint: Complaint, form: CallForm | MinutesForm) -> bool:
    """Say that the office is closed on the day, before people are called to it – unless who calls knows."""
    calendar = calendar_of(db.session, complaint.district_id, complaint.place, now())
    if form.closed_too.data or form.on.data is None or calendar.is_working(form.on.data):
        return False
    form.asks_closed = True
    form.refuse(Refused("closed_day", field="on"))
    return True


@bp.post("/complaints/<number>/hearings")
@allow(Action.CALL_HEARING)
def call(number: str) -> Response:
    """Call one."""
    complaint = _open(number)
    form = _call_form(complaint)
    if form.accepts() and not _on_a_closed_day(complaint, form):
        try:
            row = call_hearing(db.session, complaint.id, form.call(), by=actor(), at=now())
        except Refused as refused:
            form.refuse(refused)
        else:
            flash(_("Called. The complainant and the office get a message."))
            return anew(url_for("hearings.of_case", number=row.complaint.number))
    db.session.rollback()
    return _page(_open(number), 422, call=form)


@bp.post("/complaints/<number>/hearings/<int:no>")
@allow(Action.HEAR)
def minutes(number: str, no: int) -> Response:
    """Write what one brought."""
    form = MinutesForm()
    readable = form.accepts()
    files = offered(form, {"paper": "order"})
    complaint = _open(number)
    row = next((one for one in hearings.of_complaint(db.session, complaint) if one.no == no), None)
    if row is None:
        raise NotFound(number)
    if row.result is not None:
        raise Conflict
    put_off_to_closed = form.result.data == "adjourned" and _on_a_closed_day(complaint, form)
    if readable and not form.problems and not put_off_to_closed:
        told = Minutes(
            result=form.result.data, words=form.words.data, complainant_came=yes_no(form.complainant_came.data),
            office_came=yes_no(form.office_came.data), who_came=form.who_came.data, again=form.again(),
            paper=files[0] if files else None,
        )  # fmt: skip
        try:
            record_hearing(db.session, row.id, told, by=actor(), at=now())
        except Refused as refused:
            form.refuse(refused)
        else:
            flash(_("Written down."))
            return anew(url_for("hearings.of_case", number=number))
    choose_again(form, {"paper": ""})
    db.session.rollback()
    return _page(_open(number), 422, minutes=form)
