"""THE BENCH: how much the night watch gets through – alarms that rang, messages that are owed."""

from __future__ import annotations

import time
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from flask import Flask
from sqlalchemy import func, select, update

from app.complaints import actor
from app.complaints.actions.escalate import due_alarms, escalate
from app.extensions import db
from app.models.complaint import Complaint
from app.models.notice import Notice
from app.notices import sending
from app.notices.gateways.base import OutboundSms, Outcome, SendResult

AT_MOST = 500


class _Phone:
    """A gateway that takes everything at once."""

    name = "bench"

    def send(self, message: OutboundSms) -> SendResult:
        return SendResult(Outcome.ACCEPTED, provider_id=f"bench-{message.uuid}", is_delivered=True)


@dataclass(frozen=True)
class Pace:
    """How fast complaints climb in an office of `size` complaints: a second, and CPU of each in ms."""

    size: int
    a_second: float
    cpu_ms: float


def report(app: Flask, size: int) -> tuple[str, Pace | None]:
    """Do both rounds, one transaction each as the jobs do, and say how many a second they manage."""
    with app.app_context():
        (climbed, pace), sent = _escalations(size), _messages()
        db.session.remove()
    return f"{climbed}\n{sent}", pace


def growth(paces: Sequence[Pace]) -> str:
    """How the pace of escalations changes from the smallest office to the largest; empty for less than two."""
    if len(paces) < 2:
        return ""
    small, large = paces[0], paces[-1]
    told = "; ".join(f"{p.a_second:.0f} a second at {p.size:,}" for p in paces)
    return (
        f"complaints escalated, growth: {told}. CPU of each: x{large.cpu_ms / small.cpu_ms:.2f} from {small.size:,} "
        f"to {large.size:,} stored complaints"
    )


def _escalations(size: int) -> tuple[str, Pace | None]:
    at = datetime.now(UTC)
    district = db.session.scalars(select(Complaint.district_id).limit(1)).one()
    waiting = db.session.scalar(select(func.count()).where(Complaint.alarm_at <= at)) or 0
    due = due_alarms(db.session, at, AT_MOST)
    db.session.commit()
    started, cpu = time.monotonic(), time.process_time()
    for key in due:
        escalate(db.session, key, by=actor.system(district), at=at)
        db.session.commit()
    took, spent = time.monotonic() - started, time.process_time() - cpu
    pace = Pace(size, len(due) / took, spent / len(due) * 1000) if due else None
    return _rate("complaints escalated", len(due), started, cpu, f"; {waiting} were due"), pace


def _messages() -> str:
    at = datetime.now(UTC)
    db.session.execute(
        update(Notice).where(Notice.state == "queued").values(next_try_at=at - timedelta(minutes=1))
    )  # at night the bench is no phone that rings
    db.session.commit()
    due = sending.due(db.session, at, AT_MOST)
    db.session.commit()
    started, cpu = time.monotonic(), time.process_time()
    for key in due:
        message = sending.claim(db.session, key, _Phone.name, at=at)
        db.session.commit()
        if message is not None:
            sending.settle(db.session, key, message.attempt, sending.hand_over(_Phone(), message), at=at)
            db.session.commit()
    return _rate("messages sent", len(due), started, cpu, "")


def _rate(what: str, count: int, started: float, cpu: float, more: str) -> str:
    took, spent = time.monotonic() - started, time.process_time() - cpu
    if not count:
        return f"{what}: none were due"
    each = spent / count * 1000
    return f"{what}: {count} in {took:.1f} s ({count / took:.0f} a second, {each:.1f} ms of CPU each){more}"
