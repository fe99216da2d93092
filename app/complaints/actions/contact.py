"""THE CASEBOOK: another mobile number (T25) – noted at once, trusted after 48 hours, and both numbers are told."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.complaints import requests
from app.complaints.actions.register import new_phone
from app.complaints.actor import Actor
from app.complaints.errors import Refused
from app.complaints.phones import QUARANTINE
from app.complaints.requests import Proposal
from app.complaints.step import Step, lock, take
from app.complaints.tell import owe_numbers
from app.domain.numbers import last4
from app.domain.states import Action
from app.domain.text import letters, written
from app.models.complaint import Complaint
from app.models.party import Complainant, Party, Phone
from app.models.report import Request

MIN_REASON = 10
KEY = "S17"


def ask(session: Session, complaint_id: int, *, mobile: str, text: str, by: Actor, at: datetime) -> Request:
    """Propose another number: an officer whom the complainant told of it. The cell decides (D7)."""
    complaint = lock(session, complaint_id)
    if not mobile:
        raise Refused("required", field="mobile")
    complainant = _first(session, complaint)
    if any(phone.number == mobile and phone.kind == "own" and phone.to_at is None for phone in complainant.phones):
        raise Refused("same_number", field="mobile")
    proposal = Proposal("contact", "complainant_asks", text, {"mobile": mobile})
    return requests.propose(session, complaint, proposal, by=by, at=at)


def grant(session: Session, complaint: Complaint, row: Request, *, by: Actor, at: datetime) -> None:
    """Note the number that was proposed."""
    change_contact(session, complaint.id, mobile=str(row.data["mobile"]), text=row.text, by=by, at=at)


def change_contact(
    session: Session, complaint_id: int, *, mobile: str, text: str, by: Actor, at: datetime
) -> Complaint:
    """Note another own number (ten digits) of the first petitioner, with the reason and who entered it.

    The number before it serves until the quarantine ends; going back to it within that time needs none.
    """
    complaint = lock(session, complaint_id)
    words = written(text)
    if letters(words) < MIN_REASON:
        raise Refused("too_short", field="text", least=MIN_REASON)
    complainant = _first(session, complaint)
    own = [phone for phone in complainant.phones if phone.kind == "own"]
    newest = next((phone for phone in own if phone.to_at is None), None)
    still = next((phone for phone in own if phone.to_at is not None and phone.to_at > at), None)
    if newest is not None and newest.number == mobile:
        raise Refused("same_number", field="mobile")
    step = Step(
        fields={"mobile": mobile}, guards={"quarantine": True},  # kept by the rows written below
        text=words, notices=(),
        data={"number_last4": last4(mobile), "before_last4": last4(newest.number) if newest else ""},
        change=lambda: _note(session, complainant, mobile, (newest, still), by=by, at=at),
    )  # fmt: skip
    event = take(session, complaint, Action.CHANGE_CONTACT, step, by=by, at=at)
    numbers = {phone.number for phone in (newest, still) if phone} | {mobile}
    owe_numbers(session, complaint, event, KEY, complainant, sorted(numbers), at=at)
    return complaint


def _first(session: Session, complaint: Complaint) -> Complainant:
    query = select(Complainant).join(Party, Party.complainant_id == Complainant.id)
    found = session.scalar(query.where(Party.complaint_id == complaint.id, Party.kind == "first"))
    if found is None:
        raise Refused("nobody_known", field="mobile")
    return found


def _note(
    session: Session, complainant: Complainant, mobile: str, known: tuple[Phone | None, Phone | None], *, by: Actor,
    at: datetime,
) -> None:  # fmt: skip
    newest, still = known
    until = at + QUARANTINE
    if newest is not None:
        # one that is itself in quarantine was never trusted and serves nobody; the one before it goes on serving
        newest.to_at = at if still is not None else until
        session.flush()  # only one own number may be open
    if still is not None and still.number == mobile:
        still.to_at = None
        session.flush()
        return
    if still is not None:
        still.to_at = until
    phone = new_phone(complainant, mobile, "own", by=by, at=at)
    phone.quarantined_until = until
    session.add(phone)
    session.flush()
