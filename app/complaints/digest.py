"""THE CASEBOOK: the digest – what a day asks of an officer, told once at nine (D4-8; O02, O06)."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from datetime import date, datetime, time, timedelta

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from app.complaints.agenda import Asked, together
from app.complaints.clockwork import calendar_of
from app.complaints.placing import seated
from app.complaints.queries import PENDING
from app.domain.calendar import ONE_DAY, instant, ist_date, to_ist
from app.models.account import Person
from app.models.complaint import Complaint
from app.models.event import Event
from app.models.morning import Digest
from app.models.office import Post
from app.notices import outbox

OPENS, LATEST = time(9), time(21)  # after 21:00 phones are left alone: then the next morning tells
LONGEST_BREAK = 30
C = Complaint


def last_morning(session: Session, district_id: int, at: datetime) -> datetime:
    """Since when the next digest tells: nine o'clock of the last day on which there was one, or of the working day
    before. A morning that nobody held is caught up by the next."""
    today = ist_date(at)
    query = select(func.max(Digest.on)).where(
        Digest.district_id == district_id, Digest.on < today, Digest.kind == "morning"
    )
    last: date | None = session.scalar(query)
    if last is None:
        calendar = calendar_of(session, district_id, None, at)
        last = today - ONE_DAY
        for _ in range(LONGEST_BREAK):
            if calendar.is_working(last):
                break
            last -= ONE_DAY
    return instant(last, OPENS)


def is_time(session: Session, district_id: int, at: datetime) -> bool:
    """Whether digests are told now: on a working day between nine in the morning and nine in the evening."""
    return OPENS <= to_ist(at).time() < LATEST and calendar_of(session, district_id, None, at).is_working(ist_date(at))


def by_person(session: Session, asked: Mapping[int, Asked], at: datetime) -> dict[int, Asked]:
    """The same by who sits in the posts, with all charges together. What an empty chair is asked is told to whoever
    covers for it (D4-7); where nobody does, the cell has it before its eyes. Nobody is told what is against them."""
    found: dict[int, list[Asked]] = defaultdict(list)
    for post_id, of_post in asked.items():
        seat = seated(session, session.get(Post, post_id), at)
        if seat is not None:
            found[seat[1].id].append(of_post)
    whole = {person_id: together(of_posts) for person_id, of_posts in found.items()}
    against = select(Complaint.against_person_id, Complaint.id).where(Complaint.against_person_id.in_(whole))
    for person_id, complaint_id in session.execute(against.where(Complaint.state.in_(PENDING))):
        for ids in whole[person_id].of.values():
            ids.discard(complaint_id)
    return whole


def told_today(session: Session, district_id: int, on: date, kind: str) -> set[int]:
    """Ids of the persons who have had a digest of that kind."""
    query = select(Digest.person_id).where(Digest.district_id == district_id, Digest.on == on, Digest.kind == kind)
    return set(session.scalars(query))


def tell(session: Session, person_id: int, asked: Asked, *, kind: str, at: datetime) -> bool:
    """Write one officer's digest of the day and owe its one message. False where it was told already, or says nothing.

    The person is locked, so that two workers tell once.
    """
    person = session.get_one(Person, person_id, with_for_update=True, populate_existing=True)
    on, message = ist_date(at), asked.message()
    if message is None or person_id in told_today(session, person.district_id, on, kind):
        return False
    session.add(
        Digest(district_id=person.district_id, person_id=person_id, on=on, kind=kind, at=at, counts=asked.counts)
    )
    session.flush()
    if person.phone:
        key, slots = message
        outbox.owe_officer(
            session, district_id=person.district_id, key=key, person_id=person_id, to_number=person.phone, slots=slots,
            once=f"digest:{kind}:{on.isoformat()}:{person_id}", at=at,
        )  # fmt: skip
    return True


def caught_up(session: Session, district_id: int, at: datetime) -> set[int]:
    """Persons whom an outage concerns and no digest has told since: in the place of a burst of O03 (D4-5)."""
    query = select(Event.at, Event.data).where(
        Event.district_id == district_id, Event.class_from == "pending", Event.class_to == "pending",
        Event.moved_on == ist_date(at), Event.data["caught_up"].as_boolean().is_(True),
    )  # fmt: skip
    posts: dict[int, datetime] = {}
    for row in session.execute(query):
        for post_id in row.data["digest_for"]:
            posts[post_id] = max(row.at, posts.get(post_id, row.at))
    if not posts:
        return set()
    told: dict[int, datetime] = {}
    for digest in session.scalars(
        select(Digest).where(Digest.district_id == district_id, Digest.on == ist_date(at)).order_by(Digest.at)
    ):
        told[digest.person_id] = digest.at
    seats = ((seated(session, session.get(Post, post_id), at), moved_at) for post_id, moved_at in posts.items())
    people = ((seat[1].id, moved_at) for seat, moved_at in seats if seat is not None)
    return {person_id for person_id, moved_at in people if told.get(person_id, moved_at - ONE_DAY) < moved_at}


def still_catching_up(session: Session, district_id: int, at: datetime, outage: timedelta) -> bool:
    """Whether alarms of the outage still wait: the digest comes when the last of them has climbed."""
    query = select(C.id).where(C.alarm_at <= at - outage, C.last_event_at <= at - outage)
    return session.scalar(query.where(C.district_id == district_id).limit(1)) is not None
