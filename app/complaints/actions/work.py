"""THE CASEBOOK: acknowledge (T5), speak with the complainant, comment (T25)."""

from __future__ import annotations

from datetime import date, datetime, timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.complaints import dates
from app.complaints.actor import Actor
from app.complaints.errors import Conflict, Refused
from app.complaints.phones import serving
from app.complaints.step import UNDO_WITHIN, Step, lock, take
from app.complaints.stints import open_stint
from app.complaints.tell import people_of
from app.domain.calendar import ist_date
from app.domain.numbers import last4
from app.domain.policy import Forbidden
from app.domain.states import OPEN, Action, State
from app.domain.text import letters, written
from app.models.complaint import Complaint
from app.models.dialogue import Dialogue
from app.models.event import Event
from app.models.party import Party, Phone

COUNTED = frozenset({"progress", "reminder", "withdrawal"})  # notes that were counted are no mere notes
REMIND_EVERY = timedelta(days=7)
MIN_PROGRESS = 10
NEXT_STEPS = ("call", "visit", "site_work", "papers", "other_office")
REACHED = frozenset({"satisfied", "dissatisfied", "talked"})
CALL_RESULTS = ("satisfied", "dissatisfied", "talked", "not_picked", "wrong_number", "call_later")


def acknowledge(
    session: Session, complaint_id: int, *, next_step: str, next_step_on: date | None, by: Actor, at: datetime,
    undoable: bool = False,
) -> Complaint:  # fmt: skip
    """Take the complaint up: a next step with a date. Opening the page alone is not acknowledgement.

    `undoable`: with others at once; it can be taken back, and S02 waits so long (`undo.undo_acknowledge`).
    """
    complaint = lock(session, complaint_id)
    if next_step not in NEXT_STEPS:
        raise Refused("unknown_step", field="next_step")
    dates.ahead(next_step_on, "next_step_on", at)
    stint = open_stint(session, complaint)
    new = complaint.state == State.MARKED  # given on to another post, it is new there although its clock goes on
    met = stint is not None and stint.acknowledged_at is not None  # this clock was accepted once: nothing runs to it
    step = Step(
        fields={"next_step": next_step, "next_step_on": next_step_on},
        guards={"not_yet_acknowledged": stint is not None and (new or stint.acknowledged_at is None)},
        data={
            "next_step": next_step,
            "next_step_on": next_step_on.isoformat() if next_step_on else "",
            "in_time": None if met else bool(stint and stint.ack_due_at and at <= stint.ack_due_at),
        },
    )

    def accept() -> None:
        if stint is not None:
            stint.acknowledged_at = stint.acknowledged_at or at  # the day that the clock asked for
        complaint.next_step, complaint.next_step_on = next_step, next_step_on

    step.running, step.change = stint, accept
    step.before = _as_it_stood(complaint) if undoable else None
    take(session, complaint, Action.ACKNOWLEDGE, step, by=by, at=at)
    return complaint


def _as_it_stood(complaint: Complaint) -> dict[str, str | None]:
    accepted, on = complaint.acknowledged_at, complaint.next_step_on
    return {
        "acknowledged_at": accepted.isoformat() if accepted else None,
        "next_step": complaint.next_step, "next_step_on": on.isoformat() if on else None,
    }  # fmt: skip


def comment(session: Session, complaint_id: int, *, text: str, by: Actor, at: datetime) -> Complaint:
    """A note for the file. Never moves a date."""
    complaint = lock(session, complaint_id)
    body = written(text)
    if letters(body) < 2:
        raise Refused("required", field="text")
    take(session, complaint, Action.COMMENT, Step(fields={"text": body}, text=body), by=by, at=at)
    return complaint


def strike_note(session: Session, complaint_id: int, no: int, *, by: Actor, at: datetime) -> Complaint:
    """Take an own note back within five minutes. Nothing is deleted: the history shows it struck through."""
    complaint = lock(session, complaint_id)
    note = session.scalar(
        select(Event).where(Event.complaint_id == complaint.id, Event.no == no, Event.action == Action.COMMENT.value)
    )
    again = session.scalars(
        select(Event.data).where(Event.complaint_id == complaint.id, Event.action == Action.STRIKE_NOTE.value)
    )
    step = Step(
        fields={"note": note},
        guards={
            "own_note": note is not None and note.person_id == by.person_id
            and not COUNTED & note.data.keys() and no not in [struck["note"] for struck in again],
            "five_minutes": note is not None and at - note.at <= UNDO_WITHIN,
        },
        data={"note": no},
    )  # fmt: skip
    take(session, complaint, Action.STRIKE_NOTE, step, by=by, at=at)
    return complaint


def progress(session: Session, complaint_id: int, *, text: str, by: Actor, at: datetime) -> Complaint:
    """The holder's progress report on a walk-in: a note that says how far it is (ruling 12). Never moves a date.

    A plain note does not count: whoever owes the report must say that this is it. An interim reply to the complainant
    and the report of what was done count by themselves (complaints/progress.py).
    """
    complaint = lock(session, complaint_id)
    body = written(text)
    if letters(body) < MIN_PROGRESS:
        raise Refused("too_short", field="text", least=MIN_PROGRESS)
    if not by.holds(complaint.post_id):
        raise Forbidden(Action.COMMENT)
    take(session, complaint, Action.COMMENT, Step(fields={"text": body}, text=body, data={"progress": True}), by=by,
         at=at)  # fmt: skip
    return complaint


def remind(session: Session, complaint_id: int, *, text: str, by: Actor, at: datetime) -> date | None:
    """The complainant asks again. Written down always; counted once in seven days, from the seventh day on (D4-8):
    days on the wall, whatever the hour.

    None when it counted, else the first day on which the next one would.
    """
    complaint = lock(session, complaint_id)
    since = complaint.reminded_at or complaint.received_at
    again_on = ist_date(since) + REMIND_EVERY
    counts = complaint.state in OPEN and ist_date(at) >= again_on
    if counts:
        complaint.reminders, complaint.reminded_at = complaint.reminders + 1, at
    body = written(text)
    take(session, complaint, Action.COMMENT, Step(fields={"text": body}, text=body, data={"reminder": counts}), by=by,
         at=at)  # fmt: skip
    return None if counts else again_on


def start_call(
    session: Session, complaint_id: int, *, number: str | None = None, by: Actor, at: datetime
) -> tuple[Dialogue, str]:
    """Open a call: the attempt is logged and the full number handed out – the audited reveal (ruling 16).

    `number`: whom of several petitioners; else the first one.
    """
    complaint = lock(session, complaint_id)
    number = number or number_to_call(session, complaint, at=at)
    if number is None:
        raise Refused("no_number")
    entry = _entry(complaint, "call", "pending", by=by, at=at, number=number)
    session.add(entry)
    data = {"number_last4": last4(number), "result": "pending"}
    take(session, complaint, Action.DIALOGUE, Step(fields={"result": "pending"}, data=data), by=by, at=at)
    return entry, number


def number_to_call(session: Session, complaint: Complaint, *, at: datetime) -> str | None:
    """The first petitioner's own number, else a contact number noted for the complaint."""
    people = people_of(session, complaint, at=at)
    if people:
        return people[0][1].number
    return session.scalar(
        select(Phone.number)
        .join(Party, Party.complainant_id == Phone.complainant_id)
        .where(Party.complaint_id == complaint.id, serving(at))
        .order_by(Phone.kind.desc(), Phone.id)
        .limit(1)
    )


def log_dialogue(
    session: Session, complaint_id: int, *, kind: str, result: str, text: str = "", promised_on: date | None = None,
    number: str | None = None, by: Actor, at: datetime,
) -> Dialogue:  # fmt: skip
    """Write down what came of a call or visit. A pending call of the same person is completed, not doubled."""
    complaint = lock(session, complaint_id)
    if result not in CALL_RESULTS:
        raise Refused("unknown_result", field="result")
    dates.ahead(promised_on, "promised_on", at)
    entry = session.scalar(
        select(Dialogue)
        .where(Dialogue.complaint_id == complaint_id, Dialogue.result == "pending", Dialogue.person_id == by.person_id)
        .where(Dialogue.cycle == complaint.cycle, Dialogue.post_id == by.post_id)  # another round's call stays open
        .order_by(Dialogue.id.desc())
        .limit(1)
    )
    if entry is None or kind != "call" or (number and entry.number_last4 != last4(number)):
        rung = number or number_to_call(session, complaint, at=at)
        entry = _entry(complaint, kind, result, by=by, at=at, number=rung)
        session.add(entry)
    entry.result, entry.reached, entry.text, entry.promised_on = result, result in REACHED, written(text), promised_on
    data = {
        "kind": kind, "result": result, "number_last4": entry.number_last4,
        "promised_on": promised_on.isoformat() if promised_on else "",
    }  # fmt: skip
    step = Step(fields={"result": result}, text=entry.text, data=data)
    if entry.by_call_desk and kind == "call":
        _came_to_nothing(session, complaint, entry, step, at)
    take(session, complaint, Action.DIALOGUE, step, by=by, at=at)
    return entry


def _came_to_nothing(session: Session, complaint: Complaint, entry: Dialogue, step: Step, at: datetime) -> None:
    """Who did not pick up the desk's call is told until when to ring back (S16); a wrong number is rung no more."""
    if entry.result == "not_picked" and complaint.state == State.DISPOSED and complaint.feedback_due_at is not None:
        step.notices = ("S16",)
        step.data["answer_by"] = ist_date(max(complaint.feedback_due_at, at)).isoformat()
    if entry.result == "wrong_number":
        for _someone, phone in people_of(session, complaint, at=at):
            phone.is_bad = phone.is_bad or last4(phone.number) == entry.number_last4


def _entry(
    complaint: Complaint, kind: str, result: str, *, by: Actor, at: datetime, number: str | None = None
) -> Dialogue:
    if by.person_id is None or by.post_id is None:
        raise Conflict
    return Dialogue(
        district_id=complaint.district_id, complaint_id=complaint.id, cycle=complaint.cycle, kind=kind, at=at,
        person_id=by.person_id, post_id=by.post_id, by_call_desk=by.role.value == "caller",
        number_last4=last4(number) if number else "", result=result, reached=result in REACHED,
    )  # fmt: skip
