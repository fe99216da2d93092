"""DESK: settled on the spot at a camp (T27) – the officer there writes what was done, the complainant signs."""

from __future__ import annotations

from flask import Response
from wtforms import FileField

from app.complaints.actions import on_spot as settling
from app.desks.steps.blueprint import bp
from app.desks.steps.sheet import Files, Sheet, files_of, open_for, serve
from app.domain.calendar import ist_date
from app.domain.states import Action
from app.extensions import db
from app.web import words
from app.web.access import actor, allow
from app.web.fields import Choice
from app.web.forms import Day, OfficeForm, Words, needed
from app.web.language import lazy_gettext as _l
from app.web.page import now

SETTLED = Sheet(
    Action.PROPOSE, _l("Settled here at the camp"), _l("Put it before the senior"),
    _l("Asked. Once a second person agrees, it is closed and the complainant is told."), files=True,
    advice=_l("Only on the day of the camp, and only when the complainant has what was asked for and signs for it. "
              "A second person decides."),
)  # fmt: skip


class SettledForm(OfficeForm):
    """What was done at the camp, and the signature for it."""

    outcome = Choice(_l("What came of it"), choices=[(code.value, words.OUTCOMES[code]) for code in settling.OUTCOMES])
    text = Words(_l("What was done? (at least 30 letters)"), [needed])
    action_on = Day(_l("Done on"), [needed])
    signature = FileField(
        _l("Photo of the paper with the complainant’s signature or thumb"),
        description=_l("A photo up to 12 MB, a PDF up to 5 MB."),
    )


@bp.route("/complaints/<number>/settled", methods=["GET", "POST"])
@allow(Action.PROPOSE)
def settled(number: str) -> Response:
    """The sheet, and the proposal with the signature."""
    form = SettledForm(data={"action_on": ist_date(now())})
    files = files_of(form, {"signature": "signature"})
    complaint = open_for(number, Action.PROPOSE, Action.DISPOSE_ON_SPOT)
    return serve(
        complaint, SETTLED, form,
        lambda: settling.ask(db.session, complaint.id, _settlement(form, files), by=actor(), at=now()), files,
    )  # fmt: skip


def _settlement(form: SettledForm, files: Files | None) -> settling.Asked:
    return settling.Asked(
        outcome=form.outcome.data, text=form.text.data, action_on=form.action_on.data,
        signature=files.one("signature") if files else None,
    )  # fmt: skip
