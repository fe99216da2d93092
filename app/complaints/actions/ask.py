"""THE CASEBOOK: ask the complainant (T8) and what comes of it (T9) – an answer, or the last day goes by.

The clock stands while the complainant is asked. So that nobody buys time with questions: one precise question, at most
seven days, twice and fourteen days a cycle, and not when the time limit is already there.
"""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.complaints import pauses
from app.complaints.actor import Actor
from app.complaints.errors import Conflict, Refused
from app.complaints.overtaken import end_overtaken
from app.complaints.step import Step, lock, take
from app.complaints.stints import open_stint
from app.domain.calendar import ist_date
from app.domain.states import Action, State
from app.domain.text import letters, written
from app.models.complaint import Complaint, Stint
from app.models.event import Event

HOW = ("phone", "office", "visit", "letter")  # how the complainant may answer
WEB = "web"  # typed by the complainant, into the own view
CHANNELS = ("call", "office", "letter", "officer", WEB)  # how the answer came
MIN_QUESTION, MAX_QUESTION = 10, 300
LONGEST, TIMES, DAYS = 7, 2, 14  # D3, T8


def ask(
    session: Session, complaint_id: int, *, question: str, how_to_answer: str, answer_by: date | None, by: Actor,
    at: datetime,
) -> Complaint:  # fmt: skip
    """Put one question to the complainant; the level clock stands until it is answered or its last day is over."""
    complaint = lock(session, complaint_id)
    stint = open_stint(session, complaint)
    if stint is None:
        raise Conflict
    words = written(question)
    _check(words, how_to_answer, answer_by, at)
    asked = questions(session, complaint)
    wanted = (answer_by - ist_date(at)).days if answer_by else 0
    step = Step(
        fields={"question": words, "how_to_answer": how_to_answer, "answer_by": answer_by},
        guards={
            "twice_a_cycle": len(asked) < TIMES,
            "fourteen_days_a_cycle": wanted + sum(_days(event) for event in asked) <= DAYS,
            "not_on_due_day": stint.due_at is None or ist_date(at) < ist_date(stint.due_at),
        },
        running=stint, text=words,
        data={"how_to_answer": how_to_answer, "answer_by": answer_by.isoformat() if answer_by else ""},
        change=lambda: pauses.pause(session, stint, reason="ask", until=answer_by or ist_date(at), by=by, at=at),
    )  # fmt: skip
    take(session, complaint, Action.ASK, step, by=by, at=at)
    end_overtaken(session, complaint, at=at)
    return complaint


def _check(words: str, how_to_answer: str, answer_by: date | None, at: datetime) -> None:
    if letters(words) < MIN_QUESTION:
        raise Refused("too_short", field="question", least=MIN_QUESTION)
    if len(words) > MAX_QUESTION:
        raise Refused("one_question", field="question", most=MAX_QUESTION)
    if how_to_answer not in HOW:
        raise Refused("required", field="how_to_answer")
    if answer_by is None:
        raise Refused("required", field="answer_by")
    days = (answer_by - ist_date(at)).days
    if days < 1:
        raise Refused("date_too_soon", field="answer_by")
    if days > LONGEST:
        raise Refused("date_too_late", field="answer_by", days=LONGEST)


def questions(session: Session, complaint: Complaint) -> list[Event]:
    """What was asked in this life of the complaint, oldest first."""
    query = select(Event).where(Event.complaint_id == complaint.id, Event.action == Action.ASK.value)
    return list(session.scalars(query.where(Event.cycle == complaint.cycle).order_by(Event.no)))


def open_question(session: Session, complaint: Complaint) -> str:
    """What the complainant is being asked; "" while nothing is."""
    if complaint.state != State.AWAITING_COMPLAINANT:
        return ""
    return next((event.text for event in reversed(questions(session, complaint))), "")


def _days(event: Event) -> int:
    return (date.fromisoformat(event.data["answer_by"]) - ist_date(event.at)).days


def answer(session: Session, complaint_id: int, *, text: str, channel: str, by: Actor, at: datetime) -> Complaint:
    """Write down what the complainant answered; the clock goes on."""
    complaint = lock(session, complaint_id)
    words = written(text)
    if not any(letter.isalnum() for letter in words):  # "हाँ" and "4821" are answers
        raise Refused("required", field="text")
    if channel not in CHANNELS:
        raise Refused("required", field="channel")
    return _go_on(session, complaint, Step(text=words, data={"channel": channel}), by=by, at=at)


def time_out(session: Session, complaint_id: int, *, by: Actor, at: datetime) -> bool:
    """The last day went by without an answer: the clock goes on from there. False when there is nothing to do."""
    complaint = lock(session, complaint_id)
    stint = open_stint(session, complaint)
    stopped = pauses.since(session, stint) if stint else None
    if complaint.state != State.AWAITING_COMPLAINANT or stopped is None or pauses.until(stopped) >= ist_date(at):
        return False  # answered meanwhile, or another worker was here
    _go_on(session, complaint, Step(data={"timed_out": True}), running=stint, by=by, at=at)
    return True


def _go_on(
    session: Session, complaint: Complaint, step: Step, *, running: Stint | None = None, by: Actor, at: datetime
) -> Complaint:
    stint = running or open_stint(session, complaint)
    if stint is None:
        raise Conflict

    def go_on() -> None:
        step.data["days"] = pauses.resume(session, complaint, stint, by=by, at=at)

    step.running, step.change = stint, go_on
    take(session, complaint, Action.ANSWER, step, by=by, at=at)
    return complaint
