"""THE CASEBOOK on both databases: requests that end a complaint, join it to another, or change its number."""

from __future__ import annotations

import pytest
from flask import Flask
from sqlalchemy import select

from app.complaints import requests
from app.complaints.actions import close_special, contact, join, refuse, reject
from app.complaints.errors import Refused
from app.domain.states import IllegalStep
from app.extensions import db
from app.models.event import Event
from app.models.party import Phone
from tests.complaints.asked import (
    DAY,
    NEW,
    SAID,
    THEN,
    WHY,
    asks_closure,
    asks_days,
    asks_refusal,
    paper,
    say,
    spoken,
)
from tests.complaints.way import HOUR, START, accepted, keys
from tests.office import Office, make_office, register_one


@pytest.fixture
def office(any_app: Flask):
    with any_app.app_context():
        yield make_office(db.session, START)


# the same problem twice


def test_the_cell_joins_what_the_holder_proposes(office: Office) -> None:
    first, second = (spoken(db.session, office, no=no) for no in (1, 2))
    asks_days(db.session, second, office.actors["officer"], THEN)
    row = join.ask(db.session, second.id, parent=first, text=WHY, by=office.actors["officer"], at=THEN)
    assert row.decider_post_id == office.posts["cell"].id
    say(row, office.actors["cell"])
    assert (second.state, second.parent_id, row.decision) == ("merged", first.id, "granted")
    assert requests.open_requests(db.session, second.id) == []


def test_only_open_ones_of_the_same_place_are_joined(office: Office) -> None:
    complaint = spoken(db.session, office)
    with pytest.raises(Refused) as itself:
        join.ask(db.session, complaint.id, parent=complaint, text=WHY, by=office.actors["officer"], at=THEN)
    assert itself.value.code == "parent_open"
    elsewhere = register_one(db.session, office, at=START, no=9, place=office.places["B"])
    with pytest.raises(Refused) as far:
        join.ask(db.session, complaint.id, parent=elsewhere, text=WHY, by=office.actors["officer"], at=THEN)
    assert far.value.code == "same_place"


def test_the_holder_does_not_propose_to_join_one_against_an_officer(office: Office) -> None:
    first, second = (spoken(db.session, office, no=no) for no in (1, 2))
    second.against_post_id, second.against_person_id = office.posts["sdm"].id, office.people["sdm"].id
    db.session.flush()
    with pytest.raises(Refused) as refused:
        join.ask(db.session, second.id, parent=first, text=WHY, by=office.actors["officer"], at=THEN)
    assert refused.value.code == "parent_against"


# another number


def test_an_officer_proposes_a_number_and_the_cell_notes_it(office: Office) -> None:
    complaint = spoken(db.session, office)
    row = contact.ask(db.session, complaint.id, mobile=NEW, text=WHY, by=office.actors["officer"], at=THEN)
    assert row.decider_post_id == office.posts["cell"].id
    assert NEW not in str([event.data for event in db.session.scalars(select(Event))])
    say(row, office.actors["cell"])
    noted = db.session.scalars(select(Phone).where(Phone.number == NEW)).one()
    assert noted.quarantined_until == THEN + HOUR + 2 * DAY
    assert keys(complaint).count("S17") == 2


# the ends


def test_a_special_closure_keeps_what_the_complainant_said(office: Office) -> None:
    complaint = spoken(db.session, office)
    row = asks_closure(db.session, complaint, office.actors["officer"], THEN)
    say(row, office.actors["hod"])
    say(row, office.actors["dc"])
    assert (complaint.state, complaint.outcome, complaint.holder) == ("closed_special", "not_possible_policy", "nobody")
    assert (row.data["complainant_said"], keys(complaint)[-1]) == (SAID, "S12")


def test_a_closure_without_the_word_of_the_head_is_refused(office: Office) -> None:
    complaint = spoken(db.session, office)
    row = asks_closure(db.session, complaint, office.actors["officer"], THEN)
    row.stage, row.decider_post_id = "decide", office.posts["dc"].id
    with pytest.raises(Refused) as refused:
        say(row, office.actors["dc"])
    assert refused.value.code == "recommended"


def test_no_budget_only_after_a_hold_for_it(office: Office) -> None:
    complaint = spoken(db.session, office)
    with pytest.raises(Refused) as refused:
        asks_closure(db.session, complaint, office.actors["officer"], THEN, code="not_possible_budget")
    assert refused.value.code == "budget_hold_first"


def test_a_closure_needs_words_a_paper_and_a_talk(office: Office) -> None:
    silent = accepted(db.session, office)
    for asked, code in (
        (close_special.Asked("not_possible_policy", WHY, SAID, None), "required"),
        (close_special.Asked("not_possible_policy", WHY, "हाँ", paper()), "too_short"),
        (close_special.Asked("not_possible_policy", WHY, SAID, paper()), "spoken_before"),
    ):
        with pytest.raises(Refused) as refused:
            close_special.ask(db.session, silent.id, asked, by=office.actors["officer"], at=THEN)
        assert refused.value.code == code


@pytest.mark.parametrize(("asked", "code"), [
    (reject.Asked("false", WHY, paper("statement"), None, ""), "statement_if_false"),
    (reject.Asked("false", WHY, None, paper("order"), "सरपंच"), "statement_if_false"),
    (reject.Asked("not_traceable", WHY), "two_visits"),
    (reject.Asked("demand", "छोटा सा नोट"), "too_short"),
])  # fmt: skip
def test_what_a_rejection_needs(office: Office, asked: reject.Asked, code: str) -> None:
    complaint = spoken(db.session, office)
    with pytest.raises(Refused) as refused:
        reject.ask(db.session, complaint.id, asked, by=office.actors["officer"], at=THEN)
    assert refused.value.code == code


def test_a_refusal_says_where_to_go(office: Office) -> None:
    row = asks_refusal(db.session, office)
    say(row, office.actors["nodal"])
    assert keys(row.complaint) == ["S11"]
    with pytest.raises(IllegalStep):
        refuse.ask(
            db.session, row.complaint_id, reason_code="court", text=WHY, where_to_go="ज़िला अदालत",
            by=office.actors["cell"], at=THEN,
        )  # fmt: skip


def test_what_became_confidential_leaves_the_inbox_of_the_cell(office: Office) -> None:
    complaint = spoken(db.session, office)
    cell, asked = office.actors["cell"], ("contact", complaint.number)
    contact.ask(db.session, complaint.id, mobile=NEW, text=WHY, by=office.actors["officer"], at=THEN)
    assert [row.complaint_id for row in requests.waiting_for(db.session, cell, THEN)] == [complaint.id]
    complaint.is_confidential = True
    db.session.flush()
    assert requests.waiting_for(db.session, cell, THEN) == []
    assert requests.count_for(db.session, cell, THEN) == (0, 0)
    assert requests.asked_of(db.session, asked[1], asked[0], by=cell) is None


def test_nobody_decides_on_a_complaint_that_is_against_them(office: Office) -> None:
    complaint = spoken(db.session, office)
    asks_days(db.session, complaint, office.actors["officer"], THEN)
    above = office.actors["sdm"]
    assert len(requests.waiting_for(db.session, above, THEN)) == 1
    complaint.against_post_id, complaint.against_person_id = above.post_id, above.person_id
    db.session.flush()
    assert requests.waiting_for(db.session, above, THEN) == []
    assert requests.asked_of(db.session, complaint.number, "extension", by=above) is None
