"""DESK: the head of department approves reports or sends them back, each looked at once; no bulk closing."""

from __future__ import annotations

from datetime import datetime, timedelta

from flask import Blueprint, Response, flash, request, url_for
from flask_babel import gettext as _

from app.complaints.actions import approve as verbs
from app.complaints.errors import Conflict, Refused
from app.complaints.settings import setting
from app.desks.approvals import queries
from app.domain.policy import Right
from app.domain.states import Action
from app.extensions import db
from app.models.complaint import Complaint
from app.web import retype
from app.web.access import actor, allow, load
from app.web.messages import sentence
from app.web.page import is_htmx, now, page, part, see_other
from app.web.paging import cut, kept, page_number, pages_of
from app.web.words import SEND_BACK

bp = Blueprint("approvals", __name__)


@bp.get("/approvals")
@allow(Right.APPROVALS)
def queue() -> Response:
    """Cards of what waits, oldest first."""
    return _queue()


def _queue(status: int = 200, problem: tuple[str, str, str] | None = None) -> Response:
    """`problem` is (number, sentence, typed words): shown at the card, nothing typed is lost."""
    at, by = now(), actor()
    chip = request.args.get("chip", "all")
    chip = chip if chip in queries.CHIPS else "all"
    stands = [(row.id, queries.chips_of(row, at)) for row in queries.waiting(db.session, by, at)]
    counts = {name: sum(name in chips for _, chips in stands) for name in queries.CHIPS}
    chosen = [report for report, chips in stands if chip in chips]
    window = _undo_window(at)
    ids, number, more = cut(chosen, queries.CARDS, page_number())
    reports, undoable = queries.shown(db.session, ids, by, at, window)
    return page(
        "approvals/page.html", status, cards=queries.cards(db.session, reports, by), counts=counts,
        chip=chip, chips=queries.CHIPS, reasons=SEND_BACK, problem=problem, undoable=undoable,
        minutes=int(window.total_seconds() // 60), number=number, more=more, kept=kept("chip"),
        address=pages_of("approvals.queue", "chip"),
    )  # fmt: skip


def _undo_window(at: datetime) -> timedelta:
    """How long an approval can be taken back."""
    return timedelta(seconds=setting(db.session, actor().district_id, "undo_seconds", at))


@bp.post("/approvals/<number>/decide")
@allow(Action.APPROVE)
def decide(number: str) -> Response:
    """Approve, or send back with a reason."""
    at, complaint = now(), load(number)
    choice = request.form.get("decision", "")
    words, look_again = retype.lone("remark")
    seen = request.form.get("report", "")
    if seen and seen != str(verbs.waiting_report(db.session, complaint).no):
        raise Conflict  # a newer report lies there than the one on the card
    try:
        if look_again:
            raise look_again
        if choice == "approve":
            verbs.approve(db.session, complaint.id, remark=words, by=actor(), at=at)
        else:
            verbs.send_back(db.session, complaint.id, reason_code=choice, text=words, by=actor(), at=at)
    except Refused as refused:
        return _refused(complaint.number, refused, words)
    approved = choice == "approve"
    if is_htmx():
        minutes = setting(db.session, actor().district_id, "undo_seconds", at) // 60
        return part("approvals/_decided.html", number=complaint.number, approved=approved, minutes=minutes)
    if not approved:
        flash(_("%(number)s was sent back.", number=complaint.number))
    return see_other(url_for("approvals.queue", **kept("chip")))


def _refused(number: str, refused: Refused, words: str) -> Response:
    said = sentence(refused.code, **refused.facts)
    db.session.rollback()
    if not is_htmx():
        return _queue(422, (number, said, words))
    at, by = now(), actor()
    waiting = [row.id for row in queries.waiting(db.session, by, at) if row.number == number]
    if not waiting:
        raise refused
    card = queries.cards(db.session, queries.shown(db.session, waiting, by, at, _undo_window(at))[0], by)[0]
    answer = part("approvals/_decide.html", 422, card=card, reasons=SEND_BACK, problem=(number, said, words),
                  kept=kept("chip"))  # fmt: skip
    answer.headers["HX-Retarget"] = f"#d-{number}"  # what was reported stands there already
    return answer


@bp.post("/approvals/<number>/undo")
@allow(Action.UNDO_APPROVAL)
def undo(number: str) -> Response:
    """Take an approval back before its message has left."""
    complaint: Complaint = load(number)
    verbs.undo_approval(db.session, complaint.id, by=actor(), at=now())
    flash(_("The approval of %(number)s was taken back.", number=complaint.number))
    return see_other(url_for("approvals.queue"))
