"""THE CASEBOOK: parts of a complaint that other offices do (T25, subtask_*). The complaint stays with its holder."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime, timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.complaints import dates, proofs
from app.complaints.actor import Actor
from app.complaints.errors import Conflict, NotFound, Refused
from app.complaints.placing import in_charge, live, nobody_in, shunned
from app.complaints.proofs import Offered
from app.complaints.step import Step, lock, take
from app.domain.calendar import ist_date
from app.domain.policy import Role
from app.domain.states import Action
from app.domain.text import letters, written
from app.models.complaint import Complaint
from app.models.office import Post, PostKind
from app.models.subtask import RUNNING, Subtask

MOST = 5
MIN_LETTERS = 10
MAY_BE_ASKED = (Role.OFFICER.value, Role.SDM.value, Role.HOD.value)


def askable(session: Session, complaint: Complaint, *, at: datetime) -> Sequence[Post]:
    """Posts that can be asked: they work on complaints, somebody sits there, and the complaint is not against them."""
    never = shunned(session, complaint, at) | ({complaint.post_id} if complaint.post_id else set())
    query = (
        select(Post)
        .join(PostKind, PostKind.id == Post.kind_id)
        .where(Post.district_id == complaint.district_id, PostKind.role.in_(MAY_BE_ASKED), live(Post, at))
        .where(~nobody_in(Post, at), Post.id.not_in(never))
        .order_by(Post.department_id, Post.level.desc(), Post.name_hi)
    )
    return session.scalars(query).all()


def last_day(complaint: Complaint) -> date | None:
    """The last day a part may be due: the day before the complaint's own time limit."""
    return ist_date(complaint.due_at) - timedelta(days=1) if complaint.due_at else None


def give(
    session: Session, complaint_id: int, *, post: Post | None, text: str, due_on: date | None,
    file: Offered | None = None, by: Actor, at: datetime,
) -> Subtask:  # fmt: skip
    """Ask another post for its part of the work, until a day before the own time limit."""
    complaint = lock(session, complaint_id)
    words, last = written(text), last_day(complaint)
    if letters(words) < MIN_LETTERS:
        raise Refused("too_short", field="text", least=MIN_LETTERS)
    dates.ahead(due_on, "due_on", at)
    if due_on is not None and last is not None and due_on > last:
        raise Refused("before_own_due", field="due_on", date=last.strftime("%d-%m-%Y"))
    if by.person_id is None or by.post_id is None:
        raise Conflict
    step = Step(
        fields={"post": post, "text": words, "due_on": due_on}, guards=_may_ask(session, complaint, post, at),
        text=words, data=_told(post) | {"part": len(complaint.parts) + 1, "part_due": str(due_on or "")}
        | _attached(session, complaint, file, by, at),
        also_tell=(("O08", post.id if post else None),),
    )  # fmt: skip
    take(session, complaint, Action.SUBTASK_GIVE, step, by=by, at=at)
    row = Subtask(
        district_id=complaint.district_id, complaint=complaint, cycle=complaint.cycle, no=len(complaint.parts) + 1,
        post=post, text=words, due_on=due_on, given_at=at, giver_id=by.person_id, giver_post_id=by.post_id,
    )  # fmt: skip
    session.add(row)
    session.flush()
    return row


def _may_ask(session: Session, complaint: Complaint, post: Post | None, at: datetime) -> dict[str, bool]:
    # A part may outlive the life in which it was asked for: withdrawn, say, and opened again.
    now = [part for part in complaint.parts if part.cycle == complaint.cycle or part.state in RUNNING]
    asked = {part.post_id for part in now}
    return {
        "at_most_five": post is None or len(asked | {post.id}) <= MOST,
        "other_post": post is None or post.id != complaint.post_id,
        "no_part_yet": post is None or not any(p.post_id == post.id and p.state in RUNNING for p in now),
        "before_own_due": True,  # said above with the day
        "post_in_charge": post is None or in_charge(session, post.id, at) is not None,
        "not_complained_against": post is None or post.id not in shunned(session, complaint, at),
        "not_confidential": not complaint.is_confidential,
    }


def _told(post: Post | None) -> dict[str, str]:
    return {"part_post": post.name_hi, "part_post_en": post.name_en} if post else {}


def accept(session: Session, complaint_id: int, no: int, *, by: Actor, at: datetime) -> Subtask:
    """Take the part on."""
    complaint, part = _part(session, complaint_id, no)
    _own(part, by)
    step = Step(guards={"part_open": part.state == "open"}, data={"part": no})
    take(session, complaint, Action.SUBTASK_ACCEPT, step, by=by, at=at)
    part.state, part.accepted_at, part.person_id = "accepted", at, by.person_id
    session.flush()
    return part


def finish(
    session: Session, complaint_id: int, no: int, *, result: str, file: Offered | None = None, by: Actor, at: datetime
) -> Subtask:
    """The part is done; what came of it in words. A part that nobody took on may be done at once."""
    return _end(session, complaint_id, no, Action.SUBTASK_FINISH, "finished", result, file, by=by, at=at)


def decline(
    session: Session, complaint_id: int, no: int, *, reason: str, file: Offered | None = None, by: Actor, at: datetime
) -> Subtask:
    """The part cannot be done here, and why."""
    return _end(session, complaint_id, no, Action.SUBTASK_DECLINE, "declined", reason, file, by=by, at=at)


def _attached(session: Session, complaint: Complaint, file: Offered | None, by: Actor, at: datetime) -> dict[str, int]:
    """The photo or paper that comes with a part lies in the file of the complaint; the history says with which part."""
    return {"attached": proofs.attach(session, complaint, file, by=by, at=at).id} if file else {}


def _end(
    session: Session, complaint_id: int, no: int, action: Action, state: str, text: str, file: Offered | None, *,
    by: Actor, at: datetime,
) -> Subtask:  # fmt: skip
    complaint, part = _part(session, complaint_id, no)
    _own(part, by)
    words = written(text)
    if letters(words) < MIN_LETTERS:
        raise Refused("too_short", field="result", least=MIN_LETTERS)
    step = Step(
        fields={"result": words}, guards={"part_running": part.state in RUNNING}, text=words,
        data={"part": no, "part_answer": part.post.short_hi or part.post.name_hi}
        | _attached(session, complaint, file, by, at),
        also_tell=(("O09", complaint.post_id),),
    )  # fmt: skip
    take(session, complaint, action, step, by=by, at=at)
    part.state, part.ended_at, part.person_id, part.result = state, at, by.person_id, words
    session.flush()
    return part


def close(session: Session, complaint_id: int, no: int, *, text: str = "", by: Actor, at: datetime) -> Subtask:
    """The holder of the complaint closes a part: its result was seen. One that nobody answered is closed with the
    reason, and the office that was asked is told that it is no longer wanted."""
    complaint, part = _part(session, complaint_id, no)
    words, running = written(text), part.state in RUNNING
    if running and letters(words) < MIN_LETTERS:
        raise Refused("too_short", field="result", least=MIN_LETTERS)
    step = Step(
        guards={"part_not_closed": part.state != "closed"}, text=words, data=_told(part.post) | {"part": no},
        also_tell=(("O10", part.post_id),) if running else (),
    )  # fmt: skip
    take(session, complaint, Action.SUBTASK_CLOSE, step, by=by, at=at)
    part.state, part.closed_at = "closed", at
    session.flush()
    return part


def _part(session: Session, complaint_id: int, no: int) -> tuple[Complaint, Subtask]:
    complaint = lock(session, complaint_id)
    part = session.scalar(
        select(Subtask)
        .where(Subtask.complaint_id == complaint_id, Subtask.no == no)
        .execution_options(populate_existing=True)
    )
    if part is None:
        raise NotFound(str(no))
    return complaint, part


def _own(part: Subtask, by: Actor) -> None:
    """Only the post that was asked answers for its part."""
    if not by.holds(part.post_id):
        raise NotFound(str(part.no))
