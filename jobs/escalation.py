"""The night watch's round of the alarms: what nobody attended to in time climbs one level."""

from collections.abc import Iterator
from datetime import UTC, datetime

from sqlalchemy import select

from app.complaints import actor
from app.complaints.actions.escalate import due_alarms, escalate, put_off
from app.complaints.actions.give_way import crossed, give_way
from app.extensions import db
from app.models.complaint import Complaint
from jobs.runtime import commit_each, is_busy, job, looking

BATCH = 200
AT_MOST = 10_000  # complaints of one run; the next minute goes on with the rest


@job
def check() -> int:
    """Raise every complaint whose alarm has rung; returns how many were looked at without a failure.

    Each in its own transaction and at most once per run. One that throws is put off by an hour and logged.
    """
    at = datetime.now(UTC)
    try:
        return commit_each(_due(at), lambda key: _raise(key, at), event="escalation_failed")
    finally:
        _part_the_crossed(at)


def _due(at: datetime) -> Iterator[int]:
    """Ids batch by batch, none of them twice. A batch that brings nothing new ends the run."""
    seen: set[int] = set()
    while len(seen) < AT_MOST:
        with looking():
            fresh = [key for key in due_alarms(db.session, at, BATCH) if key not in seen]
        if not fresh:
            return
        seen.update(fresh)
        yield from fresh


def _part_the_crossed(at: datetime) -> None:
    """Nobody keeps a complaint against themselves: a charge may have begun since the last round."""
    with looking():
        astray = crossed(db.session, at, BATCH)
    commit_each(astray, lambda key: _give_way(key, at), event="give_way_failed")


def _give_way(complaint_id: int, at: datetime) -> None:
    district_id = db.session.scalars(select(Complaint.district_id).where(Complaint.id == complaint_id)).one()
    give_way(db.session, complaint_id, by=actor.system(district_id), at=at)


def _raise(complaint_id: int, at: datetime) -> None:
    try:
        district_id = db.session.scalars(select(Complaint.district_id).where(Complaint.id == complaint_id)).one()
        escalate(db.session, complaint_id, by=actor.system(district_id), at=at)
    except Exception as error:
        db.session.rollback()
        if not is_busy(error):  # a crowd at the door is no fault of the complaint's
            put_off(db.session, complaint_id, at=at)
            db.session.commit()
        raise
