"""DESK: the call desk – next call, three scripted questions, the result."""

from __future__ import annotations

from typing import Any

from flask import Response, flash, request, url_for
from flask_babel import gettext as _
from flask_babel import ngettext

from app.complaints import calls, group
from app.complaints.actions import feedback, work
from app.complaints.errors import Refused
from app.desks.calldesk import queries
from app.desks.calldesk.blueprint import bp
from app.desks.calldesk.forms import AnswerForm
from app.domain.policy import Right, Role
from app.domain.states import Action, State
from app.extensions import db
from app.models.complaint import Complaint
from app.web.access import actor, allow, load
from app.web.filters import clock_time
from app.web.messages import sentence
from app.web.page import anew, is_htmx, now, page, part, see_other
from app.web.paging import page_number

NOT_REACHED = ("not_picked", "wrong_number", "call_later")


@bp.get("/call-desk")
@allow(Right.CALL_DESK)
def desk() -> Response:
    """Whom to call next, and the rest of the queue."""
    number = page_number()
    todo = queries.waiting(db.session, actor(), now(), number)
    answered = queries.just_answered(db.session, actor(), now())
    wishes = queries.wishes(db.session, actor(), number) if actor().role is Role.CALLER else []
    return page(
        "calldesk/page.html", todo=todo, answered=answered, wishes=wishes[: queries.LIST], number=number,
        more=todo.more or len(wishes) > queries.LIST,
    )  # fmt: skip


@bp.get("/call-desk/<number>")
@allow(Right.CALL_DESK)
def call(number: str) -> Response:
    """The script of one call; the number is shown only after "call" was pressed."""
    return script_of(load(number))


def script_of(complaint: Complaint, status: int = 200, **told: str) -> Response:
    """The script with three questions that are not answered yet."""
    return _script(complaint, AnswerForm(), status, **told)


def _script(complaint: Complaint, form: AnswerForm, status: int = 200, **told: str) -> Response:
    """The whole script; `told`: the number to dial, or what is wrong."""
    return _shown("calldesk/script.html", complaint, status, form=form, **told)


def _shown(template: str, complaint: Complaint, status: int = 200, /, **told: Any) -> Response:
    """The script or, for htmx, a part of it; never kept, as the number may stand in it."""
    draw = part if is_htmx() else page
    script, is_open = queries.script(db.session, complaint, now(), who()), complaint.state == State.DISPOSED
    wish = queries.words_of_wish(db.session, complaint) if actor().role is Role.CALLER else ""
    reply = draw(template, status, script=script, open=is_open, wish=wish, **told)
    reply.headers["Cache-Control"] = "no-store"
    return reply


@bp.post("/call-desk/<number>/call")
@allow(Right.CALL_DESK)
def dial(number: str) -> Response:
    """Log the attempt and show the number: the audited reveal."""
    complaint = load(number)
    form = AnswerForm()
    number_asked = queries.script(db.session, complaint, now(), who()).number
    if number_asked is None:
        raise Refused("no_number")
    if (
        actor().role is Role.CALLER
        and (until := calls.rests_until(db.session, complaint, number_asked, now())) is not None
    ):
        return _not_noted(complaint, _("Leave this person alone until %(time)s.", time=clock_time(until)))
    _entry, phone = work.start_call(db.session, complaint.id, number=number_asked, by=actor(), at=now())
    if is_htmx():
        return _shown("calldesk/_call.html", complaint, dial=phone)
    return _script(complaint, form, dial=phone)


@bp.post("/call-desk/<number>/not-reached")
@allow(Right.CALL_DESK)
def not_reached(number: str) -> Response:
    """The call came to nothing: written down, the complaint comes up again later. Silence is never a yes."""
    complaint, result = load(number), request.form.get("result", "")
    if result not in NOT_REACHED:
        return _not_noted(complaint, sentence("unknown_result"))
    rung = queries.script(db.session, complaint, now(), who()).number
    work.log_dialogue(db.session, complaint.id, kind="call", result=result, number=rung, by=actor(), at=now())
    words = _("%(number)s: noted. It comes up again later.", number=complaint.number)
    if is_htmx():
        return _shown("calldesk/_call.html", complaint, noted=words)
    flash(words)
    return see_other(url_for("calldesk.desk"))


def _not_noted(complaint: Complaint, words: str) -> Response:
    if is_htmx():
        return _shown("calldesk/_call.html", complaint, 422, problem=words)
    return script_of(complaint, 422, problem=words)


@bp.post("/call-desk/<number>/answer")
@allow(Action.SATISFIED)
def answer(number: str) -> Response:
    """Write down the three answers: yes closes, anything else reopens one level up."""
    complaint, form = load(number), AnswerForm()
    channel = "call_desk" if actor().role is Role.CALLER else "dc_call"
    answers = {name: form[name].data or "" for name in feedback.QUESTIONS}
    if not form.validate():
        return _returned(complaint, form)
    try:
        talk = "satisfied" if answers["satisfied"] == "yes" else "dissatisfied"
        rung = queries.script(db.session, complaint, now(), who()).number
        entry = work.log_dialogue(
            db.session, complaint.id, kind="call", result=talk, text=form.text.data, number=rung, by=actor(), at=now()
        )
        others = group.left(db.session, complaint, rung, now())
        if talk == "satisfied" and others:
            return _noted(complaint, len(others))
        feedback.record_answer(
            db.session, complaint.id, answers=answers, channel=channel, reason_code=form.reason_code.data or "",
            text=form.text.data, dialogue_id=entry.id, by=actor(), at=now(),
        )  # fmt: skip
    except Refused as refused:
        db.session.rollback()
        form.refuse(refused)
        return _returned(load(number), form)
    return _answered(complaint, closed=answers["satisfied"] == "yes")


def who() -> int:
    """To which of several petitioners this call is, counted from one."""
    raw = request.values.get("who", "")
    return int(raw) if raw in ("2", "3", "4") else 1


def _noted(complaint: Complaint, others: int) -> Response:
    """One of several said yes: the others are asked before it is closed."""
    more = ngettext(
        "Noted. %(num)s more of the petitioners is to be rung.",
        "Noted. %(num)s more of the petitioners are to be rung.",
        others,
    )
    flash(more)
    return anew(url_for("calldesk.call", number=complaint.number))


def _returned(complaint: Complaint, form: AnswerForm) -> Response:
    """The three questions come back with what was said and what is wrong."""
    if is_htmx():
        return _shown("calldesk/_answer.html", complaint, 422, form=form, alone=True)
    return _script(complaint, form, 422)


def _answered(complaint: Complaint, *, closed: bool) -> Response:
    """What came of the answer, and on to the next call."""
    if closed:
        words = _("%(number)s is closed: the complainant is satisfied.", number=complaint.number)
    else:
        words = _("%(number)s was reopened and has gone one level up.", number=complaint.number)
    if is_htmx():
        return _shown("calldesk/_done.html", complaint, words=words, closed=closed, oob=True)
    flash(words)
    return see_other(url_for("calldesk.desk"))
