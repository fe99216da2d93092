"""THE CASEBOOK: hold (T10) and lift (T11) – the clock stands for a court, a budget, a policy, until a review date."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from app.complaints import pauses, proofs, requests
from app.complaints.actor import Actor
from app.complaints.errors import Conflict, Refused
from app.complaints.proofs import Offered
from app.complaints.requests import Proposal
from app.complaints.step import Step, lock, take
from app.complaints.stints import open_stint
from app.domain.calendar import ist_date
from app.domain.states import Action, State
from app.domain.text import is_reference, written
from app.models.complaint import Complaint
from app.models.report import Request

KINDS = ("court", "budget", "policy", "season", "other_authority")
REVIEW_DAYS = 30
RENEWALS = 3


@dataclass(frozen=True)
class Asked:
    """Why it must wait, until when, and the paper that says so."""

    kind: str
    text: str
    review_on: date | None
    paper: Offered | None
    court_case_no: str = ""


def ask(session: Session, complaint_id: int, asked: Asked, *, by: Actor, at: datetime) -> Request:
    """Propose a hold: with its paper, for a court with the number of the case, at most 30 days at a time."""
    complaint = lock(session, complaint_id)
    if asked.kind not in KINDS:
        raise Refused("required", field="reason_code")
    _check_case_no(asked)
    _check_review(asked.review_on, at)
    if not _may_again(session, complaint):
        raise Refused("three_renewals")
    if asked.paper is None:  # last: a browser forgets the chosen file with every page
        raise Refused("required", field="paper")
    paper = proofs.attach(session, complaint, asked.paper, by=by, at=at)
    proposal = Proposal(
        "hold", asked.kind, asked.text, {"court_case_no": asked.court_case_no.strip()}, paper, asked.review_on
    )
    return requests.propose(session, complaint, proposal, by=by, at=at)


def _check_case_no(asked: Asked) -> None:
    number = asked.court_case_no.strip()
    if asked.kind == "court" and not number:
        raise Refused("required", field="court_case_no")
    if number and not is_reference(number):
        raise Refused("reference_thin", field="court_case_no")


def _check_review(on: date | None, at: datetime) -> None:
    if on is None:
        raise Refused("required", field="review_on")
    if on <= ist_date(at):
        raise Refused("date_past", field="review_on")
    if on > ist_date(at) + timedelta(days=REVIEW_DAYS):
        raise Refused("review_far", field="review_on", most=REVIEW_DAYS)


def _may_again(session: Session, complaint: Complaint) -> bool:
    return len(requests.granted(session, complaint, "hold")) <= RENEWALS


def grant(session: Session, complaint: Complaint, row: Request, *, by: Actor, at: datetime) -> None:
    """Stop the clock until the review date. A date that has passed while it waited is no hold any more."""
    running = open_stint(session, complaint)
    if running is None:
        raise Conflict
    until = row.review_on
    if until is None or until <= ist_date(at):
        raise Refused("review_over")
    step = Step(
        fields={"hold_kind": row.reason_code, "paper": row.paper_id, "review_on": until},
        guards={
            "second_person": requests.second_person(row, by), "three_renewals": _may_again(session, complaint),
        },
        running=running, text=row.text,
        data={**requests.told(row), "review_on": until.isoformat()},
        change=lambda: pauses.pause(session, running, reason=f"hold_{row.reason_code}", until=until, by=by, at=at),
    )  # fmt: skip
    if row.data.get("court_case_no"):
        complaint.court_case_no = row.data["court_case_no"]
    take(session, complaint, Action.HOLD, step, by=by, at=at)


def lift(session: Session, complaint_id: int, *, text: str = "", by: Actor, at: datetime) -> Complaint:
    """Take it up again: by hand, or by the job on the review date. The clock goes on from where it stood."""
    complaint = lock(session, complaint_id)
    running = open_stint(session, complaint)
    if running is None:
        raise Conflict

    def go_on() -> None:
        pauses.resume(session, complaint, running, by=by, at=at)

    step = Step(running=running, change=go_on, text=written(text))
    take(session, complaint, Action.LIFT_HOLD, step, by=by, at=at)
    return complaint


def review(session: Session, complaint_id: int, *, by: Actor, at: datetime) -> bool:
    """Take it up again if its review date has come. False when somebody was quicker."""
    complaint = lock(session, complaint_id)
    if complaint.state != State.ON_HOLD:
        return False
    lift(session, complaint_id, by=by, at=at)
    return True


def to_review(session: Session, at: datetime, limit: int) -> list[int]:
    """Ids of complaints on hold whose review date has come, those that waited longest first."""
    last = func.max(Request.review_on)
    query = (
        select(Complaint.id)
        .join(Request, Request.complaint_id == Complaint.id)
        .where(Complaint.state == State.ON_HOLD.value, Request.kind == "hold", Request.decision == "granted")
        .group_by(Complaint.id)
        .having(last <= ist_date(at))
        .order_by(last, Complaint.id)
    )
    return list(session.scalars(query.limit(limit)))
