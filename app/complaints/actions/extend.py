"""THE CASEBOOK: interim reply and more time (T26). Only a granted request moves the due date, once a level."""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.complaints import dates, ledger, requests
from app.complaints.actor import Actor
from app.complaints.errors import Conflict, Refused
from app.complaints.requests import MIN_WORDS, Proposal
from app.complaints.step import Step, lock, take
from app.complaints.stints import note_clock, open_stint
from app.domain.ledger import ClockFact, FactKind
from app.domain.states import Action
from app.domain.text import letters, written
from app.models.complaint import Complaint, Stint
from app.models.report import Request

MOST_DAYS = 7
MOST_DAYS_MOVED = 3  # after a transfer, by the cell, once
MOST_LETTERS = 300
REASONS = ("material", "site", "papers", "other_office", "weather", "other")


def interim_reply(
    session: Session, complaint_id: int, *, text: str, expected_on: date | None, by: Actor, at: datetime
) -> Complaint:
    """Tell the complainant how it stands and when to expect it. Moves no date."""
    complaint = lock(session, complaint_id)
    words = written(text)
    if letters(words) < MIN_WORDS:
        raise Refused("too_short", field="text", least=MIN_WORDS)
    if len(words) > MOST_LETTERS:
        raise Refused("too_long", field="text", most=MOST_LETTERS)
    dates.ahead(expected_on, "expected_on", at)
    step = Step(
        fields={"text": words, "expected_on": expected_on}, text=words,
        data={"expected_on": expected_on.isoformat() if expected_on else ""},
    )  # fmt: skip
    take(session, complaint, Action.INTERIM_REPLY, step, by=by, at=at)
    return complaint


def ask(
    session: Session, complaint_id: int, *, days: int | None, reason_code: str, text: str, by: Actor, at: datetime
) -> Request:
    """Ask for more days. The next level decides; after a transfer the cell may give three, once."""
    complaint = lock(session, complaint_id)
    running = open_stint(session, complaint)
    if reason_code not in REASONS:
        raise Refused("required", field="reason_code")
    if running is None:
        raise Conflict
    if days is None or not 1 <= days <= MOST_DAYS:
        raise Refused("days_most", field="days", most=MOST_DAYS)
    moved = days <= MOST_DAYS_MOVED and _came_by_transfer(session, complaint, running)
    data = {"days": days, "stint": running.arrival, "level": complaint.level, "after_transfer": moved}
    if not _first(session, complaint, data):
        raise Refused("once_a_level")
    return requests.propose(session, complaint, Proposal("extension", reason_code, text, data), by=by, at=at)


def _came_by_transfer(session: Session, complaint: Complaint, running: Stint) -> bool:
    """Whether the post has it by a transfer, and the cell has given no days for it yet."""
    before = select(Stint.end_reason).where(
        Stint.complaint_id == complaint.id, Stint.arrival == running.arrival - 1, Stint.cycle == complaint.cycle
    )
    given = requests.granted(session, complaint, "extension")
    return session.scalar(before) == "transferred" and not any(row.data.get("after_transfer") for row in given)


def _first(session: Session, complaint: Complaint, data: dict[str, object]) -> bool:
    """Once a level by the level above, once a life of the complaint by the cell."""
    given = [row.data for row in requests.granted(session, complaint, "extension")]
    if data["after_transfer"]:
        return not any(old.get("after_transfer") for old in given)
    return not any(old["level"] == data["level"] and not old.get("after_transfer") for old in given)


def grant(session: Session, complaint: Complaint, row: Request, *, by: Actor, at: datetime) -> None:
    """Give the days: a clock event moves the due date of the same arrival that asked for them."""
    running = open_stint(session, complaint)
    if running is None:
        raise Conflict
    days = int(row.data["days"])
    step = Step(
        fields={"days": days},
        guards={
            "second_person": requests.second_person(row, by), "asked": requests.is_asked(row, by),
            "same_stint": running.arrival == row.data["stint"], "once_a_level": _first(session, complaint, row.data),
        },
        running=running, text=row.text,
        data={**requests.told(row), "days": days},
        change=lambda: _extend(session, complaint, running, days, by=by, at=at),
    )  # fmt: skip
    take(session, complaint, Action.EXTEND, step, by=by, at=at)


def _extend(session: Session, complaint: Complaint, stint: Stint, days: int, *, by: Actor, at: datetime) -> None:
    before = stint.due_at
    stint.due_at = ledger.due_after(session, complaint, stint, ClockFact(FactKind.EXTEND, at, days))
    note_clock(
        session, stint, "extend", at, days=days, before=before, after=stint.due_at, person_id=by.person_id,
        post_id=by.post_id,
    )  # fmt: skip
