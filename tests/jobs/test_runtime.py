"""The job's desk: context, one commit per row, failures said and passed on, a worker that poison cannot stop."""

import signal
import sqlite3
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from flask import Flask, current_app
from sqlalchemy import text
from sqlalchemy.exc import OperationalError
from structlog.testing import capture_logs

from app import queue
from app.extensions import db
from jobs import runtime
from tests.jobs.conftest import RedisBox


@pytest.fixture
def tiny(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Flask]:
    """An application with nothing but one table, in place of the whole house."""
    app = Flask("tiny")
    app.config["SQLALCHEMY_DATABASE_URI"] = f"sqlite:///{tmp_path}/tiny.db"
    db.init_app(app)
    with app.app_context():
        db.session.execute(text("CREATE TABLE done (id INTEGER PRIMARY KEY)"))
        db.session.commit()
    monkeypatch.setattr(runtime, "create_app", lambda: app)
    runtime.application.cache_clear()
    yield app
    runtime.application.cache_clear()


@pytest.fixture
def kept_signals() -> Iterator[None]:
    kept = {number: signal.getsignal(number) for number in (signal.SIGTERM, signal.SIGINT)}
    yield
    for number, handler in kept.items():
        signal.signal(number, handler)


def insert(number: int) -> None:
    db.session.execute(text("INSERT INTO done VALUES (:id)"), {"id": number})
    if number == 2:
        raise ValueError(number)


def done(app: Flask) -> list[int]:
    with app.app_context():
        return list(db.session.scalars(text("SELECT id FROM done ORDER BY id")))


def test_a_job_gets_an_application_and_its_arguments(tiny: Flask) -> None:
    @runtime.job
    def name_of(prefix: str) -> str:
        return f"{prefix} {current_app.name}"

    assert name_of("the") == "the tiny"
    with tiny.app_context():
        assert name_of("the") == "the tiny"


def test_a_failed_job_is_rolled_back_said_and_raised(tiny: Flask) -> None:
    job = runtime.job(insert)
    with tiny.app_context(), capture_logs() as lines:
        with pytest.raises(ValueError):
            job(2)
        db.session.commit()
    assert [(line["event"], line["error"]) for line in lines] == [("job_failed", "ValueError")]
    assert lines[0]["job"].endswith(".insert")
    assert done(tiny) == []


def test_one_bad_row_does_not_hold_up_the_others(tiny: Flask) -> None:
    with tiny.app_context(), capture_logs() as lines, pytest.raises(ValueError):
        runtime.commit_each([1, 2, 3], insert, event="row_failed")
    assert done(tiny) == [1, 3]
    assert [(line["event"], line["key"]) for line in lines] == [("row_failed", "2")]


def test_good_rows_are_counted(tiny: Flask) -> None:
    with tiny.app_context():
        assert runtime.commit_each(iter([1, 3]), insert, event="row_failed") == 2


def crowd(times: int, said: str = "database is locked") -> Callable[[int], None]:
    """An insert that does not get the write lock so many times."""
    left = iter(range(times))

    def action(number: int) -> None:
        if next(left, None) is not None:
            raise OperationalError("BEGIN IMMEDIATE", {}, sqlite3.OperationalError(said))
        insert(number)

    return action


def test_a_worker_that_loses_the_lock_asks_again(tiny: Flask) -> None:
    with tiny.app_context(), capture_logs() as lines:
        assert runtime.commit_each([1, 3], crowd(runtime.TRIES - 1), event="row_failed") == 2
    assert done(tiny) == [1, 3]
    assert lines == []


def test_but_not_for_ever_and_not_for_another_fault(tiny: Flask) -> None:
    for action in (crowd(runtime.TRIES), crowd(1, "disk I/O error")):
        with tiny.app_context(), capture_logs(), pytest.raises(OperationalError):
            runtime.commit_each([1], action, event="row_failed")
    assert done(tiny) == []


@pytest.mark.usefixtures("kept_signals")
def test_the_worker_works_and_survives_poison(tiny: Flask, redis_box: RedisBox, tmp_path: Path) -> None:
    with tiny.app_context():
        queue.init(db.session, redis_url=redis_box.url)
    assert queue.ring_now("builtins.bytearray", 3 * 1024**3)
    assert queue.ring_now("os.mkdir", str(tmp_path / "made"))
    runtime.worker(redis_box.url).work(burst=True, logging_level="CRITICAL")
    assert (tmp_path / "made").is_dir()
    bell = queue.queue_at(queue.connection(redis_box.url))
    (poison,) = bell.failed_job_registry.get_job_ids()
    failed = bell.fetch_job(poison)
    assert failed is not None
    assert failed.func_name == "builtins.bytearray"


def test_worker_names_never_repeat(tiny: Flask, redis_box: RedisBox) -> None:
    assert runtime.worker(redis_box.url).name != runtime.worker(redis_box.url).name
