"""THE TESTS: deadlines found by hand = stored = counted again by the ledger = counted by a second, separate count."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta

import pytest
from flask import Flask
from sqlalchemy import select

from app.complaints import ledger, ledger_check, stints
from app.extensions import db
from app.models.complaint import Stint
from app.models.event import ClockEvent
from tests.clock import replay
from tests.clock.cases import CASES, Case
from tests.clock.doing import Doing, instant
from tests.conftest import build_app, dispose

ALTERED = {
    "the moment": lambda event: setattr(event, "at", event.at + timedelta(days=2)),
    "the days": lambda event: setattr(event, "days", (event.days or 0) + 1),
    "the kind of days": lambda event: setattr(event, "data", {**event.data, "working": not event.data.get("working")}),
    "the date it led to": lambda event: setattr(event, "due_after", event.due_after + timedelta(days=1)),
}


@pytest.fixture(scope="module", params=["sqlite", "postgresql"])
def shared(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Flask]:
    """One migrated database for the whole table; each case is rolled back."""
    import shutil

    folder = tmp_path_factory.mktemp("by-hand")
    server = None
    if request.param == "sqlite":
        shutil.copyfile(request.getfixturevalue("migrated_sqlite"), folder / "nivaran.db")
        url = f"sqlite:///{folder / 'nivaran.db'}"
    else:
        server = request.getfixturevalue("postgres_server")
        template = request.getfixturevalue("migrated_postgres")
        url = server.create("by_hand", template=template)
    app = build_app(folder, url)
    yield app
    dispose(app)
    if server is not None:
        server.drop("by_hand")


@pytest.fixture
def do(shared: Flask) -> Iterator[type[Doing]]:
    with shared.app_context():
        yield lambda case: Doing(db.session, case)  # type: ignore[misc]
        db.session.rollback()
        db.session.remove()


def told(at: datetime | None) -> str:
    return (at + timedelta(hours=5, minutes=30)).strftime("%d-%m-%y %H:%M") if at else ""


def second_count(done: Doing) -> tuple[datetime, datetime | None]:
    """Due and acknowledgement by the separate count, from the rows alone."""
    rows = list(
        db.session.scalars(select(ClockEvent).where(ClockEvent.complaint_id == done.now.id).order_by(ClockEvent.id))
    )
    if done.now.holder == "cell":  # what a marking began that was taken back counts for nothing
        at_cell = set(db.session.scalars(select(Stint.id).where(Stint.holder == "cell")))
        rows = [row for row in rows if row.stint_id in at_cell]
    if not any(row.kind == "start" for row in rows):  # the cell: one working day from the moment of registering
        first = ClockEvent(kind="start", at=done.now.received_at, days=1, data={"working": True})
        return replay.due([first, *rows], done.orders), None
    begun = max(n for n, row in enumerate(rows) if row.kind == "start")
    stint = db.session.scalars(select(Stint).where(Stint.complaint_id == done.now.id, Stint.to_at.is_(None))).one()
    clock = rows[begun:]
    return replay.due(clock, done.orders), replay.to_accept(clock, done.orders, stint.acknowledged_at)


def test_there_are_forty() -> None:
    assert len(CASES) >= 40
    assert len({case.name for case in CASES}) == len(CASES)


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_the_hand_the_store_and_both_counts_agree(case: Case, do: type[Doing]) -> None:
    done = do(case)  # type: ignore[call-arg,arg-type]
    stored = done.now
    assert told(stored.due_at) == case.due
    if case.accept:
        assert told(stored.ack_due_at) == case.accept
    account = ledger.every(db.session, stored)[-1]
    assert (account.deadline.due, account.differs) == (stored.due_at, "")
    due, accept = second_count(done)
    assert told(due) == case.due
    assert accept == stored.ack_due_at
    assert (
        sum(line.days for line in account.deadline.lines)
        == (instant(case.due).date() - instant(_began(done)).date()).days
    )
    assert list(ledger_check.verify(db.session, stored.district_id)) == []


def _began(done: Doing) -> str:
    """When the clock that runs began, on an Indian clock; noon, so that the day is the Indian one."""
    account = ledger.every(db.session, done.now)[-1]
    starts = [event.at for event in account.events if event.kind == "start"]
    return told(starts[0] if starts else done.now.received_at)[:8] + " 12:00"


RICH = next(case for case in CASES if case.name == "a pause and an extension end on a Sunday")
CALENDAR = next(case for case in CASES if case.name == "a day ordered off ahead")
CATEGORY = next(case for case in CASES if case.name == "the cell's correction later counts")


@pytest.mark.parametrize("case", [RICH, CALENDAR, CATEGORY], ids=lambda case: case.name)
@pytest.mark.parametrize("what", ALTERED)
def test_one_altered_row_is_found(case: Case, what: str, do: type[Doing]) -> None:
    done = do(case)  # type: ignore[call-arg,arg-type]
    assert list(ledger_check.verify(db.session, done.now.district_id)) == []
    for key in [row.id for row in ledger.events_of(db.session, done.now.id)]:
        with db.session.begin_nested() as aside:
            ALTERED[what](db.session.get_one(ClockEvent, key))
            db.session.flush()
            found = [number for number, _why in ledger_check.verify(db.session, done.now.district_id)]
            aside.rollback()
        assert found == [done.now.number]


@pytest.mark.parametrize("what", ["the moment", "the days"])
def test_the_second_count_finds_an_altered_row_too(what: str, do: type[Doing]) -> None:
    done = do(CASES[0])  # type: ignore[call-arg,arg-type]
    ALTERED[what](next(row for row in ledger.events_of(db.session, done.now.id) if row.kind == "start"))
    db.session.flush()
    due, accept = second_count(done)
    assert (due, accept) != (done.now.due_at, done.now.ack_due_at)


@pytest.mark.parametrize("kind", ["start", "ack_start", "pause", "resume", "extend"])
def test_one_missing_row_is_found(kind: str, do: type[Doing]) -> None:
    done = do(RICH)  # type: ignore[call-arg,arg-type]
    row = next(row for row in ledger.events_of(db.session, done.now.id) if row.kind == kind)
    db.session.delete(row)
    db.session.flush()
    assert [number for number, _why in ledger_check.verify(db.session, done.now.district_id)] == [done.now.number]
    with pytest.raises((replay.Impossible, AssertionError)):
        assert second_count(done) == (done.now.due_at, done.now.ack_due_at)


def test_a_moved_due_date_is_found(do: type[Doing]) -> None:
    done = do(RICH)  # type: ignore[call-arg,arg-type]
    stint = db.session.scalars(select(Stint).where(Stint.complaint_id == done.now.id, Stint.to_at.is_(None))).one()
    assert stint.due_at is not None
    stint.due_at += timedelta(days=1)
    done.now.due_at = stint.due_at
    db.session.flush()
    assert list(ledger_check.verify(db.session, done.now.district_id)) == [(done.now.number, "due")]


CLIMBED = next(case for case in CASES if case.name == "complex at the head of department")
REOPENED = next(case for case in CASES if case.name == "reopened on a Monday")


@pytest.mark.parametrize("case", [CLIMBED, REOPENED], ids=lambda case: case.name)
@pytest.mark.parametrize("what", ALTERED)
def test_a_row_of_a_level_that_is_over_is_found_too(case: Case, what: str, do: type[Doing]) -> None:
    done = do(case)  # type: ignore[call-arg,arg-type]
    first = next(row for row in ledger.events_of(db.session, done.now.id) if row.kind == "start")
    stint = db.session.get_one(Stint, first.stint_id)
    assert stint.to_at is not None
    ALTERED[what](first)
    db.session.flush()
    assert [number for number, _why in ledger_check.verify(db.session, done.now.district_id)] == [done.now.number]


def test_a_date_of_a_level_that_is_over_is_found_too(do: type[Doing]) -> None:
    done = do(CLIMBED)  # type: ignore[call-arg,arg-type]
    stint = db.session.scalars(select(Stint).where(Stint.complaint_id == done.now.id, Stint.level == 1)).one()
    assert stint.due_at is not None
    stint.due_at += timedelta(days=7)
    db.session.flush()
    assert list(ledger_check.verify(db.session, done.now.district_id)) == [(done.now.number, "due")]


def test_days_added_with_a_seal_made_anew_are_found_by_the_chain(do: type[Doing]) -> None:
    done = do(CASES[0])  # type: ignore[call-arg,arg-type]
    start = next(row for row in ledger.events_of(db.session, done.now.id) if row.kind == "start")
    stint = db.session.get_one(Stint, start.stint_id)
    assert start.due_after is not None
    start.days, start.due_after = 14, start.due_after + timedelta(days=7)
    stint.due_at = done.now.due_at = start.due_after
    seal_anew(start)
    assert list(ledger_check.verify(db.session, done.now.district_id)) == [(done.now.number, "altered")]


def test_more_time_put_in_behind_the_chains_back_is_found(do: type[Doing]) -> None:
    done = do(CASES[0])  # type: ignore[call-arg,arg-type]
    stint = db.session.scalars(select(Stint).where(Stint.complaint_id == done.now.id, Stint.to_at.is_(None))).one()
    before = stint.due_at
    assert before is not None
    stint.due_at = done.now.due_at = before + timedelta(days=6)
    at = stint.from_at + timedelta(hours=1)
    stints.note_clock(db.session, stint, "extend", at, days=6, before=before, after=stint.due_at)
    db.session.flush()
    assert list(ledger_check.verify(db.session, done.now.district_id)) == [(done.now.number, "altered")]


def seal_anew(row: ClockEvent) -> None:
    row.data = {**row.data, "days": row.days, "seal": ""}
    said = {name: getattr(row, name) for name in (*stints.SEALED, "data")}
    row.data = {**row.data, "seal": stints.seal_of(said)}
    db.session.flush()
