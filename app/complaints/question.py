"""THE CASEBOOK: what somebody is shown who is asked by a link whether the work is done."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from app.complaints.actions.correct import WITHIN
from app.complaints.actions.feedback import REASONS
from app.domain.states import State
from app.models.attachment import Attachment
from app.models.complaint import Complaint
from app.models.dialogue import Feedback
from app.models.party import Complainant, Party
from app.models.report import Report


@dataclass(frozen=True)
class Question:
    """The report that is asked about, with the names that stand nowhere on the page, and how many people complain."""

    text: str
    on: datetime | None
    photo: int | None
    names: tuple[str, ...]
    people: int


def question(session: Session, complaint: Complaint, cycle: int) -> Question:
    """The approved report of one life: one statement."""
    of = Party.complaint_id == complaint.id
    names = select(func.aggregate_strings(Complainant.name, "\n")).join(Party, Party.complainant_id == Complainant.id)
    people = select(func.count()).select_from(Party).where(of)
    photo = select(func.max(Attachment.id)).where(
        Attachment.report_id == Report.id, Attachment.kind == "after", Attachment.state.in_(("received", "checked"))
    )
    row = session.execute(
        select(
            Report.text, Report.decided_at, photo.correlate(Report).scalar_subquery(),
            names.where(of).scalar_subquery(),
            people.scalar_subquery(),
        )
        .where(Report.complaint_id == complaint.id, Report.cycle == cycle, Report.state == "approved")
        .order_by(Report.no.desc())
        .limit(1)
    ).first()  # fmt: skip
    if row is None:
        return Question("", None, None, (), 0)
    return Question(row[0], row[1], row[2], tuple(filter(None, (row[3] or "").split("\n"))), row[4])


def is_open(complaint: Complaint, cycle: int) -> bool:
    """Whether the question of a link is still asked."""
    return complaint.state == State.DISPOSED and complaint.cycle == cycle


def said(session: Session, complaint: Complaint, cycle: int) -> Feedback | None:
    """The answer that stands for one life."""
    query = select(Feedback).where(
        Feedback.complaint_id == complaint.id, Feedback.cycle == cycle, Feedback.replaced_at.is_(None)
    )
    return session.scalar(query)


def may_correct(complaint: Complaint, answer: Feedback, *, people: int, at: datetime) -> bool:
    """Whether the answer by link can still be changed by link. Of several people nobody knows which one answered."""
    fresh = answer.channel == "web" and at - answer.at <= WITHIN and complaint.cycle - answer.cycle in (0, 1)
    return fresh and people == 1 and complaint.state in (State.CLOSED_SATISFIED, State.MARKED)


def lacks_reason(answer: Feedback) -> bool:
    """Whether the reason of a "no" or "partly" by link is still open."""
    return answer.channel == "web" and answer.answer in ("partly", "dissatisfied") and answer.reason_code not in REASONS
