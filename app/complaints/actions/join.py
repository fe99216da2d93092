"""THE CASEBOOK: the holder proposes to join a complaint to another (T4); the cell decides and joins them."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy.orm import Session

from app.complaints import requests
from app.complaints.actions.merge import merge, same_accused
from app.complaints.actor import Actor
from app.complaints.errors import Refused
from app.complaints.requests import Proposal
from app.complaints.step import lock
from app.domain.states import OPEN
from app.models.complaint import Complaint
from app.models.report import Request


def ask(session: Session, complaint_id: int, *, parent: Complaint, text: str, by: Actor, at: datetime) -> Request:
    """Propose to join it to an open complaint of the same place."""
    complaint = lock(session, complaint_id)
    if parent.id == complaint.id or parent.state not in OPEN:
        raise Refused("parent_open", field="number")
    if complaint.place_id is None or complaint.place_id != parent.place_id:
        raise Refused("same_place", field="number")
    same_accused(complaint, parent)
    data = {"parent": parent.number, "parent_id": parent.id}
    return requests.propose(session, complaint, Proposal("merge", "same_problem", text, data), by=by, at=at)


def grant(session: Session, complaint: Complaint, row: Request, *, by: Actor, at: datetime) -> None:
    """Join them; what else was asked for ends with it."""
    merge(session, complaint.id, parent_id=int(row.data["parent_id"]), by=by, at=at, asked=row)
