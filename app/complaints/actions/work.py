"""THE CASEBOOK: acknowledge (T5), speak with the complainant, comment (T25)."""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.complaints.actor import Actor
from app.complaints.errors import Conflict, Refused
from app.complaints.step import Step, lock, take
from app.complaints.stints import open_stint
from app.complaints.tell import people_of
from app.domain.calendar import ist_date
from app.domain.numbers import last4
from app.domain.states import Action, State
from app.domain.text import letters, written
from app.models.complaint import Complaint
from app.models.dialogue import Dialogue
from app.models.party import Party, Phone

NEXT_STEPS = ("call", "visit", "site_work", "papers", "other_office")
REACHED = frozenset({"satisfied", "dissatisfied", "talked"})
CALL_RESULTS = ("satisfied", "dissatisfied", "talked", "not_picked", "wrong_number", "call_later")


def acknowledge(
    session: Session, complaint_id: int, *, next_step: str, next_step_on: date | None, by: Actor, at: datetime
) -> Complaint:
    """Take the complaint up: a next step with a date. Opening the page alone is not acknowledgement."""
    complaint = lock(session, complaint_id)
    if next_step not in NEXT_STEPS:
        raise Refused("unknown_step", field="next_step")
    if next_step_on is not None and next_step_on < ist_date(at):
        raise Refused("date_past", field="next_step_on")
    stint = open_stint(session, complaint)
    new = complaint.state == State.MARKED  # given on to another post, it is new there although its clock goes on
    step = Step(
        fields={"next_step": next_step, "next_step_on": next_step_on},
        guards={"not_yet_acknowledged": stint is not None and (new or stint.acknowledged_at is None)},
        data={
            "next_step": next_step,
            "next_step_on": next_step_on.isoformat() if next_step_on else "",
            "in_time": bool(stint and stint.ack_due_at and at <= stint.ack_due_at),
        },
    )

    def accept() -> None:
        if stint is not None:
            stint.acknowledged_at = at
        complaint.next_step, complaint.next_step_on = next_step, next_step_on

    step.running, step.change = stint, accept
    take(session, complaint, Action.ACKNOWLEDGE, step, by=by, at=at)
    return complaint


def comment(session: Session, complaint_id: int, *, text: str, by: Actor, at: datetime) -> Complaint:
    """A note for the file. Never moves a date."""
    complaint = lock(session, complaint_id)
    body = written(text)
    if letters(body) < 2:
        raise Refused("required", field="text")
    take(session, complaint, Action.COMMENT, Step(fields={"text": body}, text=body), by=by, at=at)
    return complaint


def start_call(session: Session, complaint_id: int, *, by: Actor, at: datetime) -> tuple[Dialogue, str]:
    """Open a call: the attempt is logged and the full number handed out – the audited reveal (ruling 16)."""
    complaint = lock(session, complaint_id)
    number = number_to_call(session, complaint)
    if number is None:
        raise Refused("no_number")
    entry = _entry(complaint, "call", "pending", by=by, at=at, number=number)
    session.add(entry)
    data = {"number_last4": last4(number), "result": "pending"}
    take(session, complaint, Action.DIALOGUE, Step(fields={"result": "pending"}, data=data), by=by, at=at)
    return entry, number


def number_to_call(session: Session, complaint: Complaint) -> str | None:
    """The first petitioner's own number, else a contact number noted for the complaint."""
    people = people_of(session, complaint)
    if people:
        return people[0][1].number
    return session.scalar(
        select(Phone.number)
        .join(Party, Party.complainant_id == Phone.complainant_id)
        .where(Party.complaint_id == complaint.id, Phone.to_at.is_(None))
        .order_by(Phone.kind.desc(), Phone.id)
        .limit(1)
    )


def log_dialogue(
    session: Session, complaint_id: int, *, kind: str, result: str, text: str = "", promised_on: date | None = None,
    by: Actor, at: datetime,
) -> Dialogue:  # fmt: skip
    """Write down what came of a call or visit. A pending call of the same person is completed, not doubled."""
    complaint = lock(session, complaint_id)
    if result not in CALL_RESULTS:
        raise Refused("unknown_result", field="result")
    if promised_on is not None and promised_on < ist_date(at):
        raise Refused("date_past", field="promised_on")
    entry = session.scalar(
        select(Dialogue)
        .where(Dialogue.complaint_id == complaint_id, Dialogue.result == "pending", Dialogue.person_id == by.person_id)
        .where(Dialogue.cycle == complaint.cycle, Dialogue.post_id == by.post_id)  # another round's call stays open
        .order_by(Dialogue.id.desc())
        .limit(1)
    )
    if entry is None or kind != "call":
        entry = _entry(complaint, kind, result, by=by, at=at, number=number_to_call(session, complaint))
        session.add(entry)
    entry.result, entry.reached, entry.text, entry.promised_on = result, result in REACHED, written(text), promised_on
    data = {
        "kind": kind, "result": result, "number_last4": entry.number_last4,
        "promised_on": promised_on.isoformat() if promised_on else "",
    }  # fmt: skip
    take(session, complaint, Action.DIALOGUE, Step(fields={"result": result}, text=entry.text, data=data), by=by, at=at)
    return entry


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
