"""THE CASEBOOK on both databases: a clock that stood goes on where it stood, and the ledger says the same."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest
from flask import Flask

from app.complaints import pauses
from app.complaints.actions.recount import calendar_changed
from app.complaints.actor import system
from app.complaints.errors import Conflict
from app.complaints.stints import open_stint
from app.domain.calendar import ist_date
from app.extensions import db
from app.models.complaint import Complaint, Stint
from app.models.office import Holiday
from tests.complaints.clockbook import replayed
from tests.complaints.way import HOUR, START, accepted
from tests.office import Office, make_office

DAY = timedelta(days=1)  # START is Monday the 16th: a standard complaint is due on Monday the 23rd


@pytest.fixture
def office(any_app: Flask):
    with any_app.app_context():
        yield make_office(db.session, START)


def running(complaint: Complaint) -> Stint:
    stint = open_stint(db.session, complaint)
    assert stint is not None
    return stint


def stop(complaint: Complaint, office: Office, at: datetime, days: int) -> Stint:
    stint = running(complaint)
    pauses.pause(db.session, stint, reason="ask", until=ist_date(at + days * DAY), by=office.actors["officer"], at=at)
    return stint


def holiday(office: Office, on: datetime, at: datetime) -> None:
    db.session.add(
        Holiday(district_id=office.district.id, on=ist_date(on), name_hi="अवकाश", name_en="Holiday", kind="public",
                valid_from=at)
    )  # fmt: skip
    db.session.flush()


def test_whole_days_are_given_back(office: Office) -> None:
    complaint = accepted(db.session, office)
    stint = stop(complaint, office, START + DAY, 5)
    due = stint.due_at
    assert due is not None
    with pytest.raises(Conflict):
        stop(complaint, office, START + DAY, 5)
    assert pauses.resume(db.session, complaint, stint, by=office.actors["cell"], at=START + 4 * DAY) == 3
    assert stint.due_at == due + 3 * DAY
    assert replayed(db.session, complaint).due == stint.due_at
    with pytest.raises(Conflict):
        pauses.resume(db.session, complaint, stint, by=office.actors["cell"], at=START + 4 * DAY)


def test_the_way_back_leads_over_holidays(office: Office) -> None:
    complaint = accepted(db.session, office)
    stint = stop(complaint, office, START + DAY, 6)
    due = stint.due_at
    assert due is not None
    holiday(office, due + 5 * DAY, START + 2 * DAY)  # Saturday the 28th, a Sunday follows
    assert pauses.resume(db.session, complaint, stint, by=office.actors["cell"], at=START + 6 * DAY) == 5
    assert stint.due_at == due + 7 * DAY
    assert replayed(db.session, complaint).due == stint.due_at


def test_a_holiday_ordered_while_it_stands_counts_too(office: Office) -> None:
    complaint = accepted(db.session, office)
    stint = stop(complaint, office, START + DAY, 4)
    due = stint.due_at
    assert due is not None
    holiday(office, due, START + 2 * DAY)
    calendar_changed(db.session, by=office.actors["admin"], at=START + 2 * DAY)
    assert stint.due_at == due + DAY
    pauses.resume(db.session, complaint, stint, by=office.actors["cell"], at=START + 3 * DAY)
    assert stint.due_at == due + 2 * DAY
    assert replayed(db.session, complaint).due == stint.due_at


def test_an_end_noticed_late_gives_no_more_than_was_agreed(office: Office) -> None:
    complaint = accepted(db.session, office)
    stint = stop(complaint, office, START + DAY, 2)
    due = stint.due_at
    assert due is not None
    assert pauses.resume(db.session, complaint, stint, by=system(office.district.id), at=START + 30 * DAY) == 2
    assert stint.due_at == due + 2 * DAY
    assert replayed(db.session, complaint).due == stint.due_at


def test_two_pauses_add_up(office: Office) -> None:
    complaint = accepted(db.session, office)
    for day in (1, 4):
        stint = stop(complaint, office, START + day * DAY, 5)
        pauses.resume(db.session, complaint, stint, by=office.actors["cell"], at=START + (day + 2) * DAY + HOUR)
    stint = running(complaint)
    assert stint.paused_days == 4
    assert replayed(db.session, complaint).due == stint.due_at
    assert replayed(db.session, complaint).paused_days == 4
