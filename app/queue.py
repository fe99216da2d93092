"""The bell to the night watch: the only door to Redis. Redis is a bell, the database is the book.

Every duty is a row before the bell rings, so losing Redis delays work and never loses it. Nothing here raises because
Redis is away, and nothing here knows the jobs themselves: they are names.
"""

import time
from collections.abc import Callable
from enum import StrEnum
from typing import Any

import structlog
from redis import Redis
from redis.backoff import ExponentialBackoff, NoBackoff
from redis.exceptions import RedisError
from redis.retry import Retry
from rq import Queue
from rq.serializers import JSONSerializer
from sqlalchemy import event
from sqlalchemy.orm import Session, SessionTransaction, scoped_session

log = structlog.get_logger(__name__)

QUEUE_NAME = "nivaran"
SWEEP_NOTICES = "jobs.notices.sweep"
CHECK_ALARMS = "jobs.escalation.check"
TIDY = "jobs.housekeeping.tidy"
RECOUNT = "jobs.recount.run"
REQUESTS = "jobs.requests.run"
QUESTIONS = "jobs.questions.run_out"
MORNING = "jobs.morning.run"
RECEIPTS = "jobs.notices.receipts"
INBOUND = "jobs.inbound.read"
SILENCE = "jobs.silence.close"
PHOTOS = "jobs.photos.give_up"

CONNECT_SECONDS = 0.3
ANSWER_SECONDS = 1.0
PAUSE_SECONDS = 5.0  # after a failure: a page must not pay for a dead Redis more than once in this time
JOB_SECONDS = 300
RESULT_SECONDS = 60
FAILURE_SECONDS = 7 * 24 * 3600
RUNG_SECONDS = 60  # a bell whose worker was killed before it could answer is rung anew after this
_RUNG = "nivaran.rung"

Rung = tuple[str, tuple[Any, ...]]
Sessions = Callable[[], Session] | scoped_session[Session]


class Bell(StrEnum):
    """What this process last heard from Redis."""

    RINGING = "ringing"
    SILENT = "silent"


class _Door:
    """One process' connection, its current session source and the last outcome."""

    def __init__(self) -> None:
        self.sessions: Sessions | None = None
        self.queue: Queue | None = None
        self.bell = Bell.RINGING
        self.closed_until = 0.0

    def reach(self, action: Callable[[Queue], object], **fields: object) -> bool:
        """Do one thing with the queue. False, and a log line, when Redis is away; no try at all during the pause."""
        if self.queue is None or time.monotonic() < self.closed_until:
            return False
        try:
            action(self.queue)
        except (RedisError, OSError) as error:
            self.bell = Bell.SILENT
            self.closed_until = time.monotonic() + PAUSE_SECONDS
            log.warning("redis_unreachable", error=type(error).__name__, **fields)
            return False
        self.bell = Bell.RINGING
        return True


_door = _Door()


def init(sessions: Sessions, *, redis_url: str) -> None:
    """Connect the process: `sessions` is Flask-SQLAlchemy's `db.session` or a sessionmaker. Opens no connection yet."""
    _door.sessions = sessions
    _door.queue = queue_at(connection(redis_url))
    _door.bell = Bell.RINGING
    _door.closed_until = 0.0
    for name, listener in (("after_commit", _after_commit), ("after_soft_rollback", _after_rollback)):
        if not event.contains(sessions, name, listener):
            event.listen(sessions, name, listener)


def connection(redis_url: str) -> Redis:
    """A client for people who wait: it fails at once instead of retrying."""
    return Redis.from_url(
        redis_url,
        retry=Retry(NoBackoff(), 0),
        socket_connect_timeout=CONNECT_SECONDS,
        socket_timeout=ANSWER_SECONDS,
    )


def patient_connection(redis_url: str) -> Redis:
    """A client for the worker: its reads block, and about ten seconds without Redis do not end it."""
    return Redis.from_url(redis_url, retry=Retry(ExponentialBackoff(cap=2.0, base=0.1), 9))


def queue_at(redis: Redis) -> Queue:
    """The one queue. JSON, because whoever can write to Redis must not be able to run code through pickle."""
    return Queue(QUEUE_NAME, connection=redis, serializer=JSONSerializer, default_timeout=JOB_SECONDS)


def ring(job_name: str, *args: str | int) -> bool:
    """Ask for a job once the current transaction is committed; asking twice in one transaction rings once.

    `args` must be plain JSON values (row ids). False when no session source is connected: the sweep will find the row.
    """
    if _door.sessions is None:
        return False
    rung: list[Rung] = _door.sessions().info.setdefault(_RUNG, [])
    if (job_name, args) not in rung:
        rung.append((job_name, args))
    return True


def ring_now(job_name: str, *args: str | int) -> bool:
    """Put a job into the queue at once. False when Redis is away."""
    return _door.reach(lambda queue: _enqueue(queue, job_name, args), job=job_name)


def answered(job_name: str) -> None:
    """A job without arguments begins: whoever rings from now on needs a further run, and gets it."""
    _door.reach(lambda queue: queue.connection.delete(_flag(job_name)), job=job_name)


def status() -> Bell:
    """What the "messages are delayed" banner asks. Local knowledge; only while silent is Redis asked, every 5 s."""
    if _door.bell is Bell.SILENT:
        _door.reach(lambda queue: queue.connection.ping(), job="ping")
    return _door.bell


def _flag(job_name: str) -> str:
    return f"nivaran:rung:{job_name}"


def _enqueue(queue: Queue, job_name: str, args: tuple[Any, ...]) -> None:
    # A sweep that nobody has begun yet will see the new row too: a thousand commits need not make a thousand jobs.
    if not args and not queue.connection.set(_flag(job_name), 1, nx=True, ex=RUNG_SECONDS):
        return
    queue.enqueue(job_name, args=args, result_ttl=RESULT_SECONDS, failure_ttl=FAILURE_SECONDS, description=job_name)


def _after_commit(session: Session) -> None:
    # SQLAlchemy also calls this when a SAVEPOINT is released: nothing is committed then.
    if session.in_nested_transaction():
        return
    for job_name, args in session.info.pop(_RUNG, ()):
        ring_now(job_name, *args)


def _after_rollback(session: Session, transaction: SessionTransaction) -> None:
    if not transaction.nested and transaction.parent is None:
        session.info.pop(_RUNG, None)
