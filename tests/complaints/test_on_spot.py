"""THE CASEBOOK on both databases: settled on the spot at a camp (T27)."""

from __future__ import annotations

from typing import Any

import pytest
from flask import Flask
from sqlalchemy import select

from app.complaints import chain, movements
from app.complaints.actions import on_spot, work
from app.complaints.errors import Refused
from app.domain.calendar import ist_date
from app.domain.policy import Forbidden
from app.extensions import db
from app.models.complaint import Complaint
from app.models.dialogue import Feedback
from app.models.report import Report
from tests.complaints.asked import DAY, THEN, paper, say
from tests.complaints.way import DONE, START, keys
from tests.office import Office, make_office, register_and_mark

SOON = START + DAY / 24


@pytest.fixture
def office(any_app: Flask):
    with any_app.app_context():
        yield make_office(db.session, START)


def came(office: Office, source: str = "SSV") -> Complaint:
    return register_and_mark(db.session, office, at=START, source=source)


def settled(office: Office, complaint: Complaint, **other: Any) -> Any:
    facts = {"outcome": "relief", "text": DONE, "action_on": ist_date(START), "signature": paper("signature")} | other
    at = facts.pop("at", SOON)
    return on_spot.ask(db.session, complaint.id, on_spot.Asked(**facts), by=office.actors["officer"], at=at)


def test_the_senior_agrees_and_the_signature_is_the_yes(office: Office) -> None:
    complaint = came(office)
    row = settled(office, complaint)
    assert (complaint.state, row.decider_post_id) == ("marked", office.posts["sdm"].id)
    say(row, office.actors["sdm"])
    assert (complaint.state, complaint.outcome, complaint.holder) == ("closed_satisfied", "relief", "nobody")
    assert keys(complaint)[-1] == "S10"
    report = db.session.scalars(select(Report)).one()
    officer, sdm = office.actors["officer"], office.actors["sdm"]
    assert (report.state, report.author_id, report.decider_id) == ("approved", officer.person_id, sdm.person_id)
    said = db.session.scalars(select(Feedback)).one()
    assert (said.channel, said.answer, said.person_id) == ("camp", "satisfied", None)
    assert chain.verify(db.session, office.district.id) is None
    assert movements.verify(db.session, office.district.id) == {}


def test_also_after_it_was_accepted(office: Office) -> None:
    complaint = came(office)
    row = settled(office, complaint)
    officer = office.actors["officer"]
    work.acknowledge(db.session, complaint.id, next_step="call", next_step_on=ist_date(THEN), by=officer, at=SOON)
    say(row, office.actors["sdm"])
    assert complaint.state == "closed_satisfied"


def test_a_no_leaves_it_with_the_officer(office: Office) -> None:
    complaint = came(office)
    due = complaint.due_at
    say(settled(office, complaint), office.actors["sdm"], granted=False)
    assert (complaint.state, complaint.post_id, complaint.due_at) == ("marked", office.posts["officer"].id, due)
    assert db.session.scalars(select(Feedback)).all() == []


def test_nobody_agrees_with_himself(office: Office) -> None:
    row = settled(office, came(office))
    with pytest.raises(Forbidden):
        say(row, office.actors["officer"])


@pytest.mark.parametrize(("wrong", "field", "code"), [
    ({"outcome": "partial"}, "outcome", "required"),
    ({"signature": None}, "signature", "required"),
    ({"action_on": None}, "action_on", "required"),
    ({"action_on": ist_date(START + DAY)}, "action_on", "date_future"),
    ({"text": "हो गया"}, "text", "too_short"),
    ({"at": SOON + DAY}, "", "at_camp"),
], ids=["half", "unsigned", "undated", "tomorrow", "short", "the day after"])  # fmt: skip
def test_what_it_needs(office: Office, wrong: dict[str, Any], field: str, code: str) -> None:
    with pytest.raises(Refused) as refused:
        settled(office, came(office), **wrong)
    assert (refused.value.field or "", refused.value.code) == (field, code)


def test_only_what_came_in_at_a_camp(office: Office) -> None:
    with pytest.raises(Refused) as refused:
        settled(office, came(office, "WLK"))
    assert refused.value.code == "at_camp"
