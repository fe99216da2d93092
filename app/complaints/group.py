"""THE CASEBOOK: a petition of several people (D12-8) – the first petitioner and three drawn at random are asked."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from app.complaints.phones import serving
from app.domain.numbers import last4
from app.domain.states import Action
from app.models.complaint import Complaint
from app.models.dialogue import Dialogue
from app.models.event import Event
from app.models.office import Post
from app.models.party import Complainant, Party, Phone

DRAWN = 3
ENDS = (Action.APPROVE.value, Action.REPORT.value, Action.DISPOSE_ON_SPOT.value)


@dataclass(frozen=True)
class Asked:
    """One who is to be asked. `said`: satisfied, the last result of a call in vain, or "" where nobody rang yet."""

    person: Complainant
    number: str
    said: str


def asked_of(session: Session, complaint: Complaint, at: datetime) -> list[Asked]:
    """Whom the desk asks: the first petitioner, then the drawn ones; only people with an own number that works.

    The lot is the hash of the event that disposed of it: nobody knows it before, everybody can draw again after. Calls
    are logged by the last four digits, so of two people who share those one is asked.
    """
    rows = session.execute(
        select(Complainant, Phone.number, Party.kind)
        .join(Party, Party.complainant_id == Complainant.id)
        .join(Phone, Phone.complainant_id == Complainant.id)
        .where(Party.complaint_id == complaint.id, Phone.kind == "own", Phone.is_bad.is_(False), serving(at))
    ).all()
    if len(rows) < 2:
        return [Asked(person, number, "") for person, number, _kind in rows]
    lot, results = _lot(session, complaint), _results(session, complaint)
    rows = sorted(rows, key=lambda row: (row.kind != "first", _ticket(lot, row.Complainant.id)))
    found: dict[str, Asked] = {}
    for person, number, _kind in rows:
        found.setdefault(last4(number), Asked(person, number, results.get(last4(number), "")))
    most = DRAWN + (1 if rows[0].kind == "first" else 0)
    return list(found.values())[:most]


def left(session: Session, complaint: Complaint, number: str | None, at: datetime) -> list[Asked]:
    """Those of the asked, but for whoever has `number`, whom nobody rang yet."""
    return [one for one in asked_of(session, complaint, at) if one.number != number and not one.said]


def _ticket(lot: str, complainant_id: int) -> str:
    return hashlib.sha256(f"{lot}:{complainant_id}".encode()).hexdigest()


def _lot(session: Session, complaint: Complaint) -> str:
    query = select(Event.hash).where(
        Event.complaint_id == complaint.id, Event.cycle == complaint.cycle, Event.action.in_(ENDS)
    )
    return session.scalar(query.order_by(Event.no.desc()).limit(1)) or complaint.number


def _results(session: Session, complaint: Complaint) -> dict[str, str]:
    """The last result of the calls since the disposal, by the last four digits; a yes stays a yes."""
    query = (
        select(Dialogue.number_last4, Dialogue.result)
        .join(Post, Post.id == Dialogue.post_id)
        .where(Dialogue.complaint_id == complaint.id, Dialogue.cycle == complaint.cycle, Dialogue.kind == "call")
        .where(Dialogue.result != "pending", Dialogue.at >= func.coalesce(complaint.disposed_at, complaint.received_at))
        .where(Post.department_id.is_(None))  # the officers' own calls ask nobody
        .order_by(Dialogue.id)
    )
    found: dict[str, str] = {}
    for digits, result in session.execute(query):
        if found.get(digits) != "satisfied":
            found[digits] = result
    return found
