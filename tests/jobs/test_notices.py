"""The round of the post room: what is due goes out through the gateway, one bad message holds up no other."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

import pytest
import time_machine
from flask import Flask
from sqlalchemy import select
from structlog.testing import capture_logs

from app.extensions import db
from app.models.notice import Notice
from app.notices import sending
from app.notices.gateways import NoSuchGateway, console
from app.notices.gateways.base import OutboundSms, SendResult
from jobs import notices
from tests.conftest import MakeApp
from tests.office import make_office, register_and_mark

NOON = datetime(2026, 9, 1, 6, 30, tzinfo=UTC)
NIGHT = datetime(2026, 9, 1, 18, 0, tzinfo=UTC)


@pytest.fixture
def owing(any_app: Flask) -> Iterator[Flask]:
    """Six notices are owed since noon."""
    with any_app.app_context():
        office = make_office(db.session, NOON)
        for no in (1, 2, 3):
            register_and_mark(db.session, office, at=NOON, no=no)
        db.session.commit()
        yield any_app
        db.session.remove()


def states() -> list[str]:
    db.session.rollback()
    return list(db.session.scalars(select(Notice.state).order_by(Notice.id)))


def test_everything_due_goes_out_once(owing: Flask) -> None:
    with time_machine.travel(NOON + timedelta(minutes=1), tick=False), capture_logs() as lines:
        assert notices.sweep() == 6
        assert notices.sweep() == 0
    assert set(states()) == {"delivered"}
    said = [line for line in lines if line["event"] == "sms_on_console"]
    assert len(said) == 6
    texts = db.session.scalars(select(Notice.rendered)).all()
    numbers = db.session.scalars(select(Notice.to_number)).all()
    assert not [line for line in said for told in (*texts, *numbers) if told in str(line)]


def test_at_night_only_the_urgent_goes_out(owing: Flask) -> None:
    db.session.scalars(select(Notice).order_by(Notice.id).limit(1)).one().is_urgent = True
    db.session.commit()
    with time_machine.travel(NIGHT, tick=False):
        notices.sweep()
    assert sorted(states()) == ["delivered"] + ["queued"] * 5
    with time_machine.travel(NIGHT + timedelta(hours=9), tick=False):
        notices.sweep()
    assert set(states()) == {"delivered"}


def test_a_gateway_that_throws_at_one_message_carries_the_others(owing: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    bad = db.session.scalars(select(Notice.uuid).order_by(Notice.id).limit(1)).one()
    send = console.Console.send

    def throws(self: console.Console, message: OutboundSms) -> SendResult:
        if message.uuid == bad:
            raise OSError
        return send(self, message)

    monkeypatch.setattr(console.Console, "send", throws)
    with time_machine.travel(NOON, tick=False), pytest.raises(OSError), capture_logs() as lines:
        notices.sweep()
    assert [line["event"] for line in lines if line["log_level"] == "error"] == ["notice_not_sent", "job_failed"]
    assert states() == ["sending"] + ["delivered"] * 5
    with time_machine.travel(NOON + sending.LEASE, tick=False):
        notices.sweep()
    assert states()[0] == "queued", "its outcome is unknown: it waits for a receipt"
    monkeypatch.setattr(console.Console, "send", send)
    with time_machine.travel(NOON + sending.LEASE + sending.RECEIPT_WAIT, tick=False):
        notices.sweep()
    assert set(states()) == {"delivered"}
    assert db.session.scalars(select(Notice.uuid).where(Notice.is_possible_duplicate)).all() == [bad]


def test_more_than_one_run_holds_are_sent_by_the_next(owing: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    rung: list[str] = []
    monkeypatch.setattr(notices, "AT_ONCE", 4)
    monkeypatch.setattr(notices.queue, "ring_now", rung.append)
    with time_machine.travel(NOON, tick=False):
        assert [notices.sweep(), notices.sweep()] == [4, 2]
    assert rung == ["jobs.notices.sweep"]


def test_a_gateway_nobody_has_loses_nothing(make_app: MakeApp, sqlite_url: str) -> None:
    app = make_app(sqlite_url, SMS_GATEWAY="pigeon")
    with app.app_context():
        register_and_mark(db.session, make_office(db.session, NOON), at=NOON)
        db.session.commit()
        with time_machine.travel(NOON, tick=False), pytest.raises(NoSuchGateway):
            notices.sweep()
        assert set(states()) == {"queued"}
