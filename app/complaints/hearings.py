"""THE CASEBOOK: reading hearings – of a complaint, of a day, and whether one is due."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime, time, timedelta

from sqlalchemy import ColumnElement, and_, or_, select
from sqlalchemy.orm import Session, joinedload

from app.complaints.actor import Actor
from app.complaints.queries import PENDING, visible_to
from app.domain.calendar import instant
from app.domain.policy import Role
from app.domain.states import Holder
from app.models.complaint import Complaint, Stint
from app.models.hearing import Hearing
from app.models.party import Party

AFTER_CYCLES = 3  # reopened twice: heard before the DC instead of reopened once more (T18)
LISTED = 200
SENIORS = (Role.NODAL, Role.DC)
ONE_DAY = timedelta(days=1)
_ONCE_HELD = select(Stint.post_id).where(Stint.holder == Holder.POST.value).order_by(Stint.arrival.desc()).limit(1)
LAST_POST = _ONCE_HELD.where(Stint.complaint_id == Complaint.id).correlate(Complaint).scalar_subquery()


def is_due(complaint: Complaint) -> bool:
    """Whether its own rules want a hearing: a quasi-judicial one, or one that was reopened twice."""
    return complaint.profile == "hearing" or complaint.cycle >= AFTER_CYCLES


def _due() -> ColumnElement[bool]:
    """`is_due`, of what is still to be decided and has neither been called nor heard in this life of it."""
    seen = select(Hearing.id).where(
        Hearing.complaint_id == Complaint.id,
        or_(Hearing.result.is_(None), and_(Hearing.result == "decided", Hearing.cycle == Complaint.cycle)),
    )  # fmt: skip
    return and_(
        Complaint.state.in_(PENDING), or_(Complaint.profile == "hearing", Complaint.cycle >= AFTER_CYCLES),
        ~seen.exists(),
    )  # fmt: skip


def to_call(session: Session, by: Actor) -> Sequence[Complaint]:
    """What must be heard and is not called yet, of what this person may see; the oldest first."""
    query = select(Complaint).where(Complaint.district_id == by.district_id, _due(), visible_to(by))
    query = query.options(joinedload(Complaint.post), joinedload(Complaint.department))
    return session.scalars(query.order_by(Complaint.id).limit(LISTED)).all()


def is_to_call(session: Session, complaint: Complaint) -> bool:
    """Whether this one must be heard and is not called yet."""
    query = select(Complaint.id).where(Complaint.id == complaint.id, _due())
    return is_due(complaint) and session.scalar(query) is not None


def waiting(session: Session, complaint: Complaint) -> Hearing | None:
    """The hearing that is called and not yet held."""
    return session.scalar(select(Hearing).where(Hearing.complaint_id == complaint.id, Hearing.result.is_(None)))


def of_complaint(session: Session, complaint: Complaint) -> Sequence[Hearing]:
    """All hearings of a complaint, newest first."""
    query = select(Hearing).where(Hearing.complaint_id == complaint.id).order_by(Hearing.no.desc())
    return session.scalars(query.options(joinedload(Hearing.post))).all()


def heard_by(hearing: Hearing, complaint: Complaint, by: Actor) -> bool:
    """Whether this person writes what a hearing brought: who presides, who holds the complaint after the presiding
    holder, or the DC's side. What is called before the DC is nobody else's."""
    if by.role in SENIORS or by.holds(hearing.post_id):
        return True
    return hearing.post.kind.role != Role.DC and by.holds(complaint.post_id)


def last_holder(session: Session, complaint: Complaint) -> int | None:
    """The last post that held a complaint."""
    return session.scalar(_ONCE_HELD.where(Stint.complaint_id == complaint.id))


def listed(session: Session, *, by: Actor, since: date, until: date | None, only_waiting: bool = False
           ) -> Sequence[Hearing]:  # fmt: skip
    """Hearings of the days from `since` to `until` (Indian days, both included), of what this person may see."""
    shown = joinedload(Hearing.complaint)
    query = (
        select(Hearing).join(Complaint, Complaint.id == Hearing.complaint_id)
        .where(Hearing.district_id == by.district_id, Hearing.at >= _start(since), visible_to(by))
        .order_by(Hearing.at, Hearing.id).limit(LISTED)
        .options(
            joinedload(Hearing.post), shown.joinedload(Complaint.department),
            shown.joinedload(Complaint.first_party).joinedload(Party.complainant),
        )
    )  # fmt: skip
    if until is not None:
        query = query.where(Hearing.at < _start(until + ONE_DAY))
    if only_waiting:
        query = query.where(Hearing.result.is_(None))
    return session.scalars(query).unique().all()


def _start(day: date) -> datetime:
    return instant(day, time(0))
