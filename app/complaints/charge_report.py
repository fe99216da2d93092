"""THE CASEBOOK: the charge report – all that lies with a post on the day it changes hands (D12-11, U3)."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import func, or_, select
from sqlalchemy.orm import Session, joinedload

from app.complaints.actor import Actor
from app.complaints.sight import may_be_told, visible_to
from app.domain.calendar import ist_date
from app.domain.policy import Right, Scope, scope
from app.domain.states import WITH_POST
from app.models.account import Person
from app.models.complaint import Complaint
from app.models.dialogue import Dialogue
from app.models.office import Charge, Post
from app.models.report import Report, Request
from app.models.subtask import RUNNING, Subtask


@dataclass(frozen=True)
class Pending:
    """One complaint. `days` since it was received; `promised` the last day named to the complainant, unanswered since;
    `is_secret`: who prints sees its number only (ruling 19)."""

    complaint: Complaint
    days: int
    promised: date | None
    is_secret: bool


@dataclass(frozen=True)
class Waiting:
    """What the post is to decide: a report (`kind` "report"), or a request of a kind, which it perhaps is to recommend
    only (`stage`)."""

    complaint: Complaint
    kind: str
    stage: str
    since: datetime
    until: datetime | None
    is_secret: bool


@dataclass(frozen=True)
class ChargeReport:
    """`sat`: holders of the chair with their charges, the newest first; `waiting`: what lies here for a decision;
    `parts`: what other offices asked of it."""

    post: Post
    sat: Sequence[tuple[Charge, Person]]
    pending: Sequence[Pending]
    waiting: Sequence[Waiting]
    parts: Sequence[Subtask]


def may_print(by: Actor, post: Post) -> bool:
    """Who sits there or covers for it, and who sees all complaints."""
    return post.district_id == by.district_id and (by.holds(post.id) or scope(by.role, Right.SEE) is Scope.ALL)


def of(session: Session, post: Post, *, by: Actor, at: datetime) -> ChargeReport:
    """The report as it stands now. What is against the person who prints it is not on it (D12-1)."""
    seen = visible_to(by)
    rows = session.execute(
        select(Complaint, seen.label("seen"), _promised().label("promised"))
        .where(Complaint.post_id == post.id, Complaint.state.in_([state.value for state in WITH_POST]))
        .order_by(Complaint.due_at, Complaint.id)
        .options(joinedload(Complaint.place))
    ).all()
    pending = [
        Pending(row.Complaint, max((ist_date(at) - row.Complaint.received_on).days, 0), row.promised, not row.seen)
        for row in rows
        if row.seen or _counts(row.Complaint, by)
    ]
    sat = session.execute(
        select(Charge, Person)
        .join(Person, Person.id == Charge.person_id)
        .where(Charge.post_id == post.id, Charge.kind != "link")
        .where(or_(Charge.to_at.is_(None), Charge.to_at > Charge.from_at))  # others were called off
        .order_by(Charge.from_at.desc(), Charge.id.desc())
        .limit(2)
    ).all()
    parts = session.scalars(
        select(Subtask)
        .join(Complaint, Complaint.id == Subtask.complaint_id)
        .where(Subtask.post_id == post.id, Subtask.state.in_(RUNNING), seen)
        .order_by(Subtask.due_on)
        .options(joinedload(Subtask.complaint))
    ).all()
    waiting = [*_reports(session, post, by), *_requests(session, post, by)]
    return ChargeReport(post, [(row.Charge, row.Person) for row in sat], pending, waiting, parts)


def _reports(session: Session, post: Post, by: Actor) -> Iterator[Waiting]:
    """Reports that the post is to approve, the oldest first."""
    query = (
        select(Report, visible_to(by).label("seen"))
        .join(Complaint, Complaint.id == Report.complaint_id)
        .where(Report.approver_post_id == post.id, Report.state == "submitted")
        .order_by(Report.submitted_at, Report.id)
        .options(joinedload(Report.complaint))
    )
    for row in session.execute(query):
        said: Report = row.Report
        if row.seen or _counts(said.complaint, by):
            yield Waiting(said.complaint, "report", "decide", said.submitted_at, said.approval_due_at, not row.seen)


def _requests(session: Session, post: Post, by: Actor) -> Iterator[Waiting]:
    """Requests that the post is to recommend or to decide, the nearest day first."""
    query = (
        select(Request, may_be_told(by).label("seen"))
        .join(Complaint, Complaint.id == Request.complaint_id)
        .where(Request.decider_post_id == post.id, Request.decision.is_(None))
        .order_by(Request.decide_by, Request.id)
        .options(joinedload(Request.complaint))
    )
    for row in session.execute(query):
        asked: Request = row.Request
        if row.seen or _counts(asked.complaint, by):
            yield Waiting(asked.complaint, asked.kind, asked.stage, asked.proposed_at, asked.decide_by, not row.seen)


def _counts(complaint: Complaint, by: Actor) -> bool:
    """Whether who prints may know the number of what they may not read (ruling 19)."""
    return complaint.is_confidential and scope(by.role, Right.SEE) is Scope.ALL


def _promised():  # type: ignore[no-untyped-def]
    """The last day promised in this life of the complaint: while the complaint is pending, it is unanswered."""
    return (
        select(func.max(Dialogue.promised_on))
        .where(Dialogue.complaint_id == Complaint.id, Dialogue.cycle == Complaint.cycle)
        .correlate(Complaint)
        .scalar_subquery()
    )
