"""THE CASEBOOK on both databases: another number waits 48 hours, both are told, and the old one serves until then."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest
from flask import Flask
from sqlalchemy import select

from app.complaints.actions.contact import change_contact
from app.complaints.actions.work import number_to_call
from app.complaints.errors import Refused
from app.complaints.tell import people_of
from app.domain.policy import Forbidden
from app.extensions import db
from app.models.complaint import Complaint
from app.models.notice import Notice
from app.models.party import Phone
from tests.complaints.way import START, accepted, answered
from tests.office import Office, make_office, register_one

OLD, NEW, THIRD = "9700000001", "9711111111", "9722222222"
WHY = "शिकायतकर्ता खुद कार्यालय आए, आधार देखा"
HOUR = timedelta(hours=1)


@pytest.fixture
def office(any_app: Flask):
    with any_app.app_context():
        yield make_office(db.session, START)


def change(complaint: Complaint, office: Office, mobile: str, at: datetime, who: str = "cell") -> None:
    change_contact(db.session, complaint.id, mobile=mobile, text=WHY, by=office.actors[who], at=at)


def asked(complaint: Complaint, at: datetime) -> str | None:
    people = people_of(db.session, complaint, at=at)
    assert number_to_call(db.session, complaint, at=at) == (people[0][1].number if people else None)
    return people[0][1].number if people else None


def test_the_old_number_serves_for_48_hours(office: Office) -> None:
    complaint = accepted(db.session, office)
    due = complaint.due_at
    change(complaint, office, NEW, START + HOUR)
    assert asked(complaint, START + 48 * HOUR) == OLD
    assert asked(complaint, START + 49 * HOUR) == NEW
    told = db.session.scalars(select(Notice.to_number).where(Notice.template_key == "S17")).all()
    assert set(told) == {OLD, NEW}
    phone = db.session.scalars(select(Phone).where(Phone.number == NEW)).one()
    assert phone.entered_by_id == office.people["cell"].id
    assert (complaint.state, complaint.due_at) == ("in_action", due)


def test_who_objects_in_time_has_his_number_back(office: Office) -> None:
    complaint = accepted(db.session, office)
    change(complaint, office, NEW, START + HOUR)
    change(complaint, office, OLD, START + 20 * HOUR)
    for hours in (20, 60, 100):
        assert asked(complaint, START + hours * HOUR) == OLD


def test_a_third_number_does_not_make_the_second_trusted(office: Office) -> None:
    complaint = accepted(db.session, office)
    change(complaint, office, NEW, START + HOUR)
    change(complaint, office, THIRD, START + 40 * HOUR)
    assert asked(complaint, START + 60 * HOUR) == OLD
    assert asked(complaint, START + 88 * HOUR) == THIRD


def test_where_there_was_none_the_new_one_waits_too(office: Office) -> None:
    complaint = register_one(db.session, office, at=START, mobile="", other_way="सरपंच के घर", contact="")
    for phone in db.session.scalars(select(Phone)):
        db.session.delete(phone)
    db.session.flush()
    db.session.expire_all()
    change(complaint, office, NEW, START + HOUR)
    assert asked(complaint, START + 2 * HOUR) is None
    assert asked(complaint, START + 49 * HOUR) == NEW


def test_also_when_it_is_closed_but_never_the_same_and_never_by_an_officer(office: Office) -> None:
    complaint = answered(db.session, office, "yes")
    at = START + 60 * HOUR
    with pytest.raises(Refused, match="same_number"):
        change(complaint, office, OLD, at)
    with pytest.raises(Forbidden):
        change(complaint, office, NEW, at, "officer")
    change(complaint, office, NEW, at)
    assert complaint.state == "closed_satisfied"
