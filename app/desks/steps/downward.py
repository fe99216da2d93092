"""DESK: give a complaint down to a junior (T7)."""

from __future__ import annotations

from flask import Response

from app.complaints.actions.send_down import send_down as act
from app.desks.steps.blueprint import bp
from app.desks.steps.sheet import Sheet, open_for, serve
from app.domain.states import Action
from app.extensions import db
from app.web.access import actor, allow
from app.web.forms import Day, OfficeForm, Words, needed
from app.web.language import lazy_gettext as _l
from app.web.page import now

SHEET = Sheet(
    Action.SEND_DOWN, _l("Give it down with a direction"), _l("Give it down"), _l("Given down with your direction."),
    advice=_l("The time limit stays: giving it down wins no time."),
)  # fmt: skip


class DirectionForm(OfficeForm):
    """What the junior must do, and by when."""

    direction = Words(_l("What must be done"), [needed])
    due_on = Day(_l("By when"), [needed])


@bp.route("/complaints/<number>/send-down", methods=["GET", "POST"])
@allow(Action.SEND_DOWN)
def send_down(number: str) -> Response:
    """The sheet, and the step."""
    complaint, form = open_for(number, Action.SEND_DOWN), DirectionForm()
    return serve(
        complaint, SHEET, form,
        lambda: act(
            db.session, complaint.id, direction=form.direction.data, due_on=form.due_on.data, by=actor(), at=now()
        ),
    )  # fmt: skip
