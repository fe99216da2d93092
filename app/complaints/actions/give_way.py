"""THE CASEBOOK: nobody keeps a complaint against themselves (D12-1) – a charge may begin long after the marking."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import and_, select
from sqlalchemy.orm import Session

from app.complaints.actions.escalate import arrival_at, next_stop, said_of
from app.complaints.actor import Actor
from app.complaints.overtaken import end_overtaken
from app.complaints.placing import filled, post_of_role, running, shunned
from app.complaints.step import Step, lock, take
from app.domain.ladder import TOP
from app.domain.states import Action, State
from app.models.complaint import Complaint
from app.models.office import Charge


def crossed(session: Session, at: datetime, limit: int) -> list[int]:
    """Ids of complaints that lie with the very person they are against: they must go on at once (D12-1)."""
    query = (
        select(Complaint.id)
        .join(Charge, and_(Charge.post_id == Complaint.post_id, Charge.person_id == Complaint.against_person_id))
        .where(Complaint.against_person_id.is_not(None), running(at))
        .where(Complaint.state.in_((State.MARKED.value, State.IN_ACTION.value)))
    )
    return list(session.scalars(query.order_by(Complaint.id).limit(limit)))


def give_way(session: Session, complaint_id: int, *, by: Actor, at: datetime) -> bool:
    """Move a complaint away from the person it is against, up to the next other chair, at last the DC's or nodal's.

    False when there is no cause any more, or nobody else at all.
    """
    complaint = lock(session, complaint_id)
    never = shunned(session, complaint, at)
    if complaint.post_id not in never or complaint.state not in (State.MARKED, State.IN_ACTION):
        return False
    seniors = (post_of_role(session, complaint.district_id, role, at) for role in ("dc", "nodal"))
    last = next((post for senior in seniors if (post := filled(session, senior, at, never))), None)
    stop = next_stop(session, complaint, at=at) or ((TOP, last) if last else None)
    if stop is None:
        return False
    reason = {"reason_code": "conflict"}
    arrival = arrival_at(session, complaint, stop, at)
    step = Step(
        fields=reason, guards={"once_per_stint": True}, arrival=arrival, end_reason="conflict",
        data=reason | said_of(session, complaint, arrival),
    )  # fmt: skip
    take(session, complaint, Action.ESCALATE, step, by=by, at=at)
    end_overtaken(session, complaint, at=at)
    return True
