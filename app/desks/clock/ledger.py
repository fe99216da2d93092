"""DESK: "why is it due on this day?" – the deadline ledger of a complaint, line by line."""

from __future__ import annotations

from flask import Response, g

from app.complaints import ledger
from app.desks.clock.blueprint import bp
from app.desks.clock.told import told
from app.domain.policy import Right
from app.extensions import db
from app.web.access import allow, load
from app.web.page import is_htmx, page, part


@bp.get("/complaints/<number>/deadline")
@allow(Right.SEE)
def why(number: str) -> Response:
    """The page; for htmx the same lines as a fold of the case page."""
    complaint = load(number)
    g.complaint = complaint
    account = ledger.of_complaint(db.session, complaint)
    shown = {"c": complaint, "account": account, "told": told(db.session, complaint, account) if account else None}
    return part("clock/_ledger.html", **shown) if is_htmx() else page("clock/ledger.html", **shown)
