"""DESK: take an undecided report back (T29); send or pull a complaint one level up with a reason (T6)."""

from __future__ import annotations

from flask import Response

from app.complaints.actions import own_mistake
from app.complaints.actions.escalate import next_stop
from app.complaints.actions.recall import recall as take_back
from app.complaints.actions.rise import REASONS, rise
from app.desks.steps.blueprint import bp
from app.desks.steps.sheet import Sheet, open_for, serve
from app.domain.states import Action
from app.extensions import db
from app.web import words
from app.web.access import actor, allow
from app.web.fields import reason
from app.web.forms import OfficeForm, Words, needed
from app.web.language import lazy_gettext as _l
from app.web.page import now

RECALL = Sheet(
    Action.RECALL, _l("Take the report back"), _l("Take it back"),
    _l("The report is taken back. Correct it and send it."),
    advice=_l("The time limit goes on as if the report had never been sent."),
)  # fmt: skip
UP = Sheet(
    Action.ESCALATE, _l("Send it one level up"), _l("Send it up"), _l("It has gone one level up."),
    advice=_l("What can be solved here is solved here. Write why this cannot be."),
)  # fmt: skip
# Above the head of department it does not move: the DC watches, and the head goes on (D4-6).
TO_THE_DC = Sheet(
    Action.ESCALATE, _l("Put it before the DC"), _l("Put it before the DC"),
    _l("The DC is watching it now. It stays where it is, and so does its time limit."),
    advice=_l("It stays where it is; the DC watches it. What can be solved here is solved here. "
              "Write why this cannot be."),
)  # fmt: skip


WRONG = Sheet(
    Action.ASK_REOPENING, _l("My report was wrong: ask to reopen"), _l("Ask the nodal officer"),
    _l("The nodal officer is asked to reopen it."),
    advice=_l("To say so yourself does not count against you."),
)  # fmt: skip


class WrongForm(OfficeForm):
    """What was wrong in an approved report."""

    text = Words(_l("What was wrong? (30 letters)"), [needed])


class RecallForm(OfficeForm):
    """Why the report was not right."""

    text = Words(_l("What was wrong in the report?"), [needed])


class UpForm(OfficeForm):
    """Why it cannot be solved where it is."""

    why = reason(_l("Why can it not be solved here?"), [needed], choices=[(code, words.RISE[code]) for code in REASONS])
    text = Words(_l("In your own words (30 letters)"), [needed])


@bp.route("/complaints/<number>/recall", methods=["GET", "POST"])
@allow(Action.RECALL)
def recall(number: str) -> Response:
    """The sheet, and the step."""
    complaint, form = open_for(number, Action.RECALL), RecallForm()
    return serve(
        complaint, RECALL, form,
        lambda: take_back(db.session, complaint.id, text=form.text.data, by=actor(), at=now()),
    )  # fmt: skip


@bp.route("/complaints/<number>/ask-reopening", methods=["GET", "POST"])
@allow(Action.ASK_REOPENING)
def ask_reopening(number: str) -> Response:
    """The sheet, and the step."""
    complaint, form = open_for(number, Action.ASK_REOPENING), WrongForm()
    return serve(
        complaint, WRONG, form,
        lambda: own_mistake.ask_reopening(db.session, complaint.id, text=form.text.data, by=actor(), at=now()),
    )  # fmt: skip


@bp.route("/complaints/<number>/send-up", methods=["GET", "POST"])
@allow(Action.ESCALATE)
def send_up(number: str) -> Response:
    """The sheet, and the step."""
    complaint, form = open_for(number, Action.ESCALATE), UpForm()
    stays = next_stop(db.session, complaint, at=now()) is None
    return serve(
        complaint, TO_THE_DC if stays else UP, form,
        lambda: rise(
            db.session, complaint.id, why=form.why.data, text=form.text.data, by=actor(), at=now()
        ),
    )  # fmt: skip
