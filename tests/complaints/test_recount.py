"""THE CASEBOOK on both databases: a day ordered off moves decisions that are awaited, and reports that are owed."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime, timedelta

import pytest
from flask import Flask
from sqlalchemy import select

from app.complaints import requests
from app.complaints.actions import extend
from app.complaints.actions.recount import calendar_changed
from app.complaints.actor import system
from app.domain.calendar import ist_date
from app.extensions import db
from app.models.complaint import Complaint
from app.models.morning import ProgressReport
from app.models.office import Holiday
from app.models.report import Report, Request
from tests.complaints.way import HOUR, START, accepted, reported
from tests.office import Office, make_office

DAY = timedelta(days=1)
WHY = "सीमेंट अगले हफ़्ते आएगा, तब काम होगा"


@pytest.fixture
def office(any_app: Flask) -> Iterator[Office]:
    with any_app.app_context():
        yield make_office(db.session, START)


def ordered_off(office: Office, on: date, at: datetime) -> None:
    db.session.add(
        Holiday(district_id=office.district.id, on=on, name_hi="बाढ़", name_en="Flood", kind="emergency",
                order_no="DC/1", valid_from=at)
    )  # fmt: skip
    db.session.flush()
    calendar_changed(db.session, by=office.actors["nodal"], at=at)


def test_the_approver_gets_the_day_that_was_ordered_off(office: Office) -> None:
    complaint = reported(db.session, office)  # on a Monday: to be decided by Wednesday
    row = db.session.scalars(select(Report)).one()
    before, due = row.approval_due_at, complaint.due_at
    assert before is not None
    complaint.due_at = complaint.ack_due_at = None  # only the decision lies ahead
    ordered_off(office, ist_date(before), START + 5 * HOUR)
    assert row.approval_due_at == before + DAY
    ordered_off(office, ist_date(before) + 7 * DAY, START + 6 * HOUR)
    assert row.approval_due_at == before + DAY
    ordered_off(office, ist_date(before) + DAY, before + 2 * DAY)
    assert row.approval_due_at == before + DAY, "what is over stays"
    assert due is not None


def asked(office: Office) -> tuple[Complaint, Request]:
    complaint = accepted(db.session, office)
    row = extend.ask(db.session, complaint.id, days=3, reason_code="material", text=WHY, by=office.actors["officer"],
                     at=START + 2 * HOUR)  # fmt: skip
    return complaint, row


def test_whoever_decides_a_request_gets_it_too(office: Office) -> None:
    _complaint, row = asked(office)
    before = row.decide_by
    assert before is not None
    ordered_off(office, ist_date(before), START + 3 * HOUR)
    assert row.decide_by == before + DAY


def test_a_request_that_was_passed_on_is_counted_from_then(office: Office) -> None:
    complaint, row = asked(office)
    row.kind, row.data = "merge", {**row.data, "parent_id": complaint.id}
    first = row.decide_by
    assert first is not None
    assert requests.lapse(db.session, complaint.id, row.id, by=system(office.district.id), at=first)
    second = row.decide_by
    assert second is not None
    assert second > first
    ordered_off(office, ist_date(second), first + 2 * HOUR)
    assert row.decide_by == second + DAY


def test_an_owed_report_is_not_owed_on_a_closed_day(office: Office) -> None:
    accepted(db.session, office)
    row = db.session.scalars(select(ProgressReport)).one()
    before = row.due_on
    ordered_off(office, before, START + 2 * HOUR)
    assert row.due_on == before + DAY
