"""ACCOUNTS: from when an order may give a chair – days somebody else sat through or acted in stay theirs (D12-11)."""

from __future__ import annotations

from datetime import datetime, timedelta

from sqlalchemy import ColumnElement, and_, func, or_, select
from sqlalchemy.orm import Session

from app.complaints.errors import Refused
from app.complaints.placing import in_charge, seated
from app.domain.calendar import ist_date
from app.models.complaint import Stint
from app.models.event import Event
from app.models.office import Charge, Post

BACK, AHEAD = 3, 31  # days: an order is written down a day or two later, and not long before it begins
A_MOMENT = timedelta(microseconds=1)


def lasting(since: datetime) -> ColumnElement[bool]:
    """The condition that a charge goes on after a moment; one that was called off never began."""
    return or_(Charge.to_at.is_(None), and_(Charge.to_at > since, Charge.to_at > Charge.from_at))


def begins(session: Session, *, post_id: int, person_id: int, from_at: datetime, at: datetime) -> datetime:
    """`from_at`, or later on that day where somebody else took a step in this chair, or came into it, on it.

    Raises Refused("charge_far"), Refused("charge_back"), Refused("acted_since") and Refused("before_last_charge").
    """
    on, today = ist_date(from_at), ist_date(at)
    if on > today + timedelta(days=AHEAD):
        raise Refused("charge_far", field="on", most=AHEAD)
    if from_at >= at:
        return from_at
    if on < today - timedelta(days=BACK) and _was_anybodys(session, post_id, person_id, from_at):
        raise Refused("charge_back", field="on", most=BACK)
    came = session.scalar(
        select(func.max(Charge.from_at)).where(
            Charge.post_id == post_id, Charge.kind != "link", Charge.person_id != person_id, Charge.from_at > from_at,
            Charge.from_at <= at, lasting(from_at),
        )
    )  # fmt: skip
    acted = _last_step(session, post_id, person_id, since=from_at)
    for code, moment in (("before_last_charge", came), ("acted_since", acted and acted + A_MOMENT)):
        if moment and ist_date(moment) > on:
            raise Refused(code, field="on", date=ist_date(moment).strftime("%d-%m-%Y"))
    return max(moment for moment in (from_at, came, acted and acted + A_MOMENT) if moment)


def _was_anybodys(session: Session, post_id: int, person_id: int, since: datetime) -> bool:
    """Whether another person sat in a chair, or complaints lay there, after a moment that has passed."""
    sat = select(Charge.id).where(Charge.post_id == post_id, Charge.person_id != person_id, lasting(since))
    lay = select(Stint.id).where(Stint.post_id == post_id, or_(Stint.to_at.is_(None), Stint.to_at > since))
    return any(session.scalar(query.limit(1)) is not None for query in (sat, lay))


def _last_step(session: Session, post_id: int, person_id: int, *, since: datetime) -> datetime | None:
    """When anybody else last took a step in this chair, or for it while it was empty, after a moment."""
    others = select(Charge.person_id).where(Charge.post_id == post_id, Charge.person_id != person_id)
    sitting = select(func.max(Event.at)).where(
        Event.person_id.in_(others), Event.post_id == post_id, Event.complaint_id.is_not(None), Event.at >= since
    )
    lay = select(Stint.complaint_id).where(Stint.post_id == post_id, or_(Stint.to_at.is_(None), Stint.to_at >= since))
    for_it = session.execute(
        select(Event.at, Event.post_id)
        .join(Stint, Stint.id == Event.stint_id)
        .where(Event.complaint_id.in_(lay), Stint.post_id == post_id, Event.at >= since)
        .where(Event.post_id != post_id, Event.person_id != person_id)
        .order_by(Event.at.desc())
    )
    covered = next((row.at for row in for_it if _covered(session, post_id, row.post_id, row.at)), None)
    return max((moment for moment in (session.scalar(sitting), covered) if moment), default=None)


def _covered(session: Session, post_id: int, by_post_id: int, moment: datetime) -> bool:
    """Whether a chair was empty at a moment, and its work fell to that other post (D4-7)."""
    if in_charge(session, post_id, moment) is not None:
        return False
    seat = seated(session, session.get(Post, post_id), moment)
    return seat is not None and seat[0].id == by_post_id
