"""The night watch's desk: how a job gets the application, and the worker that runs jobs.

`python -m jobs.runtime` is the worker. One application per process; the work-horses inherit it through fork.
"""

import contextlib
import functools
import os
import resource
import signal
import sys
from collections.abc import Callable, Iterable, Iterator
from typing import ParamSpec, TypeVar

import structlog
from flask import Flask, has_app_context
from redis.exceptions import RedisError
from rq import Queue, Worker
from rq.job import Job
from rq.serializers import JSONSerializer
from sqlalchemy.exc import OperationalError

from app.extensions import db, reading
from app.factory import create_app
from app.queue import patient_connection, queue_at
from app.settings import Settings
from jobs.lifeline import log_plainly, tie_to_parent

log = structlog.get_logger(__name__)
P = ParamSpec("P")
R = TypeVar("R")
K = TypeVar("K")

WORKER_SECONDS = 60  # how soon an idle worker looks around; RQ's own 420 leaves killed jobs lying for minutes
TRIES = 6  # each waits for the lock as long as any write (busy_timeout)
MEMORY_BYTES = 2 * 1024**3  # address space of one job: a poison job must not take the machine with it


@functools.cache
def application() -> Flask:
    """This process' one application."""
    return create_app()


def job(function: Callable[P, R]) -> Callable[P, R]:
    """Make a function a job: application context around it, failures rolled back, logged by name and raised again.

    Inside an existing context (tests, the `flask` command) that context is used.
    """
    name = f"{function.__module__}.{function.__name__}"

    def attempt(*args: P.args, **kwargs: P.kwargs) -> R:
        try:
            return function(*args, **kwargs)
        except Exception as error:
            db.session.rollback()
            log.error("job_failed", job=name, error=type(error).__name__, exc_info=True)
            raise

    @functools.wraps(function)
    def run(*args: P.args, **kwargs: P.kwargs) -> R:
        if has_app_context():
            return attempt(*args, **kwargs)
        with application().app_context():
            return attempt(*args, **kwargs)

    return run


def is_busy(error: Exception) -> bool:
    """Whether SQLite's one write lock was not to be had in time: nothing is wrong with the row, another was quicker."""
    return isinstance(error, OperationalError) and "database is locked" in str(error.orig)


def _patiently(action: Callable[[K], object], key: K) -> None:
    """Take the action and commit. The lock goes to whoever asks at the right instant: on a loaded machine a worker may
    lose it many times running to its neighbour, and asks again."""
    for left in reversed(range(TRIES)):
        try:
            action(key)
            db.session.commit()
        except OperationalError as error:
            if not left or not is_busy(error):
                raise
            db.session.rollback()
        else:
            return


def commit_each(keys: Iterable[K], action: Callable[[K], object], *, event: str) -> int:
    """Take `action` for every key in its own transaction; returns how many were committed.

    One bad row is rolled back and logged under `event` with its key, the others still go through, and at the end the
    first failure is raised so that RQ counts the job as failed. Keys must be ids, never words of a complaint.
    """
    done = 0
    first: Exception | None = None
    for key in keys:
        try:
            _patiently(action, key)
            done += 1
        except Exception as error:
            db.session.rollback()
            log.error(event, key=str(key), error=type(error).__name__, exc_info=True)
            first = first or error
    if first is not None:
        raise first
    return done


@contextlib.contextmanager
def looking() -> Iterator[None]:
    """Only read: finding nothing to do must not take SQLite's one write lock. Ends the transaction."""
    token = reading.set(True)
    try:
        yield
    finally:
        db.session.rollback()
        reading.reset(token)


class NightWorker(Worker):
    """RQ's worker whose horses die with it, own no inherited database connection and cannot eat all memory."""

    def main_work_horse(self, job: Job, queue: Queue) -> None:
        """The horse's first steps, in the fork."""
        tie_to_parent(signal.SIGKILL)
        resource.setrlimit(resource.RLIMIT_AS, (MEMORY_BYTES, MEMORY_BYTES))
        with application().app_context():
            db.engine.dispose(close=False)
        super().main_work_horse(job, queue)


def worker(redis_url: str) -> NightWorker:
    """A worker with a random name: after kill -9 a fixed one could not come back until its key expires."""
    redis = patient_connection(redis_url)
    return NightWorker(
        [queue_at(redis)],
        connection=redis,
        serializer=JSONSerializer,
        worker_ttl=WORKER_SECONDS,
        maintenance_interval=WORKER_SECONDS,
        log_job_description=False,
    )


def main() -> int:
    """The worker's own process; 1 when Redis stays away, the housekeeper then starts it again.

    The application is made before the first job, so that horses need not make it.
    """
    settings = Settings.from_env(os.environ)
    log_plainly(json=settings.env == "production")
    application()
    try:
        worker(settings.redis_url).work(with_scheduler=False, logging_level="WARNING")
    except (RedisError, OSError) as error:
        log.warning("redis_unreachable", error=type(error).__name__)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
