"""THE CASEBOOK, tests: whoever covers for an empty chair has its work before them – in the morning, and at every step
that only the post itself may take."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, time, timedelta

import pytest
from flask import Flask

from app.complaints import digest, hearings
from app.complaints.actions import hearing, own_mistake, recall, work
from app.complaints.actor import Actor
from app.complaints.agenda import Asked, gather, together
from app.complaints.errors import Refused
from app.complaints.queries import REGRETTED
from app.domain.calendar import ist_date
from app.domain.policy import Forbidden
from app.extensions import db
from app.models.complaint import Complaint
from tests.complaints.test_empty_chairs import leave, signed_in
from tests.complaints.way import HOUR, START, accepted, disposed, reported
from tests.office import Office, make_office, register_and_mark

DAY = timedelta(days=1)
WHY = "गलती से दूसरी सड़क की रिपोर्ट लग गई थी, यह काम अभी पूरा होना बाकी है।"


@pytest.fixture
def office(app: Flask) -> Iterator[Office]:
    with app.app_context():
        yield make_office(db.session, START)
        db.session.remove()


def vacant(office: Office, at: datetime) -> Actor:
    """The first officer's chair is empty from now on; the SDM covers for it."""
    leave(db.session, office, "officer", at)
    return signed_in(db.session, office, "sdm", at)


def told(office: Office, at: datetime) -> dict[int, Asked]:
    asked = gather(db.session, office.district.id, since=START, at=at)
    return digest.by_person(db.session, asked, at)


def test_what_an_empty_chair_is_asked_is_told_to_who_covers_once(office: Office) -> None:
    complaint, at = register_and_mark(db.session, office, at=START), START + HOUR
    before = told(office, at)
    assert before[office.people["officer"].id].of["new"] == {complaint.id}
    assert office.people["sdm"].id not in before
    vacant(office, at)
    after = told(office, at + HOUR)
    assert after[office.people["sdm"].id].of["new"] == {complaint.id}
    assert office.people["officer"].id not in after
    assert office.people["hod"].id not in after


def test_what_climbed_out_of_an_empty_chair_to_who_covers_is_counted_once(office: Office) -> None:
    climbed = Asked()
    climbed.add("up", 7)
    arrived = Asked()
    arrived.add("new", 7)
    assert together([climbed, arrived]).counts == {"new": 1}


def test_nobody_is_told_what_is_against_them(office: Office) -> None:
    complaint = register_and_mark(db.session, office, at=START)
    vacant(office, START + HOUR)
    complaint.against_person_id = office.people["sdm"].id
    db.session.flush()
    assert told(office, START + 2 * HOUR)[office.people["sdm"].id].counts == {}


def test_more_than_four_digits_are_told_as_the_most_a_text_can_say() -> None:
    many = Asked()
    for key in range(10_000):
        many.add("new", key)
    assert many.message() == ("O02", {"new": "9999", "soon": "0", "late": "0"})


def test_the_report_of_an_empty_chair_is_taken_back_by_who_covers(office: Office) -> None:
    complaint = reported(db.session, office)
    stranger = office.actors["sdm"]
    sdm = vacant(office, START + 4 * HOUR)
    with pytest.raises(Forbidden), db.session.begin_nested():  # signed in before the chair was empty
        recall.recall(db.session, complaint.id, text=WHY, by=stranger, at=START + 5 * HOUR)
    recall.recall(db.session, complaint.id, text=WHY, by=sdm, at=START + 5 * HOUR)
    assert complaint.state == "in_action"
    assert complaint.post_id == office.posts["officer"].id


def test_a_wrong_report_of_an_empty_chair_is_said_by_who_covers(office: Office) -> None:
    complaint = disposed(db.session, office)
    sdm = vacant(office, START + 5 * HOUR)
    work.comment(db.session, complaint.id, text=WHY, by=sdm, at=START + 6 * HOUR)  # papers come afterwards too
    own_mistake.ask_reopening(db.session, complaint.id, text=WHY, by=sdm, at=START + 6 * HOUR)
    assert complaint.next_step == REGRETTED


def _hearing_case(office: Office) -> Complaint:
    complaint = accepted(db.session, office)
    complaint.profile = "hearing"
    db.session.flush()
    return complaint


def _call(at: datetime) -> hearing.Call:
    return hearing.Call(on=ist_date(at) + DAY, clock=time(11), place="बी.डी.ओ. कार्यालय", before="holder")


def test_a_hearing_of_an_empty_chair_is_held_by_who_covers(office: Office) -> None:
    complaint = _hearing_case(office)
    called = hearing.call_hearing(
        db.session, complaint.id, _call(START), by=office.actors["officer"], at=START + 2 * HOUR
    )
    assert called.post_id == office.posts["officer"].id
    assert not hearings.heard_by(called, complaint, office.actors["sdm"])
    sdm = vacant(office, START + 3 * HOUR)
    minutes = hearing.Minutes(result="decided", words=WHY, complainant_came=True, office_came=True)
    hearing.record_hearing(db.session, called.id, minutes, by=sdm, at=START + 3 * DAY)
    assert called.result == "decided"


def test_who_covers_calls_one_before_themselves(office: Office) -> None:
    complaint = _hearing_case(office)
    sdm = vacant(office, START + 2 * HOUR)
    called = hearing.call_hearing(db.session, complaint.id, _call(START), by=sdm, at=START + 3 * HOUR)
    assert called.post_id == office.posts["sdm"].id
    with pytest.raises(Refused, match="no_other_hearing"):
        hearing.call_hearing(db.session, complaint.id, _call(START), by=sdm, at=START + 4 * HOUR)
