"""THE CASEBOOK: time limits as conditions – what is late, what is due today – for lists and counts."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import ColumnElement, and_, bindparam, case, or_

from app.domain.calendar import instant, ist_date
from app.domain.states import State
from app.models.base import UtcDateTime
from app.models.complaint import Complaint as C

STANDING = (State.AWAITING_COMPLAINANT.value, State.ON_HOLD.value)  # the clock stands: nothing is late
# The instants of `instants`: a statement that is kept ready names them, whoever asks it says when.
AT, MIDNIGHT, SOON = (bindparam(name, type_=UtcDateTime()) for name in ("at", "midnight", "soon"))


def end_of_day(at: datetime) -> datetime:
    """Midnight after an instant in India."""
    return instant(ist_date(at) + timedelta(days=1), datetime.min.time())


def instants(at: datetime) -> dict[str, datetime]:
    """The values of AT, MIDNIGHT and SOON."""
    midnight = end_of_day(at)
    return {"at": at, "midnight": midnight, "soon": midnight + timedelta(days=3)}


# The date a row is sorted by: the acknowledgement deadline until it is met, then the level deadline. None where no
# limit runs: the clock stands, or nobody holds it.
NEXT_DUE: ColumnElement[datetime] = case(
    (C.state.in_(STANDING), None),
    (and_(C.acknowledged_at.is_(None), C.ack_due_at.is_not(None), C.ack_due_at < C.due_at), C.ack_due_at),
    else_=C.due_at,
)
# Least time left first; where no limit runs comes last, on either database.
BY_TIME = (NEXT_DUE.is_(None), NEXT_DUE, C.id)
# The four heaps by that date, see `instants`.
IN_HEAP: Mapping[str, ColumnElement[bool]] = {
    "late": NEXT_DUE <= AT,
    "today": and_(NEXT_DUE > AT, NEXT_DUE < MIDNIGHT),
    "soon": and_(NEXT_DUE >= MIDNIGHT, NEXT_DUE < SOON),
    "later": or_(NEXT_DUE >= SOON, NEXT_DUE.is_(None)),
}


def late(at: Any) -> ColumnElement[bool]:
    """Past the deadline, while the clock runs; `at` an instant, or AT."""
    return and_(C.due_at <= at, C.state.not_in(STANDING))


def not_accepted(at: Any) -> list[ColumnElement[bool]]:
    """Assigned to a post that has let its time to accept pass; `at` an instant, or AT."""
    return [C.state == State.MARKED.value, C.acknowledged_at.is_(None), C.ack_due_at <= at]
