"""The night watch's clock: rings the regular jobs, once per slot however many clocks are running.

`python -m jobs.schedule` is the process. RQ's own cron pickles and dies when Redis blinks; this one does neither.
"""

import os
import signal
import threading
import time
from dataclasses import dataclass

import structlog
from redis import Redis
from redis.exceptions import RedisError
from rq import Queue
from rq.exceptions import DuplicateJobError

from app import queue
from app.settings import Settings
from jobs.lifeline import log_plainly

log = structlog.get_logger(__name__)


@dataclass(frozen=True, slots=True)
class Beat:
    """One regular job: its dotted name and how many seconds lie between two slots."""

    job: str
    every: int


BEATS = (
    Beat(queue.SWEEP_NOTICES, 60),
    Beat(queue.RECEIPTS, 60),
    Beat(queue.CHECK_ALARMS, 60),
    Beat(queue.INBOUND, 60),
    Beat(queue.TIDY, 600),
    Beat(queue.RECOUNT, 600),
    Beat(queue.REQUESTS, 600),
    Beat(queue.QUESTIONS, 600),
    Beat(queue.MORNING, 600),
    Beat(queue.SILENCE, 600),
    Beat(queue.PHOTOS, 600),
)
RECOVER_EVERY = 60


def strike(redis: Redis, beats: tuple[Beat, ...], at: float) -> list[str]:
    """Enqueue every job whose slot at `at` (Unix seconds) nobody has taken yet; returns their ids.

    Raises RedisError when Redis is away: the slot is then tried again until it is over.
    """
    bell = queue.queue_at(redis)
    rung = []
    for beat in beats:
        slot = int(at) // beat.every
        if redis.set(f"nivaran:slot:{beat.job}:{slot}", "1", nx=True, ex=beat.every * 2):
            rung += _enqueue(bell, beat, f"{beat.job.replace('.', '-')}-{slot}")
    return rung


def _enqueue(bell: Queue, beat: Beat, job_id: str) -> list[str]:
    try:
        bell.enqueue(
            beat.job,
            job_id=job_id,
            unique=True,
            ttl=beat.every * 2,  # after an hour without a worker nobody needs sixty sweeps
            result_ttl=beat.every * 2,
            failure_ttl=queue.FAILURE_SECONDS,
            description=beat.job,
        )
    except DuplicateJobError:
        return []
    return [job_id]


def recover(redis: Redis) -> None:
    """Let go of jobs whose worker was killed: an idle RQ worker would not look for several minutes."""
    queue.queue_at(redis).started_job_registry.cleanup()


def run(redis: Redis, stop: threading.Event, *, beats: tuple[Beat, ...] = BEATS, pause: float = 1.0) -> None:
    """Strike until told to stop. Survives Redis being killed, saying so once per outage."""
    reachable = True
    recover_at = 0.0
    while not stop.is_set():
        try:
            strike(redis, beats, time.time())
            if time.monotonic() >= recover_at:
                recover(redis)
                recover_at = time.monotonic() + RECOVER_EVERY
            if not reachable:
                log.info("redis_back")
            reachable = True
        except (RedisError, OSError) as error:
            if reachable:
                log.warning("redis_unreachable", error=type(error).__name__)
            reachable = False
        stop.wait(pause)


def main() -> None:
    """The clock's own process."""
    settings = Settings.from_env(os.environ)
    log_plainly(json=settings.env == "production")
    stop = threading.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda *_: stop.set())
    run(queue.connection(settings.redis_url), stop)


if __name__ == "__main__":
    main()
