"""THE POST ROOM: one message a day about a complaint – what waits for a free day, and whether it still holds then.

docs/decisions/0050: only what the next message or the link tells again is folded; all else waits and leaves in order.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, time, timedelta
from typing import Any

from sqlalchemy import ColumnElement, and_, exists, func, or_, select
from sqlalchemy.orm import Session, aliased

from app.domain.calendar import instant, ist_date
from app.domain.sms import quiet_until
from app.domain.states import WITH_POST
from app.domain.states import State as S
from app.models.complaint import Complaint, Stint
from app.models.event import Event
from app.models.notice import Notice

WAITS = "next_day"  # held_reason of a message in the queue that lets another go first
FOLDS = frozenset({"S01", "S02", "S05"})  # where it stands and until when: the next message and the link say it again
ASKED_FOR = frozenset({"S15", "R01"})  # by the person, and no news: it stands in the way of none
MORNING = time(9)
ONE_DAY = timedelta(days=1)
# In which states what a message says is true. Who has it and until when also ends with the next arrival.
TRUE_IN: Mapping[str, frozenset[S]] = {
    "S03": frozenset({S.AWAITING_COMPLAINANT}),
    "S04": WITH_POST - {S.ON_HOLD}, "S04E": WITH_POST - {S.ON_HOLD}, "S04H": frozenset({S.ON_HOLD}),
    "S06": WITH_POST, "S07": WITH_POST, "S07M": WITH_POST, "S06X": frozenset({S.TRANSFERRED_OUT}),
    "S10": frozenset({S.CLOSED_SATISFIED}), "S10W": frozenset({S.WITHDRAWN}), "S11": frozenset({S.REJECTED}),
    "S12": frozenset({S.CLOSED_SPECIAL}), "S13": frozenset({S.MERGED}),
    "S16": frozenset({S.DISPOSED, S.CLOSED_NO_RESPONSE}),
}  # fmt: skip
LAST_DAYS = ("answer_by", "review_on", "expected_on")  # after the day that it names it says nothing


def day_of(at: datetime) -> datetime:
    """The beginning of the day on which a message owed at `at` would go: at night that is the next."""
    return instant(ist_date(quiet_until(at) or at), time(0))


def next_morning(at: datetime) -> datetime:
    """Nine o'clock on the day after that."""
    return instant(ist_date(day_of(at)) + ONE_DAY, MORNING)


def told_on(start: datetime) -> ColumnElement[bool]:
    """The condition that a notice is news that went on the day that begins at `start`, or has still to go."""
    gone_at = func.coalesce(Notice.accepted_at, Notice.ended_at, Notice.owed_at)
    gone = and_(Notice.state != "cancelled", gone_at >= start, gone_at < start + ONE_DAY)
    return and_(Notice.template_key.not_in(ASKED_FOR), or_(Notice.state.in_(("queued", "sending")), gone))


def heard_today(session: Session, notice_id: int, *, at: datetime) -> bool:
    """Whether the number of a waiting message has heard of the complaint today, or is hearing of it just now."""
    other = aliased(Notice)
    today = or_(other.accepted_at >= instant(ist_date(at), time(0)), other.state == "sending")
    news = and_(other.template_key.not_in(ASKED_FOR), today)
    return bool(session.scalar(select(_beside(other, news)).where(Notice.id == notice_id)))


def is_over(session: Session, notice_id: int, *, at: datetime) -> bool:
    """Whether what a waiting message says is true no more: another state or arrival, a newer one, a day gone by."""
    newer = aliased(Notice)
    again = _beside(newer, and_(newer.template_key == Notice.template_key, newer.id > Notice.id))
    moved = exists().where(Stint.complaint_id == Notice.complaint_id, Stint.from_at > Notice.owed_at)
    query = select(Notice.template_key, Complaint.state, Event.data, again.label("again"), moved.label("moved"))
    query = query.join(Complaint, Complaint.id == Notice.complaint_id).outerjoin(Event, Event.id == Notice.event_id)
    row = session.execute(query.where(Notice.id == notice_id)).one()
    true_in = TRUE_IN.get(row.template_key)
    return (
        (true_in is not None and (S(row.state) not in true_in or row.moved))
        or row.again
        or _is_past(row.data or {}, at)
    )  # fmt: skip


def _is_past(data: Mapping[str, Any], at: datetime) -> bool:
    today = ist_date(at).isoformat()
    return any(data[name] < today for name in LAST_DAYS if data.get(name))


def _beside(other: Any, condition: ColumnElement[bool]) -> ColumnElement[bool]:
    """Another message about the same complaint to the same number."""
    return exists().where(
        other.complaint_id == Notice.complaint_id, other.to_number == Notice.to_number, other.id != Notice.id,
        other.state != "cancelled", condition,
    )  # fmt: skip
