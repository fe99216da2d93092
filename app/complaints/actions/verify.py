"""THE CASEBOOK: the check on the spot failed (T24) – open again one level up, counted as low quality."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy.orm import Session

from app.complaints.actions.feedback import one_up, to_the_cell
from app.complaints.actor import Actor
from app.complaints.errors import Refused
from app.complaints.step import Step, lock, take
from app.domain.policy import Role
from app.domain.states import Action
from app.domain.text import letters, written
from app.models.complaint import Complaint
from app.notices import outbox

MIN_FINDINGS = 30


def fail_verification(session: Session, complaint_id: int, *, findings: str, by: Actor, at: datetime) -> Complaint:
    """Reopen on what the verifier found, in the verifier's words. What no office here ever had goes to the cell."""
    complaint = lock(session, complaint_id)
    words = written(findings)
    if letters(words) < MIN_FINDINGS:
        raise Refused("too_short", field="findings", least=MIN_FINDINGS)

    def flag() -> None:
        complaint.is_quality_flagged = True
        outbox.no_longer_ask(session, complaint.id, at=at)

    unmarked = complaint.department_id is None  # closed in another portal before any office here had it
    step = Step(
        fields={"findings": words, "reason_code": "verification", "reason_text": words},
        guards={"thirty_days_and_twice_or_senior": by.role in (Role.NODAL, Role.DC)}, text=words,
        arrival=to_the_cell(session, complaint, at) if unmarked else one_up(session, complaint, at),
        end_reason="reopened", change=flag, data={"reason_code": "verification"} if unmarked else {},
    )  # fmt: skip
    take(session, complaint, Action.REOPEN_UNMARKED if unmarked else Action.FAIL_VERIFICATION, step, by=by, at=at)
    return complaint
