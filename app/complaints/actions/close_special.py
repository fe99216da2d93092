"""THE CASEBOOK: special closure (T19) – ended by order, with a paper, after the complainant was told and answered."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.orm import Session

from app.complaints import proofs, requests
from app.complaints.actor import Actor
from app.complaints.errors import Refused
from app.complaints.proofs import Offered
from app.complaints.requests import MIN_WORDS, Proposal
from app.complaints.step import Step, lock, take
from app.domain.outcomes import Outcome
from app.domain.states import Action
from app.domain.text import letters, written
from app.models.complaint import Complaint
from app.models.report import Request

REASONS = (
    Outcome.NOT_POSSIBLE_POLICY, Outcome.NOT_POSSIBLE_BUDGET, Outcome.COURT, Outcome.EXPLAINED, Outcome.ALREADY_DONE
)  # fmt: skip


@dataclass(frozen=True)
class Asked:
    """Why it should end unsolved, the paper that says so, and what the complainant said to it in own words."""

    reason_code: str
    text: str
    complainant_said: str
    paper: Offered | None


def ask(session: Session, complaint_id: int, asked: Asked, *, by: Actor, at: datetime) -> Request:
    """Propose to end it by order. "No budget" needs a hold for the budget before it (D2)."""
    complaint = lock(session, complaint_id)
    if asked.reason_code not in REASONS:
        raise Refused("required", field="reason_code")
    if asked.paper is None:
        raise Refused("required", field="paper")
    said = written(asked.complainant_said)
    if letters(said) < MIN_WORDS:
        raise Refused("too_short", field="complainant_said", least=MIN_WORDS)
    if not proofs.spoken(proofs.dialogues(session, complaint))[0]:
        raise Refused("spoken_before")
    if asked.reason_code == Outcome.NOT_POSSIBLE_BUDGET and not _waited_for_budget(session, complaint):
        raise Refused("budget_hold_first", field="reason_code")
    paper = proofs.attach(session, complaint, asked.paper, by=by, at=at)
    proposal = Proposal("special_closure", asked.reason_code, asked.text, {"complainant_said": said}, paper)
    return requests.propose(session, complaint, proposal, by=by, at=at)


def _waited_for_budget(session: Session, complaint: Complaint) -> bool:
    return any(row.reason_code == "budget" for row in requests.granted(session, complaint, "hold", every_cycle=True))


def grant(session: Session, complaint: Complaint, row: Request, *, by: Actor, at: datetime) -> None:
    """End it by order; the outcome stands beside the state and is counted apart from relief."""
    step = Step(
        fields={
            "reason_code": row.reason_code, "paper": row.paper_id, "complainant_said": row.data["complainant_said"],
        },
        guards={
            "second_person": requests.second_person(row, by), "recommended": requests.is_recommended(row),
        },
        text=row.text, end_reason="closed_special",
        data={**requests.told(row), "outcome": row.reason_code},
    )  # fmt: skip
    complaint.outcome, complaint.closed_at = row.reason_code, at
    take(session, complaint, Action.CLOSE_SPECIAL, step, by=by, at=at)
