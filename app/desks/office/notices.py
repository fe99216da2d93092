"""DESK: the list of messages – what is owed, what left, what arrived; the office may hold, release and ask again."""

from __future__ import annotations

from typing import Any

from flask import Response, flash, request, url_for
from flask_babel import gettext as _

from app.complaints.errors import NotFound
from app.desks.office.blueprint import bp
from app.desks.office.names import NOTICE_COLOURS, NOTICE_REASONS, NOTICE_STATES
from app.desks.office.views import page_asked
from app.domain.numbers import MANY
from app.domain.policy import Right, Scope, scope
from app.extensions import db
from app.models.notice import Notice
from app.notices import holding, queries
from app.web.access import actor, allow, has
from app.web.language import lazy_gettext as _l
from app.web.page import is_htmx, now, page, part, see_other

PAGE = 25
OPENS = ("code", "link")  # slots with which whoever reads them speaks for the complainant
VERBS = {"hold": holding.hold, "release": holding.release, "retry": holding.retry}
OFFERED = {"queued": "hold", "held": "release"} | dict.fromkeys(holding.ENDED_BADLY, "retry")
DONE = {
    "hold": _l("The message is held back."), "release": _l("The message goes out again."),
    "retry": _l("The message is sent once more."),
}  # fmt: skip


def fit_to_read(notice: Notice) -> str:
    """A text as the office reads it: codes and links are the complainant's alone (D5). What the demo's console took
    went to no phone, and is read here."""
    text = notice.rendered
    for value in (notice.slots.get(name) for name in OPENS if notice.gateway != "console"):
        text = text.replace(value, "…") if value else text
    return text


@bp.get("/office/notices")
@allow(Right.NOTICES)
def notices() -> Response:
    """Messages, newest first, narrowed by state and by complaint number."""
    by, number = actor(), page_asked()
    state, q = request.args.get("state", ""), request.args.get("q", "").strip()
    state = state if state in NOTICE_STATES else ""
    rows, total = queries.listed(
        db.session, by.district_id, state=state, q=q, page=number, size=PAGE, secrets=_secrets()
    )
    counts = queries.counts(db.session, by.district_id)

    def at_page(other: int) -> str:
        return url_for("office.notices", state=state or None, q=q or None, page=other)

    reply = page(
        "office/notices.html", rows=rows, total=total, counts=counts, state=state, q=q, number=number,
        more=total > number * PAGE or (total > MANY and len(rows) == PAGE), at_page=at_page, **_words(),
    )  # fmt: skip
    reply.headers["Cache-Control"] = "private, no-cache"  # messages go out without an event: no tag for this page
    return reply


def _secrets() -> bool:
    return scope(actor().role, Right.SEE_CONFIDENTIAL) is Scope.ALL


def _words() -> dict[str, Any]:
    """What a card of a message needs beside the message itself."""
    return {
        "states": NOTICE_STATES, "colours": NOTICE_COLOURS, "reasons": NOTICE_REASONS, "verbs": OFFERED,
        "may_change": has(Right.MASTERS), "may_open": has(Right.SEE), "secrets": _secrets(), "fit_to_read": fit_to_read,
    }  # fmt: skip


@bp.post("/office/notices/<int:key>/<verb>")
@allow(Right.MASTERS)
def handle(key: int, verb: str) -> Response:
    """Hold a message back, let it go, or ask for it again."""
    by, notice = actor(), db.session.get(Notice, key)
    if verb not in VERBS or notice is None or notice.district_id != by.district_id or by.person_id is None:
        raise NotFound(verb)
    done = VERBS[verb](db.session, key, by=by.person_id, at=now())
    words = str(DONE[verb]) if done else _("The message has moved on in the meantime. Look at its state.")
    state = request.form.get("state")
    if is_htmx():
        return part("office/_notice.html", 200 if done else 409, notice=notice, state=state, told=words,
                    refused=not done, **_words())  # fmt: skip
    flash(words, "message" if done else "bad")
    return see_other(url_for("office.notices", state=state or None))
