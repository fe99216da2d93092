"""DESK: who had the complaint for how many days – post by post and, within a post, person by person (D12-11)."""

from __future__ import annotations

from flask import Response

from app.complaints.holders import held
from app.desks.casework.blueprint import bp
from app.domain.policy import Right
from app.extensions import db
from app.web.access import allow, load
from app.web.page import now, page


@bp.get("/complaints/<number>/holders")
@allow(Right.SEE)
def holders(number: str) -> Response:
    """The days with each officer."""
    complaint = load(number)
    return page("casework/holders.html", c=complaint, held=held(db.session, complaint, at=now()))
