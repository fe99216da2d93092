"""After an outage: all that is overdue climbs in one run, one level, once, with two workers at it; nobody starves."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
import time_machine
from flask import Flask
from sqlalchemy import func, select

from app.complaints import chain, ledger_check
from app.extensions import db
from app.models.complaint import Complaint, Stint
from app.models.event import Event
from app.models.morning import Digest
from app.models.notice import Notice
from jobs import escalation, morning
from tests.jobs import racing
from tests.office import Office, make_office, register_and_mark

TUESDAY = datetime(2026, 9, 8, 5, 0, tzinfo=UTC)
BACK = datetime(2026, 9, 22, 5, 0, tzinfo=UTC)  # two weeks later: every deadline of theirs is over
CHECK, MORNING = "jobs.escalation.check", "jobs.morning.run"
MINUTE = timedelta(minutes=1)
COUNTS = [pytest.param(60, id="60"), pytest.param(10_000, id="10000", marks=pytest.mark.long)]


@pytest.fixture
def office(any_app: Flask) -> Iterator[Office]:
    with any_app.app_context():
        yield make_office(db.session, TUESDAY - timedelta(days=1))
        db.session.remove()


def fill(office: Office, count: int) -> None:
    """Marked minute by minute, so that some are later than others."""
    for no in range(1, count + 1):
        register_and_mark(db.session, office, at=TUESDAY + no % 300 * MINUTE, no=no)
        if no % 500 == 0:
            db.session.commit()
    db.session.commit()


def workers(job: str, tmp_path: Path, database_url: str) -> list[racing.subprocess.Popen[str]]:
    return [racing.start(job, BACK, home=tmp_path / "home", database_url=database_url) for _ in range(2)]


def count(model: type, *where: object) -> int:
    return db.session.scalar(select(func.count()).select_from(model).where(*where)) or 0  # type: ignore[arg-type]


@pytest.mark.parametrize("many", COUNTS)
def test_two_workers_catch_up_and_nothing_is_doubled_or_left(
    office: Office, tmp_path: Path, database_url: str, many: int
) -> None:
    fill(office, many)
    assert racing.go(workers(CHECK, tmp_path, database_url), seconds=1800) == [0, 0]
    db.session.rollback()
    assert Counter(db.session.scalars(select(Complaint.level))) == {2: many}, "one level, and none is left behind"
    raised = db.session.scalars(select(Event.complaint_id).where(Event.action == "escalate")).all()
    assert len(raised) == len(set(raised)) == many
    assert count(Stint, Stint.raised_from_id.is_not(None)) == many
    assert count(Notice, Notice.template_key == "S07") == many
    assert count(Notice, Notice.template_key == "O03") == 0, "no burst"
    assert chain.verify(db.session, office.district.id) is None
    assert list(ledger_check.verify(db.session, office.district.id)) == []
    db.session.rollback()
    assert racing.go(workers(MORNING, tmp_path, database_url), seconds=600) == [0, 0]
    db.session.rollback()
    people = db.session.scalars(select(Digest.person_id)).all()
    assert len(people) == len(set(people)), "one digest for each officer"
    assert {office.people["officer"].id, office.people["sdm"].id} <= set(people)


def test_lateness_is_counted_from_the_true_deadline(office: Office) -> None:
    complaint = register_and_mark(db.session, office, at=TUESDAY)
    due = complaint.due_at
    db.session.commit()
    with time_machine.travel(BACK, tick=False):
        assert escalation.check() == 1
        assert escalation.check() == 0, "one level a run: the next clock has just begun"
    first = db.session.scalars(select(Stint).where(Stint.level == 1)).one()
    assert (first.due_at, first.to_at) == (due, BACK), "seven days late, and so it stays written"
    assert complaint.due_at is not None
    assert complaint.due_at > BACK


def test_ten_runs_with_the_same_due_heap_starve_nobody(office: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(escalation, "BATCH", 5)
    monkeypatch.setattr(escalation, "AT_MOST", 10)
    fill(office, 40)
    for _ in range(4):
        with time_machine.travel(BACK, tick=False):
            assert escalation.check() == 10
    db.session.rollback()
    assert set(db.session.scalars(select(Complaint.level))) == {2}


def test_the_morning_waits_until_the_last_of_them_has_climbed(office: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(escalation, "BATCH", 5)
    monkeypatch.setattr(escalation, "AT_MOST", 5)
    fill(office, 12)
    told = []
    for minutes in (0, 10, 20):
        with time_machine.travel(BACK + minutes * MINUTE, tick=False):
            told.append(morning.run()["digests"])
    assert told == [0, 0, 2]
