"""The night watch's look at complainants nobody reached: after fifteen days and enough tries it is closed (T17)."""

from datetime import UTC, datetime

from sqlalchemy import select

from app.complaints import actor
from app.complaints.actions.silence import close_silent, silent
from app.extensions import db
from app.models.complaint import Complaint
from jobs.runtime import commit_each, job, looking


@job
def close() -> int:
    """Close what stayed without an answer; returns how many. Twice closes nothing twice."""
    at = datetime.now(UTC)
    with looking():
        due = silent(db.session, at)
    return commit_each(due, lambda key: _close(key, at), event="silence_failed")


def _close(complaint_id: int, at: datetime) -> None:
    district_id = db.session.scalars(select(Complaint.district_id).where(Complaint.id == complaint_id)).one()
    close_silent(db.session, complaint_id, by=actor.system(district_id), at=at)
