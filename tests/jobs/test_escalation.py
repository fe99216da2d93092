"""The round of the alarms: everything due climbs once, none starves, a broken row holds up nobody."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

import pytest
import time_machine
from flask import Flask
from sqlalchemy import func, select
from sqlalchemy.exc import OperationalError
from structlog.testing import capture_logs

from app.complaints import chain
from app.extensions import db
from app.models.complaint import Complaint, Stint
from app.models.event import Event
from app.models.notice import Notice
from jobs import escalation
from tests.office import Office, make_office, register_and_mark, register_one

NOON = datetime(2026, 9, 1, 6, 30, tzinfo=UTC)
LATE = NOON + timedelta(days=5)  # the acknowledgement, three working days, is missed
MANY = 60


@pytest.fixture
def office(any_app: Flask) -> Iterator[Office]:
    with any_app.app_context():
        yield make_office(db.session, NOON)
        db.session.remove()


def fill(office: Office, count: int) -> list[int]:
    ids = [register_and_mark(db.session, office, at=NOON, no=no).id for no in range(1, count + 1)]
    db.session.commit()
    return ids


def check(at: datetime) -> int:
    with time_machine.travel(at, tick=False):
        return escalation.check()


def levels() -> list[int]:
    db.session.rollback()
    return list(db.session.scalars(select(Complaint.level).order_by(Complaint.id)))


def raised() -> int:
    return db.session.scalar(select(func.count()).select_from(Event).where(Event.action == "escalate")) or 0


def test_before_the_time_nothing_climbs(office: Office) -> None:
    fill(office, 2)
    assert check(NOON + timedelta(days=1)) == 0
    assert levels() == [1, 1]


def test_none_of_many_starves_and_a_second_run_does_nothing(office: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(escalation, "BATCH", MANY // 5)
    fill(office, MANY)
    assert check(LATE) == MANY
    assert check(LATE) == 0
    assert levels() == [2] * MANY
    assert raised() == MANY
    assert chain.verify(db.session, office.district.id) is None


def test_a_case_climbs_one_level_a_run_however_late_it_is(office: Office) -> None:
    fill(office, 1)
    years = NOON + timedelta(days=300)
    assert check(years) == 1
    assert levels() == [2]


def test_it_climbs_to_the_head_and_then_the_dc_watches(office: Office) -> None:
    (complaint_id,) = fill(office, 1)
    at = NOON
    for _ in range(6):
        alarm = db.session.scalars(select(Complaint.alarm_at)).one()
        if alarm is None:
            break
        at = alarm
        assert check(at) == 1
    complaint = db.session.get_one(Complaint, complaint_id, populate_existing=True)
    assert (complaint.level, complaint.is_dc_watch, complaint.post_id) == (3, True, office.posts["hod"].id)
    assert complaint.alarm_at is None, "nobody is above: the review takes over"
    assert raised() == 3
    posts = db.session.scalars(select(Stint.post_id).where(Stint.complaint_id == complaint_id, Stint.level > 0))
    assert set(posts) == {office.posts[code].id for code in ("officer", "sdm", "hod")}
    told = set(db.session.scalars(select(Notice.template_key)))
    assert told >= {"S07", "O03"}


def test_what_the_cell_does_not_mark_is_told_to_the_nodal_officer_once(office: Office) -> None:
    rang = register_one(db.session, office, at=NOON).alarm_at
    db.session.commit()
    assert rang is not None
    assert check(rang) == 1
    assert check(LATE + timedelta(days=30)) == 0
    nodal = office.people["nodal"].id
    assert db.session.scalars(select(Notice.person_id).where(Notice.template_key == "O03")).all() == [nodal]


def test_a_broken_row_is_put_off_and_the_rest_go_on(office: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(escalation, "BATCH", 2)
    ids = fill(office, 5)
    db.session.get_one(Complaint, ids[0]).profile = "no such profile"
    db.session.commit()
    with capture_logs() as lines, pytest.raises(KeyError):
        check(LATE)
    assert [(line["event"], line["key"]) for line in lines if "key" in line] == [("escalation_failed", str(ids[0]))]
    assert levels() == [1, 2, 2, 2, 2]
    assert db.session.get_one(Complaint, ids[0]).alarm_at == LATE + timedelta(hours=1)
    assert check(LATE + timedelta(minutes=1)) == 0
    db.session.get_one(Complaint, ids[0]).profile = "standard"
    db.session.commit()
    assert check(LATE + timedelta(hours=1)) == 1
    assert levels() == [2] * 5


def test_a_crowd_at_the_database_puts_no_complaint_off(office: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    (complaint_id,) = fill(office, 1)
    rang = db.session.get_one(Complaint, complaint_id).alarm_at
    db.session.commit()

    def never_had(*_args: object, **_rest: object) -> bool:
        raise OperationalError("BEGIN IMMEDIATE", {}, sqlite3.OperationalError("database is locked"))

    with monkeypatch.context() as for_now:
        for_now.setattr(escalation, "escalate", never_had)
        with capture_logs(), pytest.raises(OperationalError):
            check(LATE)
    assert db.session.get_one(Complaint, complaint_id).alarm_at == rang
    assert check(LATE) == 1


def test_a_department_without_a_ladder_goes_to_the_dc_at_once(office: Office) -> None:
    (complaint_id,) = fill(office, 1)
    complaint = db.session.get_one(Complaint, complaint_id)
    for post in office.posts.values():
        post.valid_to = NOON + timedelta(hours=1)
    db.session.commit()
    assert check(LATE) == 1
    db.session.refresh(complaint)
    assert (complaint.level, complaint.is_dc_watch, complaint.alarm_at) == (1, True, None)
