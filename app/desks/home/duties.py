"""DESK: what waits for a role, in numbers that are links. Few statements: one over the pending rows of the scope."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from flask import url_for
from sqlalchemy import ColumnElement, Date, and_, bindparam, case, func, or_, select
from sqlalchemy.orm import Session

from app.complaints import hearings, inbound
from app.complaints.actor import Actor
from app.complaints.limits import AT, late, not_accepted
from app.complaints.queries import PENDING_ROWS, chip_counts, mute, regretted, visible_to
from app.complaints.requests import count_for
from app.domain.calendar import ist_date
from app.domain.pendency import OVER_DAYS
from app.domain.policy import Role
from app.domain.states import State
from app.models.account import Person
from app.models.complaint import Complaint as C
from app.models.event import Event
from app.models.office import Charge, Post
from app.models.report import Report
from app.web.language import lazy_gettext as _l


@dataclass(frozen=True)
class Duty:
    """One number with its words and the list behind it; `bad` when it should be zero."""

    label: Any
    count: int
    url: str
    bad: bool = False


_COUNTS: dict[str, ColumnElement[bool]] = {
    "pending": C.id.is_not(None),
    "late": late(AT),
    "old": C.received_on < bindparam("old", type_=Date()),
    "unmarked": C.state == State.REGISTERED.value,
    "unmarked_late": and_(C.state == State.REGISTERED.value, C.due_at <= AT),
    "watched": C.is_dc_watch.is_(True),
    "not_accepted": and_(*not_accepted(AT)),
}
_COUNTED = select(*(func.count(case((met, 1))).label(name) for name, met in _COUNTS.items())).where(PENDING_ROWS)


def _to(endpoint: str, **args: Any) -> str:
    return url_for(endpoint, **args)


def _pending(session: Session, by: Actor, at: datetime) -> dict[str, int]:
    """Counts over the pending complaints in the scope of a role."""
    moments = {"at": at, "old": ist_date(at) - timedelta(days=OVER_DAYS)}
    return dict(session.execute(_COUNTED.where(visible_to(by)), moments).one()._mapping)


def _approvals(session: Session, by: Actor, at: datetime) -> tuple[int, int]:
    """Reports that wait for this post, and those of them past their two working days."""
    row = session.execute(
        select(func.count(), func.count(case((Report.approval_due_at <= at, 1))))
        .join(C, C.id == Report.complaint_id)
        .where(Report.approver_post_id.in_(by.chairs), Report.state == "submitted", visible_to(by))
    ).one()
    return row[0], row[1]


def _desk(session: Session, by: Actor, at: datetime) -> list[Duty]:
    """The own heaps of a post that holds complaints."""
    counts = chip_counts(session, by, at)
    asked = [  # there only while there is something
        Duty(_l("My parts"), counts["parts"], _to("casework.worklist", chip="parts")), _hearings(session, by, at),
    ]  # fmt: skip
    return [
        *(duty for duty in asked if duty.count),
        Duty(_l("Time over"), counts["late"], _to("casework.worklist", chip="late"), bad=True),
        Duty(_l("Last day today"), counts["today"], _to("casework.worklist", chip="today"), bad=True),
        Duty(_l("To accept"), counts["new"], _to("casework.worklist", chip="new")),
        Duty(_l("Sent back"), counts["back"], _to("casework.worklist", chip="back")),
        Duty(_l("Reopened"), counts["reopened"], _to("casework.worklist", chip="reopened")),
        Duty(_l("Moved up from me"), counts["up"], _to("casework.worklist", chip="up")),
        Duty(_l("All with me"), counts["all"], _to("casework.worklist")),
    ]


def _under(counts: dict[str, int]) -> list[Duty]:
    """What is late below a senior."""
    return [
        Duty(_l("Late under me"), counts["late"], _to("casework.worklist", overdue=1), bad=True),
        Duty(_l("Not accepted in time"), counts["not_accepted"], _to("casework.worklist", unaccepted=1), bad=True),
        Duty(_l("Older than 100 days"), counts["old"], _to("casework.worklist", age="101-"), bad=True),
        Duty(_l("Pending in all"), counts["pending"], _to("casework.worklist", pending=1)),
    ]


def _waiting(session: Session, by: Actor, at: datetime) -> list[Duty]:
    waiting, late = _approvals(session, by, at)
    return [
        Duty(_l("Waiting for my approval"), waiting, _to("approvals.queue")),
        Duty(_l("Waiting for more than 2 working days"), late, _to("approvals.queue"), bad=True),
    ]


def _hearings(session: Session, by: Actor, at: datetime) -> Duty:
    """What is called for today, to be heard and written down."""
    today = ist_date(at)
    count = len(hearings.listed(session, by=by, since=today, until=today, only_waiting=True))
    return Duty(_l("Hearings today"), count, _to("hearings.coming"))


def _messages(session: Session, by: Actor) -> Duty:
    """From phones, and only a person can understand them."""
    return Duty(_l("Messages to look at"), inbound.count(session, by), _to("office.inbox"))


def _decisions(session: Session, by: Actor, at: datetime) -> list[Duty]:
    """Requests that lie with this post."""
    waiting, late = count_for(session, by, at)
    return [Duty(_l("For my decision"), waiting, _to("decisions.inbox"), bad=bool(late))]


def _officer(session: Session, by: Actor, at: datetime) -> list[Duty]:
    asked = [duty for duty in _decisions(session, by, at) if duty.count]  # the first level is asked for nothing
    return asked + _desk(session, by, at)


def _sdm(session: Session, by: Actor, at: datetime) -> list[Duty]:
    return _decisions(session, by, at) + _desk(session, by, at) + _under(_pending(session, by, at))


def _empty_chairs(session: Session, by: Actor, at: datetime) -> int:
    """Posts of the district in which nobody sits; of a department only, for who belongs to one."""
    held = select(Charge.post_id).where(Charge.from_at <= at, or_(Charge.to_at.is_(None), Charge.to_at > at))
    posts = select(func.count()).select_from(Post).where(Post.district_id == by.district_id, Post.valid_to.is_(None))
    if by.department_id is not None:
        posts = posts.where(Post.department_id == by.department_id)
    return session.scalar(posts.where(Post.id.not_in(held))) or 0


def _hod(session: Session, by: Actor, at: datetime) -> list[Duty]:
    waiting = _waiting(session, by, at) + _decisions(session, by, at)
    chairs = Duty(_l("Posts of my department without anybody"), _empty_chairs(session, by, at), _to("posts.hand_over"))
    return [*waiting, *_desk(session, by, at), *_under(_pending(session, by, at)), chairs]


def _senior(session: Session, by: Actor, at: datetime) -> list[Duty]:
    counts = _pending(session, by, at)
    regrets = session.scalar(select(func.count()).select_from(C).where(regretted(), visible_to(by))) or 0
    return [
        *_waiting(session, by, at),
        Duty(_l("Officers ask to reopen"), regrets, _to("casework.worklist", regretted=1), bad=True),
        *_decisions(session, by, at),
        Duty(_l("Not assigned yet"), counts["unmarked"], _to("marking.desk")),
        Duty(_l("Not assigned in time"), counts["unmarked_late"], _to("marking.desk"), bad=True),
        Duty(_l("The DC is watching"), counts["watched"], _to("casework.worklist", watched=1), bad=True),
        _hearings(session, by, at),
        *_under(counts),
    ]


def _mute(session: Session, by: Actor) -> list[Duty]:
    """Complaints whose number does not work; nothing where there are none."""
    count = session.scalar(select(func.count()).select_from(C).where(mute(), visible_to(by))) or 0
    return [Duty(_l("The number does not work"), count, _to("casework.worklist", mute=1), bad=True)] if count else []


def _cell(session: Session, by: Actor, at: datetime) -> list[Duty]:
    counts = _pending(session, by, at)
    return [
        Duty(_l("Not assigned yet"), counts["unmarked"], _to("marking.desk")),
        Duty(_l("Not assigned in time"), counts["unmarked_late"], _to("marking.desk"), bad=True),
        *([_hearings(session, by, at)] if by.role is Role.CELL else []),
        *(_decisions(session, by, at) if by.role is Role.CELL else []),
        *([_messages(session, by)] if by.role is Role.CELL else []),
        *(_mute(session, by) if by.role is Role.CELL else []),
        *_under(counts),
    ]


def _caller(session: Session, by: Actor, at: datetime) -> list[Duty]:
    row = session.execute(
        select(func.count(), func.count(case((C.feedback_due_at <= at + timedelta(days=3), 1)))).where(
            C.state == State.DISPOSED.value, visible_to(by)
        )
    ).one()
    return [
        Duty(_l("Complainants to ask"), row[0], _to("calldesk.desk")),
        Duty(_l("Last 3 days to ask"), row[1], _to("calldesk.desk"), bad=True),
    ]


def _auditor(session: Session, by: Actor, at: datetime) -> list[Duty]:
    day = select(func.count()).select_from(Event).where(Event.district_id == by.district_id)
    entries = session.scalar(day.where(Event.moved_on == ist_date(at))) or 0
    return [Duty(_l("Entries in the history today"), entries, _to("reviews.review")),
            *_under(_pending(session, by, at))]  # fmt: skip


def _admin(session: Session, by: Actor, at: datetime) -> list[Duty]:
    posts = select(func.count()).select_from(Post).where(Post.district_id == by.district_id, Post.valid_to.is_(None))
    people = select(func.count()).select_from(Person).where(Person.district_id == by.district_id, Person.is_active)
    return [
        Duty(_l("Posts without anybody"), _empty_chairs(session, by, at),
             _to("office.listed", register="charges"), bad=True),
        Duty(_l("Posts"), session.scalar(posts) or 0, _to("office.listed", register="posts")),
        Duty(_l("People with a sign-in"), session.scalar(people) or 0, _to("office.listed", register="people")),
    ]  # fmt: skip


def _verifier(session: Session, by: Actor, at: datetime) -> list[Duty]:
    return []


DUTIES: dict[Role, Callable[[Session, Actor, datetime], list[Duty]]] = {
    Role.CELL: _cell, Role.CAMP: _cell, Role.OFFICER: _officer, Role.SDM: _sdm, Role.HOD: _hod, Role.NODAL: _senior,
    Role.DC: _senior, Role.CALLER: _caller, Role.VERIFIER: _verifier, Role.AUDITOR: _auditor, Role.ADMIN: _admin,
}  # fmt: skip


def duties_of(session: Session, by: Actor, at: datetime) -> list[Duty]:
    """What waits for the signed-in role, in the order of its urgency."""
    return DUTIES[by.role](session, by, at)
