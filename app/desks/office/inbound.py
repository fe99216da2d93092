"""DESK: messages from phones that nobody but a person can understand; what was done with each, by whom and when."""

from __future__ import annotations

from typing import Any

from flask import Response, flash, request, url_for
from flask_babel import gettext as _

from app.complaints import inbound
from app.complaints.actions import said
from app.complaints.errors import Conflict, NotFound
from app.desks.office.blueprint import bp
from app.desks.office.book import Book
from app.desks.office.names import INBOUND_DONE, INBOUND_WHY, LOOKED_AT
from app.desks.office.views import page_asked
from app.domain.numbers import mask_mobile
from app.domain.policy import Right
from app.domain.states import Action
from app.extensions import db
from app.models.notice import NoticeInbound
from app.web.access import actor, allow, has, load_locked
from app.web.page import is_htmx, now, page, part, see_other

PAGE = 25


@bp.get("/office/inbound")
@allow(Right.NOTICES)
def inbox() -> Response:
    """What waits, or (?done=1) what somebody has looked at."""
    by, number, done = actor(), page_asked(), request.args.get("done") == "1"
    rows, total = inbound.listed(db.session, by, done=done, page=number, size=PAGE)

    def at_page(other: int) -> str:
        return url_for("office.inbox", done=int(done) or None, page=other)

    reply = page(
        "office/inbound.html", rows=rows, total=total, done=done, number=number, more=total > number * PAGE,
        at_page=at_page, people=Book(db.session, by.district_id, now()).everybody if done else {}, **_beside(rows),
    )  # fmt: skip
    reply.headers["Cache-Control"] = "private, no-cache"  # messages come without an event: no tag for this page
    return reply


def _beside(rows: list[NoticeInbound]) -> dict[str, Any]:
    """What a card of a message needs beside the message itself."""
    theirs = inbound.complaints_of(db.session, actor(), {row.from_number for row in rows}) if rows else {}
    return {
        "theirs": theirs, "why": INBOUND_WHY, "outcomes": INBOUND_DONE, "choices": LOOKED_AT,
        "may_handle": has(Right.MARKING_DESK), "may_read": has(Right.SEE), "may_register": has(Action.REGISTER),
    }  # fmt: skip


@bp.post("/office/inbound/<int:key>")
@allow(Right.MARKING_DESK)
def look(key: int) -> Response:
    """Join a message to a complaint as a note, or say why nothing is to be done."""
    row = _waiting(key)
    choice = request.form.get("done", "")
    if choice in LOOKED_AT:
        said.done_by_hand(row, choice, by=actor(), at=now())
        return _done(row, str(LOOKED_AT[choice]))
    number = (request.form.get("join") or request.form.get("number") or "").strip()
    if not number:
        return _again(row, _("Write the number of the complaint."))
    try:
        complaint = load_locked(number)
    except NotFound:
        return _again(row, _("There is no complaint %(number)s that you may see.", number=number))
    said.join_by_hand(db.session, row, complaint, _note(row), by=actor(), at=now())
    return _done(row, _("Added to %(number)s.", number=complaint.number))


def _waiting(key: int) -> NoticeInbound:
    row = inbound.waiting_row(db.session, actor(), key, locked=True)
    if row is None:
        known = db.session.get(NoticeInbound, key)
        mine = known is not None and known.district_id == actor().district_id and known.handled_at is not None
        raise Conflict if mine else NotFound(str(key))
    return row


def _note(row: NoticeInbound) -> str:
    number = mask_mobile(row.from_number)
    if row.kind == "missed_call":
        return _("Missed call from %(number)s", number=number)
    return _("Message from %(number)s:", number=number) + f"\n{row.text}"


def _done(row: NoticeInbound, words: str) -> Response:
    if is_htmx():
        return part("office/_inbound.html", row=row, told=words, settled=True, **_beside([row]))
    flash(words)
    return see_other(url_for("office.inbox"))


def _again(row: NoticeInbound, words: str) -> Response:
    """Not done: the card again with what was typed."""
    typed = request.form.get("number", "")
    if is_htmx():
        return part("office/_inbound.html", 422, row=row, problem=words, typed=typed, **_beside([row]))
    return page("office/inbound_one.html", 422, row=row, problem=words, typed=typed, **_beside([row]))
