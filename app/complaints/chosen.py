"""THE CASEBOOK: a handful of complaints at once – to print, to take along; always only what the reader may see."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence

from sqlalchemy import select
from sqlalchemy.orm import Session, joinedload

from app.complaints import timeline
from app.complaints.actor import Actor
from app.complaints.limits import BY_TIME
from app.complaints.queries import visible_to
from app.complaints.timeline import Line
from app.models.complaint import Complaint
from app.models.event import Event
from app.models.party import Complainant, Party


def rows(session: Session, numbers: Collection[str], by: Actor) -> Sequence[Complaint]:
    """The chosen complaints with their people and places, those due first at the top: two statements."""
    query = (
        select(Complaint)
        .where(Complaint.number.in_(numbers), visible_to(by))
        .order_by(*BY_TIME)
        .options(
            joinedload(Complaint.place), joinedload(Complaint.block), joinedload(Complaint.category),
            joinedload(Complaint.department), joinedload(Complaint.post), joinedload(Complaint.parts),
            joinedload(Complaint.first_party).joinedload(Party.complainant).joinedload(Complainant.phones),
        )
    )  # fmt: skip
    return session.scalars(query).unique().all()


def stories(session: Session, chosen: Sequence[Complaint]) -> Mapping[int, list[Line]]:
    """The history of each, newest first: one statement for all."""
    query = select(Event).where(Event.complaint_id.in_([one.id for one in chosen])).order_by(Event.no)
    found: dict[int, list[Event]] = {one.id: [] for one in chosen}
    for event in session.scalars(query.options(joinedload(Event.post))):
        found[event.complaint_id or 0].append(event)
    return {key: timeline.lines(events) for key, events in found.items()}
