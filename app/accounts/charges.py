"""ACCOUNTS: charges – who sits in which post, from when until when (domain.md D12-11)."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from app.accounts.order_dates import begins, lasting
from app.accounts.registers import trace
from app.complaints.actions import give_way
from app.complaints.actor import Actor, system
from app.complaints.errors import Refused
from app.models.event import Event
from app.models.office import Charge

MOST_AT_ONCE = 50  # the night watch moves the rest
HANDED_OVER = "charge_handed_over"


def give(
    session: Session, *, post_id: int, person_id: int, kind: str, from_at: datetime, order_no: str | None,
    to_at: datetime | None = None, by: Actor, at: datetime,
) -> Charge:  # fmt: skip
    """Put a person into a post, until `to_at` where it is for a leave; complaints against them go on at once.

    Raises Refused("post_filled", field="post_id") where a full charge runs in that time, Refused("link_needs") and
    what `begins` refuses.
    """
    if kind == "link" and to_at is None and not order_no:
        raise Refused("link_needs", field="until")
    from_at = begins(session, post_id=post_id, person_id=person_id, from_at=from_at, at=at)
    charge = Charge(
        district_id=by.district_id, post_id=post_id, person_id=person_id, kind=kind, from_at=from_at,
        to_at=max(to_at, from_at) if to_at else None, order_no=order_no,
    )  # fmt: skip
    if kind != "link" and _filled(session, charge):
        raise Refused("post_filled", field="post_id")
    try:
        with session.begin_nested():
            session.add(charge)
            session.flush()
    except IntegrityError:
        raise Refused("post_filled", field="post_id") from None
    trace(session, "charge_given", charge, ["person_id", "post_id"], by=by, at=at)
    for complaint_id in give_way.crossed(session, at, MOST_AT_ONCE):
        give_way.give_way(session, complaint_id, by=system(by.district_id), at=at)
    return charge


def _filled(session: Session, charge: Charge) -> bool:
    """Whether another full charge of the post runs in a part of the time of this one."""
    query = select(Charge.id).where(Charge.post_id == charge.post_id, Charge.kind != "link", lasting(charge.from_at))
    if charge.to_at is not None:
        query = query.where(Charge.from_at < charge.to_at)
    return session.scalar(query.limit(1)) is not None


def end(session: Session, charge: Charge, *, by: Actor, at: datetime) -> None:
    """Close a charge; whoever acts in it is signed out with the next request. Raises Refused("not_yourself")."""
    if charge.person_id == by.person_id and charge.post_id == by.post_id:
        raise Refused("not_yourself")
    if charge.to_at is not None and charge.to_at <= max(at, charge.from_at):
        return
    if charge.from_at > at and charge.kind != "link":
        call_off(session, charge, by=by, at=at)
    else:
        charge.to_at = max(at, charge.from_at)
        session.flush()
        trace(session, "charge_ended", charge, ["to_at"], by=by, at=at)


def call_off(session: Session, charge: Charge, *, by: Actor, at: datetime) -> None:
    """A charge that has not begun never does; who was to hand over to it goes on."""
    charge.to_at = charge.from_at
    session.flush()
    trace(session, "charge_ended", charge, ["to_at"], by=by, at=at)
    before = session.scalar(
        select(Charge)
        .where(Charge.post_id == charge.post_id, Charge.kind != "link", Charge.id != charge.id)
        .where(Charge.to_at == charge.from_at, Charge.from_at < charge.from_at)
        .limit(1)
    )
    if before is not None and _was_handed_over(session, before):
        before.to_at = None
        session.flush()
        trace(session, "charge_goes_on", before, ["to_at"], by=by, at=at)


def _was_handed_over(session: Session, charge: Charge) -> bool:
    """Whether a charge ends because the next one begins; one given with a last day keeps it."""
    query = select(Event.id).where(
        Event.complaint_id.is_(None), Event.district_id == charge.district_id, Event.action == HANDED_OVER,
        Event.data["id"].as_integer() == charge.id,
    )  # fmt: skip
    return session.scalar(query.limit(1)) is not None
