"""DESK: speaking with the complainant – the call that shows the number, and what came of it (rulings 6, 16)."""

from __future__ import annotations

from flask import Response, request
from flask_babel import gettext as _

from app.complaints.actions import work
from app.complaints.errors import Refused
from app.desks.casework.blueprint import bp
from app.desks.casework.case import receipt, story_of
from app.desks.casework.case_forms import TalkForm
from app.desks.casework.caseview import afresh, base, case_page, open_case, undone
from app.domain.states import Action
from app.extensions import db
from app.web.access import actor, allow
from app.web.messages import sentence
from app.web.page import is_htmx, now, page, part


@bp.post("/complaints/<number>/call")
@allow(Action.DIALOGUE)
def call(number: str) -> Response:
    """Log the attempt and answer with the number: the audited reveal. Its form has no key, so no copy is stored."""
    complaint = open_case(number)
    try:
        _entry, phone = work.start_call(db.session, complaint.id, by=actor(), at=now())
    except Refused as refused:
        return _refused(number, refused)
    complaint = afresh(complaint)
    shown = base(complaint, story_of(complaint)) | {"number": phone, "talk_form": TalkForm(blank=True)}
    answer = part("casework/_contact.html", **shown) if is_htmx() else page("casework/call.html", **shown)
    answer.headers["Cache-Control"] = "no-store"
    return answer


def _refused(number: str, refused: Refused) -> Response:
    """There is no number to call: say so where the button was."""
    form = TalkForm(blank=True)
    form.form_errors.append(sentence(refused.code, **refused.facts))
    return _again(number, form)


def _again(number: str, form: TalkForm) -> Response:
    complaint = undone(number)
    if not is_htmx():
        return case_page(complaint, 422, talk=form)
    return part("casework/_contact.html", 422, **base(complaint, story_of(complaint)), talk_form=form)


@bp.post("/complaints/<number>/dialogue")
@allow(Action.DIALOGUE)
def dialogue(number: str) -> Response:
    """Write down what came of a call or visit. Two at once are both kept: no `rev` here."""
    form, complaint = TalkForm(), open_case(number)
    if form.accepts():
        try:
            work.log_dialogue(
                db.session, complaint.id, kind="visit" if form.kind.data == "visit" else "call",
                result=request.form.get("result", ""), text=form.text.data or "", promised_on=form.promised_on.data,
                by=actor(), at=now(),
            )  # fmt: skip
        except Refused as refused:
            form.refuse(refused)
        else:
            return receipt(complaint, _("Written down."), "talk")
    return _again(number, form)
