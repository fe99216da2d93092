"""DESK: ends without relief, each proposed here – closed by order (T19), not valid (T20), not to be taken up (T3)."""

from __future__ import annotations

from flask import Response
from wtforms import FileField

from app.complaints.actions import close_special as closing
from app.complaints.actions import refuse as refusing
from app.complaints.actions import reject as rejecting
from app.desks.steps.blueprint import bp
from app.desks.steps.sheet import Files, Sheet, files_of, open_for, serve
from app.domain.states import Action
from app.extensions import db
from app.web import words
from app.web.access import actor, allow
from app.web.fields import reason
from app.web.forms import Line, OfficeForm, Words, needed
from app.web.language import lazy_gettext as _l
from app.web.page import now
from app.web.requested import REFUSAL

CLOSE = Sheet(
    Action.PROPOSE, _l("Ask to close it by order"), _l("Ask for the closure"),
    _l("Asked. Until it is decided, the complaint stays with you."), is_grave=True, files=True,
    advice=_l("Only where relief is not possible. The head of department recommends, the DC decides, "
              "and the complainant is told why."),
)  # fmt: skip
REJECT = Sheet(
    Action.PROPOSE, _l("Not valid after an enquiry"), _l("Send for the decision"),
    _l("Asked. Until it is decided, the complaint stays with you."), is_grave=True, files=True,
    advice=_l("The head of department recommends, the nodal officer decides. “Not true” needs a statement "
              "and a witness or a paper."),
)  # fmt: skip
REFUSE = Sheet(
    Action.PROPOSE_REFUSAL, _l("Not to be taken up"), _l("Send for the decision"),
    _l("Asked. The nodal officer decides, or the DC where the nodal officer asks."), is_grave=True,
    advice=_l("The nodal officer decides, or the DC where the nodal officer asks. The person must know where to go "
              "instead."),
)  # fmt: skip
PAPER = _l("A photo up to 12 MB, a PDF up to 5 MB.")


class CloseForm(OfficeForm):
    """Why it ends unsolved."""

    reason_code = reason(_l("Reason"), [needed], choices=[(one.value, words.OUTCOMES[one]) for one in closing.REASONS])
    text = Words(_l("Why is no relief possible?"), [needed])
    complainant_said = Words(_l("What did the complainant say to this, in own words?"), [needed])
    paper = FileField(_l("The paper that says so"), description=PAPER)


class RejectForm(OfficeForm):
    """What the enquiry found."""

    reason_code = reason(
        _l("Reason"), [needed], choices=[(one.value, words.OUTCOMES[one]) for one in rejecting.REASONS]
    )
    text = Words(_l("What did the enquiry find? (at least 30 letters)"), [needed])
    statement = FileField(_l("Statement"), description=PAPER)
    document = FileField(_l("Other paper"), description=PAPER)
    witness = Line(_l("Witness"))


class RefuseForm(OfficeForm):
    """Why it is not taken up, and where the person should go."""

    reason_code = reason(_l("Reason"), [needed], choices=list(REFUSAL.items()))
    text = Words(_l("Why is it not taken up? (at least 30 letters)"), [needed])
    where_to_go = Line(_l("Where should the person go instead?"), [needed])


@bp.route("/complaints/<number>/close-special", methods=["GET", "POST"])
@allow(Action.PROPOSE)
def close_special(number: str) -> Response:
    """The sheet, and the proposal with its paper."""
    form = CloseForm()
    files = files_of(form, {"paper": "order"})
    complaint = open_for(number, Action.PROPOSE, Action.CLOSE_SPECIAL)
    return serve(
        complaint, CLOSE, form,
        lambda: closing.ask(db.session, complaint.id, _closure(form, files), by=actor(), at=now()), files,
    )  # fmt: skip


def _closure(form: CloseForm, files: Files | None) -> closing.Asked:
    return closing.Asked(
        reason_code=form.reason_code.data, text=form.text.data, complainant_said=form.complainant_said.data,
        paper=files.one("order") if files else None,
    )  # fmt: skip


@bp.route("/complaints/<number>/reject", methods=["GET", "POST"])
@allow(Action.PROPOSE)
def reject(number: str) -> Response:
    """The sheet, and the proposal with what the enquiry brought."""
    form = RejectForm()
    files = files_of(form, {"statement": "statement", "document": "report"})
    complaint = open_for(number, Action.PROPOSE, Action.REJECT)
    return serve(
        complaint, REJECT, form,
        lambda: rejecting.ask(db.session, complaint.id, _rejection(form, files), by=actor(), at=now()), files,
    )  # fmt: skip


def _rejection(form: RejectForm, files: Files | None) -> rejecting.Asked:
    return rejecting.Asked(
        reason_code=form.reason_code.data, note=form.text.data, witness=form.witness.data or "",
        statement=files.one("statement") if files else None, document=files.one("report") if files else None,
    )  # fmt: skip


@bp.route("/complaints/<number>/refuse", methods=["GET", "POST"])
@allow(Action.PROPOSE_REFUSAL)
def refuse(number: str) -> Response:
    """The sheet, and the proposal of the cell."""
    complaint, form = open_for(number, Action.PROPOSE_REFUSAL, Action.REFUSE), RefuseForm()
    return serve(
        complaint, REFUSE, form,
        lambda: refusing.ask(
            db.session, complaint.id, reason_code=form.reason_code.data, text=form.text.data,
            where_to_go=form.where_to_go.data, by=actor(), at=now(),
        ),
    )  # fmt: skip
