"""ACCOUNTS: handing over charge – one order ends one person's charge of a post and begins another's (D12-11)."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import ColumnElement, and_, false, select
from sqlalchemy.orm import Session

from app.accounts import charges
from app.accounts.order_dates import begins, lasting
from app.accounts.registers import trace
from app.complaints.actor import Actor
from app.complaints.errors import Refused
from app.domain.policy import Forbidden, Right, Scope, scope
from app.models.office import Charge, Post


def may_hand_over(by: Actor) -> ColumnElement[bool]:
    """The posts whose charge this person may give to another: a head of department those of the own department."""
    reach = scope(by.role, Right.HAND_OVER)
    here = Post.district_id == by.district_id
    if reach is Scope.DEPARTMENT:
        return and_(here, Post.department_id == by.department_id, Post.id != by.post_id)
    return here if reach is Scope.ALL else false()


def hand_over(
    session: Session, *, post_id: int, person_id: int, kind: str, from_at: datetime, order_no: str, by: Actor,
    at: datetime,
) -> Charge:  # fmt: skip
    """End the running full charge of a post at `from_at` and give the post to `person_id` from then on.

    Complaints stay with the post; an earlier order that has not begun gives way, and whoever covered for the leave of
    the one before does so no longer. Raises Refused("same_person"), Refused("not_yourself"), what `begins` refuses, and
    Forbidden for a post of another office.
    """
    if session.scalar(select(Post.id).where(Post.id == post_id, may_hand_over(by))) is None:
        raise Forbidden
    from_at = begins(session, post_id=post_id, person_id=person_id, from_at=from_at, at=at)
    full = (Charge.post_id == post_id, Charge.kind != "link")
    planned = select(Charge).where(*full, Charge.from_at > at, Charge.from_at >= from_at, lasting(at))
    for charge in session.scalars(planned.order_by(Charge.from_at.desc())).all():
        charges.call_off(session, charge, by=by, at=at)
    before = session.scalar(
        select(Charge)
        .where(*full, Charge.from_at <= max(from_at, at), lasting(from_at))
        .order_by(Charge.from_at.desc())
        .limit(1)
    )
    if before is not None:
        _end(session, before, person_id, from_at, by=by, at=at)
        _end_leave(session, post_id, from_at, by=by, at=at)
    return charges.give(
        session, post_id=post_id, person_id=person_id, kind=kind, from_at=from_at, order_no=order_no, by=by, at=at
    )


def _end(session: Session, before: Charge, person_id: int, from_at: datetime, *, by: Actor, at: datetime) -> None:
    if before.person_id == person_id:
        raise Refused("same_person", field="person_id")
    if before.person_id == by.person_id and before.post_id == by.post_id:
        raise Refused("not_yourself", field="post_id")
    before.to_at = max(from_at, before.from_at)
    session.flush()
    trace(session, charges.HANDED_OVER, before, ["to_at"], by=by, at=at)


def _end_leave(session: Session, post_id: int, from_at: datetime, *, by: Actor, at: datetime) -> None:
    """It was the leave of whoever sat there."""
    covers = select(Charge).where(Charge.post_id == post_id, Charge.is_leave, Charge.from_at <= from_at)
    for charge in session.scalars(covers.where(lasting(from_at))).all():
        charge.to_at = from_at
        session.flush()
        trace(session, "charge_ended", charge, ["to_at"], by=by, at=at)
