"""DESK: when it takes longer – word and more days (T26), hold (T10), taking it up again (T11)."""

from __future__ import annotations

from datetime import timedelta

from flask import Response
from wtforms import FileField

from app.complaints.actions import extend
from app.complaints.actions import hold as holding
from app.desks.steps.blueprint import bp
from app.desks.steps.sheet import Files, Sheet, files_of, open_for, serve
from app.domain.calendar import ist_date
from app.domain.states import Action
from app.extensions import db
from app.models.complaint import Complaint
from app.web.access import actor, allow
from app.web.fields import Count, reason
from app.web.forms import Day, Line, OfficeForm, Words, needed
from app.web.language import lazy_gettext as _l
from app.web.page import now
from app.web.requested import EXTENSION, HOLD

MORE_TIME = Sheet(
    Action.INTERIM_REPLY, _l("It needs more time"), _l("Send"), _l("The complainant is told what you expect."),
    advice=_l("The complainant gets an SMS with the day you expect and a link to your words. "
              "The time limit moves only if you ask for days "
              "and the next level grants them – once at each level."),
)  # fmt: skip
HOLD_SHEET = Sheet(
    Action.PROPOSE, _l("It has to wait (court, budget, policy)"), _l("Ask for the hold"),
    _l("Asked. Until it is decided, the time limit goes on."), files=True,
    advice=_l("The head of department recommends, the nodal officer or the DC decides. "
              "Then the time limit stands until the date on which it is looked at again."),
)  # fmt: skip
LIFT = Sheet(Action.LIFT_HOLD, _l("Take it up again"), _l("Take it up again"), _l("Taken up again. The clock goes on."))


class MoreTimeForm(OfficeForm):
    """What the complainant is told, and how many days are asked for, if any."""

    text = Words(_l("How does it stand? (at most 300 letters)"), [needed])
    expected_on = Day(_l("Expected by"), [needed])
    days = Count(_l("Days asked for, if the time limit must move (1 to 7)"), least=1, most=extend.MOST_DAYS)
    reason_code = reason(_l("Why is there a delay?"), choices=list(EXTENSION.items()))


class HoldForm(OfficeForm):
    """Why it waits, the paper, and when it is looked at again."""

    reason_code = reason(_l("What is it waiting for?"), [needed], choices=list(HOLD.items()))
    court_case_no = Line(_l("Number of the court case"))
    text = Words(_l("Why can nothing be done until then?"), [needed])
    paper = FileField(_l("The paper that says so"), description=_l("A photo up to 12 MB, a PDF up to 5 MB."))
    review_on = Day(_l("Look at it again on"), [needed], description=_l("At most 30 days from today."))


class LiftForm(OfficeForm):
    """What has changed."""

    text = Words(_l("What has changed?"), [needed])


@bp.route("/complaints/<number>/more-time", methods=["GET", "POST"])
@allow(Action.INTERIM_REPLY)
def more_time(number: str) -> Response:
    """The sheet; the word to the complainant, and with it the request for days."""
    complaint, form = open_for(number, Action.INTERIM_REPLY), MoreTimeForm()
    return serve(complaint, MORE_TIME, form, lambda: _ask_for_time(complaint, form))


def _ask_for_time(complaint: Complaint, form: MoreTimeForm) -> None:
    by, at = actor(), now()
    extend.interim_reply(db.session, complaint.id, text=form.text.data, expected_on=form.expected_on.data, by=by, at=at)
    if form.days.data:
        extend.ask(
            db.session, complaint.id, days=form.days.data, reason_code=form.reason_code.data, text=form.text.data,
            by=by, at=at,
        )  # fmt: skip


@bp.route("/complaints/<number>/hold", methods=["GET", "POST"])
@allow(Action.PROPOSE)
def hold(number: str) -> Response:
    """The sheet, and the proposal with its paper."""
    form = HoldForm(review_on=ist_date(now()) + timedelta(days=holding.REVIEW_DAYS))
    files = files_of(form, {"paper": "order"})
    complaint = open_for(number, Action.PROPOSE, Action.HOLD)
    return serve(
        complaint, HOLD_SHEET, form,
        lambda: holding.ask(db.session, complaint.id, _asked(form, files), by=actor(), at=now()), files,
    )  # fmt: skip


def _asked(form: HoldForm, files: Files | None) -> holding.Asked:
    return holding.Asked(
        kind=form.reason_code.data, text=form.text.data, review_on=form.review_on.data,
        paper=files.one("order") if files else None, court_case_no=form.court_case_no.data or "",
    )  # fmt: skip


@bp.route("/complaints/<number>/lift", methods=["GET", "POST"])
@allow(Action.LIFT_HOLD)
def lift(number: str) -> Response:
    """The sheet, and the step."""
    complaint, form = open_for(number, Action.LIFT_HOLD), LiftForm()
    return serve(
        complaint, LIFT, form,
        lambda: holding.lift(db.session, complaint.id, text=form.text.data, by=actor(), at=now()),
    )  # fmt: skip
