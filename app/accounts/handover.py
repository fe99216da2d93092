"""ACCOUNTS: handing over charge – one order ends one person's charge of a post and begins another's (D12-11)."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from app.accounts import charges
from app.accounts.registers import trace
from app.complaints.actor import Actor
from app.complaints.errors import Refused
from app.models.office import Charge


def hand_over(
    session: Session, *, post_id: int, person_id: int, kind: str, from_at: datetime, order_no: str, by: Actor,
    at: datetime,
) -> Charge:  # fmt: skip
    """End the running full charge of a post at `from_at` and give the post to `person_id` from then on.

    Complaints stay with the post. Raises Refused("same_person"), Refused("not_yourself") and Refused("date_past").
    """
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
