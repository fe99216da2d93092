"""THE CASEBOOK: decide on a request – the one who is asked says yes or no; a yes takes the step that was asked for."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import datetime

from sqlalchemy.orm import Session

from app.complaints import requests
from app.complaints.actions import close_special, contact, extend, hold, join, on_spot, refuse, reject, transfer
from app.complaints.actor import Actor
from app.complaints.errors import Refused
from app.complaints.overtaken import end_overtaken
from app.complaints.step import lock
from app.domain.policy import Forbidden
from app.domain.states import Action
from app.domain.text import written
from app.models.complaint import Complaint
from app.models.report import Request

GRANTS: Mapping[str, Callable[..., None]] = {
    "transfer": transfer.grant, "hold": hold.grant, "extension": extend.grant,
    "special_closure": close_special.grant, "rejection": reject.grant, "refusal": refuse.grant,
    "merge": join.grant, "contact": contact.grant, "on_spot": on_spot.grant,
}  # fmt: skip


def needs_look(row: Request) -> bool:
    """Whether the decider must say that the paper was seen: "before a court" is a documented untruth (D12-17)."""
    return row.kind == "hold" and row.reason_code == "court" and row.stage == "decide"


def decide(
    session: Session, complaint_id: int, kind: str, *, granted: bool, text: str = "", paper_seen: bool = False,
    by: Actor, at: datetime,
) -> Request:  # fmt: skip
    """Recommend, grant or refuse the open request of a kind. Two at once: the second finds nothing and gets Conflict.

    Raises Forbidden for a post that is not asked, Refused, IllegalStep where the complaint has moved on meanwhile.
    """
    complaint = _locked(session, complaint_id, kind)
    row = requests.waiting(session, complaint.id, kind)
    if not requests.is_asked(row, by):
        raise Forbidden(Action.DECLINE)
    if not requests.second_person(row, by):
        raise Refused("second_person")
    if not granted:
        return requests.decline(session, complaint, row, text=text, by=by, at=at)
    if row.stage == "recommend":
        return requests.recommend(session, complaint, row, text=text, by=by, at=at)
    if needs_look(row) and not paper_seen:
        raise Refused("paper_seen", field="paper_seen")
    row.decision_text = written(text)
    GRANTS[row.kind](session, complaint, row, by=by, at=at)
    requests.close(session, row, "granted", text=text, by=by, at=at)
    end_overtaken(session, complaint, at=at)
    return row


def _locked(session: Session, complaint_id: int, kind: str) -> Complaint:
    """The complaint, and whatever it is to be joined to, locked in the order of their ids as merge does."""
    asked = [row for row in requests.open_requests(session, complaint_id) if row.kind == kind]
    others = {int(row.data["parent_id"]) for row in asked if "parent_id" in row.data}
    return {key: lock(session, key) for key in sorted({complaint_id, *others})}[complaint_id]
