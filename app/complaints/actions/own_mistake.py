"""THE CASEBOOK: an officer finds that the approved report was wrong and asks the nodal officer to reopen (D12-13).

It is no reopening and no answer of the complainant: nothing moves until the nodal officer opens it again (T18), and the
officer's quality is not counted down for having said so.
"""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.complaints.actor import Actor
from app.complaints.errors import Refused
from app.complaints.queries import REGRETTED
from app.complaints.step import Step, lock, take
from app.domain.states import Action
from app.domain.text import letters, written
from app.models.complaint import Complaint
from app.models.report import Report

MIN_LETTERS = 30


def ask_reopening(session: Session, complaint_id: int, *, text: str, by: Actor, at: datetime) -> Complaint:
    """Ask for it, once, by the post whose report it was."""
    complaint = lock(session, complaint_id)
    words = written(text)
    if letters(words) < MIN_LETTERS:
        raise Refused("too_short", field="text", least=MIN_LETTERS)
    author = session.scalar(
        select(Report.author_post_id)
        .where(Report.complaint_id == complaint.id, Report.cycle == complaint.cycle, Report.state == "approved")
        .order_by(Report.no.desc())
        .limit(1)
    )
    if complaint.next_step == REGRETTED:
        raise Refused("asked_already")

    def wait() -> None:
        complaint.next_step, complaint.next_step_on = REGRETTED, None

    step = Step(fields={"text": words}, guards={"own_report": by.holds(author)}, text=words, change=wait)
    take(session, complaint, Action.ASK_REOPENING, step, by=by, at=at)
    return complaint
