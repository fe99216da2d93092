"""THE CASEBOOK: requests – what one person proposes and another decides (domain.md D1 Request, D7, D13-10).

One way for every kind: propose, where it needs one a recommendation, then grant, refuse, take back or lapse. What a
grant does is the action's own (`actions/`): `actions/decide.py` calls it.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from sqlalchemy import and_, exists, or_, select, true
from sqlalchemy.orm import Session, joinedload

from app.complaints import asking
from app.complaints.actor import Actor
from app.complaints.errors import Conflict, Refused
from app.complaints.sight import may_be_told
from app.complaints.step import Step, lock, take
from app.domain.policy import Role
from app.domain.states import Action, State, transition
from app.domain.text import letters, written
from app.models.attachment import Attachment
from app.models.complaint import Complaint, Stint
from app.models.office import Post, PostKind
from app.models.report import Request

MIN_WORDS = 10
SHOWN = (
    joinedload(Request.complaint).joinedload(Complaint.place), joinedload(Request.proposer_post),
    joinedload(Request.complaint).joinedload(Complaint.post), joinedload(Request.recommender_post),
    joinedload(Request.complaint).joinedload(Complaint.department), joinedload(Request.paper),
)  # fmt: skip


@dataclass(frozen=True)
class Proposal:
    """What is asked for. `data` is the kind's own; `review_on` ends what is granted for a time."""

    kind: str
    reason_code: str
    text: str
    data: dict[str, Any] = field(default_factory=dict)
    paper: Attachment | None = None
    review_on: date | None = None
    least: int = MIN_WORDS


def open_requests(session: Session, complaint_id: int) -> Sequence[Request]:
    """What waits for a decision on a complaint, oldest first, with the post that is asked: one statement."""
    query = select(Request).where(Request.complaint_id == complaint_id, Request.decision.is_(None))
    return session.scalars(query.order_by(Request.id).options(joinedload(Request.decider_post))).all()


def waiting(session: Session, complaint_id: int, kind: str) -> Request:
    """The open request of a kind. Raises Conflict when somebody decided it, or it was taken back, already."""
    query = select(Request).where(
        Request.complaint_id == complaint_id, Request.kind == kind, Request.decision.is_(None)
    )
    row = session.scalar(query.execution_options(populate_existing=True))
    if row is None:
        raise Conflict
    return row


def granted(session: Session, complaint: Complaint, kind: str, *, every_cycle: bool = False) -> Sequence[Request]:
    """What was granted of a kind in this life of the complaint, or in all of them; oldest first."""
    query = select(Request).where(
        Request.complaint_id == complaint.id, Request.kind == kind, Request.decision == "granted"
    )
    if not every_cycle:
        query = query.where(Request.cycle == complaint.cycle)
    return session.scalars(query.order_by(Request.id)).all()


def waiting_for(session: Session, by: Actor, at: datetime, *, limit: int = 50, skip: int = 0) -> Sequence[Request]:
    """The inbox of a post: what it is asked to recommend or decide, the nearest deadline first, all in one statement.

    What the same person proposed or recommended through another charge is not shown: somebody else must decide it.
    """
    query = select(Request).where(*_for(by)).order_by(Request.decide_by, Request.id).limit(limit).offset(skip)
    return session.scalars(query.options(*SHOWN)).all()


def asked_of(session: Session, number: str, kind: str, *, by: Actor) -> Request | None:
    """The newest request of a kind that was put before a post, open or not; None where none ever was."""
    query = (
        select(Request)
        .join(Complaint, Complaint.id == Request.complaint_id)
        .where(Complaint.number == number, Complaint.district_id == by.district_id)
        .where(Request.kind == kind, Request.decider_post_id.in_(by.chairs), may_be_told(by))
    )
    return session.scalars(query.order_by(Request.id.desc()).limit(1).options(*SHOWN)).one_or_none()


def _for(by: Actor) -> tuple[Any, ...]:
    another = or_(Request.recommender_id.is_(None), Request.recommender_id != by.person_id)
    own = Request.proposer_id == by.person_id
    others = or_(Complaint.post_id.is_(None), Complaint.post_id.not_in(by.never_of)) if by.never_of else true()
    known = Request.complaint.has(and_(may_be_told(by), others))
    return Request.decider_post_id.in_(by.chairs), Request.decision.is_(None), ~own, another, known


def count_for(session: Session, by: Actor, at: datetime) -> tuple[int, int]:
    """How many requests wait for a post, and how many of them longer than they should."""
    dates = session.scalars(select(Request.decide_by).where(*_for(by))).all()
    return len(dates), sum(1 for due in dates if due is not None and due <= at)


def second_person(row: Request, by: Actor) -> bool:
    """Nobody decides what they proposed or recommended, nor through a second charge; no post its own proposal."""
    people, posts = (row.proposer_id, row.recommender_id), (row.proposer_post_id, row.recommender_post_id)
    own = by.person_id in people or by.post_id in posts or row.complaint.post_id in by.never_of
    return by.role is Role.SYSTEM or not own


def is_asked(row: Request, by: Actor) -> bool:
    """Whether this post is the one that the request lies with now."""
    return by.holds(row.decider_post_id)


def told(row: Request) -> dict[str, Any]:
    """What the step that was granted tells of its request: the reason, whose proposal it was, the decider's words."""
    post = row.proposer_post
    return {
        "reason_code": row.reason_code, "said": row.decision_text, "proposer": post.name_hi, "proposer_en": post.name_en
    }  # fmt: skip


def is_recommended(row: Request) -> bool:
    """Whether a second one stands behind it: a head of department proposed it, or it was recommended since."""
    return row.stage == "decide" and (row.recommended_at is not None or row.data.get("head") == asking.PROPOSES)


def propose(session: Session, complaint: Complaint, asked: Proposal, *, by: Actor, at: datetime) -> Request:
    """Put a request before whoever decides. The complaint must be locked, and its state must allow what is asked.

    Raises IllegalStep, Forbidden, Refused.
    """
    if by.person_id is None or by.post_id is None:
        raise Conflict
    rule = asking.RULES[asked.kind]
    transition(rule.action, State(complaint.state))
    words = written(asked.text)
    if letters(words) < asked.least:
        raise Refused("too_short", field="text", least=asked.least)
    row = Request(
        district_id=complaint.district_id, complaint_id=complaint.id, cycle=complaint.cycle, kind=asked.kind,
        proposer_id=by.person_id, proposer_post_id=by.post_id, proposed_at=at, reason_code=asked.reason_code,
        text=words, data=asked.data, paper_id=asked.paper.id if asked.paper else None, review_on=asked.review_on,
        stage="decide", turn=0,
    )  # fmt: skip
    post = _put_before(session, complaint, row, at)
    step = Step(
        fields={"reason_code": asked.reason_code, "text": words},
        guards={"not_asked_yet": all(other.kind != asked.kind for other in open_requests(session, complaint.id))},
        text=words, data=facts(row, post) | {"reason_code": asked.reason_code},
    )  # fmt: skip
    take(session, complaint, rule.proposing, step, by=by, at=at)
    session.add(row)
    session.flush()
    return row


def _put_before(session: Session, complaint: Complaint, row: Request, at: datetime) -> Post:
    head = asking.recommender(session, complaint, row, at)
    if head is not None:
        row.stage = "recommend"
    elif asking.RULES[row.kind].binding and row.data.get("head") != asking.PROPOSES:
        raise Refused("nobody_to_recommend")
    asked = [head] if head is not None else asking.deciders(session, complaint, row, at)
    if not asked:
        raise Refused("nobody_to_decide")
    row.decider_post_id, row.decide_by = asked[0].id, asking.decide_by(session, complaint, at)
    return asked[0]


def facts(row: Request, post: Post | None) -> dict[str, Any]:
    """What the history tells of a request: its kind, and whom it lies with."""
    return {"kind": row.kind, "asked": post.name_hi if post else "", "asked_en": post.name_en if post else ""}


def recommend(
    session: Session, complaint: Complaint, row: Request, *, text: str, by: Actor, at: datetime
) -> Request:  # fmt: skip
    """The head of department, or who was asked in that place, stands behind a proposal; it goes on to who decides."""
    guards = {"second_person": second_person(row, by), "asked": is_asked(row, by)}
    row.recommender_id, row.recommender_post_id = by.person_id, by.post_id
    asked = asking.deciders(session, complaint, row, at)
    if not asked:
        raise Refused("nobody_to_decide")
    step = Step(fields={"text": _said(text)}, guards=guards, text=written(text), data=facts(row, asked[0]))
    take(session, complaint, Action.RECOMMEND, step, by=by, at=at)
    row.recommended_at, row.recommendation = at, written(text)
    row.stage, row.turn = "decide", 0
    row.decider_post_id, row.decide_by = asked[0].id, asking.decide_by(session, complaint, at)
    session.flush()
    return row


def _said(text: str, field_name: str = "words") -> str:
    words = written(text)
    if letters(words) < MIN_WORDS:
        raise Refused("too_short", field=field_name, least=MIN_WORDS)
    return words


def decline(session: Session, complaint: Complaint, row: Request, *, text: str, by: Actor, at: datetime) -> Request:
    """Say no, in words. The complaint stays as and where it is."""
    step = Step(
        fields={"text": _said(text)}, guards={"second_person": second_person(row, by), "asked": is_asked(row, by)},
        text=written(text), data=facts(row, None),
    )  # fmt: skip
    take(session, complaint, Action.DECLINE, step, by=by, at=at)
    return close(session, row, "refused", text=text, by=by, at=at)


def close(session: Session, row: Request, decision: str, *, text: str = "", by: Actor, at: datetime) -> Request:
    """Write the end of a request down. Who took it back or let it lapse is no decider."""
    row.decision, row.decided_at, row.decision_text = decision, at, written(text)
    if decision in ("granted", "refused"):
        row.decider_id = by.person_id
    session.flush()
    return row


def take_back(session: Session, complaint_id: int, kind: str, *, by: Actor, at: datetime) -> Request:
    """Who asked for it thinks better of it, before anybody has decided; or whoever has that post now (D12-11)."""
    complaint = lock(session, complaint_id)
    row = waiting(session, complaint.id, kind)
    step = Step(guards={"own_request": by.holds(row.proposer_post_id)}, data=facts(row, None))
    take(session, complaint, Action.TAKE_BACK, step, by=by, at=at)
    return close(session, row, "taken_back", by=by, at=at)


def overdue(session: Session, at: datetime, limit: int) -> list[tuple[int, int]]:
    """(complaint, request) of what lies undecided past its time, or whose complaint has moved on without it, or whose
    decider may no longer see it."""
    seniors = select(Post.id).join(PostKind, PostKind.id == Post.kind_id).where(PostKind.role.in_(asking.SENIORS))
    had = exists().where(Stint.complaint_id == Request.complaint_id, Stint.post_id == Request.decider_post_id)
    unseen = Complaint.is_confidential & Request.decider_post_id.not_in(seniors) & ~had.correlate(Request)
    query = (
        select(Request.complaint_id, Request.id)
        .join(Complaint, Complaint.id == Request.complaint_id)
        .where(Request.decision.is_(None), (Request.decide_by <= at) | asking.left_behind() | unseen)
        .order_by(Request.decide_by, Request.id)
    )
    return [(row.complaint_id, row.id) for row in session.execute(query.limit(limit))]


def lapse(session: Session, complaint_id: int, request_id: int, *, by: Actor, at: datetime) -> bool:
    """Pass an undecided request on to the next in turn, or end it where nobody is left. False: nothing to do any more.

    Whoever was to recommend and did not is passed over where the rule of the kind allows it.
    """
    complaint = lock(session, complaint_id)
    row = session.get_one(Request, request_id, populate_existing=True)
    if row.decision is not None:
        return False
    over = asking.is_over(session, complaint, row)
    waits = row.decide_by is None or row.decide_by > at
    if not over and waits and asking.sees(session, complaint, row):
        return False
    following = None if over else asking.next_in_turn(session, complaint, row, at)
    told = facts(row, following) | ({"overtaken": True} if over else {})
    take(session, complaint, Action.LAPSE, Step(data=told), by=by, at=at)
    if following is None:
        close(session, row, "lapsed", by=by, at=at)
        return True
    if row.stage == "recommend" and not asking.RULES[row.kind].binding:  # passed over: decided without that word
        row.stage, row.turn, row.data = "decide", -1, {**row.data, "head": asking.SILENT}
    row.turn += 1
    row.decider_post_id, row.decide_by = following.id, asking.decide_by(session, complaint, at)
    session.flush()
    return True
