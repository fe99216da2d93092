"""The night watch's round of the post room: what is owed goes out, what nobody finished is taken up again."""

from datetime import UTC, datetime

from flask import current_app

from app import queue
from app.extensions import db
from app.notices import sending
from app.notices.gateways import open_gateway
from app.notices.gateways.base import Gateway
from jobs.runtime import commit_each, job, looking

AT_ONCE = 500  # notices of one run; where more wait the bell is rung again, so that no job lasts for ever


def _now() -> datetime:
    return datetime.now(UTC)


@job
def sweep() -> int:
    """Send what is due; returns how many were taken through. Running it twice, or two at once, is harmless.

    A message at which the gateway throws keeps its lease, counts as unknown when that ends, and holds up no other.
    """
    queue.answered(queue.SWEEP_NOTICES)
    at = _now()
    with looking():
        lapsed = sending.lapsed(db.session, at, AT_ONCE)
        due = sending.due(db.session, at, AT_ONCE)
    if lapsed:
        commit_each(lapsed, lambda key: sending.lapse(db.session, key, at=at), event="notice_not_lapsed")
    if not due:
        return 0
    sending.wait_for_morning(db.session, at)
    db.session.commit()
    gateway = open_gateway(current_app.extensions["nivaran"].sms_gateway)
    sent = commit_each(due, lambda key: _send(gateway, key), event="notice_not_sent")
    if len(due) == AT_ONCE:
        queue.ring_now(queue.SWEEP_NOTICES)
    return sent


def _send(gateway: Gateway, notice_id: int) -> None:
    """Claim, commit, hand over, settle. The caller commits."""
    message = sending.claim(db.session, notice_id, gateway.name, at=_now())
    db.session.commit()
    if message is None:
        return
    result = sending.hand_over(gateway, message)
    sending.settle(db.session, notice_id, message.attempt, result, at=_now())
