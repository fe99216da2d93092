"""THE CASEBOOK: a request that the complaint has left behind ends at once, with a line in the file for who made it."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy.orm import Session

from app.complaints import requests
from app.complaints.actor import system
from app.complaints.asking import ALWAYS, is_over
from app.complaints.step import Step, take
from app.domain.states import Action
from app.models.complaint import Complaint
from app.models.report import Request


def end_others(session: Session, complaint: Complaint, row: Request, *, at: datetime) -> None:
    """What else was asked for ends where the complaint leaves the department that asked, but for a new number."""
    waits = [other for other in requests.open_requests(session, complaint.id) if other.kind not in ALWAYS]
    _end(session, complaint, [other for other in waits if other.id != row.id], at)


def end_overtaken(session: Session, complaint: Complaint, *, at: datetime, besides: Request | None = None) -> None:
    """After a step: what can no longer be granted waits in no inbox. `besides`: the request that the step grants."""
    waits = [row for row in requests.open_requests(session, complaint.id) if besides is None or row.id != besides.id]
    _end(session, complaint, [row for row in waits if is_over(session, complaint, row)], at)


def _end(session: Session, complaint: Complaint, rows: Sequence[Request], at: datetime) -> None:
    by, last = system(complaint.district_id), complaint.last_action
    for row in rows:
        take(session, complaint, Action.LAPSE, Step(data=requests.facts(row, None) | {"overtaken": True}), by=by, at=at)
        requests.close(session, row, "lapsed", by=by, at=at)
    complaint.last_action = last  # lists name the step itself, not what ended with it
