"""DESK: empty and abolished chairs – who covers, and the cell moving their complaints in bulk (D4-7, D12-12)."""

from __future__ import annotations

from dataclasses import dataclass

from flask import Response, flash, request, url_for
from flask_babel import gettext as _

from app.complaints import vacancies
from app.complaints.actions.mark import mark
from app.complaints.errors import Conflict, NotFound, Refused
from app.complaints.step import lock_in_order
from app.desks.posts.blueprint import bp
from app.domain.policy import Forbidden, Right
from app.domain.states import IllegalStep
from app.extensions import db
from app.models.complaint import Complaint
from app.models.office import Post
from app.web.access import actor, allow, load
from app.web.messages import sentence
from app.web.page import now, page, see_other


@dataclass(frozen=True)
class Result:
    """What came of one row."""

    number: str
    complaint: Complaint | None = None
    problem: str = ""


@bp.get("/posts")
@allow(Right.MARKING_DESK)
def empty() -> Response:
    """Empty chairs that hold complaints; any other post can be chosen, too, before it is abolished."""
    wanted = request.args.get("post", type=int)
    if wanted is not None:
        return see_other(url_for("posts.move", key=wanted))
    found = vacancies.vacancies(db.session, actor(), now())
    return page("posts/empty.html", found=found, posts=vacancies.holding(db.session, actor()))


def _post(key: int) -> Post:
    post = db.session.get(Post, key)
    if post is None or post.district_id != actor().district_id:
        raise NotFound(str(key))
    return post


@bp.get("/posts/<int:key>/move")
@allow(Right.MARKING_DESK)
def move(key: int) -> Response:
    """What lies with a post, and where it can go."""
    return _move(_post(key))


def _move(post: Post, status: int = 200, problem: str = "") -> Response:
    return page(
        "posts/move.html", status, post=post, rows=vacancies.lying_with(db.session, post, actor()),
        targets=vacancies.targets(db.session, post, now()), problem=problem,
        chosen=request.form.getlist("number") if request.method == "POST" else None,
    )  # fmt: skip


@bp.post("/posts/<int:key>/move")
@allow(Right.MARKING_DESK)
def move_all(key: int) -> Response:
    """Give the ticked complaints to another post, each by itself; the clock of each goes on (D4-4)."""
    post, numbers = _post(key), request.form.getlist("number")
    wanted = {str(one.id): one for one in vacancies.targets(db.session, post, now())}
    target = wanted.get(request.form.get("target", ""))
    if target is None:
        return _move(post, 422, sentence("required"))
    if not numbers:
        flash(_("Nothing was ticked."), "bad")
        return see_other(url_for("posts.move", key=key))
    lock_in_order(db.session, numbers)
    results = [_attempt(number, post, target) for number in numbers]
    return page("posts/moved.html", post=post, target=target, results=results)


def _attempt(number: str, post: Post, target: Post) -> Result:
    try:
        with db.session.begin_nested():
            complaint = load(number)
            if complaint.post_id != post.id or complaint.category is None:
                raise Conflict
            mark(db.session, complaint.id, category=complaint.category, post=target, by=actor(), at=now())
    except Refused as refused:
        return Result(number, problem=sentence(refused.code, **refused.facts))
    except IllegalStep:
        return Result(number, problem=_("It waits for an answer, a date or an approver. Move it when it goes on."))
    except (Conflict, Forbidden, NotFound):
        return Result(number, problem=_("It has changed in the meantime, or is not with you."))
    return Result(number, complaint)
