"""THE CASEBOOK: the flag "before a court" – never without the number of the case and its paper (D12-17)."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy.orm import Session

from app.complaints import proofs
from app.complaints.actor import Actor
from app.complaints.errors import Refused
from app.complaints.proofs import Offered
from app.complaints.step import Step, lock, take
from app.domain.states import Action
from app.domain.text import is_reference, letters, written
from app.models.complaint import Complaint

MIN_WORDS = 10


def note_court(
    session: Session, complaint_id: int, *, court_case_no: str, text: str, paper: Offered | None, by: Actor,
    at: datetime,
) -> Complaint:  # fmt: skip
    """Flag it. The clock goes on: only an approved hold stops it, and who approves has then seen the paper."""
    complaint = lock(session, complaint_id)
    number, words = written(court_case_no).strip(), written(text)
    if letters(words) < MIN_WORDS:
        raise Refused("too_short", field="text", least=MIN_WORDS)
    if number and not is_reference(number):
        raise Refused("reference_thin", field="court_case_no")
    if paper is None:
        raise Refused("required", field="paper")
    row = proofs.attach(session, complaint, paper, by=by, at=at)
    step = Step(
        fields={"court_case_no": number, "paper": row.id}, text=words,
        data={"court_case_no": number, "sha256": row.sha256},
    )  # fmt: skip
    take(session, complaint, Action.NOTE_COURT, step, by=by, at=at)
    complaint.court_case_no = number
    return complaint
