"""THE CASEBOOK: is it the same one? Complaints of the same phone, or of much the same words at the same place."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import or_, select
from sqlalchemy.orm import Session, joinedload

from app.complaints.actor import Actor
from app.complaints.queries import visible_to
from app.domain.duplicates import is_near
from app.domain.states import CLOSED, OPEN, State
from app.models.complaint import Complaint
from app.models.party import Party, Phone
from app.models.place import Place

CLOSED_DAYS = 30  # how long the complainant may come back (T18)
LOOKED_AT = 25  # the newest of the place: words of older ones are compared by nobody at the counter
SHOWN = 3


@dataclass(frozen=True)
class Alike:
    """A complaint that may be the same one."""

    complaint: Complaint
    same_phone: bool
    is_open: bool


def similar(session: Session, *, mobile: str, text: str, place: Place | None, by: Actor, at: datetime) -> list[Alike]:
    """At most three, those of the same phone first, the newest first; one statement. Only what the actor may see."""
    if not mobile and place is None:
        return []
    of_phone = (
        select(Party.complaint_id)
        .join(Phone, Phone.complainant_id == Party.complainant_id)
        .where(Phone.district_id == by.district_id, Phone.number == mobile, Phone.to_at.is_(None))
    )
    phone = Complaint.id.in_(of_phone)
    here = Complaint.place_id == (place.id if place else -1)
    fresh = at - timedelta(days=CLOSED_DAYS)
    rows = session.execute(
        select(Complaint, phone.label("same_phone"))
        .where(visible_to(by), or_(phone, here))
        .where(or_(Complaint.state.in_(OPEN), Complaint.state.in_(CLOSED) & (Complaint.closed_at >= fresh)))
        .order_by(phone.desc(), Complaint.id.desc())
        .limit(LOOKED_AT)
        .options(joinedload(Complaint.place))
    ).all()
    found = [
        Alike(row.Complaint, bool(row.same_phone), State(row.Complaint.state) in OPEN)
        for row in rows
        if row.same_phone or (text and is_near(text, row.Complaint.body, same_place=True))
    ]
    return found[:SHOWN]
