"""DESK: the call desk – next call, three scripted questions, the result."""

from __future__ import annotations

from flask import Blueprint, Response, flash, request, url_for
from flask_babel import gettext as _

from app.complaints.actions import feedback, work
from app.complaints.errors import Refused
from app.desks.calldesk import queries
from app.desks.calldesk.forms import AnswerForm
from app.domain.policy import Right, Role
from app.domain.states import Action, State
from app.extensions import db
from app.models.complaint import Complaint
from app.web.access import actor, allow, load
from app.web.page import is_htmx, now, page, part, see_other

bp = Blueprint("calldesk", __name__)
NOT_REACHED = ("not_picked", "wrong_number", "call_later")


@bp.get("/call-desk")
@allow(Right.CALL_DESK)
def desk() -> Response:
    """Whom to call next, and the rest of the queue."""
    waiting, total = queries.waiting(db.session, actor(), now())
    return page("calldesk/page.html", waiting=waiting, total=total)


@bp.get("/call-desk/<number>")
@allow(Right.CALL_DESK)
def call(number: str) -> Response:
    """The script of one call; the number is shown only after "call" was pressed."""
    return _script(load(number), AnswerForm())


def _script(complaint: Complaint, form: AnswerForm, status: int = 200, dial: str = "") -> Response:
    reply = page("calldesk/script.html", status, script=queries.script(db.session, complaint), form=form, dial=dial,
                 open=complaint.state == State.DISPOSED)  # fmt: skip
    reply.headers["Cache-Control"] = "no-store"
    return reply


@bp.post("/call-desk/<number>/call")
@allow(Right.CALL_DESK)
def dial(number: str) -> Response:
    """Log the attempt and show the number: the audited reveal."""
    complaint = load(number)
    form = AnswerForm()
    if queries.script(db.session, complaint).number is None:
        raise Refused("no_number")
    _entry, phone = work.start_call(db.session, complaint.id, by=actor(), at=now())
    if is_htmx():
        script = queries.script(db.session, complaint)
        reply = part("calldesk/_call.html", script=script, dial=phone, open=True)
        reply.headers["Cache-Control"] = "no-store"
        return reply
    return _script(complaint, form, dial=phone)


@bp.post("/call-desk/<number>/not-reached")
@allow(Right.CALL_DESK)
def not_reached(number: str) -> Response:
    """The call came to nothing: written down, the complaint comes up again later. Silence is never a yes."""
    complaint, result = load(number), request.form.get("result", "")
    if result not in NOT_REACHED:
        raise Refused("unknown_result")
    work.log_dialogue(db.session, complaint.id, kind="call", result=result, by=actor(), at=now())
    flash(_("%(number)s: noted. It comes up again later.", number=complaint.number))
    return see_other(url_for("calldesk.desk"))


@bp.post("/call-desk/<number>/answer")
@allow(Action.SATISFIED)
def answer(number: str) -> Response:
    """Write down the three answers: yes closes, anything else reopens one level up."""
    complaint, form = load(number), AnswerForm()
    channel = "call_desk" if actor().role is Role.CALLER else "dc_call"
    answers = {name: form[name].data or "" for name in feedback.QUESTIONS}
    if not form.validate():
        return _script(complaint, form, 422)
    try:
        talk = "satisfied" if answers["satisfied"] == "yes" else "dissatisfied"
        entry = work.log_dialogue(
            db.session, complaint.id, kind="call", result=talk, text=form.text.data, by=actor(), at=now()
        )
        feedback.record_answer(
            db.session, complaint.id, answers=answers, channel=channel, reason_code=form.reason_code.data or "",
            text=form.text.data, dialogue_id=entry.id, by=actor(), at=now(),
        )  # fmt: skip
    except Refused as refused:
        db.session.rollback()
        form.refuse(refused)
        return _script(load(number), form, 422)
    if answers["satisfied"] == "yes":
        flash(_("%(number)s is closed: the complainant is satisfied.", number=complaint.number))
    else:
        flash(_("%(number)s was reopened and has gone one level up.", number=complaint.number))
    return see_other(url_for("calldesk.desk"))
