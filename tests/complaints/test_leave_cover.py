"""THE CASEBOOK, tests: while a holder is on leave, what comes goes to the link officer, who really works there."""

from __future__ import annotations

from datetime import timedelta

import pytest
from flask import Flask
from sqlalchemy import select
from sqlalchemy.orm import Session

from app.accounts import charges
from app.complaints import requests
from app.complaints.actions import report
from app.complaints.agenda import Asked
from app.complaints.digest import by_person
from app.complaints.errors import Refused
from app.complaints.placing import in_charge
from app.complaints.stints import open_stint
from app.extensions import db
from app.models.notice import Notice
from app.models.office import Charge
from tests.complaints.asked import asks_days, asks_hold, spoken
from tests.complaints.way import HOUR, START
from tests.office import Office, make_office, register_and_mark, register_one

DAY = timedelta(days=1)


@pytest.fixture
def office(any_app: Flask):  # type: ignore[no-untyped-def]
    with any_app.app_context():
        yield make_office(db.session, START - 10 * DAY)  # type: ignore[arg-type]


def cover(office: Office, who: str, where: str, *, days: int | None = 5, order_no: str | None = None) -> Charge:
    return charges.give(
        db.session, post_id=office.posts[where].id, person_id=office.people[who].id, kind="link", from_at=START,  # type: ignore[arg-type]
        to_at=START + days * DAY if days else None, order_no=order_no, by=office.actors["admin"], at=START,
    )  # fmt: skip


def test_what_is_marked_during_a_leave_is_the_link_officers(office: Office) -> None:
    session: Session = db.session  # type: ignore[assignment]
    cover(office, "caller", "officer")
    complaint = register_and_mark(session, office, at=START + HOUR)
    stint = open_stint(session, complaint)
    assert stint is not None
    assert stint.person_id == office.people["caller"].id
    told = session.scalars(select(Notice).where(Notice.template_key == "O01")).all()
    assert {notice.person_id for notice in told} == {office.people["caller"].id}
    back = register_and_mark(session, office, at=START + 6 * DAY, no=2)
    stint = open_stint(session, back)
    assert stint is not None
    assert stint.person_id == office.people["officer"].id


def test_the_digest_goes_to_who_covers(office: Office) -> None:
    session: Session = db.session  # type: ignore[assignment]
    cover(office, "caller", "officer")
    asked = {office.posts["officer"].id: Asked()}
    assert set(by_person(session, asked, START + DAY)) == {office.people["caller"].id}
    assert set(by_person(session, asked, START + 6 * DAY)) == {office.people["officer"].id}


def test_what_who_covers_for_the_head_asks_or_reports_goes_past_that_chair(office: Office) -> None:
    session: Session = db.session  # type: ignore[assignment]
    cover(office, "officer", "hod")
    officer, hod = office.actors["officer"], office.posts["hod"].id
    complaint = spoken(session, office)
    assert asks_hold(session, complaint, officer, START + 5 * HOUR).decider_post_id == office.posts["nodal"].id
    assert report.approver_of(session, complaint, officer, START + 5 * HOUR) not in (hod, None)
    assert report.approver_of(session, complaint, officer, START + 6 * DAY) == hod


def test_what_another_asks_goes_to_who_covers_for_the_head(office: Office) -> None:
    session: Session = db.session  # type: ignore[assignment]
    cover(office, "caller", "sdm")
    row = asks_days(session, spoken(session, office), office.actors["officer"], START + 5 * HOUR)
    assert row.decider_post_id == office.posts["sdm"].id
    assert in_charge(session, row.decider_post_id, START + 5 * HOUR) == office.people["caller"]


def test_a_standing_link_officer_comes_after_the_holder(office: Office) -> None:
    session: Session = db.session  # type: ignore[assignment]
    with pytest.raises(Refused, match="link_needs"):
        cover(office, "caller", "officer", days=None)
    link = cover(office, "caller", "officer", days=None, order_no="12")
    assert not link.is_leave
    assert in_charge(session, office.posts["officer"].id, START + HOUR) == office.people["officer"]


def test_a_complaint_against_an_absent_officer_is_against_that_officer(office: Office) -> None:
    session: Session = db.session  # type: ignore[assignment]
    cover(office, "caller", "officer")
    complaint = register_one(session, office, at=START + HOUR, against_post_id=office.posts["officer"].id)
    assert complaint.against_person_id == office.people["officer"].id


def test_whoever_comes_into_the_post_takes_back_what_was_asked_for_there(office: Office) -> None:
    session: Session = db.session  # type: ignore[assignment]
    complaint = spoken(session, office)
    asks_days(session, complaint, office.actors["officer"], START + 5 * HOUR)
    cover(office, "caller", "officer")
    next_one = office.actors["officer"].__class__(
        district_id=office.district.id, role=office.actors["officer"].role, person_id=office.people["caller"].id,
        post_id=office.posts["officer"].id, department_id=office.department.id,
    )  # fmt: skip
    row = requests.take_back(session, complaint.id, "extension", by=next_one, at=START + 6 * HOUR)
    assert row.decision == "taken_back"
