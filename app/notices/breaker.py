"""THE POST ROOM: how a gateway is doing – its circuit breaker and what it may take this second (sms.md 1.6-9, F6).

One row per gateway, shared by all workers. While it rests nothing is handed over and no attempt is used up; then one
message tries whether it works again. A gateway that takes everything at once (the console) has no row.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import func, or_, select, update
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import Session

from app.models.notice import Notice
from app.models.say import GatewayState

FAILURES = 5
WITHIN = timedelta(minutes=1)
REST = timedelta(minutes=1)
PROBE = timedelta(minutes=1)  # how long the one message may take that tries whether it works again
AT_ONCE = 2  # workers at one gateway: a slow one must leave the others to escalate
BURST_SECONDS = 5.0


@dataclass(frozen=True)
class Grant:
    """How many messages may be handed over, and whether the gateway failed lately: a success is then news."""

    count: int
    in_trouble: bool = False


def granted(session: Session, name: str, wanted: int, *, per_second: float, at: datetime) -> Grant:
    """What may be handed over now; taken from the bucket for a whole round at once. Commit after it."""
    _make(session, name, per_second, at)
    row = session.get_one(GatewayState, name, with_for_update=True, populate_existing=True)
    if row.open_until is not None:
        return Grant(1 if wanted and _may_probe(session, row, at) else 0, in_trouble=True)
    most = max(per_second * BURST_SECONDS, 1.0)
    passed = max((at - row.filled_at).total_seconds(), 0.0)  # a clock set back fills nothing
    full = min(row.tokens + passed * per_second, most)
    taken = min(int(full), wanted)
    row.tokens, row.filled_at = full - taken, at
    session.flush()
    return Grant(taken, in_trouble=row.failures > 0)


def _make(session: Session, name: str, per_second: float, at: datetime) -> None:
    dialect: Any = {"sqlite": sqlite, "postgresql": postgresql}[session.get_bind().dialect.name]
    row = {"name": name, "tokens": max(per_second * BURST_SECONDS, 1.0), "filled_at": at, "failures": 0}
    session.execute(dialect.insert(GatewayState).values(row).on_conflict_do_nothing())


def _may_probe(session: Session, row: GatewayState, at: datetime) -> bool:
    if row.open_until is None or row.open_until > at:
        return False
    if row.probing_until is not None and row.probing_until > at:
        return False
    row.probing_until = at + PROBE
    session.flush()
    return True


def worked(session: Session, name: str, *, at: datetime) -> None:
    """It answered: what had failed before counts no more."""
    broken = or_(GatewayState.failures > 0, GatewayState.open_until.is_not(None))
    healed = {"failures": 0, "failing_since": None, "open_until": None, "probing_until": None, "filled_at": at}
    session.execute(update(GatewayState).where(GatewayState.name == name, broken).values(healed))


def failed(session: Session, name: str, *, at: datetime) -> bool:
    """It did not take a message through no fault of the message. True when it rests from now on."""
    row = session.get(GatewayState, name, with_for_update=True, populate_existing=True)
    if row is None:
        return False
    if row.open_until is not None:  # the probe failed too
        row.open_until, row.probing_until = at + REST, None
        return True
    if row.failing_since is None or at - row.failing_since > WITHIN or at < row.failing_since:
        row.failing_since, row.failures = at, 0
    row.failures += 1
    if row.failures >= FAILURES:
        row.open_until, row.probing_until = at + REST, None
    session.flush()
    return row.open_until is not None


def rests_until(session: Session, name: str) -> datetime | None:
    """Until when nothing is handed to a gateway; None while it works. Over, but not tried yet: that moment too."""
    row = session.get(GatewayState, name)
    return row.open_until if row is not None else None


def is_busy(session: Session, name: str, *, at: datetime) -> bool:
    """Whether as many workers as may be are at the gateway: each has one message in its hands."""
    busy = select(func.count()).where(Notice.lease_until > at, Notice.state == "sending", Notice.gateway == name)
    return (session.scalar(busy) or 0) >= AT_ONCE
