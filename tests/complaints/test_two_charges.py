"""THE CASEBOOK on both databases: who holds a complaint in one charge does not act on it in the DC's office (D7)."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import pytest
from flask import Flask
from sqlalchemy.orm import Session

from app.accounts import sessions
from app.complaints import requests
from app.complaints.actions import ask, contact, leave, merge, petitioners, split
from app.complaints.actions.mark import mark
from app.complaints.actor import Actor
from app.complaints.errors import Refused
from app.complaints.step import allowed
from app.domain.calendar import ist_date
from app.domain.policy import Forbidden
from app.domain.states import Action
from app.extensions import db
from app.models.complaint import Complaint
from tests.complaints.asked import DAY, NEW, THEN, WHY, empty, say, spoken
from tests.complaints.test_against import in_chair
from tests.complaints.test_empty_chairs import NEVER, signed_in, sit
from tests.complaints.way import HOUR, START, disposed
from tests.office import Office, make_office, register_one


@pytest.fixture
def office(any_app: Flask):
    with any_app.app_context():
        yield make_office(db.session, START)


def also_cell(office: Office) -> Actor:
    """The officer, in whose hands the complaints are, acting as link officer of the cell."""
    return replace(in_chair(office, "officer", "cell"), elsewhere=frozenset({office.posts["officer"].id}))


def _number(one: Complaint, office: Office, by: Actor) -> object:
    return contact.change_contact(db.session, one.id, mobile=NEW, text=WHY, by=by, at=THEN)


def _heir(one: Complaint, office: Office, by: Actor) -> object:
    heir = petitioners.Newcomer("राधा देवी", NEW)
    return petitioners.change_petitioner(db.session, one.id, heir, reason_code="died", text=WHY, by=by, at=THEN)


def _split(one: Complaint, office: Office, by: Actor) -> object:
    return split.split(db.session, one.id, [split.Matter(WHY)], by=by, at=THEN)


def _mark(one: Complaint, office: Office, by: Actor) -> object:
    return mark(db.session, one.id, category=office.category, post=office.posts["sdm"], by=by, at=THEN)


def _merge(one: Complaint, office: Office, by: Actor) -> object:
    parent = register_one(db.session, office, at=START, no=9)
    return merge.merge(db.session, one.id, parent_id=parent.id, by=by, at=THEN)


def _answer(one: Complaint, office: Office, by: Actor) -> object:
    ask.ask(
        db.session, one.id, question="किस गली का गड्ढा है, कौन सा खंभा", how_to_answer="phone",
        answer_by=ist_date(START + 2 * DAY), by=office.actors["officer"], at=THEN,
    )  # fmt: skip
    return ask.answer(db.session, one.id, text="दूसरी गली", channel="call", by=by, at=THEN + HOUR)


@pytest.mark.parametrize("step", [_number, _heir, _split, _mark, _merge, _answer])
def test_the_holder_takes_no_step_of_the_cell(
    office: Office, step: Callable[[Complaint, Office, Actor], object]
) -> None:  # fmt: skip
    complaint = spoken(db.session, office)
    with pytest.raises(Forbidden), db.session.begin_nested():
        step(complaint, office, also_cell(office))
    complaint = db.session.get_one(Complaint, complaint.id, populate_existing=True)
    step(complaint, office, office.actors["cell"])  # another person does


def test_nor_sends_it_away_as_nodal_officer(office: Office) -> None:
    complaint = spoken(db.session, office)
    nodal = replace(in_chair(office, "officer", "nodal"), elsewhere=frozenset({office.posts["officer"].id}))
    told = {"authority": "केंद्रीय जल आयोग", "reference_no": "पत्र 12/2026", "at": THEN}
    with pytest.raises(Forbidden):
        leave.transfer_out(db.session, complaint.id, by=nodal, **told)  # type: ignore[arg-type]
    leave.transfer_out(db.session, complaint.id, by=office.actors["nodal"], **told)  # type: ignore[arg-type]


def test_the_number_that_is_rung_about_the_own_report_neither(office: Office) -> None:
    complaint = disposed(db.session, office)
    assert complaint.post_id is None
    assert not allowed(db.session, complaint, Action.CHANGE_CONTACT, also_cell(office))
    assert allowed(db.session, complaint, Action.CHANGE_CONTACT, office.actors["cell"])


def test_what_others_hold_is_done_as_ever(office: Office) -> None:
    complaint = spoken(db.session, office)
    by = replace(also_cell(office), elsewhere=frozenset({office.posts["sdm"].id}))
    contact.change_contact(db.session, complaint.id, mobile=NEW, text=WHY, by=by, at=THEN)


def test_a_successor_does_not_grant_what_the_predecessor_asked_for(office: Office) -> None:
    complaint = spoken(db.session, office)
    row = contact.ask(db.session, complaint.id, mobile=NEW, text=WHY, by=office.actors["officer"], at=THEN)
    empty(db.session, office.posts["officer"], THEN)
    sit(db.session, office, "caller", "officer", THEN, kind="regular")
    successor = replace(in_chair(office, "caller", "cell"), elsewhere=frozenset({office.posts["officer"].id}))
    assert requests.waiting_for(db.session, successor, THEN + HOUR) == []
    with pytest.raises(Refused) as refused:
        say(row, successor)
    assert refused.value.code == "second_person"


def test_who_holds_it_is_not_asked_in_the_office_either(office: Office) -> None:
    sit(db.session, office, "cell", "officer", START)
    complaint = spoken(db.session, office)
    row = contact.ask(db.session, complaint.id, mobile=NEW, text=WHY, by=office.actors["officer"], at=THEN)
    assert row.decider_post_id == office.posts["nodal"].id


def test_a_session_knows_all_charges_and_what_they_cover(office: Office) -> None:
    session: Session = db.session  # type: ignore[assignment]
    assert signed_in(session, office, "officer", START).elsewhere == frozenset()
    sit(session, office, "hod", "cell", START)
    empty(session, office.posts["sdm"], START)
    at = START + HOUR
    token = sessions.begin(session, office.people["hod"], address="", agent="", at=at)
    assert token is not None
    for code, held in (("hod", {"cell"}), ("cell", {"hod", "sdm"})):
        who = sessions.find(session, token, idle=NEVER, longest=NEVER, at=at)
        assert who is not None
        assert who.post.id == office.posts[code].id
        assert who.actor.elsewhere == {office.posts[one].id for one in held}
        second = sessions.charges_of(session, office.people["hod"].id, at)[1]
        sessions.switch_charge(session, who, second.id, at)
