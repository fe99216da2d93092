"""THE CASEBOOK: settled on the spot at a camp (T27) – the officer there says what was done, a second person decides,
and the complainant's signature is the yes."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from app.complaints import dates, proofs, requests
from app.complaints.actor import Actor
from app.complaints.errors import Conflict, Refused
from app.complaints.overtaken import end_others
from app.complaints.proofs import Offered
from app.complaints.requests import Proposal
from app.complaints.step import Step, lock, take
from app.complaints.stints import open_stint
from app.domain.calendar import ist_date
from app.domain.outcomes import Outcome
from app.domain.states import Action
from app.models.complaint import Complaint
from app.models.dialogue import Feedback
from app.models.report import Report, Request

KIND = "on_spot"
CAMPS = frozenset({"SSV", "JND"})  # Samadhan Shivir, Janta Darbar: people and departments in one place
OUTCOMES = (Outcome.RELIEF, Outcome.ALREADY_DONE)  # half a relief is not settled: it goes the ordinary way
MIN_WORDS = 30  # as for any report (T12)


@dataclass(frozen=True)
class Asked:
    """What was done there and when, and the photo of the paper that the complainant signed."""

    outcome: str
    text: str
    action_on: date | None
    signature: Offered | None


def at_camp(complaint: Complaint, at: datetime) -> bool:
    """Whether it came in at a camp that is still going on: later it needs an ordinary report."""
    return complaint.source in CAMPS and ist_date(complaint.received_at) == ist_date(at)


def ask(session: Session, complaint_id: int, asked: Asked, *, by: Actor, at: datetime) -> Request:
    """Put before the second person that it is settled. Until then the complaint and its clock go on."""
    complaint = lock(session, complaint_id)
    if asked.outcome not in OUTCOMES:
        raise Refused("required", field="outcome")
    if asked.action_on is None:
        raise Refused("required", field="action_on")
    dates.done(asked.action_on, "action_on", at)
    if asked.signature is None:
        raise Refused("required", field="signature")
    if not at_camp(complaint, at):
        raise Refused("at_camp")
    paper = proofs.attach(session, complaint, asked.signature, by=by, at=at)
    facts = {"action_on": asked.action_on.isoformat()}
    proposal = Proposal(KIND, asked.outcome, asked.text, facts, paper, least=MIN_WORDS)
    return requests.propose(session, complaint, proposal, by=by, at=at)


def grant(session: Session, complaint: Complaint, row: Request, *, by: Actor, at: datetime) -> None:
    """Close it with a report, its approval and the complainant's yes, as if each had come by itself."""
    running = open_stint(session, complaint)
    if running is None:
        raise Conflict
    step = Step(
        fields={"outcome": row.reason_code, "action_text": row.text, "signature": row.paper_id},
        guards={"second_person": requests.second_person(row, by), "at_camp": at_camp(complaint, row.proposed_at)},
        running=running, text=row.text, end_reason="on_spot",
        data={**requests.told(row), "outcome": row.reason_code, "channel": "camp"},
    )  # fmt: skip
    complaint.outcome, complaint.disposed_at, complaint.closed_at = row.reason_code, at, at
    take(session, complaint, Action.DISPOSE_ON_SPOT, step, by=by, at=at)
    session.add_all([_report(session, row, running.id, by=by, at=at), _yes(row, at)])
    end_others(session, complaint, row, at=at)


def _report(session: Session, row: Request, stint_id: int, *, by: Actor, at: datetime) -> Report:
    count = session.scalar(select(func.count()).where(Report.complaint_id == row.complaint_id)) or 0
    return Report(
        district_id=row.district_id, complaint_id=row.complaint_id, cycle=row.cycle, no=count + 1, stint_id=stint_id,
        author_id=row.proposer_id, author_post_id=row.proposer_post_id, submitted_at=row.proposed_at,
        outcome=row.reason_code, text=row.text, action_on=date.fromisoformat(row.data["action_on"]), checks=[],
        approver_post_id=by.post_id, state="approved", decided_at=at, decider_id=by.person_id,
        decider_post_id=by.post_id,
    )  # fmt: skip


def _yes(row: Request, at: datetime) -> Feedback:
    """The complainant's own hand: nobody of the office wrote this down."""
    return Feedback(
        district_id=row.district_id, complaint_id=row.complaint_id, cycle=row.cycle, at=at, channel="camp",
        answer="satisfied", answers={"satisfied": "yes"}, text="",
    )  # fmt: skip
