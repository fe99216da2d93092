"""THE POST ROOM: what comes in is written down once, before it is answered. What it means is for jobs (ruling 28)."""

from __future__ import annotations

import hmac
from datetime import datetime
from functools import lru_cache
from hashlib import sha256
from typing import Any

from sqlalchemy import Insert, Table, select
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import Session

from app import queue
from app.domain.text import clean, written
from app.models.notice import Notice, NoticeInbound
from app.models.say import NoticeReceipt
from app.notices.callback import signature
from app.notices.gateways.base import Inbound, Receipt

LONGEST = 2000  # characters; ten parts of Hindi are 670
UNKNOWN = "unknown"
MISSED_CALL = "missed_call"


def is_ours(session: Session, uuid: str, signed: str) -> bool | None:
    """Whether the signature is that of this message; None where we know no such message. Constant time."""
    token = session.scalar(select(Notice.hmac_token).where(Notice.uuid == uuid))
    return None if token is None else hmac.compare_digest(signature(token, uuid).encode(), signed.encode())


def keep_receipt(session: Session, gateway: str, receipt: Receipt, *, known: bool, at: datetime) -> bool:
    """Write news of a message down. False when it was there already. What no message is known of needs no handling."""
    row = {
        "gateway": gateway, "notice_uuid": clean(receipt.notice_uuid)[:80], "status": receipt.status,
        "code": clean(receipt.code)[:80], "digest": receipt.digest, "received_at": at,
        "handled_at": None if known else at, "handled_as": None if known else UNKNOWN,
    }  # fmt: skip
    fresh = _write(session, NoticeReceipt.__table__, row, "gateway", "digest")
    if fresh and known:
        queue.ring(queue.RECEIPTS)
    return fresh


def keep(session: Session, district_id: int, gateway: str, came: Inbound, *, kind: str = "sms", at: datetime) -> bool:
    """Write a message or a missed call down. False when it was there already."""
    row = {
        "district_id": district_id, "kind": kind, "gateway": gateway, "provider_id": clean(came.provider_id)[:120],
        "from_number": clean(came.from_number)[:30], "to_number": clean(came.to_number)[:30],
        "text": written(came.text)[:LONGEST], "received_at": at,
    }  # fmt: skip
    fresh = _write(session, NoticeInbound.__table__, row, "gateway", "provider_id")
    if fresh:
        queue.ring(queue.INBOUND)
    return fresh


def missed_call_id(from_number: str, to_number: str, when: str) -> str:
    """How a missed call without an id of its own is known when it is told again."""
    return sha256("\0".join((from_number, to_number, when)).encode()).hexdigest()


def _write(session: Session, table: Any, row: dict[str, Any], *unique: str) -> bool:
    """Insert what is not there yet; two who bring the same at once leave one row."""
    done = session.connection().execute(_statement(session.get_bind().dialect.name, table, unique), row)
    return bool(done.rowcount)


@lru_cache(maxsize=4)
def _statement(database: str, table: Table, unique: tuple[str, ...]) -> Insert:
    dialect: Any = {"sqlite": sqlite, "postgresql": postgresql}[database]
    return dialect.insert(table).on_conflict_do_nothing(index_elements=list(unique))  # type: ignore[no-any-return]
