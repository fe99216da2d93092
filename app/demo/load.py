"""THE DEMO DISTRICT: load() – everything in one transaction, in the order in which it would have happened."""

from __future__ import annotations

import heapq
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from typing import Any

from flask_babel import force_locale
from sqlalchemy import func, select, update
from sqlalchemy.orm import Session

from app.complaints import progress, promises
from app.complaints import settings as district_settings
from app.complaints.actions.escalate import due_alarms, escalate
from app.complaints.actor import system
from app.demo import masters, staff
from app.demo.exhibits import Exhibits
from app.demo.people import DEMO_PASSWORD, demo_users
from app.demo.stories import Teller
from app.domain.calendar import instant, ist_date
from app.evidence.store import Store
from app.models.complaint import Complaint
from app.models.event import Event
from app.models.notice import Notice
from app.models.office import District
from app.settings import Settings

BEFORE_ALL = timedelta(days=800)  # older than the longest charge
FRESH = timedelta(days=1)  # notices owed since then are still to be sent
MANY = 1000
MINUTE, LATEST = timedelta(minutes=1), timedelta(minutes=10)


@dataclass(frozen=True)
class LoadedReport:
    """What was written. `numbers`: story key → number; `moved`: keys overdue at loading that rose."""

    persons: int
    events: int
    numbers: dict[str, str]
    moved: frozenset[str]


def is_empty(session: Session) -> bool:
    """Whether there is no district yet."""
    return session.scalar(select(District.id).limit(1)) is None


def load(session: Session, store: Store, *, at: datetime) -> LoadedReport:
    """Write the whole demo district as of `at`; flushes, never commits: the caller does, or nothing is there."""
    district_settings.forget(session)
    since = at - BEFORE_ALL
    book = masters.write(session, since=since)
    persons = staff.write(session, book, since=since, at=at)
    masters.register_texts(session, book, since=since)
    stories = {row["key"]: row for row in masters.read("complaints")}
    teller = Teller(session, book, Exhibits(store), stories)
    _tell(teller, list(stories.values()), at)
    for note in masters.read("guidance"):
        teller.guide(note, at)
    ids = {complaint.id: key for key, complaint in teller.complaints.items()}
    by = system(book.district.id)
    moved = frozenset(ids[n] for n in due_alarms(session, at, len(ids)) if escalate(session, n, by=by, at=at))
    _mornings(session, book.district.id, at)
    _silence(session, at)
    session.flush()
    return LoadedReport(
        persons=persons, events=session.scalar(select(func.count()).select_from(Event)) or 0,
        numbers={key: complaint.number for key, complaint in teller.complaints.items()}, moved=moved,
    )  # fmt: skip


def _tell(teller: Teller, stories: list[dict[str, Any]], at: datetime) -> None:
    """All steps of all stories by their time, so that the chain of events reads like a diary."""
    today = ist_date(at)
    agenda = [(_when(today, row, 0, row["at"], at), n, -1) for n, row in enumerate(stories)]
    heapq.heapify(agenda)
    while agenda:
        moment, n, done = heapq.heappop(agenda)
        story = stories[n]
        if done < 0:
            teller.register(story, moment)
        else:
            step = story["story"][done]
            getattr(teller, step["do"])(story, step, moment)
        if done + 1 < len(story["story"]):
            step = story["story"][done + 1]
            when = max(_when(today, story, step["day"], step["at"], at), moment + LATEST)
            if step["do"] == "escalate_by_time":
                when = max(when, teller.alarm(story) or when)
            heapq.heappush(agenda, (when, n, done + 1))


def _when(today: Any, story: dict[str, Any], day: int, clock: str, at: datetime) -> datetime:
    """A story's day and hour as an instant; what would still lie ahead has just happened."""
    on = today - timedelta(days=story["days_ago"] - day)
    return min(instant(on, time.fromisoformat(clock)), at - LATEST)


def _mornings(session: Session, district_id: int, at: datetime) -> None:
    """What the mornings since then have decided: promises kept or missed, reports given or missed."""
    for key in promises.ended(session, district_id, ist_date(at), MANY):
        promises.settle(session, key)
    while owed := progress.to_settle(session, district_id, at, MANY):
        for key in owed:
            progress.settle(session, key, at=at)
    waiting = update(Complaint).where(Complaint.progress_on <= ist_date(at))
    session.execute(waiting.values(progress_on=ist_date(at) + progress.TOLD_EVERY))


def _silence(session: Session, at: datetime) -> None:
    """Nobody wants the messages of months past: only the last day's are still owed."""
    session.execute(
        update(Notice)
        .where(Notice.state == "queued", Notice.owed_at < at - FRESH)
        .values(state="cancelled", held_reason="demo_history", next_try_at=None, ended_at=Notice.owed_at)
    )


def sign_ins_text(settings: Settings) -> str:
    """Address, users and password, ready to print in a terminal; English, as all words to the operator."""
    with force_locale("en"):
        users = [f"  {user.username:<10}{user.what}" for user in demo_users()]
    head = [f"Open {settings.public_url} and sign in as one of:", "", *users]
    return "\n".join([*head, "", f"Password of all: {DEMO_PASSWORD}", ""])
