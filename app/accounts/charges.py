"""ACCOUNTS: charges – who sits in which post, from when until when (domain.md D12-11)."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from app.accounts.registers import trace
from app.complaints.actions import give_way
from app.complaints.actor import Actor, system
from app.complaints.errors import Refused
from app.models.office import Charge

MOST_AT_ONCE = 50  # the night watch moves the rest


def give(
    session: Session, *, post_id: int, person_id: int, kind: str, from_at: datetime, order_no: str | None,
    to_at: datetime | None = None, by: Actor, at: datetime,
) -> Charge:  # fmt: skip
    """Put a person into a post, until `to_at` where it is for a leave; complaints against them go on at once.

    Raises Refused("post_filled", field="post_id") where a full charge runs already.
    """
    charge = Charge(
        district_id=by.district_id, post_id=post_id, person_id=person_id, kind=kind, from_at=from_at, to_at=to_at,
        order_no=order_no,
    )  # fmt: skip
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


def end(session: Session, charge: Charge, *, by: Actor, at: datetime) -> None:
    """Close a charge; whoever acts in it is signed out with the next request. Raises Refused("not_yourself")."""
    if charge.person_id == by.person_id and charge.post_id == by.post_id:
        raise Refused("not_yourself")
    if charge.to_at is None:
        charge.to_at = max(at, charge.from_at)
        session.flush()
        trace(session, "charge_ended", charge, ["to_at"], by=by, at=at)
