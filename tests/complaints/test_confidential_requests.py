"""THE CASEBOOK, tests: a confidential complaint is decided on by somebody who may see it (decision 0022)."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from flask import Flask

from app.complaints import requests
from app.complaints.actions import contact
from app.complaints.actor import system
from app.domain.policy import Forbidden
from app.extensions import db
from app.models.complaint import Complaint
from app.models.report import Report, Request
from tests.complaints.asked import NEW, THEN, WHY, asks_days, asks_transfer, say, second_department, spoken
from tests.complaints.way import HOUR, START, reported
from tests.office import Office, make_office


@pytest.fixture
def office(app: Flask) -> Iterator[Office]:
    with app.app_context():
        yield make_office(db.session, START)
        db.session.remove()


def secret(complaint: Complaint) -> Complaint:
    complaint.is_confidential = True
    db.session.flush()
    return complaint


def asked(office: Office, row: Request) -> str:
    return next((code for code, post in office.posts.items() if post.id == row.decider_post_id), "another department")


def night(office: Office) -> list[bool]:
    """What the night watch does with what it finds, minutes after the request was made."""
    by, at = system(office.district.id), THEN + HOUR
    return [requests.lapse(db.session, *key, by=by, at=at) for key in requests.overdue(db.session, at, 10)]


def test_a_confidential_transfer_is_put_before_the_nodal_officer_and_granted(office: Office) -> None:
    other, complaint = second_department(db.session, office), secret(spoken(db.session, office))
    row = asks_transfer(db.session, complaint, other, office.actors["officer"], THEN)
    assert asked(office, row) == "nodal"
    assert [r.id for r in requests.waiting_for(db.session, office.actors["nodal"], THEN)] == [row.id]
    with pytest.raises(Forbidden), db.session.begin_nested():
        say(row, other.actors["hod"])
    say(row, office.actors["nodal"])
    assert (row.decision, complaint.department_id) == ("granted", other.department.id)


def test_more_days_for_a_confidential_one_are_asked_of_the_nodal_officer(office: Office) -> None:
    complaint = secret(spoken(db.session, office))
    assert asked(office, asks_days(db.session, complaint, office.actors["officer"], THEN)) == "nodal"


def test_what_becomes_confidential_goes_at_once_to_who_may_see_it(office: Office) -> None:
    other, complaint = second_department(db.session, office), spoken(db.session, office)
    row = asks_transfer(db.session, complaint, other, office.actors["officer"], THEN)
    assert row.decider_post_id == other.posts["hod"].id
    assert night(office) == [], "its time is not over"
    secret(complaint)
    assert requests.waiting_for(db.session, other.actors["hod"], THEN) == []
    assert night(office) == [True]
    assert (asked(office, row), row.decision) == ("nodal", None)
    assert night(office) == [], "passed on once"
    say(row, office.actors["nodal"])
    assert row.decision == "granted"


def test_what_lay_with_the_cell_too(office: Office) -> None:
    complaint = spoken(db.session, office)
    row = contact.ask(db.session, complaint.id, mobile=NEW, text=WHY, by=office.actors["officer"], at=THEN)
    assert asked(office, row) == "cell"
    secret(complaint)
    assert night(office) == [True]
    assert (asked(office, row), row.decision) == ("nodal", None)


def test_its_report_waits_for_the_nodal_officer(office: Office) -> None:
    open_one = reported(db.session, office)
    approver = {row.complaint_id: row.approver_post_id for row in db.session.query(Report)}
    assert approver[open_one.id] == office.posts["hod"].id
    office.category.is_confidential = True
    db.session.flush()
    hidden = reported(db.session, office, no=2)
    assert hidden.is_confidential
    approver = {row.complaint_id: row.approver_post_id for row in db.session.query(Report)}
    assert approver[hidden.id] == office.posts["nodal"].id
