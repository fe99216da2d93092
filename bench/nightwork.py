"""THE BENCH: how much the night watch gets through – alarms that rang, messages that are owed."""

from __future__ import annotations

import time
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


def report(app: Flask) -> str:
    """Do both rounds, one transaction each as the jobs do, and say how many a second they manage."""
    with app.app_context():
        lines = [_escalations(), _messages()]
        db.session.remove()
    return "\n".join(lines)


def _escalations() -> str:
    at = datetime.now(UTC)
    district = db.session.scalars(select(Complaint.district_id).limit(1)).one()
    waiting = db.session.scalar(select(func.count()).where(Complaint.alarm_at <= at)) or 0
    due = due_alarms(db.session, at, AT_MOST)
    db.session.commit()
    started, cpu = time.monotonic(), time.process_time()
    for key in due:
        escalate(db.session, key, by=actor.system(district), at=at)
        db.session.commit()
    return _rate("complaints escalated", len(due), started, cpu, f"; {waiting} were due")


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
