"""Redis may be killed at any time: no page fails, nothing is lost, all that is owed goes out once (faults.md row 4)."""

from __future__ import annotations

import sys
import threading
from collections import Counter
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
import time_machine
from flask import Flask
from sqlalchemy import func, select

from app import queue
from app.extensions import db, reading
from app.models.complaint import Complaint
from app.models.event import Event
from app.models.notice import Notice, NoticeEvent
from app.notices.limits import A_DAY
from jobs import schedule
from jobs.children import Child, Supervisor
from jobs.runtime import looking
from tests.client import QualityClient
from tests.conftest import MakeApp
from tests.jobs.conftest import RedisBox, eventually, redis_box
from tests.office import Office, make_office, register_and_mark, register_one

__all__ = ["redis_box"]

ROOT = Path(__file__).parent.parent.parent
NOON = datetime(2026, 9, 1, 6, 30, tzinfo=UTC)
QUICK = tuple(schedule.Beat(job, 1) for job in (queue.SWEEP_NOTICES, queue.CHECK_ALARMS))


@pytest.fixture
def web(make_app: MakeApp, sqlite_url: str, redis_box: RedisBox, monkeypatch: pytest.MonkeyPatch) -> Iterator[Flask]:
    """The web process, at noon; what it tells its worker is in the environment."""
    told = {"REDIS_URL": redis_box.url, "DATABASE_URL": sqlite_url, "NIVARAN_ENV": "test"}
    for name, value in (told | {"NIVARAN_HOME": str(redis_box.settings.home)}).items():
        monkeypatch.setenv(name, value)
    monkeypatch.chdir(ROOT)
    monkeypatch.setattr(queue, "PAUSE_SECONDS", 0.2)
    with time_machine.travel(NOON, tick=True):
        yield make_app(sqlite_url, REDIS_URL=redis_box.url)


@pytest.fixture
def night_watch(web: Flask, redis_box: RedisBox) -> Iterator[None]:
    """The worker, kept up as the house keeps it up, and the clock, ticking every second instead of every minute."""
    stop = threading.Event()
    command = [sys.executable, "-m", "tests.faults.daylight", NOON.isoformat()]
    keeper = Supervisor([Child("worker", command, patience=2.0)])
    patient = queue.connection(redis_box.url)
    threads = [
        threading.Thread(target=keeper.watch),
        threading.Thread(target=schedule.run, args=(patient, stop), kwargs={"beats": QUICK, "pause": 0.2}),
    ]
    for thread in threads:
        thread.start()
    yield
    stop.set()
    keeper.stopping = True
    keeper.put_to_bed()
    for thread in threads:
        thread.join(timeout=10)


def left() -> Counter[str]:
    """The complainants' messages by state, without those folded into another; the workers keep the write lock.

    The one officer of this office gets the day's share and then the digest: `officers_part` counts that.
    """
    with looking():
        told = select(Notice.state).where(Notice.audience == "complainant", Notice.state != "cancelled")
        return Counter(db.session.scalars(told))


def officers_part() -> bool:
    """Whether each of the officer's messages left once or waits in the digest, and the day's share was not passed."""
    with looking():
        mine = select(Notice.state, Notice.attempts).where(Notice.audience == "officer")
        ends = Counter(tuple(row) for row in db.session.execute(mine))
    return set(ends) == {("delivered", 1), ("cancelled", 0)} and ends["delivered", 1] == A_DAY


def owe(office: Office, first: int, count: int) -> None:
    """Complaints come in, each in its own commit; two notices are owed for each."""
    reading.set(False)  # the pages before have left this thread reading; who writes then meets the workers' commits
    for no in range(first, first + count):
        register_and_mark(db.session, office, at=datetime.now(UTC), no=no)
        db.session.commit()


def every_page_answers(client: QualityClient) -> None:
    rules = [rule for rule in client.application.url_map.iter_rules() if "GET" in (rule.methods or ())]
    paths = [rule.rule for rule in rules if not rule.arguments and rule.endpoint != "health.readyz"]
    assert "/" in paths
    answers = {path: client.get(path).status_code for path in paths}
    assert not {path: status for path, status in answers.items() if status >= 500}


def accept_one(client: QualityClient) -> None:
    with looking():
        number = db.session.scalars(select(Complaint.number).where(Complaint.state == "marked").limit(1)).one()
    told = {"next_step": "visit", "next_step_on": (NOON + timedelta(days=1)).date().isoformat()}
    assert client.post(f"/complaints/{number}/accept", data=told).status_code == 303
    with looking():
        assert db.session.scalars(select(Complaint.state).where(Complaint.number == number)).one() == "in_action"


@pytest.mark.usefixtures("night_watch")
def test_nothing_fails_nothing_is_lost_and_nothing_goes_out_twice(web: Flask, redis_box: RedisBox) -> None:
    with web.app_context():
        office = make_office(db.session, NOON)
        db.session.commit()
        owe(office, 1, 3)
        assert eventually(lambda: left() == {"delivered": 3}, 30), "the night watch is at work"

        owe(office, 4, 10)
        redis_box.kill()  # with the bell just rung, and perhaps in the middle of a round
        client: QualityClient = web.test_client()  # type: ignore[assignment]
        client.sign_in("officer")
        every_page_answers(client)
        owe(office, 14, 5)
        assert queue.status() is queue.Bell.SILENT
        accept_one(client)
        assert "net bad delayed" in client.get("/complaints").text, "the officer is told that messages are late"
        assert left().total() == 18

        redis_box.start()
        assert eventually(lambda: left() == {"delivered": 18}, 40), left()
        assert eventually(lambda: queue.status() is queue.Bell.RINGING)

        queue.connection(redis_box.url).flushall()
        owe(office, 19, 2)
        assert eventually(lambda: left() == {"delivered": 20}, 20), left()
        assert eventually(officers_part, 20)
        once = select(Notice.attempts).where(Notice.audience == "complainant", Notice.state != "cancelled")
        assert set(db.session.scalars(once)) == {1}
        accepted = select(func.count()).select_from(NoticeEvent).where(NoticeEvent.kind == "accepted")
        assert db.session.scalar(accepted) == 20 + A_DAY
        db.session.remove()


@pytest.mark.usefixtures("night_watch")
def test_alarms_that_rang_while_redis_was_away_are_seen_afterwards(web: Flask, redis_box: RedisBox) -> None:
    redis_box.kill()
    with web.app_context():
        office = make_office(db.session, NOON)
        earlier = NOON - timedelta(days=5)
        register_and_mark(db.session, office, at=earlier, no=1)
        register_one(db.session, office, at=earlier, no=2)
        db.session.commit()
        redis_box.start()

        def quiet() -> bool:
            with looking():
                return not db.session.scalar(select(func.count()).where(Complaint.alarm_at <= datetime.now(UTC)))

        assert eventually(quiet, 40)
        actions = Counter(db.session.scalars(select(Event.action)))
        assert (actions["escalate"], actions["breach_marking"]) == (1, 1)
        db.session.remove()


def test_an_office_that_opens_without_redis_takes_complaints(
    make_app: MakeApp, sqlite_url: str, tmp_path: Path
) -> None:
    app = make_app(sqlite_url, REDIS_URL=f"unix://{tmp_path}/nobody.sock")
    with app.app_context():
        office = make_office(db.session, NOON)
        register_and_mark(db.session, office, at=NOON)
        db.session.commit()
        client: QualityClient = app.test_client()  # type: ignore[assignment]
        client.sign_in("cell")
        every_page_answers(client)
        assert left() == {"queued": 1}
        db.session.remove()
