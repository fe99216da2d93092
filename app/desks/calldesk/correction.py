"""DESK: an answer that was written down wrongly is corrected within 15 minutes (T31)."""

from __future__ import annotations

from flask import Response, flash, request, url_for
from flask_babel import gettext as _

from app.complaints.actions import feedback
from app.complaints.actions.correct import correct
from app.complaints.errors import NotFound, Refused
from app.desks.calldesk import queries
from app.desks.calldesk.blueprint import bp
from app.desks.calldesk.forms import AnswerForm
from app.domain.policy import Role
from app.domain.states import Action
from app.extensions import db
from app.models.complaint import Complaint
from app.models.dialogue import Feedback
from app.web.access import actor, allow
from app.web.page import now, page, see_other


def answered(number: str) -> tuple[Complaint, Feedback]:
    """What the person asking wrote down just now. Raises NotFound otherwise: a reopened one has left the desk."""
    found = [pair for pair in queries.just_answered(db.session, actor(), now()) if pair[0].number == number]
    if not found:
        raise NotFound(number)
    return found[0]


@bp.route("/call-desk/<number>/correct", methods=["GET", "POST"])
@allow(Action.CORRECT_FEEDBACK)
def correction(number: str) -> Response:
    """The three questions with the answers as they were written down, and the corrected ones."""
    complaint, first = answered(number)
    form = AnswerForm()
    if request.method == "GET":
        for name in feedback.QUESTIONS:
            form[name].data = first.answers.get(name)
        form.reason_code.data, form.text.data = first.reason_code, first.text
        return page("calldesk/correct.html", c=complaint, form=form)
    if form.accepts():
        try:
            correct(
                db.session, complaint.id, answers={name: form[name].data or "" for name in feedback.QUESTIONS},
                channel="call_desk" if actor().role is Role.CALLER else "dc_call",
                reason_code=form.reason_code.data or "", text=form.text.data, by=actor(), at=now(),
            )  # fmt: skip
        except Refused as refused:
            db.session.rollback()
            form.refuse(refused)
        else:
            flash(_("%(number)s: the answer is corrected.", number=number))
            return see_other(url_for("calldesk.desk"))
    return page("calldesk/correct.html", 422, c=answered(number)[0], form=form)
