"""THE CASEBOOK: what whoever registers from home is shown before – the own complaints, and what is known of the place.

Never a confidential one: whoever holds the phone of the house is not always who complained.
"""

from __future__ import annotations

from datetime import datetime, time, timedelta

from sqlalchemy import ColumnElement, and_, func, or_, select
from sqlalchemy.orm import Session

from app.complaints.actor import complainant
from app.complaints.errors import Refused
from app.complaints.inbound import ASKERS
from app.complaints.phones import serving
from app.complaints.similar import CLOSED_DAYS, ENDED, SHOWN, similar
from app.domain.calendar import instant, ist_date
from app.domain.states import OPEN
from app.models.complaint import Complaint
from app.models.event import Event
from app.models.party import Party, Phone
from app.models.place import Place

MOST_A_DAY = 5  # of one number


def own(session: Session, district_id: int, number: str, *, at: datetime) -> list[Complaint]:
    """The newest complaints of an own number that are open, or closed so lately that they can be opened again."""
    lately = and_(Complaint.state.in_(ENDED), Complaint.closed_at >= at - timedelta(days=CLOSED_DAYS))
    query = (
        select(Complaint)
        .where(Complaint.id.in_(_behind(district_id, number, at)), Complaint.is_confidential.is_(False))
        .where(or_(Complaint.state.in_(OPEN), lately))
        .order_by(Complaint.id.desc())
        .limit(SHOWN)
    )
    return list(session.scalars(query))


def others(session: Session, district_id: int, *, text: str, place: Place, besides: list[Complaint], at: datetime
           ) -> list[Complaint]:  # fmt: skip
    """Other people's open ones about much the same at the same place. What is told of them is public (D12-18)."""
    known = {one.id for one in besides}
    seen: ColumnElement[bool] = and_(
        Complaint.district_id == district_id, Complaint.is_confidential.is_(False), Complaint.id.not_in(known)
    )
    alike = similar(session, mobile="", text=text, place=place, by=complainant(district_id), seen=seen, at=at)
    return [one.complaint for one in alike if one.is_open]


def refuse_many(session: Session, district_id: int, number: str, *, at: datetime) -> None:
    """Raise Refused("too_much_today") where a number registered five from home today already."""
    query = select(func.count()).select_from(Complaint).where(
        Complaint.id.in_(_behind(district_id, number, at)), Complaint.source == "WEB",
        Complaint.received_at >= instant(ist_date(at), time(0)),
    )  # fmt: skip
    if (session.scalar(query) or 0) >= MOST_A_DAY:
        raise Refused("too_much_today")


def same_as(session: Session, complaint: Complaint) -> str:
    """The number that whoever registered it took for the same problem; "" for none."""
    query = select(Event.data).where(Event.complaint_id == complaint.id, Event.no == 1)
    return str((session.scalar(query) or {}).get("same_as", ""))


def _behind(district_id: int, number: str, at: datetime) -> object:
    """Ids of what a number's owner is a complainant of, and not just follows."""
    return (
        select(Party.complaint_id)
        .join(Phone, Phone.complainant_id == Party.complainant_id)
        .where(Phone.district_id == district_id, Phone.number == number, Phone.kind == "own", serving(at))
        .where(Party.kind.in_(ASKERS))
    )
