"""A gateway that fails rests and is tried by one; it is never asked faster than it takes; a slow one starves nobody."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

import pytest
import time_machine
from flask import Flask
from sqlalchemy import func, select

from app.extensions import db
from app.models.notice import Notice
from app.models.say import GatewayState
from app.notices import breaker, sending
from app.notices.gateways.base import Caps, OutboundSms, Outcome, SendResult
from jobs import notices
from tests.office import make_office, register_and_mark

NOON = datetime(2026, 9, 1, 6, 30, tzinfo=UTC)
SECOND = timedelta(seconds=1)
MINUTE = timedelta(minutes=1)


@pytest.fixture
def here(any_app: Flask) -> Iterator[Flask]:
    with any_app.app_context():
        yield any_app
        db.session.remove()


def granted(at: datetime, wanted: int = 1000) -> int:
    count = breaker.granted(db.session, "kannel", wanted, per_second=20, at=at).count
    db.session.commit()
    return count


def test_no_more_is_taken_than_the_gateway_takes(here: Flask) -> None:
    assert granted(NOON) == 100, "five seconds' worth lies ready"
    assert granted(NOON) == 0
    assert granted(NOON + SECOND) == 20
    assert granted(NOON + SECOND, wanted=1) == 0
    assert granted(NOON + 2 * SECOND, wanted=5) == 5
    assert granted(NOON + 2 * SECOND) == 15
    assert granted(NOON + MINUTE) == 100, "no more than that is saved up"
    assert granted(NOON) == 0, "a clock set back fills nothing"


def test_five_failures_in_a_minute_and_it_rests(here: Flask) -> None:
    granted(NOON)
    rests = [breaker.failed(db.session, "kannel", at=NOON + n * SECOND) for n in range(5)]
    assert rests == [False] * 4 + [True]
    assert breaker.rests_until(db.session, "kannel") == NOON + 4 * SECOND + breaker.REST
    assert granted(NOON + 30 * SECOND) == 0
    assert granted(NOON + 2 * MINUTE) == 1, "one tries"
    assert granted(NOON + 2 * MINUTE) == 0, "only one"
    assert breaker.failed(db.session, "kannel", at=NOON + 2 * MINUTE)
    assert granted(NOON + 2 * MINUTE + SECOND) == 0, "it failed: another rest"
    assert granted(NOON + 4 * MINUTE) == 1
    breaker.worked(db.session, "kannel", at=NOON + 4 * MINUTE)
    assert granted(NOON + 4 * MINUTE + SECOND) > 1


def test_five_failures_over_an_hour_are_none(here: Flask) -> None:
    granted(NOON)
    assert not any(breaker.failed(db.session, "kannel", at=NOON + n * 15 * MINUTE) for n in range(5))


def test_a_probe_that_dies_lets_another_try(here: Flask) -> None:
    granted(NOON)
    for _ in range(5):
        breaker.failed(db.session, "kannel", at=NOON)
    assert [granted(NOON + 2 * MINUTE), granted(NOON + 2 * MINUTE + breaker.PROBE)] == [1, 1]


class Line:
    """A gateway that answers as it is told."""

    name, caps = "kannel", Caps(receipts=True)

    def __init__(self, outcome: Outcome) -> None:
        self.outcome, self.took = outcome, 0

    def send(self, message: OutboundSms) -> SendResult:
        self.took += 1
        return SendResult(self.outcome, code="x")

    def selftest(self) -> list[str]:
        return []


@pytest.fixture
def line(here: Flask, monkeypatch: pytest.MonkeyPatch) -> Line:
    office = make_office(db.session, NOON)
    for no in range(1, 5):
        register_and_mark(db.session, office, at=NOON, no=no)  # two notices each
    db.session.commit()
    made = Line(Outcome.RETRY)
    monkeypatch.setattr(notices, "open_gateway", lambda _settings: made)
    return made


def sweep(at: datetime) -> None:
    with time_machine.travel(at, tick=False):
        notices.sweep()


def states() -> dict[str, int]:
    db.session.rollback()
    return {
        row.state: row.n
        for row in db.session.execute(select(Notice.state, func.count().label("n")).group_by(Notice.state))
    }


def test_while_it_rests_nothing_uses_up_an_attempt_and_all_goes_after(
    line: Line, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(notices, "SECONDS", 1.0)  # the clock of the test stands: no round is given more while it waits
    sweep(NOON + MINUTE)
    assert line.took == 5, "then it rests"
    assert db.session.scalar(select(func.sum(Notice.attempts))) == 5
    sweep(NOON + MINUTE + SECOND)
    assert line.took == 5
    line.outcome = Outcome.ACCEPTED
    for minute in range(3, 9):
        sweep(NOON + minute * MINUTE)
    assert states() == {"accepted": 8}
    assert line.took == 13
    assert db.session.scalar(select(func.sum(Notice.cost_paise))) == sum(
        25 * parts for parts in db.session.scalars(select(Notice.parts))
    )


def test_a_refused_message_is_no_failure_of_the_gateway(line: Line) -> None:
    line.outcome = Outcome.REJECT
    sweep(NOON + MINUTE)
    assert states() == {"rejected": 8}
    assert db.session.scalars(select(GatewayState.failures)).all() == [0]


def test_two_workers_at_a_slow_gateway_are_enough(line: Line, monkeypatch: pytest.MonkeyPatch) -> None:
    line.outcome = Outcome.ACCEPTED
    monkeypatch.setattr(notices, "SECONDS", 0.0)
    rung: list[str] = []
    monkeypatch.setattr(notices.queue, "ring_now", rung.append)
    sweep(NOON + MINUTE)
    assert (line.took, rung) == (0, ["jobs.notices.sweep"]), "its time was over: another round goes on"
    monkeypatch.setattr(notices, "SECONDS", 45.0)
    for key in db.session.scalars(select(Notice.id).order_by(Notice.id).limit(breaker.AT_ONCE)).all():
        assert sending.claim(db.session, key, "kannel", at=NOON + MINUTE) is not None
    db.session.commit()
    sweep(NOON + MINUTE + SECOND)
    assert line.took == 0
    sweep(NOON + MINUTE + 2 * sending.LEASE)
    assert line.took >= 6, "their leases are over"
