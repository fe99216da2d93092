"""DESK: "for my decision" – a card for each request that lies with the own post."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from flask import Blueprint, Response, flash, request, url_for
from flask_babel import gettext as _

from app.complaints import requests
from app.complaints.actions.decide import decide as act
from app.complaints.actions.decide import needs_look
from app.complaints.errors import Conflict, NotFound, Refused
from app.domain.policy import Right
from app.domain.states import Action
from app.extensions import db
from app.models.report import Request
from app.web import requested, retype
from app.web.access import actor, allow, load
from app.web.messages import sentence
from app.web.page import is_htmx, now, page, part, see_other
from app.web.paging import kept, page_number, pages_of
from app.web.timeleft import Left, left

bp = Blueprint("decisions", __name__)
CARDS = 10


@dataclass(frozen=True)
class Card:
    """A request before its decider. `key` names this very state of it: what was seen is what is decided."""

    row: Request
    key: str
    left: Left
    case_left: Left
    facts: list[tuple[str, str]]
    kind: str
    reason: str
    needs_look: bool
    can_open: bool


def _card(row: Request) -> Card:
    by, at = actor(), now()
    return Card(
        row, _key(row), left(row.decide_by, at), left(row.complaint.due_at, at), list(requested.facts(row)),
        requested.kind_words(row.kind), requested.reason_words(row.kind, row.reason_code), needs_look(row),
        can_open=not row.complaint.is_confidential or by.department_id in (None, row.complaint.department_id),
    )  # fmt: skip


def _key(row: Request) -> str:
    return f"{row.proposed_at.timestamp():.6f}-{row.stage}-{row.turn}"


@bp.get("/decisions")
@allow(Right.DECISIONS)
def inbox() -> Response:
    """Cards of what waits, the nearest deadline first."""
    return _inbox()


def _inbox(status: int = 200, **told: Any) -> Response:
    number, rows = page_number(), _rows(page_number())
    while not rows and number > 1:  # what stood there was decided meanwhile
        number -= 1
        rows = _rows(number)
    return page(
        "decisions/page.html", status, cards=[_card(row) for row in rows[:CARDS]], number=number,
        more=len(rows) > CARDS, kept=kept(), address=pages_of("decisions.inbox"), **told,
    )  # fmt: skip


def _rows(number: int) -> Sequence[Request]:
    """A page of the inbox, and one more: then there is a next page."""
    return requests.waiting_for(db.session, actor(), now(), limit=CARDS + 1, skip=CARDS * (number - 1))


@bp.post("/decisions/<number>/<kind>")
@allow(Right.DECISIONS)
def decide(number: str, kind: str) -> Response:
    """Recommend or grant, or refuse with words."""
    by, at = actor(), now()
    row = requests.asked_of(db.session, number, kind, by=by)
    if row is None:
        raise NotFound(number)
    if request.form.get("seen", _key(row)) != _key(row):
        raise Conflict  # it was taken back and asked anew, or has gone on, since the card was drawn
    granted = request.form.get("decision") == "grant"
    (words, look_again), stage = retype.lone("words"), row.stage
    try:
        if look_again:
            raise look_again
        act(
            db.session, row.complaint_id, kind, granted=granted, text=words, by=by, at=at,
            paper_seen=bool(request.form.get("paper_seen")),
        )  # fmt: skip
    except Refused as refused:
        return _refused(number, kind, refused, words)
    said = _done(number, granted, stage)
    if is_htmx():
        return part("decisions/_decided.html", number=number, kind=kind, said=said)
    flash(said)
    return see_other(url_for("decisions.inbox", **kept()))


def _done(number: str, granted: bool, stage: str) -> str:
    if not granted:
        return _("%(number)s: refused. The proposer sees why.", number=number)
    if stage == "recommend":
        return _("%(number)s: recommended. It goes on for the decision.", number=number)
    return _("%(number)s: granted.", number=number)


def _refused(number: str, kind: str, refused: Refused, words: str) -> Response:
    """The card comes back with what is wrong and what was typed."""
    problem = {"at": (number, kind), "said": sentence(refused.code, **refused.facts), "words": words}
    db.session.rollback()
    if not is_htmx():
        return _inbox(422, problem=problem)
    row = requests.asked_of(db.session, number, kind, by=actor())
    if row is None:
        raise refused
    return part("decisions/_card.html", 422, card=_card(row), problem=problem, kept=kept())


@bp.post("/decisions/<number>/<kind>/take-back")
@allow(Action.TAKE_BACK)
def take_back(number: str, kind: str) -> Response:
    """The proposer takes it back before anybody has decided."""
    complaint = load(number)
    requests.take_back(db.session, complaint.id, kind, by=actor(), at=now())
    flash(_("Taken back."))
    return see_other(url_for("casework.case", number=complaint.number))
