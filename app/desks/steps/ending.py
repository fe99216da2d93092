"""DESK: withdrawn by the complainant (T21), sent outside the district (T23), failed on the spot (T24)."""

from __future__ import annotations

from flask import Response

from app.complaints.actions import leave
from app.complaints.actions.verify import fail_verification
from app.desks.steps.blueprint import bp
from app.desks.steps.sheet import Sheet, open_for, serve
from app.domain.policy import Right
from app.domain.states import Action
from app.extensions import db
from app.web.access import actor, allow
from app.web.forms import Line, OfficeForm, Words, needed
from app.web.language import lazy_gettext as _l
from app.web.page import now

WITHDRAW = Sheet(
    Action.WITHDRAW, _l("The complainant takes it back"), _l("Close as withdrawn"),
    _l("Closed: the complainant took it back."),
    advice=_l("Only after your own call, in the complainant's own words. If somebody pressed the complainant, do not."),
    is_grave=True,
)  # fmt: skip
WISH = Sheet(
    Action.COMMENT, _l("Wants to withdraw (said by phone)"), _l("Note the wish"),
    _l("Noted. The call desk asks the complainant; until then the complaint goes on."),
    advice=_l("This alone ends nothing: the call desk rings the complainant on the number in the file. "
              "Write who called and what was said."),
)  # fmt: skip
OUT = Sheet(
    Action.TRANSFER_OUT, _l("Send it to an authority outside the district"), _l("Send it there"),
    _l("Sent to the other authority; the complainant is told."), is_grave=True,
)  # fmt: skip
FAILED = Sheet(
    Action.FAIL_VERIFICATION, _l("The check on the spot failed"), _l("Reopen it"),
    _l("Reopened and moved one level up."),
    advice=_l("It goes one level up and counts as low quality."), is_grave=True,
)  # fmt: skip


class WithdrawForm(OfficeForm):
    """Why the complainant wants it no more."""

    text = Words(_l("What the complainant said"), [needed])


class OutForm(OfficeForm):
    """Where it goes, and by which letter."""

    authority = Line(_l("Authority"), [needed], description=_l("Office and place"))
    reference_no = Line(_l("Letter or reference number"), [needed])
    text = Words(_l("Note for the file"))


class FindingsForm(OfficeForm):
    """What the verifier found."""

    findings = Words(_l("What was found (30 letters)"), [needed])


@bp.route("/complaints/<number>/withdraw", methods=["GET", "POST"])
@allow(Action.WITHDRAW)
def withdraw(number: str) -> Response:
    """The sheet, and the step."""
    complaint, form = open_for(number, Action.WITHDRAW), WithdrawForm()
    return serve(
        complaint, WITHDRAW, form,
        lambda: leave.withdraw(db.session, complaint.id, text=form.text.data, by=actor(), at=now()),
    )  # fmt: skip


@bp.route("/complaints/<number>/wants-to-withdraw", methods=["GET", "POST"])
@allow(Right.MARKING_DESK)
def ask_withdrawal(number: str) -> Response:
    """The sheet of the cell that was telephoned, and the note of the wish."""
    complaint, form = open_for(number, Action.COMMENT, Action.WITHDRAW), WithdrawForm()
    return serve(
        complaint, WISH, form,
        lambda: leave.ask_withdrawal(db.session, complaint.id, text=form.text.data, by=actor(), at=now()),
    )  # fmt: skip


@bp.route("/complaints/<number>/transfer-out", methods=["GET", "POST"])
@allow(Action.TRANSFER_OUT)
def transfer_out(number: str) -> Response:
    """The sheet, and the step."""
    complaint, form = open_for(number, Action.TRANSFER_OUT), OutForm()
    return serve(
        complaint, OUT, form,
        lambda: leave.transfer_out(
            db.session, complaint.id, authority=form.authority.data, reference_no=form.reference_no.data,
            text=form.text.data, by=actor(), at=now(),
        ),
    )  # fmt: skip


@bp.route("/complaints/<number>/check-failed", methods=["GET", "POST"])
@allow(Action.FAIL_VERIFICATION)
def check_failed(number: str) -> Response:
    """The sheet, and the step."""
    complaint, form = open_for(number, Action.FAIL_VERIFICATION), FindingsForm()
    return serve(
        complaint, FAILED, form,
        lambda: fail_verification(
            db.session, complaint.id, findings=form.findings.data, by=actor(), at=now()
        ),
    )  # fmt: skip
