"""THE CASEBOOK: recount – a changed calendar moves dates that lie ahead later, never earlier (D4-3, D13-5)."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime

from sqlalchemy import exists, func, or_, select
from sqlalchemy.orm import Session

from app import queue
from app.complaints import audit, clockwork, ledger, stints
from app.complaints.actor import Actor
from app.complaints.asking import WORKING_DAYS
from app.complaints.settings import forget
from app.complaints.step import lock
from app.domain.calendar import WorkingCalendar, ist_date
from app.domain.clock import approval_due, working_days_due
from app.domain.ledger import ClockFact, FactKind, FactRefused
from app.domain.states import Action, Holder, State
from app.models.complaint import Complaint, Stint
from app.models.event import Event
from app.models.morning import ProgressReport
from app.models.place import Place
from app.models.report import Report, Request

AT_ONCE = 500  # so many complaints are recounted in the transaction of the change, more by the night watch
CHANGED, RECOUNTED = "calendar_changed", "calendar_recounted"


@dataclass
class Calendars:
    """The calendars of each place, read once per place."""

    session: Session
    district_id: int
    known: dict[int | None, clockwork.Calendars] = field(default_factory=dict)

    def of(self, place_id: int | None) -> clockwork.Calendars:
        """The working days of a place, or of the whole district."""
        if place_id not in self.known:
            place = self.session.get(Place, place_id) if place_id else None
            self.known[place_id] = clockwork.calendars_of(self.session, self.district_id, place)
        return self.known[place_id]


def calendar_changed(session: Session, *, by: Actor, at: datetime) -> int | None:
    """Recount everything that runs; returns how many dates moved, None where the night watch does it."""
    forget(session)  # a calendar read before the change, in this very session, is no longer the calendar
    ids = list(running(session, by.district_id, at, limit=AT_ONCE + 1))
    if len(ids) > AT_ONCE:
        _note(session, CHANGED, by, at)
        queue.ring(queue.RECOUNT)
        return None
    calendars = Calendars(session, by.district_id)
    return sum(recount(session, complaint_id, calendars, by=by, at=at) for complaint_id in ids)


def running(session: Session, district_id: int, at: datetime, *, after: int = 0, limit: int) -> Iterator[int]:
    """Ids, above `after` and in order, of complaints with a date that lies ahead and is counted in office days: to
    accept, to answer, to decide, to report."""
    waiting = or_(
        *(exists().where(row.complaint_id == Complaint.id, *ahead) for row, *ahead in (
            (Report, Report.state == "submitted", Report.approval_due_at > at),
            (Request, Request.decision.is_(None), Request.decide_by > at),
            (ProgressReport, ProgressReport.state == "owed", ProgressReport.due_on >= ist_date(at)),
        ))
    )  # fmt: skip
    query = (
        select(Complaint.id)
        .where(Complaint.district_id == district_id, Complaint.id > after)
        .where(Complaint.holder.in_((Holder.CELL.value, Holder.POST.value)))
        .where(or_(Complaint.due_at > at, Complaint.ack_due_at > at, waiting))
    )
    yield from session.scalars(query.order_by(Complaint.id).limit(limit))


def recount(session: Session, complaint_id: int, calendars: Calendars, *, by: Actor, at: datetime) -> bool:
    """Move the dates of one complaint where the calendar asks for later ones. Whether anything moved."""
    complaint = lock(session, complaint_id)
    waits = _waits_moved(session, complaint, calendars.of(complaint.place_id)(at), at)
    stint = stints.open_stint(session, complaint)
    return (stint is not None and _clock_moved(session, complaint, stint, calendars, by=by, at=at)) or waits


def _waits_moved(session: Session, complaint: Complaint, calendar: WorkingCalendar, at: datetime) -> bool:
    """Move what is counted in working days beside the clock: the decision on a report or request, an owed report.

    By the rule of the clock: what lies ahead goes later, never earlier. No date of the clock, so no clock event.
    """
    moved = False
    of = {"complaint_id": complaint.id}
    for report in session.scalars(select(Report).filter_by(state="submitted", **of)):
        due = _later(report.approval_due_at, approval_due(report.submitted_at, calendar), at)
        moved, report.approval_due_at = moved or due != report.approval_due_at, due
    for row in session.scalars(select(Request).filter_by(decision=None, **of)):
        due = _later(row.decide_by, working_days_due(_asked_at(session, row), WORKING_DAYS, calendar), at)
        moved, row.decide_by = moved or due != row.decide_by, due
    for owed in session.scalars(select(ProgressReport).filter_by(state="owed", **of)):
        on = calendar.on_or_after(owed.due_on) if owed.due_on >= ist_date(at) else owed.due_on
        moved, owed.due_on = moved or on != owed.due_on, on
    return moved


def _asked_at(session: Session, row: Request) -> datetime:
    """Since when a request lies where it lies: proposed, recommended, or passed on by whoever let it lie."""
    passed = select(func.max(Event.at)).where(
        Event.complaint_id == row.complaint_id, Event.action == Action.LAPSE.value,
        Event.data["kind"].as_string() == row.kind, Event.at >= row.proposed_at,
    )  # fmt: skip
    return max(filter(None, (row.proposed_at, row.recommended_at, session.scalar(passed))))


def _clock_moved(
    session: Session, complaint: Complaint, stint: Stint, calendars: Calendars, *, by: Actor, at: datetime
) -> bool:
    """Move the dates of the open stint, with the clock event that says so."""
    try:
        counted = ledger.account(
            session, stint, calendars.of(complaint.place_id), events=ledger.events_of(session, complaint.id),
            more=ClockFact(FactKind.CALENDAR_CHANGE, at),
        )  # fmt: skip
    except FactRefused:
        return False  # no clock of ours: what came in past the actions keeps the dates it brought
    before = (stint.due_at, stint.ack_due_at)
    stint.due_at = _later(stint.due_at, counted.deadline.due, at)
    if stint.acknowledged_at is None:
        stint.ack_due_at = _later(stint.ack_due_at, counted.ack, at)
    if (stint.due_at, stint.ack_due_at) == before:
        return False
    data: dict[str, object] = {"acknowledged": stint.acknowledged_at is not None}
    if stint.ack_due_at and before[1] and stint.ack_due_at != before[1]:
        data |= {"ack_before": before[1].isoformat(), "ack_after": stint.ack_due_at.isoformat()}
    stints.note_clock(
        session, stint, "calendar_change", at, before=before[0], after=stint.due_at, data=data,
        person_id=by.person_id, post_id=by.post_id,
    )  # fmt: skip
    stints.mirror(complaint, State(complaint.state), stint)
    session.flush()
    return True


def _later(stands: datetime | None, counted: datetime | None, at: datetime) -> datetime | None:
    """The counted date if it is later; one that has passed, or that nobody counts, stays as it is."""
    if stands is None or counted is None or stands <= at:
        return stands
    return max(stands, counted)


def owed(session: Session, district_id: int) -> int | None:
    """Link in the chain of the newest calendar change that the night watch has not carried through yet."""
    changed = _last(session, district_id, CHANGED)
    if changed is None:
        return None
    done = _last(session, district_id, RECOUNTED)
    return None if done is not None and int(done.data["up_to"]) >= changed.chain_no else changed.chain_no


def carried_through(session: Session, up_to: int, *, by: Actor, at: datetime) -> None:
    """Write down that every date was looked at, after the change with this link."""
    _note(session, RECOUNTED, by, at, {"up_to": up_to})


def _last(session: Session, district_id: int, action: str) -> Event | None:
    query = select(Event).where(Event.district_id == district_id, Event.complaint_id.is_(None), Event.action == action)
    return session.scalar(query.order_by(Event.chain_no.desc()).limit(1))


def _note(session: Session, action: str, by: Actor, at: datetime, data: dict[str, int] | None = None) -> None:
    audit.note(
        session, action, district_id=by.district_id, person_id=by.person_id, post_id=by.post_id, role=by.role.value,
        at=at, data=data,
    )  # fmt: skip
