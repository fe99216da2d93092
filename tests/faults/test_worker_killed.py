"""kill -9 at every step of sending: nothing is missing, and what went out twice carries its mark (faults.md row 1).

The real worker, Redis and Kannel. Nobody hears receipts here: that is the worst case, where only the mark tells.
"""

from __future__ import annotations

import os
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
import time_machine
from flask import Flask
from sqlalchemy import func, select

from app import queue
from app.extensions import db
from app.models.notice import Notice
from jobs.runtime import looking
from tests.conftest import MakeApp
from tests.faults.mortal import POINTS
from tests.jobs.conftest import eventually
from tests.kannel.line import Line, line, one_line
from tests.office import Office, make_office, register_and_mark
from tests.redis_server import RedisServer

__all__ = ["line", "one_line"]

ROOT = Path(__file__).parent.parent.parent
NOON = datetime(2026, 9, 1, 6, 30, tzinfo=UTC)
# The centre has it twice only where it was taken and we had not written that down; the mark is put where we cannot
# know, also where in truth nothing had left.
TWICE = {"after_accept", "before_commit"}
MARKED = TWICE | {"before_http"}
AT_ONCE = len(POINTS) + 2
PATIENCE = 240.0  # six workers start anew; on a busy machine each takes its time


@pytest.fixture
def web(make_app: MakeApp, sqlite_url: str, redis_server: RedisServer, line: Line, tmp_path: Path) -> Iterator[Flask]:
    with time_machine.travel(NOON, tick=True):
        yield make_app(sqlite_url, REDIS_URL=redis_server.url, **line.told)


@pytest.fixture
def deaths(web: Flask, sqlite_url: str, redis_server: RedisServer, line: Line, tmp_path: Path) -> Iterator[Path]:
    """The folder in which deaths are laid out; the worker that meets them runs."""
    folder = tmp_path / "deaths"
    folder.mkdir()
    told = {"REDIS_URL": redis_server.url, "DATABASE_URL": sqlite_url, "NIVARAN_ENV": "test", **line.told}
    keeper = subprocess.Popen(
        [sys.executable, "-m", "tests.faults.mortal", datetime.now(UTC).isoformat(), str(folder)],
        cwd=ROOT, env={**os.environ, **told, "NIVARAN_HOME": str(tmp_path / "home")},
    )  # fmt: skip
    yield folder
    keeper.kill()  # its worker is tied to it
    keeper.wait(timeout=10)


def all_taken() -> bool:
    """Ring, as the clock does, until nothing is on its way any more."""
    time.sleep(0.1)
    queue.ring_now(queue.SWEEP_NOTICES)
    with looking():
        left = set(db.session.scalars(select(Notice.state)))
    return left <= {"accepted", "delivered"}


def owe(office: Office, loop: int) -> None:
    for no in range(AT_ONCE):  # each its own number; its last digits are those of a phone in a good mood
        register_and_mark(db.session, office, at=datetime.now(UTC), no=10_000 * loop + 100 * no + 42)
    db.session.commit()


def run(office: Office, deaths: Path, line: Line, loop: int) -> Counter[tuple[str, str]]:
    """One message for every point, and two that nobody disturbs. What was counted, by point and kind."""
    for point in POINTS:
        (deaths / point).touch()
    (deaths / "died").write_text("")
    line.centre.forget()
    owe(office, loop)
    assert eventually(all_taken, PATIENCE)
    assert db.session.scalar(select(func.count()).select_from(Notice)) == loop * AT_ONCE
    rows = {row.id: row for row in db.session.scalars(select(Notice).order_by(Notice.id.desc()).limit(AT_ONCE))}
    died = {int(key): point for point, key in (row.split() for row in (deaths / "died").read_text().splitlines())}
    assert set(died.values()) == set(POINTS), "each point killed a worker"
    count: Counter[tuple[str, str]] = Counter()
    expected = AT_ONCE + len(TWICE)
    assert line.centre.wait_for(lambda: len(line.centre.messages) >= expected, 10)
    for key, notice in rows.items():
        point = died.get(key, "none")
        arrived = [one for one in line.centre.to(notice.to_number) if one.text == notice.rendered]
        assert len(line.centre.to(notice.to_number)) == len(arrived) == 1 + (point in TWICE), point
        assert notice.is_possible_duplicate == (point in MARKED), point
        count += Counter({(point, "owed"): 1, (point, "arrived"): len(arrived)})
        count[point, "marked"] += notice.is_possible_duplicate
    assert len(line.centre.messages) == expected
    db.session.rollback()  # nothing is kept open; the office is needed again
    return count


def table(count: Counter[tuple[str, str]]) -> str:
    kinds = ("owed", "arrived", "marked")
    rows = [f"{'worker killed':<16}" + "".join(f"{kind:>10}" for kind in kinds)]
    rows += [f"{at:<16}" + "".join(f"{count[at, kind]:>10}" for kind in kinds) for at in (*POINTS, "none")]
    return "\n".join(rows)


def repeat(web: Flask, deaths: Path, line: Line, loops: int) -> Counter[tuple[str, str]]:
    count: Counter[tuple[str, str]] = Counter()
    with web.app_context():
        office = make_office(db.session, NOON)
        office.people["officer"].phone = None  # one message a complaint
        db.session.commit()
        for loop in range(1, loops + 1):
            count += run(office, deaths, line, loop)
    return count


@pytest.mark.parametrize("loops", [1, pytest.param(20, marks=pytest.mark.long)])
def test_nothing_is_missing_and_what_is_doubled_is_marked(
    web: Flask, deaths: Path, line: Line, loops: int, capsys: pytest.CaptureFixture[str]
) -> None:
    count = repeat(web, deaths, line, loops)
    total: Callable[[str], int] = lambda kind: sum(count[at, kind] for at in (*POINTS, "none"))  # noqa: E731
    assert total("owed") == loops * AT_ONCE
    assert total("arrived") == total("owed") + sum(count[at, "marked"] for at in TWICE)
    with capsys.disabled():
        print(f"\n{table(count)}")
