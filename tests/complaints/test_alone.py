"""THE CASEBOOK on both databases: nobody closes or rejects by one decision alone, whoever is away (T19, T20)."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from flask import Flask

from app.complaints import requests
from app.complaints.actor import system
from app.complaints.errors import Refused
from app.extensions import db
from app.models.complaint import Complaint
from app.models.report import Request
from tests.complaints.asked import (
    THEN,
    asks_closure,
    asks_hold,
    asks_rejection,
    charge,
    empty,
    say,
    spoken,
)
from tests.complaints.test_empty_chairs import sit
from tests.complaints.way import HOUR, START
from tests.office import Office, make_office

ASKS = {"special_closure": asks_closure, "rejection": asks_rejection}


@pytest.fixture
def office(any_app: Flask):
    with any_app.app_context():
        yield make_office(db.session, START)


def asked(office: Office, row: Request) -> str:
    return next(code for code, post in office.posts.items() if post.id == row.decider_post_id)


def _empty_chair(office: Office, complaint: Complaint) -> None:
    empty(db.session, office.posts["hod"], START)


def _own_second_chair(office: Office, complaint: Complaint) -> None:
    empty(db.session, office.posts["hod"], START)
    charge(db.session, office.posts["hod"], office.people["officer"], START)


def _link_of_the_accused(office: Office, complaint: Complaint) -> None:
    complaint.against_post_id, complaint.against_person_id = office.posts["sdm"].id, office.people["sdm"].id
    sit(db.session, office, "sdm", "hod", START)


def _secret(office: Office, complaint: Complaint) -> None:
    complaint.is_confidential = True
    db.session.flush()


@pytest.mark.parametrize("kind", ASKS)
@pytest.mark.parametrize(
    ("away", "why"),
    [(_empty_chair, "empty"), (_own_second_chair, "barred"), (_link_of_the_accused, "barred"), (_secret, "barred")],
)
def test_where_the_head_cannot_recommend_one_senior_does_and_the_other_decides(
    office: Office, kind: str, away: Callable[[Office, Complaint], None], why: str
) -> None:
    complaint = spoken(db.session, office)
    away(office, complaint)
    row = ASKS[kind](db.session, complaint, office.actors["officer"], THEN)
    assert (row.stage, asked(office, row), row.data["head"]) == ("recommend", "nodal", why)
    say(row, office.actors["nodal"])
    assert (row.stage, asked(office, row), complaint.state) == ("decide", "dc", "in_action")
    say(row, office.actors["dc"])
    assert row.decision == "granted"
    assert len({row.proposer_id, row.recommender_id, row.decider_id}) == 3


@pytest.mark.parametrize("kind", ASKS)
def test_where_only_one_person_is_left_above_it_is_not_asked_for(office: Office, kind: str) -> None:
    complaint = spoken(db.session, office)
    for code in ("hod", "nodal"):
        empty(db.session, office.posts[code], START)
    with pytest.raises(Refused) as refused:
        ASKS[kind](db.session, complaint, office.actors["officer"], THEN)
    assert refused.value.code == "nobody_to_recommend"
    charge(db.session, office.posts["nodal"], office.people["dc"], START)  # one person in both chairs is one person
    with pytest.raises(Refused) as refused:
        ASKS[kind](db.session, complaint, office.actors["officer"], THEN)
    assert refused.value.code == "nobody_to_recommend"


def test_a_hold_does_not_wait_for_an_empty_chair(office: Office) -> None:
    complaint = spoken(db.session, office)
    empty(db.session, office.posts["hod"], START)
    row = asks_hold(db.session, complaint, office.actors["officer"], THEN)
    assert (row.stage, asked(office, row), row.data["head"]) == ("decide", "nodal", "empty")


def test_what_becomes_confidential_is_recommended_by_who_may_see_it(office: Office) -> None:
    complaint = spoken(db.session, office)
    row = asks_closure(db.session, complaint, office.actors["officer"], THEN)
    assert asked(office, row) == "hod"
    _secret(office, complaint)
    assert requests.lapse(db.session, complaint.id, row.id, by=system(office.district.id), at=THEN + HOUR)
    assert (row.decision, row.stage, asked(office, row), row.data["head"]) == (None, "recommend", "nodal", "barred")
    say(row, office.actors["nodal"], THEN + 2 * HOUR)
    assert (row.stage, asked(office, row)) == ("decide", "dc")


def test_what_the_head_proposes_needs_one_more(office: Office) -> None:
    complaint = spoken(db.session, office)
    complaint.level = 3
    row = asks_closure(db.session, complaint, office.actors["officer"], THEN)
    assert (row.stage, asked(office, row), row.data["head"]) == ("decide", "dc", "proposes")
    assert requests.is_recommended(row)
