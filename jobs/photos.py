"""The night watch's look at declared photos: what has not come in 48 hours is waited for no longer (ruling 14)."""

from datetime import UTC, datetime

from app.complaints.actions import arrive
from app.extensions import db
from jobs.runtime import commit_each, job, looking

BATCH = 500


@job
def give_up() -> int:
    """Wait no longer; of how many complaints. Twice gives nothing up twice."""
    at = datetime.now(UTC)
    with looking():
        due = arrive.late(db.session, at, BATCH)
    return commit_each(due, lambda key: arrive.give_up(db.session, key, at=at), event="photo_not_given_up")
