"""DESK: another mobile number of the complainant (T25)."""

from __future__ import annotations

from flask import Response

from app.complaints.actions.contact import ask
from app.complaints.actions.contact import change_contact as act
from app.desks.steps.blueprint import bp
from app.desks.steps.sheet import Sheet, open_for, serve
from app.domain.states import Action
from app.extensions import db
from app.web.access import actor, allow
from app.web.forms import Mobile, OfficeForm, Words, needed
from app.web.language import lazy_gettext as _l
from app.web.page import now

SHEET = Sheet(
    Action.CHANGE_CONTACT, _l("Change the mobile number"), _l("Change the number"),
    _l("The new number is noted. Both numbers are told; for 48 hours the old one is still called."),
    advice=_l("Both numbers get a message. For 48 hours the old number is still called and told, then the new one."),
)  # fmt: skip


ASK = Sheet(
    Action.PROPOSE_CONTACT, _l("The complainant has another number"), _l("Send for the decision"),
    _l("Asked. The DC office notes the number."), advice=_l("The DC office decides. Then both numbers get a message."),
)  # fmt: skip


class ContactForm(OfficeForm):
    """The number, and how the office knows of it."""

    mobile = Mobile(_l("New mobile number"), [needed])
    text = Words(_l("Who asked for it, and how do you know it is the complainant?"), [needed])


@bp.route("/complaints/<number>/mobile", methods=["GET", "POST"])
@allow(Action.CHANGE_CONTACT)
def change_contact(number: str) -> Response:
    """The sheet, and the step."""
    complaint, form = open_for(number, Action.CHANGE_CONTACT), ContactForm()
    return serve(
        complaint, SHEET, form,
        lambda: act(
            db.session, complaint.id, mobile=form.mobile.number, text=form.text.data, by=actor(), at=now()
        ),
    )  # fmt: skip


@bp.route("/complaints/<number>/ask-mobile", methods=["GET", "POST"])
@allow(Action.PROPOSE_CONTACT)
def ask_contact(number: str) -> Response:
    """The sheet of the holder, who proposes what the cell decides."""
    complaint, form = open_for(number, Action.PROPOSE_CONTACT), ContactForm()
    return serve(
        complaint, ASK, form,
        lambda: ask(db.session, complaint.id, mobile=form.mobile.number, text=form.text.data, by=actor(), at=now()),
    )  # fmt: skip
