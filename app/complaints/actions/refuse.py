"""THE CASEBOOK: refuse at intake (T3) – the cell proposes, the nodal officer decides; told where to go."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy.orm import Session

from app.complaints import requests
from app.complaints.actor import Actor
from app.complaints.errors import Refused
from app.complaints.requests import Proposal
from app.complaints.step import Step, lock, take
from app.domain.outcomes import Outcome
from app.domain.states import Action
from app.domain.text import letters, written
from app.models.complaint import Complaint
from app.models.report import Request

# The reason as it is chosen → the outcome under which it is counted.
REASONS: dict[str, Outcome] = {
    "court": Outcome.COURT, "rti": Outcome.NOT_GRIEVANCE, "service_matter": Outcome.NOT_GRIEVANCE,
    "demand": Outcome.DEMAND, "other_state": Outcome.NOT_GRIEVANCE, "unclear": Outcome.NOT_GRIEVANCE,
}  # fmt: skip
MIN_TEXT = 30
MIN_WHERE = 5


def ask(
    session: Session, complaint_id: int, *, reason_code: str, text: str, where_to_go: str, by: Actor, at: datetime
) -> Request:
    """Propose not to take it up: why, in at least 30 letters, and where the person should go instead."""
    complaint = lock(session, complaint_id)
    if reason_code not in REASONS:
        raise Refused("required", field="reason_code")
    where = written(where_to_go)
    if letters(where) < MIN_WHERE:
        raise Refused("too_short", field="where_to_go", least=MIN_WHERE)
    proposal = Proposal("refusal", reason_code, text, {"where_to_go": where}, least=MIN_TEXT)
    return requests.propose(session, complaint, proposal, by=by, at=at)


def grant(session: Session, complaint: Complaint, row: Request, *, by: Actor, at: datetime) -> None:
    """Refuse it; it never had a department."""
    outcome = REASONS[row.reason_code]
    step = Step(
        fields={"reason_code": row.reason_code, "reason_text": row.text, "where_to_go": row.data["where_to_go"]},
        guards={"second_person": requests.second_person(row, by)}, text=row.text, end_reason="refused",
        data={**requests.told(row), "outcome": outcome.value, "where_to_go": row.data["where_to_go"]},
    )  # fmt: skip
    complaint.outcome, complaint.closed_at = outcome.value, at
    take(session, complaint, Action.REFUSE, step, by=by, at=at)
