"""DESK: the list of messages – what is owed, what left, what arrived; the office may hold, release and ask again."""

from __future__ import annotations

from flask import Response, flash, request, url_for
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from app.complaints.errors import NotFound
from app.desks.office.blueprint import bp
from app.desks.office.names import NOTICE_COLOURS, NOTICE_REASONS, NOTICE_STATES
from app.desks.office.views import page_asked
from app.domain.policy import Right, Scope, scope
from app.extensions import db
from app.models.notice import Notice
from app.notices import holding, queries
from app.web.access import actor, allow, has
from app.web.page import now, page, see_other

PAGE = 25
VERBS = {"hold": holding.hold, "release": holding.release, "retry": holding.retry}
OFFERED = {"queued": "hold", "held": "release"} | dict.fromkeys(holding.ENDED_BADLY, "retry")
DONE = {
    "hold": _l("The message is held back."), "release": _l("The message goes out again."),
    "retry": _l("The message is sent once more."),
}  # fmt: skip


@bp.get("/office/notices")
@allow(Right.NOTICES)
def notices() -> Response:
    """Messages, newest first, narrowed by state and by complaint number."""
    by, number = actor(), page_asked()
    state, q = request.args.get("state", ""), request.args.get("q", "").strip()
    state = state if state in NOTICE_STATES else ""
    secrets = scope(by.role, Right.SEE_CONFIDENTIAL) is Scope.ALL
    rows, total = queries.listed(db.session, by.district_id, state=state, q=q, page=number, size=PAGE, secrets=secrets)
    counts = queries.counts(db.session, by.district_id)

    def at_page(other: int) -> str:
        return url_for("office.notices", state=state or None, q=q or None, page=other)

    reply = page(
        "office/notices.html", rows=rows, total=total, counts=counts, state=state, q=q, number=number,
        states=NOTICE_STATES, colours=NOTICE_COLOURS, reasons=NOTICE_REASONS,
        more=total > number * PAGE, at_page=at_page,
        may_change=has(Right.MASTERS), verbs=OFFERED, may_open=has(Right.SEE),
        secrets=secrets,
    )  # fmt: skip
    reply.headers["Cache-Control"] = "private, no-cache"  # messages go out without an event: no tag for this page
    return reply


@bp.post("/office/notices/<int:key>/<verb>")
@allow(Right.MASTERS)
def handle(key: int, verb: str) -> Response:
    """Hold a message back, let it go, or ask for it again."""
    by, notice = actor(), db.session.get(Notice, key)
    if verb not in VERBS or notice is None or notice.district_id != by.district_id or by.person_id is None:
        raise NotFound(verb)
    if VERBS[verb](db.session, key, by=by.person_id, at=now()):
        flash(str(DONE[verb]))
    else:
        flash(_("The message has moved on in the meantime. Look at its state."), "bad")
    return see_other(url_for("office.notices", state=request.form.get("state") or None))
