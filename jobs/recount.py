"""The night watch recounts due dates after a change of the calendar that was too wide for one transaction."""

from collections.abc import Iterator
from datetime import UTC, datetime

from sqlalchemy import select

from app.complaints.actions import recount
from app.complaints.actor import system
from app.extensions import db
from app.models.office import District
from jobs.runtime import commit_each, job, looking

BATCH = 200


@job
def run() -> int:
    """Carry through what is owed, complaint by complaint; returns how many were looked at.

    The duty is a row of the audit: a worker that dies half-way leaves it owed, and looking twice moves nothing twice.
    """
    with looking():
        owing = {key: recount.owed(db.session, key) for key in db.session.scalars(select(District.id))}
    return sum(_district(district_id, link) for district_id, link in owing.items() if link is not None)


def _district(district_id: int, link: int) -> int:
    at, by = datetime.now(UTC), system(district_id)
    calendars = recount.Calendars(db.session, district_id)

    def one(complaint_id: int) -> None:
        recount.recount(db.session, complaint_id, calendars, by=by, at=at)

    done = commit_each(_ids(district_id, at), one, event="recount_failed")
    recount.carried_through(db.session, link, by=by, at=datetime.now(UTC))
    db.session.commit()
    return done


def _ids(district_id: int, at: datetime) -> Iterator[int]:
    """Every complaint once, in order of its id."""
    last = 0
    while True:
        with looking():
            found = list(recount.running(db.session, district_id, at, after=last, limit=BATCH))
        if not found:
            return
        yield from found
        last = found[-1]
