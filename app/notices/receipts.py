"""THE POST ROOM: what gateways tell about messages is applied – forwards only, whatever the order (sms.md 1.6-5).

A receipt is evidence, not truth: it never takes back what another has settled, and late or repeated news is kept.
"""

from __future__ import annotations

from datetime import datetime, timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.models.notice import Notice, NoticeEvent
from app.models.say import NoticeReceipt
from app.notices import deadnumbers
from app.notices.gateways.base import WAITING
from app.notices.sending import finish

NOT_CONFIRMED = timedelta(hours=72)
ENDS = frozenset({"delivered", "undelivered", "expired", "rejected", "failed"})
_MAY_END = frozenset({"accepted", "sending"})  # what may be told to have ended badly
_MAY_ARRIVE = _MAY_END | {"queued", "held", "unconfirmed"}  # what may be told to have arrived after all


def waiting(session: Session, limit: int) -> list[int]:
    """Ids of receipts nobody has read yet, in the order they came."""
    query = select(NoticeReceipt.id).where(NoticeReceipt.handled_at.is_(None))
    return list(session.scalars(query.order_by(NoticeReceipt.id).limit(limit)))


def apply(session: Session, receipt_id: int, *, at: datetime) -> str:
    """Read one receipt; what it did: moved, noted (on its way), late, unknown, or done (read before)."""
    receipt = session.get_one(NoticeReceipt, receipt_id, with_for_update=True, populate_existing=True)
    if receipt.handled_at is not None:
        return "done"
    query = select(Notice).where(Notice.uuid == receipt.notice_uuid).with_for_update()
    notice = session.scalar(query.execution_options(populate_existing=True))
    told = _tell(session, notice, receipt, at) if notice is not None else "unknown"
    receipt.handled_at, receipt.handled_as = at, told
    session.flush()
    return told


def _tell(session: Session, notice: Notice, receipt: NoticeReceipt, at: datetime) -> str:
    session.add(
        NoticeEvent(
            notice_id=notice.id, kind=f"receipt_{receipt.status}", code=receipt.code, at=receipt.received_at,
            provider_hash=receipt.digest,
        )
    )  # fmt: skip
    if receipt.status == "sent" and notice.provider_code == WAITING:
        notice.provider_code = receipt.code  # the operator has it: what comes after it may follow
    if receipt.status not in ENDS:
        return "noted" if notice.state in _MAY_ARRIVE else "late"
    if notice.state not in (_MAY_ARRIVE if receipt.status == "delivered" else _MAY_END):
        return "late"
    if notice.state == "queued" and not notice.is_possible_duplicate:
        return "late"  # asked for anew by hand: the old news is of the old try
    notice.accepted_at = notice.accepted_at or receipt.received_at
    notice.provider_code = receipt.code or notice.provider_code
    notice.held_reason = None
    finish(notice, receipt.status, at)
    deadnumbers.ended(session, notice)
    return "moved"


def silent(session: Session, at: datetime, limit: int) -> list[int]:
    """Ids of messages that were taken 72 hours ago and of which nothing was heard since."""
    query = select(Notice.id).where(
        Notice.state == "accepted", Notice.ended_at.is_(None), Notice.accepted_at <= at - NOT_CONFIRMED
    )
    return list(session.scalars(query.order_by(Notice.accepted_at).limit(limit)))


def give_up(session: Session, notice_id: int, *, at: datetime) -> bool:
    """Call a message of which nothing was heard "not certain whether it arrived"; False when something was, by now."""
    notice = session.get_one(Notice, notice_id, with_for_update=True, populate_existing=True)
    if notice.state != "accepted" or notice.ended_at is not None:
        return False
    session.add(NoticeEvent(notice_id=notice.id, kind="not_confirmed", at=at, provider_hash=at.isoformat()))
    finish(notice, "unconfirmed", at)
    return True
