"""The clock: one job per slot however many clocks run, and no death with Redis."""

import threading
from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from redis import Redis
from redis.exceptions import RedisError
from rq.job import JobStatus
from structlog.testing import capture_logs

from app import queue
from jobs import schedule
from jobs.schedule import Beat
from tests.jobs.conftest import RedisBox, eventually

MINUTE = Beat("jobs.notices.sweep", 60)
EVERY_SECOND = Beat("jobs.notices.sweep", 1)
NOON = 1_790_000_000.0 // 600 * 600


def bell(box: RedisBox) -> Redis:
    return queue.connection(box.url)


def job_ids(box: RedisBox) -> list[str]:
    return list(queue.queue_at(bell(box)).job_ids)


@contextmanager
def clocks(box: RedisBox, number: int) -> Iterator[list[threading.Thread]]:
    stop = threading.Event()
    threads = [
        threading.Thread(target=schedule.run, args=(bell(box), stop), kwargs={"beats": (EVERY_SECOND,), "pause": 0.02})
        for _ in range(number)
    ]
    for thread in threads:
        thread.start()
    try:
        yield threads
    finally:
        stop.set()
        for thread in threads:
            thread.join(5)


def test_one_job_per_slot(redis_box: RedisBox) -> None:
    redis = bell(redis_box)
    assert len(schedule.strike(redis, (MINUTE,), NOON)) == 1
    assert schedule.strike(redis, (MINUTE,), NOON + 59) == []
    assert len(schedule.strike(redis, (MINUTE,), NOON + 60)) == 1
    assert len(job_ids(redis_box)) == 2


def test_the_regular_jobs_and_their_pace(redis_box: RedisBox) -> None:
    redis = bell(redis_box)
    for minute in range(20):
        schedule.strike(redis, schedule.BEATS, NOON + minute * 60)
    names = [job.func_name for job in queue.queue_at(redis).jobs]
    assert names.count("jobs.notices.sweep") == 20
    assert names.count("jobs.escalation.check") == 20
    assert names.count("jobs.housekeeping.tidy") == 2


def test_a_lost_slot_mark_still_gives_one_job(redis_box: RedisBox) -> None:
    redis = bell(redis_box)
    schedule.strike(redis, (MINUTE,), NOON)
    for key in redis.scan_iter("nivaran:slot:*"):
        redis.delete(key)
    assert schedule.strike(redis, (MINUTE,), NOON) == []
    assert len(job_ids(redis_box)) == 1


def test_two_clocks_over_a_killed_redis(redis_box: RedisBox) -> None:
    with capture_logs() as lines, clocks(redis_box, 2) as threads:
        assert eventually(lambda: len(job_ids(redis_box)) >= 2)
        redis_box.kill()
        assert eventually(lambda: [line["event"] for line in lines].count("redis_unreachable") == 2)
        redis_box.start()
        before = len(job_ids(redis_box))
        assert eventually(lambda: len(job_ids(redis_box)) > before)
        assert all(thread.is_alive() for thread in threads)
    ids = job_ids(redis_box)
    assert len(ids) == len(set(ids))
    assert [line["event"] for line in lines].count("redis_back") == 2


def test_a_dead_redis_is_said_to_the_caller(redis_box: RedisBox) -> None:
    redis = bell(redis_box)
    redis_box.kill()
    with pytest.raises((RedisError, OSError)):
        schedule.strike(redis, (MINUTE,), NOON)


def test_a_job_left_by_a_killed_worker_is_let_go(redis_box: RedisBox) -> None:
    redis = bell(redis_box)
    the_queue = queue.queue_at(redis)
    job = the_queue.enqueue("jobs.notices.sweep")
    job.set_status(JobStatus.STARTED)
    registry = the_queue.started_job_registry
    redis.zadd(registry.key, {f"{job.id}:gone": 1})
    schedule.recover(redis)
    assert registry.get_job_ids(cleanup=False) == []
    assert job.id in the_queue.failed_job_registry.get_job_ids(cleanup=False)
