"""The night watch's round of the post room: what is owed goes out, what nobody finished is taken up again."""

import time
from datetime import UTC, datetime

from flask import current_app

from app import queue
from app.complaints.settings import setting
from app.extensions import db
from app.notices import breaker, limits, sending
from app.notices import receipts as news
from app.notices.gateways import open_gateway, wants_registration
from app.notices.gateways.base import Gateway, Outcome, SendResult
from jobs.runtime import commit_each, job, looking

AT_ONCE = 500  # notices of one round; where more wait the bell is rung again, so that no job lasts for ever
SECONDS = 45.0  # a slow gateway must leave the worker to the others: the rest goes with the next round
PAUSE = 0.2


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
    round_ = Round(open_gateway(current_app.extensions["nivaran"]))
    sent = commit_each(due, round_.send, event="notice_not_sent")
    if round_.left or len(due) == AT_ONCE:
        queue.ring_now(queue.SWEEP_NOTICES)
    return sent


class Round:
    """One worker at one gateway: as fast as it may be asked, not at all while it rests, and not for ever."""

    def __init__(self, gateway: Gateway) -> None:
        settings = current_app.extensions["nivaran"]
        self.gateway = gateway
        self.per_second = settings.sms_per_second if gateway.name != sending.CONSOLE else None
        self.registered = wants_registration(gateway, settings)
        self.grant = breaker.Grant(0)
        self.until = time.monotonic() + SECONDS
        self.stopped = False
        self.left = False  # whether more could be done at once by another round

    def send(self, notice_id: int) -> None:
        """Claim, commit, hand over, settle. The caller commits."""
        if self.stopped or not self._may():
            return
        verdict = limits.verdict(db.session, notice_id, at=_now())
        if verdict != limits.GO:
            sending.put_off(db.session, notice_id, verdict, at=_now())
            return
        message = sending.claim(db.session, notice_id, self.gateway.name, registered=self.registered, at=_now())
        db.session.commit()
        if message is None:
            return
        self._spend()
        result = sending.hand_over(self.gateway, message)
        sending.settle(
            db.session, notice_id, message.attempt, result, receipts=self.gateway.caps.receipts, paise=_paise, at=_now()
        )
        self._learn(result)

    def _may(self) -> bool:
        if self.per_second is None or self.grant.count:
            return True
        while time.monotonic() < self.until and not breaker.is_busy(db.session, self.gateway.name, at=_now()):
            self.grant = breaker.granted(db.session, self.gateway.name, AT_ONCE, per_second=self.per_second, at=_now())
            db.session.commit()
            if self.grant.count:
                return True
            if self.grant.in_trouble:
                self.stopped = True  # the minute's round comes by itself when the gateway may be tried again
                return False
            time.sleep(PAUSE)
        self.stopped = self.left = True
        return False

    def _spend(self) -> None:
        if self.per_second is not None:
            self.grant = breaker.Grant(self.grant.count - 1, self.grant.in_trouble)

    def _learn(self, result: SendResult) -> None:
        """Whether the gateway is well: a refusal of one message is an answer, silence and closed doors are none."""
        if self.per_second is None:
            return
        if result.outcome in (Outcome.RETRY, Outcome.UNKNOWN):
            self.grant = breaker.Grant(self.grant.count, in_trouble=True)
            self.stopped = breaker.failed(db.session, self.gateway.name, at=_now())
        elif self.grant.in_trouble:
            breaker.worked(db.session, self.gateway.name, at=_now())
            self.grant = breaker.Grant(self.grant.count)


def _paise(district_id: int) -> int:
    return int(setting(db.session, district_id, "sms_part_paise", _now()))


@job
def receipts() -> int:
    """Apply what gateways have told, and give up on what they are silent about; how many were looked at."""
    queue.answered(queue.RECEIPTS)
    at = _now()
    with looking():
        told, silent = news.waiting(db.session, AT_ONCE), news.silent(db.session, at, AT_ONCE)
    done = commit_each(told, lambda key: news.apply(db.session, key, at=at), event="receipt_not_read")
    done += commit_each(silent, lambda key: news.give_up(db.session, key, at=at), event="notice_not_given_up")
    if len(told) == AT_ONCE:
        queue.ring_now(queue.RECEIPTS)
    return done
