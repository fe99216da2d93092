"""The night watch's look at questions to complainants: where the last day is over the clock goes on."""

from datetime import UTC, datetime

from sqlalchemy import select

from app.complaints import actor, pauses
from app.complaints.actions.ask import time_out
from app.domain.states import State
from app.extensions import db
from app.models.complaint import Complaint
from jobs.runtime import commit_each, job, looking


@job
def run_out() -> int:
    """Let every clock go on whose question had its last day; returns how many were looked at.

    However late this runs, no more days are given back than were agreed on, and twice gives nothing twice.
    """
    at = datetime.now(UTC)
    with looking():
        due = pauses.run_out(db.session, State.AWAITING_COMPLAINANT, at=at)
    return commit_each(due, lambda key: _go_on(key, at), event="question_failed")


def _go_on(complaint_id: int, at: datetime) -> None:
    district_id = db.session.scalars(select(Complaint.district_id).where(Complaint.id == complaint_id)).one()
    time_out(db.session, complaint_id, by=actor.system(district_id), at=at)
