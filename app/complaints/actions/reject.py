"""THE CASEBOOK: reject after an enquiry (T20) – "not true" only with a statement and a witness or a document."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from app.complaints import proofs, requests
from app.complaints.actor import Actor
from app.complaints.errors import Refused
from app.complaints.proofs import Offered
from app.complaints.requests import Proposal
from app.complaints.step import Step, lock, take
from app.domain.calendar import ist_date
from app.domain.outcomes import Outcome
from app.domain.states import Action
from app.domain.text import is_name, written
from app.models.complaint import Complaint
from app.models.dialogue import Dialogue
from app.models.report import Request

REASONS = (Outcome.FALSE, Outcome.NOT_GRIEVANCE, Outcome.NOT_TRACEABLE, Outcome.DEMAND)
MIN_NOTE = 30
VISITS = 2  # D12-9, each on a day of its own
DOCUMENTS = frozenset({"order", "receipt", "letter", "report", "other"})


@dataclass(frozen=True)
class Asked:
    """What the enquiry found; for "not true" a statement, and a witness by name or a document."""

    reason_code: str
    note: str
    statement: Offered | None = None
    document: Offered | None = None
    witness: str = ""


def ask(session: Session, complaint_id: int, asked: Asked, *, by: Actor, at: datetime) -> Request:
    """Propose to reject it after the enquiry. Who was never found needs visits on two days on record."""
    complaint = lock(session, complaint_id)
    if asked.reason_code not in REASONS:
        raise Refused("required", field="reason_code")
    files = [file for file in (asked.statement, asked.document) if file is not None]
    papers = [proofs.attach(session, complaint, file, by=by, at=at) for file in files]
    data = {"witness": written(asked.witness)}
    if data["witness"] and not is_name(data["witness"]):
        raise Refused("name_in_full", field="witness")
    if asked.reason_code == Outcome.FALSE and not _proven(session, complaint, data):
        raise Refused("statement_if_false", field="statement")
    if asked.reason_code == Outcome.NOT_TRACEABLE and _visits(session, complaint) < VISITS:
        raise Refused("two_visits", field="reason_code")
    proposal = Proposal("rejection", asked.reason_code, asked.note, data, papers[0] if papers else None, least=MIN_NOTE)
    return requests.propose(session, complaint, proposal, by=by, at=at)


def _proven(session: Session, complaint: Complaint, data: dict[str, str]) -> bool:
    kinds = {file.kind for file in proofs.of_cycle(session, complaint) if file.cycle == complaint.cycle}
    witnessed = is_name(data["witness"]) or bool(kinds & DOCUMENTS)
    return "statement" in kinds and witnessed


def _visits(session: Session, complaint: Complaint) -> int:
    """On how many days somebody went there. "On the spot" in the form of a call, with no place and no photo, is a word
    with the complainant and no visit to the place."""
    query = select(Dialogue.at).where(
        Dialogue.complaint_id == complaint.id, Dialogue.cycle == complaint.cycle, Dialogue.kind == "visit",
        or_(Dialogue.place_text != "", Dialogue.attachment_id.is_not(None)),
    )  # fmt: skip
    return len({ist_date(at) for at in session.scalars(query)})


def grant(session: Session, complaint: Complaint, row: Request, *, by: Actor, at: datetime) -> None:
    """Reject it; the complainant is told where to disagree."""
    false = row.reason_code == Outcome.FALSE
    step = Step(
        fields={"reason_code": row.reason_code, "enquiry_note": row.text},
        guards={
            "second_person": requests.second_person(row, by), "recommended": requests.is_recommended(row),
            "statement_if_false": not false or _proven(session, complaint, {"witness": row.data["witness"]}),
        },
        text=row.text, end_reason="rejected",
        data={**requests.told(row), "outcome": row.reason_code},
    )  # fmt: skip
    complaint.outcome, complaint.closed_at = row.reason_code, at
    take(session, complaint, Action.REJECT, step, by=by, at=at)
