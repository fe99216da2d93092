"""From the work's approval to the complainant's "2", the next officer's message and the morning's summary – every word
through a real Kannel.

The office answers over HTTP, its worker is a process of its own, its bell a real Redis.
"""

from __future__ import annotations

import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
import time_machine
from flask import Flask
from sqlalchemy import select

from app import queue
from app.complaints import chain
from app.extensions import db
from app.models.complaint import Complaint
from app.models.dialogue import Feedback
from app.models.notice import Notice, NoticeInbound
from jobs import schedule
from jobs.children import Child, Supervisor
from jobs.runtime import looking
from tests.complaints.way import HOUR, START, disposed
from tests.conftest import MakeApp
from tests.jobs.conftest import eventually
from tests.kannel.line import CODE, Line, line, one_line
from tests.office import make_office
from tests.redis_server import RedisServer

__all__ = ["line", "one_line"]

ROOT = Path(__file__).parent.parent.parent
AFTERNOON = START + 5 * HOUR  # the time in which an approval can be undone is over
MORNING = START + timedelta(days=1, hours=-1)  # the day after, half past nine
PHONE, OFFICER, NEXT = "9700000042", "9800000088", "9800000077"
QUICK = tuple(schedule.Beat(job, 1) for job in (queue.SWEEP_NOTICES, queue.RECEIPTS, queue.INBOUND))


@pytest.fixture
def web(
    make_app: MakeApp, sqlite_url: str, redis_server: RedisServer, line: Line, monkeypatch: pytest.MonkeyPatch,
    tmp_path: Path,
) -> Iterator[Flask]:  # fmt: skip
    told = {"REDIS_URL": redis_server.url, **line.told}
    for name, value in (told | {"DATABASE_URL": sqlite_url, "NIVARAN_ENV": "test"}).items():
        monkeypatch.setenv(name, value)
    monkeypatch.setenv("NIVARAN_HOME", str(tmp_path / "home"))
    monkeypatch.chdir(ROOT)
    with time_machine.travel(AFTERNOON, tick=True):
        line.door.app = make_app(sqlite_url, **told)
        yield line.door.app


@contextmanager
def night_watch(redis_server: RedisServer, beats: tuple[schedule.Beat, ...] = QUICK) -> Iterator[None]:
    """A worker at the hour it is, and a clock that strikes every second."""
    stop = threading.Event()
    command = [sys.executable, "-m", "tests.faults.daylight", datetime.now(UTC).isoformat()]
    keeper = Supervisor([Child("worker", command, patience=2.0)])
    redis = queue.connection(redis_server.url)
    threads = [
        threading.Thread(target=keeper.watch),
        threading.Thread(target=schedule.run, args=(redis, stop), kwargs={"beats": beats, "pause": 0.2}),
    ]
    for thread in threads:
        thread.start()
    try:
        yield
    finally:
        stop.set()
        keeper.stopping = True
        keeper.put_to_bed()
        for thread in threads:
            thread.join(timeout=10)


def ask_for_an_answer() -> int:
    """One complaint whose work the head of department has just approved."""
    office = make_office(db.session, START)
    office.people["officer"].phone, office.people["sdm"].phone = OFFICER, NEXT
    key = disposed(db.session, office, no=42).id
    db.session.commit()
    return key


def words(key: str, number: str) -> str:
    """What was owed to a number; empty while nothing is."""
    with looking():
        owed = select(Notice.rendered).where(Notice.template_key == key, Notice.to_number == number)
        return db.session.scalars(owed.order_by(Notice.id.desc()).limit(1)).one_or_none() or ""


def arrived(line: Line, key: str, number: str) -> bool:
    """It lies on the phone as it was owed, and we were told so."""
    text = words(key, number)
    if not text or text not in [message.text for message in line.centre.to(number)]:
        return False
    with looking():
        states = db.session.scalars(select(Notice.state).where(Notice.rendered == text, Notice.to_number == number))
        return set(states) == {"delivered"}


def test_a_no_by_sms_brings_it_to_the_next_officer(web: Flask, line: Line, redis_server: RedisServer) -> None:
    with web.app_context():
        key = ask_for_an_answer()
        with night_watch(redis_server):
            answered(line, key)
        with (
            time_machine.travel(MORNING, tick=True),
            night_watch(redis_server, (*QUICK, schedule.Beat(queue.MORNING, 1))),
        ):
            assert eventually(lambda: arrived(line, "O02", NEXT), 60), "the next morning's summary counts it"
        assert "स्वीकार बाकी 1" in words("O02", NEXT)
        db.session.remove()


def answered(line: Line, key: int) -> None:
    """The question arrives, "2" comes back, and everybody it concerns is told."""
    assert eventually(lambda: arrived(line, "S08", PHONE), 60), "the question is on the phone"
    line.centre.say(f"91{PHONE}", CODE, "२")
    assert eventually(lambda: words("O05", NEXT), 30), "the answer has had its effect"
    assert eventually(lambda: arrived(line, "O05", NEXT), 30), "the officer above is told"
    assert eventually(lambda: arrived(line, "S09", PHONE), 30), "and so is who complained"
    with looking():
        complaint = db.session.get_one(Complaint, key)
        assert (complaint.state, complaint.cycle, complaint.level) == ("marked", 2, 2)
        answer = db.session.scalars(select(Feedback)).one()
        assert (answer.channel, answer.answer) == ("sms", "dissatisfied")
        assert db.session.scalars(select(NoticeInbound.handled_as)).all() == ["no"]
        assert len([one for one in line.centre.to(PHONE) if one.text == words("S08", PHONE)]) == 1
        assert chain.verify(db.session, complaint.district_id) is None
