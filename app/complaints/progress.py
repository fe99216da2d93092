"""THE CASEBOOK: progress – the reports that a post owes on walk-ins (ruling 12), the word to the complainant (S05)."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta

from sqlalchemy import ColumnElement, and_, delete, exists, func, or_, select
from sqlalchemy.orm import Session

from app.complaints.actor import Actor
from app.complaints.clockwork import calendar_of
from app.complaints.errors import Refused
from app.complaints.step import Step, lock, take
from app.complaints.tell import owe_progress
from app.domain.calendar import instant, ist_date
from app.domain.policy import Forbidden, Role
from app.domain.states import FINAL, WITH_POST, Action, State
from app.models.complaint import Complaint, Stint
from app.models.event import Event
from app.models.morning import ProgressReport
from app.models.place import Place

ONE_DAY, INSTANT = timedelta(days=1), timedelta(microseconds=1)
TOLD_EVERY = timedelta(days=15)  # D4-9
OWING = tuple(sorted(WITH_POST - {State.ATR_SUBMITTED}))  # what is reported waits for its approver, not for a report
TOLD = WITH_POST | {State.REGISTERED}  # who waits to be assigned to an office waits too
COUNTS = (Action.INTERIM_REPLY.value, Action.REPORT.value)  # beside a note that says it is one
MOST_DAYS = 60
C, P = Complaint, ProgressReport


def tell_again(complaint: Complaint, at: datetime) -> None:
    """From now on the complainant hears every fifteen days that it goes on, first fifteen days after registering."""
    first = ist_date(complaint.received_at) + TOLD_EVERY
    complaint.progress_on = first if first > ist_date(at) else ist_date(at) + TOLD_EVERY


def owe(session: Session, complaint: Complaint, *, at: datetime, since: datetime | None = None) -> None:
    """Open the duty for the next report, its day moved off closed ones. Nothing where no report is asked for."""
    if not complaint.report_every_days:
        return
    since = since or at
    place = session.get(Place, complaint.place_id) if complaint.place_id else None
    calendar = calendar_of(session, complaint.district_id, place, at)
    due_on = calendar.on_or_after(ist_date(since) + timedelta(days=complaint.report_every_days))
    row = ProgressReport(
        district_id=complaint.district_id, complaint_id=complaint.id, cycle=complaint.cycle, since=since,
        due_on=due_on, state="owed",
    )  # fmt: skip
    session.add(row)  # written with whatever else the step has changed


def forget(session: Session, complaint: Complaint) -> None:
    """The marking that opened the duty is taken back: nobody owes it, and nobody ever did."""
    session.execute(delete(P).where(P.complaint_id == complaint.id, P.state == "owed"))


def _owe_the_next(session: Session, complaint: Complaint, *, at: datetime, since: datetime) -> None:
    """The duty after others: it begins later than each of them, also where the clock was put back in between."""
    before = session.scalar(select(func.max(P.since)).where(P.complaint_id == complaint.id))
    owe(session, complaint, at=at, since=max(since, before + INSTANT) if before else since)


def ask_regularly(session: Session, complaint_id: int, *, every: int, by: Actor, at: datetime) -> Complaint:
    """The DC or the nodal officer wants to hear of this one every so many days (ruling 12)."""
    complaint = lock(session, complaint_id)
    if by.role not in (Role.DC, Role.NODAL):
        raise Forbidden(Action.COMMENT)
    if not 1 <= every <= MOST_DAYS:
        raise Refused("required", field="every")
    if complaint.state not in WITH_POST:
        raise Refused("with_a_post", field="every")
    open_one = session.scalar(select(P).where(P.complaint_id == complaint.id, P.state == "owed"))
    if open_one is not None:
        _end(open_one, "lapsed", None, at)
        session.flush()
    complaint.report_every_days = every
    _owe_the_next(session, complaint, at=at, since=at)
    data = {"report_every": every}
    take(session, complaint, Action.COMMENT, Step(fields={"text": "–"}, data=data), by=by, at=at)
    return complaint


def unopened(session: Session, district_id: int, limit: int) -> list[int]:
    """Ids of complaints on which a report is asked for and none is owed: reopened ones, and those of older days."""
    owed = exists().where(P.complaint_id == C.id, P.state == "owed")
    query = select(C.id).where(
        C.district_id == district_id, C.state.in_(OWING), C.report_every_days.is_not(None), ~owed
    )
    return list(session.scalars(query.order_by(C.id).limit(limit)))


def reopen(session: Session, complaint_id: int, *, at: datetime) -> None:
    """Open the duty that is lacking; nothing where somebody did so meanwhile."""
    complaint = lock(session, complaint_id)
    open_one = session.scalar(select(P.id).where(P.complaint_id == complaint.id, P.state == "owed"))
    if open_one is None and complaint.state in OWING:
        _owe_the_next(session, complaint, at=at, since=at)


def to_settle(session: Session, district_id: int, at: datetime, limit: int) -> list[int]:
    """Ids of owed reports that were given, that are missed, or that nobody needs any more."""
    query = (
        select(P.id)
        .join(C, C.id == P.complaint_id)
        .where(P.district_id == district_id, P.state == "owed")
        .where(or_(P.due_on < ist_date(at), C.state.not_in(OWING), exists().where(_counting(P.complaint_id, P.since))))
    )
    return list(session.scalars(query.order_by(P.due_on, P.id).limit(limit)))


def _counting(complaint_id: object, since: object) -> ColumnElement[bool]:
    """An event that is a progress report: said to be one, told to the complainant, or the report of the work done."""
    said = and_(Event.action == Action.COMMENT.value, Event.data["progress"].as_boolean().is_(True))
    return and_(Event.complaint_id == complaint_id, Event.at > since, or_(Event.action.in_(COUNTS), said))


def settle(session: Session, report_id: int, *, at: datetime) -> str:
    """End one duty as it deserves and open the next; the state it has then. Missed ones are counted one by one."""
    row = session.get_one(ProgressReport, report_id)
    complaint = lock(session, row.complaint_id)
    session.refresh(row)
    if row.state != "owed":
        return row.state
    end = instant(row.due_on + ONE_DAY, time(0))
    given = session.scalar(select(Event).where(_counting(complaint.id, row.since)).order_by(Event.no).limit(1))
    at = max(at, given.at) if given is not None else at  # what is in the book has happened, whatever the clock says now
    if given is not None and given.at < end:
        _end(row, "given", given.post_id, given.at)
    elif at >= end and _held_until(session, complaint, end):
        _end(row, "missed", _holder_at(session, complaint, end), end)
    else:
        _end(row, "lapsed", None, at)
    session.flush()
    if complaint.state in OWING:
        _owe_the_next(session, complaint, at=at, since=row.ended_at or at)
    return row.state


def _end(row: ProgressReport, state: str, post_id: int | None, at: datetime) -> None:
    row.state, row.post_id, row.ended_at = state, post_id, max(at, row.since)


def _holder_at(session: Session, complaint: Complaint, at: datetime) -> int | None:
    query = select(Stint.post_id).where(
        Stint.complaint_id == complaint.id, Stint.from_at < at, or_(Stint.to_at.is_(None), Stint.to_at >= at)
    )
    return session.scalar(query.order_by(Stint.arrival.desc()).limit(1))


def _held_until(session: Session, complaint: Complaint, end: datetime) -> bool:
    """Whether it was in a post's hands when the day ended: what was disposed before owes nothing."""
    return _holder_at(session, complaint, end) is not None


def to_tell(session: Session, district_id: int, today: date, limit: int) -> list[int]:
    """Ids of complaints whose complainant is to hear that it goes on."""
    query = select(C.id).where(C.progress_on <= today, C.district_id == district_id)
    return list(session.scalars(query.order_by(C.progress_on, C.id).limit(limit)))


def tell(session: Session, complaint_id: int, *, at: datetime) -> int:
    """Owe the word to one complainant (S05) and set the next day; how many messages. After an outage one, not many."""
    complaint = lock(session, complaint_id)
    on, today = complaint.progress_on, ist_date(at)
    if on is None or on > today:
        return 0
    if complaint.state in FINAL:
        complaint.progress_on = None
        return 0
    complaint.progress_on = today + TOLD_EVERY
    if complaint.state not in TOLD:
        return 0
    return owe_progress(session, complaint, on=on, again_on=complaint.progress_on, at=at)
