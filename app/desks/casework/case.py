"""DESK: the case page, and the steps that need only words: accept, note, reopen."""

from __future__ import annotations

from flask import Response, flash, url_for
from flask_babel import gettext as _

from app.complaints import timeline
from app.complaints.actions import feedback, work
from app.complaints.errors import Refused
from app.desks.casework.blueprint import bp
from app.desks.casework.case_forms import AcceptForm, CommentForm, ReopenForm
from app.desks.casework.caseview import base, case_page, forms, open_case, undone
from app.domain.policy import Right
from app.domain.states import Action
from app.extensions import db
from app.models.complaint import Complaint
from app.web.access import actor, allow, load_locked
from app.web.casefile import fresh
from app.web.page import anew, is_htmx, now, part


@bp.get("/complaints/<number>")
@allow(Right.SEE)
def case(number: str) -> Response:
    """One complaint: what to do now, the words, the proof, the contact, the history."""
    return case_page(open_case(number))


def receipt(complaint: Complaint, words: str, draft: str = "") -> Response:
    """What was done, said on the new case page: state, deadline, history and forms all follow from it.

    `draft` names the form whose unfinished text the browser may now forget.
    """
    flash(words, f"{actor().person_id}:{complaint.number}:{draft}" if draft else "message")
    return anew(url_for("casework.case", number=complaint.number))


def story_of(complaint: Complaint) -> list[timeline.Line]:
    """The history, newest first."""
    return timeline.lines(timeline.events_of(db.session, complaint))


@bp.post("/complaints/<number>/acknowledge")
@allow(Action.ACKNOWLEDGE)
def acknowledge(number: str) -> Response:
    """Accept with a next step and its date."""
    form, complaint = AcceptForm(), load_locked(number)
    fresh(complaint)
    if form.accepts():
        try:
            work.acknowledge(
                db.session, complaint.id, next_step=form.next_step.data, next_step_on=form.next_step_on.data,
                by=actor(), at=now(),
            )  # fmt: skip
        except Refused as refused:
            form.refuse(refused)
        else:
            words = _("Accepted. Now call the complainant or do the work, then write what was done.")
            return receipt(complaint, words)
    return _returned(number, accept=form)


@bp.post("/complaints/<number>/reopen")
@allow(Action.REOPEN)
def reopen(number: str) -> Response:
    """Open a closed complaint again, one level up."""
    form, complaint = ReopenForm(), open_case(number)
    fresh(complaint)
    if form.accepts():
        try:
            feedback.reopen(
                db.session, complaint.id, reason_code=form.reason_code.data, text=form.text.data, by=actor(), at=now()
            )
        except Refused as refused:
            form.refuse(refused)
        else:
            return receipt(complaint, _("Reopened and moved one level up.") if complaint.post_id else
                           _("Reopened. The grievance cell now gives it to an office."))  # fmt: skip
    return _returned(number, reopen=form)


def _returned(number: str, **bound: AcceptForm | ReopenForm) -> Response:
    """The form comes back with what was typed and what is wrong."""
    complaint = undone(number)
    if not is_htmx():
        return case_page(complaint, 422, **bound)
    story = timeline.events_of(db.session, complaint)
    shown = base(complaint, timeline.lines(story))
    return part(
        "casework/_now.html", 422, **shown, **forms(complaint, dict.fromkeys(shown["can"], False), bound),
        rev=timeline.revision(story),
    )  # fmt: skip


@bp.post("/complaints/<number>/comment")
@allow(Action.COMMENT)
def comment(number: str) -> Response:
    """A note for the file. Two notes at once are both kept: no `rev` here."""
    form, complaint = CommentForm(), load_locked(number)
    if form.accepts():
        try:
            work.comment(db.session, complaint.id, text=form.text.data, by=actor(), at=now())
        except Refused as refused:
            form.refuse(refused)
        else:
            if not is_htmx():
                return receipt(complaint, _("The note is in the file."), "note")
            latest = timeline.line(timeline.newest(db.session, complaint))
            return part("casework/_comment.html", c=complaint, comment_form=CommentForm(blank=True), line=latest)
    if not is_htmx():
        return case_page(undone(number), 422, comment=form)
    return part("casework/_comment.html", 422, c=complaint, comment_form=form, line=None)
