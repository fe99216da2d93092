"""ACCOUNTS: handing over charge – one order ends one person's charge of a post and begins another's (D12-11)."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import ColumnElement, and_, false, or_, select
from sqlalchemy.orm import Session

from app.accounts import charges
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

    Complaints stay with the post. Raises Refused("same_person"), Refused("not_yourself"), Refused("date_past") and
    Forbidden for a post of another office.
    """
    if session.scalar(select(Post.id).where(Post.id == post_id, may_hand_over(by))) is None:
        raise Forbidden
    before = session.scalar(
        select(Charge)
        .where(Charge.post_id == post_id, Charge.kind != "link", or_(Charge.to_at.is_(None), Charge.to_at > from_at))
        .order_by(Charge.from_at.desc())
        .limit(1)
    )
    if before is not None:
        if before.person_id == person_id:
            raise Refused("same_person", field="person_id")
        if before.person_id == by.person_id and post_id == by.post_id:
            raise Refused("not_yourself", field="post_id")
        if from_at < before.from_at:
            raise Refused("before_last_charge", field="on", date=before.from_at.strftime("%d-%m-%Y"))
        before.to_at = from_at
        session.flush()
        trace(session, "charge_handed_over", before, ["to_at"], by=by, at=at)
    return charges.give(
        session, post_id=post_id, person_id=person_id, kind=kind, from_at=from_at, order_no=order_no, by=by, at=at
    )
