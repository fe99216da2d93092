"""DESK: marking – the list, one row, one complaint by itself, and the ticked ones as suggested."""

from __future__ import annotations

from dataclasses import dataclass

from flask import Blueprint, Response, flash, request, url_for
from flask_babel import gettext as _

from app.complaints import from_home
from app.complaints.actions.mark import mark
from app.complaints.directory import Directory
from app.complaints.errors import NotFound, Refused
from app.complaints.step import lock, lock_in_order
from app.desks.marking.waiting import Sieve, likely, row_of, waiting
from app.domain.policy import Right
from app.domain.states import Action, IllegalStep, State
from app.extensions import db
from app.models.complaint import SOURCES, Complaint
from app.web.access import actor, allow, load
from app.web.casefile import may
from app.web.messages import sentence
from app.web.page import is_htmx, now, page, part, see_other

bp = Blueprint("marking", __name__)
WAYS = ("imported", "counter")
MOST_PAGES = 100_000  # no database counts further than its integers go


@dataclass(frozen=True)
class Result:
    """What came of one ticked row."""

    number: str
    complaint: Complaint | None = None
    problem: str = ""


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


def _mark(directory: Directory, complaint: Complaint, code: str, post_id: str) -> None:
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
    mark(db.session, complaint.id, category=category, post=post, by=actor(), at=now())


@bp.post("/marking/bulk")
@allow(Right.MARKING_DESK)
def bulk() -> Response:
    """Mark the ticked ones as suggested; each row by itself, so that one that fails does not hold up the others."""
    directory = _directory()
    numbers = request.form.getlist("number")
    lock_in_order(db.session, numbers)
    results = [_attempt(directory, number) for number in numbers]
    if not results:
        flash(_("Nothing was ticked."), "bad")
        return see_other(url_for("marking.desk"))
    return page("marking/results.html", results=results, done=[result for result in results if result.complaint])


def _attempt(directory: Directory, number: str) -> Result:
    try:
        with db.session.begin_nested():
            complaint = load(number)
            category, _words = likely(directory, complaint)
            _mark(directory, complaint, category.code if category else "", "")
    except Refused as refused:
        return Result(number, problem=sentence(refused.code, **refused.facts))
    except (NotFound, IllegalStep):
        return Result(number, problem=_("This complaint is not here for you."))
    return Result(number, complaint)
