"""The night watch's round of the requests: what nobody decides goes on or lapses, a hold ends on its review date."""

from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from typing import TypeVar

from sqlalchemy import select

from app.complaints.actions import hold
from app.complaints.actor import Actor, system
from app.complaints.requests import lapse, overdue
from app.extensions import db
from app.models.complaint import Complaint
from jobs.runtime import commit_each, job, looking

BATCH = 200
AT_MOST = 10_000
K = TypeVar("K")


@job
def run() -> dict[str, int]:
    """Pass on or end what lies undecided, take up what is to be looked at again; how many of each.

    Each in its own transaction, and looked at once per run; running it twice passes nothing on twice.
    """
    at = datetime.now(UTC)
    return {
        "requests": commit_each(
            _each(lambda: overdue(db.session, at, BATCH)), lambda key: _lapse(key, at), event="request_failed"
        ),
        "holds": commit_each(
            _each(lambda: hold.to_review(db.session, at, BATCH)), lambda key: _review(key, at), event="hold_failed"
        ),
    }


def _each(batch: Callable[[], list[K]]) -> Iterator[K]:
    """Keys batch by batch, none of them twice. A batch that brings nothing new ends the run."""
    seen: set[K] = set()
    while len(seen) < AT_MOST:
        with looking():
            fresh = [key for key in batch() if key not in seen]
        if not fresh:
            return
        seen.update(fresh)
        yield from fresh


def _by(complaint_id: int) -> Actor:
    return system(db.session.scalars(select(Complaint.district_id).where(Complaint.id == complaint_id)).one())


def _lapse(key: tuple[int, int], at: datetime) -> None:
    complaint_id, request_id = key
    lapse(db.session, complaint_id, request_id, by=_by(complaint_id), at=at)


def _review(complaint_id: int, at: datetime) -> None:
    hold.review(db.session, complaint_id, by=_by(complaint_id), at=at)
