"""DESK: marking – the list, one row, one complaint by itself, and the ticked ones as suggested."""

from __future__ import annotations

from dataclasses import replace

from flask import Blueprint, Response, flash, request, url_for
from flask_babel import gettext as _
from sqlalchemy import select

from app.complaints import from_home
from app.complaints.actions import undo
from app.complaints.actions.mark import mark
from app.complaints.directory import Directory
from app.complaints.errors import NotFound, Refused
from app.complaints.step import UNDO_WITHIN, lock, lock_in_order
from app.desks.marking.waiting import Row, Sieve, likely, row_of, waiting
from app.domain.calendar import to_ist
from app.domain.policy import Right
from app.domain.states import Action, State
from app.extensions import db
from app.models.complaint import SOURCES, Complaint
from app.web.access import actor, allow, load
from app.web.casefile import may
from app.web.filters import full_date
from app.web.language import named
from app.web.messages import sentence
from app.web.page import is_htmx, now, page, part, see_other
from app.web.together import Outcome, attempt, taken_back, ticked

bp = Blueprint("marking", __name__)
WAYS = ("imported", "counter")
MOST_PAGES = 100_000  # no database counts further than its integers go


def _directory() -> Directory:
    return Directory(db.session, actor().district_id, now())


def _sieve() -> Sieve:
    source, way = request.args.get("source", ""), request.args.get("way", "")
    return Sieve(source if source in SOURCES else "", way if way in WAYS else "")


@bp.get("/marking")
@allow(Right.MARKING_DESK)
def desk() -> Response:
    """Unmarked complaints, the oldest first, each with its suggestion."""
    number = min(max(request.args.get("page", 1, type=int), 1), MOST_PAGES)
    sieve, directory = _sieve(), _directory()
    rows, more = waiting(directory, db.session, sieve, by=actor(), at=now(), page=number)

    def address(page_no: int) -> str:
        return url_for("marking.desk", page=page_no, source=sieve.source or None, way=sieve.way or None)

    return page("marking/desk.html", rows=rows, more=more, page_no=number, address=address, sieve=sieve,
                kinds=list(directory.categories.values()), sources=SOURCES)  # fmt: skip


@bp.get("/marking/<number>")
@allow(Right.MARKING_DESK)
def one(number: str) -> Response:
    """One complaint with its whole text, all kinds and all posts to choose from."""
    return _one(number)


def _one(number: str, status: int = 200, problem: str = "") -> Response:
    complaint, directory = load(number), _directory()
    row = row_of(directory, complaint, by=actor(), at=now())
    return page("marking/one.html", status, row=row, kinds=list(directory.categories.values()),
                posts=list(directory.posts.values()), problem=problem,
                same_as="" if row.secret else from_home.same_as(db.session, complaint),
                may_split=may(complaint, Action.SPLIT))  # fmt: skip


@bp.post("/marking/<number>")
@allow(Right.MARKING_DESK)
def mark_one(number: str) -> Response:
    """Give one complaint to a post."""
    complaint, directory = load(number), _directory()
    try:
        _mark(directory, complaint, request.form.get(f"category-{number}", ""), request.form.get(f"post-{number}", ""))
    except Refused as refused:
        return _refused(number, sentence(refused.code, **refused.facts))
    if is_htmx():
        return part("marking/_done.html", c=complaint)
    flash(_("%(number)s is assigned.", number=complaint.number))
    return see_other(url_for("marking.desk"))


def _refused(number: str, words: str) -> Response:
    """Nothing was changed; the row says why."""
    db.session.rollback()
    if is_htmx():
        return part("marking/_problem.html", 422, c=load(number), problem=words)
    return _one(number, 422, words)


def _mark(directory: Directory, complaint: Complaint, code: str, post_id: str, *, undoable: bool = False) -> None:
    """Mark a waiting complaint. Raises Refused; a second press finds it marked already."""
    lock(db.session, complaint.id)
    if complaint.state != State.REGISTERED:
        raise Refused("already_marked")
    category = directory.category(code)
    if category is None:
        raise Refused("required", field="category")
    if category.department_id is None:
        raise Refused("not_a_grievance", field="category")
    chosen = next((post for key, post in directory.posts.items() if str(key) == post_id), None)
    post = chosen or directory.post_for(category, complaint.place, never=directory.never(complaint))
    if post is None:
        raise Refused("post_in_charge", field="post")
    mark(db.session, complaint.id, category=category, post=post, by=actor(), at=now(), undoable=undoable)


@bp.post("/marking/bulk")
@allow(Right.MARKING_DESK)
def bulk() -> Response:
    """Mark the ticked ones as their rows say; each by itself, so that one that fails does not hold up the others."""
    at, directory, numbers = now(), _directory(), ticked("number")
    if not numbers:
        flash(_("Nothing was ticked."), "bad")
        return see_other(url_for("marking.desk"))
    lock_in_order(db.session, numbers)

    def assign(number: str) -> str:
        complaint = load(number)
        code, post_id = _picked(number)
        category, _words = (None, ()) if code else likely(directory, complaint)
        _mark(directory, complaint, code or (category.code if category else ""), post_id, undoable=True)
        return f"→ {named(complaint.post)}, {full_date(complaint.due_at)}"

    rows = [attempt(number, assign) for number in numbers]
    done, left = [row for row in rows if not row.problem], [row for row in rows if row.problem]
    told = _("%(done)s of %(all)s assigned.", done=len(done), all=len(rows))
    return _results(directory, told, done, left, until=to_ist(at + UNDO_WITHIN).strftime("%H:%M"))


@bp.post("/marking/bulk/undo")
@allow(Action.UNDO_MARK)
def take_back() -> Response:
    """One row, or all that were marked just now, waits on the desk again; the history keeps both."""
    rows = taken_back(_unmark)
    tried = [row for row in rows if not row.is_open]
    told = _("%(done)s of %(all)s taken back.", done=sum(not row.problem for row in tried), all=len(tried))
    return _results(_directory(), told, rows, [Outcome(number) for number in ticked("left")])


def _unmark(number: str) -> None:
    """Who marked it may take it back, also what its kind has made confidential since: the row shows its number only."""
    by = actor()
    key = db.session.scalar(
        select(Complaint.id).where(Complaint.number == number, Complaint.district_id == by.district_id)
    )
    if key is None:
        raise NotFound(number)
    undo.undo_mark(db.session, key, by=by, at=now())


def _picked(number: str) -> tuple[str, str]:
    """The kind and the post that were picked for a row; empty where nothing was."""
    return request.form.get(f"category-{number}", ""), request.form.get(f"post-{number}", "")


def _results(directory: Directory, told: str, rows: list[Outcome], left: list[Outcome], until: str = "") -> Response:
    """What came of each; what was not done is here again, as it was picked."""
    again, gone = [], []
    for one in left:
        row = _as_picked(directory, one)
        (again if row else gone).append(row or one)
    carried = [pair for one in left for pair in (("left", one.number), *_fields(one.number))]
    return page("marking/results.html", told=told, rows=rows, left=again, gone=gone, until=until, carried=carried,
                kinds=list(directory.categories.values()))  # fmt: skip


def _fields(number: str) -> tuple[tuple[str, str], tuple[str, str]]:
    code, post_id = _picked(number)
    return (f"category-{number}", code), (f"post-{number}", post_id)


def _as_picked(directory: Directory, one: Outcome) -> Row | None:
    """The row of the desk with what was picked; None where nothing waits here for this reader."""
    try:
        complaint = load(one.number)
    except NotFound:
        return None
    row = row_of(directory, complaint, by=actor(), at=now())
    if row.secret or complaint.state != State.REGISTERED:
        return None
    code, post_id = _picked(one.number)
    category = directory.category(code) or row.category
    post = directory.post_for(category, complaint.place, never=directory.never(complaint)) if category else None
    others = [p for p in directory.candidates(category, complaint.place) if p != post] if category else []
    chosen = next((p.id for p in others if str(p.id) == post_id), None)
    return replace(row, category=category, post=post, others=others, chosen=chosen, problem=one.problem)
