"""Two worker processes and one set of due complaints: each climbs exactly once, whoever is killed on the way."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy import func, select

from app.complaints import chain
from app.extensions import db
from app.models.complaint import Complaint, Stint
from app.models.event import Event
from app.models.notice import Notice, NoticeEvent
from app.notices.limits import A_DAY
from jobs.runtime import looking
from tests.jobs import racing
from tests.office import Office, make_office, register_and_mark

NOON = datetime(2026, 9, 1, 6, 30, tzinfo=UTC)
LATE = NOON + timedelta(days=7)
MANY = 40
CHECK, SWEEP = "jobs.escalation.check", "jobs.notices.sweep"


@pytest.fixture
def office(any_app: Flask) -> Iterator[Office]:
    with any_app.app_context():
        made = make_office(db.session, NOON)
        for no in range(1, MANY + 1):
            register_and_mark(db.session, made, at=NOON, no=no)
        db.session.commit()
        yield made
        db.session.remove()


def worker(job: str, tmp_path: Path, database_url: str) -> racing.subprocess.Popen[str]:
    return racing.start(job, LATE, home=tmp_path / "home", database_url=database_url)


def held_once(office: Office) -> None:
    """Every complaint has climbed once, in one stint, with one event and one notice to each; the chain is whole."""
    db.session.rollback()
    assert set(db.session.scalars(select(Complaint.level))) == {2}
    events = db.session.scalars(select(Event.complaint_id).where(Event.action == "escalate")).all()
    assert len(events) == len(set(events)) == MANY
    assert db.session.scalar(select(func.count()).select_from(Stint).where(Stint.raised_from_id.is_not(None))) == MANY
    assert db.session.scalar(select(func.count()).select_from(Notice).where(Notice.template_key == "S07")) == MANY
    assert chain.verify(db.session, office.district.id) is None


def test_two_workers_raise_each_complaint_once(office: Office, tmp_path: Path, database_url: str) -> None:
    assert racing.go([worker(CHECK, tmp_path, database_url) for _ in range(2)]) == [0, 0]
    held_once(office)


def test_a_worker_killed_in_the_middle_is_finished_by_the_next(
    office: Office, tmp_path: Path, database_url: str
) -> None:
    first, second = (worker(CHECK, tmp_path, database_url) for _ in range(2))
    assert first.stdin is not None
    first.stdin.write("go\n")
    first.stdin.flush()
    for _ in range(1000):
        with looking():
            begun = db.session.scalar(select(func.count()).select_from(Event).where(Event.action == "escalate"))
        if begun:
            break
    first.kill()
    assert first.wait(timeout=10) == -9, "it was still at work"
    assert racing.go([second]) == [0]
    held_once(office)


def test_two_workers_send_each_notice_once(office: Office, tmp_path: Path, database_url: str) -> None:
    assert racing.go([worker(SWEEP, tmp_path, database_url) for _ in range(2)]) == [0, 0]
    db.session.rollback()
    ends = Counter((notice.audience, notice.state, notice.attempts) for notice in db.session.scalars(select(Notice)))
    assert ends.pop(("complainant", "delivered", 1)) == MANY
    heard = ends.pop(("officer", "delivered", 1))  # one officer, forty complaints: the day's share, then the digest
    assert A_DAY <= heard <= A_DAY + 1, "two workers may both see the last place free"
    assert ends == {("officer", "cancelled", 0): MANY - heard}
    accepted = select(func.count()).select_from(NoticeEvent).where(NoticeEvent.kind == "accepted")
    assert db.session.scalar(accepted) == MANY + heard
