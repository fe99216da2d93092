"""The bell: rung after the commit and only then, and never a reason for a page to fail."""

import json
import time
import zlib
from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import create_engine, text
from sqlalchemy.orm import Session, scoped_session, sessionmaker
from structlog.testing import capture_logs

from app import queue
from app.queue import Bell
from tests.jobs.conftest import RedisBox, redis_box

__all__ = ["redis_box"]


@pytest.fixture
def session(redis_box: RedisBox) -> Iterator[Session]:
    yield from opened(redis_box.url)


@pytest.fixture
def deaf_session(tmp_path: Path) -> Iterator[Session]:
    yield from opened(f"unix://{tmp_path}/nobody.sock")


def opened(url: str) -> Iterator[Session]:
    sessions = scoped_session(sessionmaker(create_engine("sqlite://")))
    queue.init(sessions, redis_url=url)
    current = sessions()
    current.execute(text("SELECT 1"))
    yield current
    sessions.remove()


def rung(box: RedisBox) -> list[str]:
    return [job.func_name for job in queue.queue_at(queue.connection(box.url)).jobs]


def test_rings_after_the_commit_once(session: Session, redis_box: RedisBox) -> None:
    assert queue.ring("jobs.notices.send", 7)
    assert queue.ring("jobs.notices.send", 7)
    assert rung(redis_box) == []
    session.commit()
    assert rung(redis_box) == ["jobs.notices.send"]
    session.commit()
    assert rung(redis_box) == ["jobs.notices.send"]


def test_a_released_savepoint_is_not_yet_a_commit(session: Session, redis_box: RedisBox) -> None:
    with session.begin_nested():
        queue.ring("jobs.notices.send", 7)
    assert rung(redis_box) == []
    session.commit()
    assert rung(redis_box) == ["jobs.notices.send"]


def test_a_rollback_forgets(session: Session, redis_box: RedisBox) -> None:
    queue.ring("jobs.notices.send", 7)
    session.rollback()
    session.execute(text("SELECT 1"))
    session.commit()
    assert rung(redis_box) == []


def test_a_savepoint_rolled_back_keeps_what_was_owed_before(session: Session, redis_box: RedisBox) -> None:
    queue.ring("jobs.notices.send", 7)
    session.begin_nested().rollback()
    session.commit()
    assert rung(redis_box) == ["jobs.notices.send"]


def test_jobs_travel_as_json(session: Session, redis_box: RedisBox) -> None:
    queue.ring_now("jobs.notices.send", 7)
    redis = queue.connection(redis_box.url)
    (job,) = queue.queue_at(redis).jobs
    raw = redis.hget(f"rq:job:{job.id}", "data")
    assert json.loads(zlib.decompress(raw))[2] == [7]


def test_without_redis_the_commit_goes_through_and_says_so(deaf_session: Session) -> None:
    queue.ring("jobs.notices.send", 7)
    with capture_logs() as lines:
        deaf_session.commit()
    assert [line["event"] for line in lines] == ["redis_unreachable"]
    assert lines[0]["job"] == "jobs.notices.send"
    assert queue.status() is Bell.SILENT


def test_a_dead_redis_is_tried_once_then_left_alone(deaf_session: Session) -> None:
    with capture_logs() as lines:
        assert [queue.ring_now("jobs.notices.send", number) for number in range(5)] == [False] * 5
        assert queue.status() is Bell.SILENT
    assert len(lines) == 1


def test_the_banner_goes_away_when_redis_is_back(
    session: Session, redis_box: RedisBox, monkeypatch: pytest.MonkeyPatch
) -> None:
    redis_box.kill()
    assert not queue.ring_now("jobs.notices.send", 7)
    assert queue.status() is Bell.SILENT
    redis_box.start()
    later = time.monotonic() + queue.PAUSE_SECONDS
    monkeypatch.setattr(queue.time, "monotonic", lambda: later)
    assert queue.status() is Bell.RINGING
    assert queue.ring_now("jobs.notices.send", 7)
