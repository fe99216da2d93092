"""The night watch reads what came in: each message in a transaction of its own, none holds up another."""

from datetime import UTC, datetime

import structlog
from flask import current_app
from sqlalchemy import select
from sqlalchemy.exc import OperationalError

from app import queue
from app.complaints.actions import said
from app.extensions import db
from app.models.notice import NoticeInbound
from jobs.runtime import commit_each, job, looking

log = structlog.get_logger(__name__)
AT_ONCE = 500


def _now() -> datetime:
    return datetime.now(UTC)


@job
def read() -> int:
    """Take the effect of every message nobody has read; how many were taken through. Twice or two at once is harmless.

    A message that cannot be read is left to the office; while the database itself fails it is tried again later.
    """
    queue.answered(queue.INBOUND)
    query = select(NoticeInbound.id).where(NoticeInbound.handled_at.is_(None), NoticeInbound.handled_as.is_(None))
    with looking():
        rows = list(db.session.scalars(query.order_by(NoticeInbound.id).limit(AT_ONCE)))
    done = commit_each(rows, _read, event="inbound_not_read")
    if len(rows) == AT_ONCE:
        queue.ring_now(queue.INBOUND)
    return done


def _read(inbound_id: int) -> None:
    settings, at = current_app.extensions["nivaran"], _now()
    keywords = settings.sms.get("SMS_KEYWORDS", "").split()
    try:
        done = said.take_effect(db.session, inbound_id, base=settings.short_url, keywords=keywords, at=at)
        db.session.flush()
    except OperationalError:
        raise
    except Exception as error:
        db.session.rollback()
        log.error("inbound_failed", key=inbound_id, error=type(error).__name__, exc_info=True)
        said.give_up(db.session, inbound_id, at=at)
        return
    log.info("inbound_read", key=inbound_id, done=done)
