"""DESK: accepting many at once – a result for each row, five minutes to think better, and what was typed is kept."""

from __future__ import annotations

from flask import Response, flash, request, url_for
from flask_babel import gettext as _

from app.complaints.actions import undo, work
from app.complaints.step import UNDO_WITHIN, lock_in_order
from app.desks.casework.blueprint import bp
from app.desks.casework.lists import step_asked
from app.domain.calendar import to_ist
from app.domain.states import Action
from app.extensions import db
from app.web.access import actor, allow, load
from app.web.page import now, page, see_other
from app.web.together import Outcome, attempt, taken_back, ticked


@bp.post("/complaints/bulk")
@allow(Action.ACKNOWLEDGE)
def bulk() -> Response:
    """Accept the ticked rows with one shared step and date; every row has its own result."""
    at, numbers = now(), ticked("number")
    if not numbers:
        flash(_("Nothing was ticked."), "bad")
        return see_other(url_for("casework.worklist"))
    lock_in_order(db.session, numbers)

    def accept(number: str) -> str:
        work.acknowledge(db.session, load(number).id, **step_asked(), by=actor(), at=at, undoable=True)
        return _("accepted")

    rows = [attempt(number, accept) for number in numbers]
    done, left = [row for row in rows if not row.problem], [row for row in rows if row.problem]
    told = _("%(done)s of %(all)s accepted.", done=len(done), all=len(rows))
    return _results(told, done, left, until=to_ist(at + UNDO_WITHIN).strftime("%H:%M"))


@bp.post("/complaints/bulk/undo")
@allow(Action.UNDO_ACKNOWLEDGE)
def take_back() -> Response:
    """One row, or all that were accepted just now, is new again; the history keeps both."""

    def back(number: str) -> None:
        undo.undo_acknowledge(db.session, load(number).id, by=actor(), at=now())

    rows = taken_back(back)
    left = [Outcome(number, again=True) for number in ticked("left")]
    return _results(_back(rows), rows, left)


def _back(rows: list[Outcome]) -> str:
    tried = [row for row in rows if not row.is_open]
    return _("%(done)s of %(all)s taken back.", done=sum(not row.problem for row in tried), all=len(tried))


def _results(told: str, rows: list[Outcome], left: list[Outcome], until: str = "") -> Response:
    step, on = request.form.get("next_step", ""), request.form.get("next_step_on", "")
    carried = [*(("left", row.number) for row in left), ("next_step", step), ("next_step_on", on)] if left else []
    return page("casework/accepted.html", told=told, rows=rows, left=left, until=until, carried=carried,
                steps=work.NEXT_STEPS, step_chosen=step, step_on=on)  # fmt: skip
