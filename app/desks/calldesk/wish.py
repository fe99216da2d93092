"""DESK: somebody told the cell that a complaint is to be withdrawn; the complainant, asked back, does not want to."""

from __future__ import annotations

from flask import Response, flash, url_for
from flask_babel import gettext as _

from app.complaints.actions import leave
from app.complaints.errors import Refused
from app.desks.calldesk.blueprint import bp
from app.desks.calldesk.views import script_of
from app.domain.states import Action
from app.extensions import db
from app.web import retype
from app.web.access import actor, allow, load
from app.web.messages import sentence
from app.web.page import now, see_other


@bp.post("/call-desk/<number>/keep")
@allow(Action.WITHDRAW)
def keep(number: str) -> Response:
    """Write down that the complaint is not to be withdrawn, in the complainant's words: it goes on."""
    complaint, (said, look_again) = load(number), retype.lone("text")
    try:
        if look_again:
            raise look_again
        leave.keep_open(db.session, complaint.id, text=said, by=actor(), at=now())
    except Refused as refused:
        db.session.rollback()
        return script_of(load(number), 422, unkept=sentence(refused.code, **refused.facts), said=said)
    flash(_("%(number)s is not withdrawn: it goes on.", number=number))
    return see_other(url_for("calldesk.desk"))
