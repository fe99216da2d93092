"""THE POST ROOM: whether a message may leave now – asked of each one, in one statement, before it is claimed.

Its number may have had enough today or have asked not to be reminded; an earlier message about the same complaint may
still be on its way (docs/decisions/0031).
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, time, timedelta
from typing import Any

from sqlalchemy import ColumnElement, Select, bindparam, func, or_, select, type_coerce
from sqlalchemy.orm import Session, aliased

from app.domain.calendar import instant, ist_date
from app.domain.sms import quiet_until
from app.models.base import UtcDateTime
from app.models.notice import Notice, NoticeSuppression
from app.notices import waiting
from app.notices.gateways.base import WAITING
from app.notices.outbox import CODES

A_DAY = 6  # messages that one number gets in a day
REMINDERS = frozenset({"S05", "S16"})  # what STOP stops: nobody must answer, and nothing is decided by it
ALWAYS = CODES | {"S17"}
ONE_DAY = timedelta(days=1)
LATELY = timedelta(days=7)
STEP = timedelta(seconds=1)
LOOK_AGAIN = timedelta(minutes=1)  # when an earlier message lies at the gateway, see docs/decisions/0034 …
KEPT = timedelta(hours=6)  # … but not for ever: its receipt may be lost


@dataclass(frozen=True)
class Verdict:
    """`drop`: why it is not sent at all. `later`: when to look again. Neither: it may go."""

    drop: str = ""
    later: datetime | None = None


GO = Verdict()


def verdict(session: Session, notice_id: int, *, at: datetime) -> Verdict:
    """Whether this message may leave at `at`."""
    start = instant(ist_date(at), time(0))
    told = {"notice": notice_id, "start": start, "lately": start - LATELY, "kept": at - KEPT}
    row = session.execute(_QUESTION, told).one_or_none()
    if row is None or row.key in ALWAYS:
        return GO
    if "all" in _scopes(row.scopes) or ("reminders" in _scopes(row.scopes) and row.key in REMINDERS):
        return Verdict(drop="suppressed")
    if row.waits and waiting.is_over(session, notice_id, at=at):
        return Verdict(drop="over")
    if row.earlier is not None:
        return Verdict(later=max(row.earlier, at) + STEP)
    if row.kept is not None:
        return Verdict(later=at + LOOK_AGAIN)
    return _measured(session, notice_id, row, at)


def _measured(session: Session, notice_id: int, row: Any, at: datetime) -> Verdict:
    """What the day's measure says: of the number, and of one complaint."""
    if row.today >= A_DAY and not row.is_urgent:
        if row.audience == "officer":
            return Verdict(drop="digest")
        return Verdict(later=quiet_until(_tomorrow(at)) or _tomorrow(at))
    if row.waits and waiting.heard_today(session, notice_id, at=at):
        return Verdict(later=waiting.next_morning(at))
    return GO


def _waits(notice: Any) -> ColumnElement[bool]:
    return func.coalesce(notice.held_reason, "") == waiting.WAITS


def _scopes(said: str | None) -> list[str]:
    return (said or "").split(",")


def _tomorrow(at: datetime) -> datetime:
    return instant(ist_date(at) + ONE_DAY, time(0))


def _question() -> Select[Any]:
    """Said once: only the message and the day are filled in each time."""
    other, before, wish = aliased(Notice), aliased(Notice), aliased(NoticeSuppression)
    today = select(func.count()).where(
        other.to_number == Notice.to_number, other.owed_at >= bindparam("lately"),
        other.accepted_at >= bindparam("start"),
    )  # fmt: skip
    earlier = select(func.max(func.coalesce(before.next_try_at, before.lease_until))).where(
        before.complaint_id == Notice.complaint_id, before.to_number == Notice.to_number, before.id < Notice.id,
        before.state.in_(("queued", "sending")), before.template_key.not_in(sorted(ALWAYS)),
        # what waits for a day of its own holds up only what waits too
        or_(_waits(Notice), ~_waits(before)),
    )  # fmt: skip
    kept = select(func.max(before.id)).where(
        before.complaint_id == Notice.complaint_id, before.to_number == Notice.to_number, before.id < Notice.id,
        before.state == "accepted", before.provider_code == WAITING, before.accepted_at >= bindparam("kept"),
    )  # fmt: skip
    scopes = select(func.aggregate_strings(wish.scope, ",")).where(
        wish.district_id == Notice.district_id, wish.number == Notice.to_number
    )
    return select(
        Notice.template_key.label("key"), Notice.audience, Notice.is_urgent, _waits(Notice).label("waits"),
        today.correlate(Notice).scalar_subquery().label("today"),
        type_coerce(earlier.correlate(Notice).scalar_subquery(), UtcDateTime()).label("earlier"),
        kept.correlate(Notice).scalar_subquery().label("kept"),
        scopes.correlate(Notice).scalar_subquery().label("scopes"),
    ).where(Notice.id == bindparam("notice"))  # fmt: skip


_QUESTION = _question()
