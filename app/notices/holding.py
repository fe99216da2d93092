"""THE POST ROOM: what the office may do with a notice – hold it back, let it go, ask for it again."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy.orm import Session

from app import queue
from app.models.notice import Notice
from app.notices.outbox import CODES, due_time
from app.notices.sending import note

ENDED_BADLY = ("failed", "unconfirmed", "undelivered", "expired", "rejected")


def hold(session: Session, notice_id: int, *, by: int, at: datetime) -> bool:
    """Keep a queued notice from leaving. `by` is a person's id. False when it is no longer in the queue."""
    notice = _locked(session, notice_id)
    if notice is None or notice.state != "queued":
        return False
    notice.state, notice.held_reason, notice.next_try_at = "held", "by_hand", None
    note(session, notice, "held", at=at, detail=f"person {by}")
    return True


def release(session: Session, notice_id: int, *, by: int, at: datetime) -> bool:
    """Let a held notice go. False when it is not held."""
    notice = _locked(session, notice_id)
    if notice is None or notice.state != "held":
        return False
    _go(session, notice, by, at)
    return True


def retry(session: Session, notice_id: int, *, by: int, at: datetime) -> bool:
    """Send again what did not arrive, with 24 hours of attempts anew. False for any other state.

    Where the first message may have arrived after all, the second stays marked as a possible duplicate.
    """
    notice = _locked(session, notice_id)
    if notice is None or notice.state not in ENDED_BADLY:
        return False
    _go(session, notice, by, at)
    return True


def _locked(session: Session, notice_id: int) -> Notice | None:
    return session.get(Notice, notice_id, with_for_update=True, populate_existing=True)


def _go(session: Session, notice: Notice, by: int, at: datetime) -> None:
    notice.state, notice.held_reason, notice.ended_at = "queued", None, None
    notice.next_try_at = due_time(at, urgent=notice.is_urgent or notice.template_key in CODES)
    note(session, notice, "asked", at=at, detail=f"person {by}")
    queue.ring(queue.SWEEP_NOTICES)
