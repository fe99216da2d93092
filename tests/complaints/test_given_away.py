"""THE CASEBOOK, tests: what went to another post stands in a list of the one that had it (past holders keep sight)."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from flask import Flask

from app.complaints import queries
from app.complaints.actions import rise
from app.complaints.actor import Actor
from app.extensions import db
from app.models.complaint import Complaint
from tests.complaints.asked import THEN, asks_transfer, say, second_department, spoken
from tests.complaints.way import HOUR
from tests.office import Office, make_office


@pytest.fixture
def office(any_app: Flask) -> Iterator[Office]:
    with any_app.app_context():
        yield make_office(db.session, THEN - 3 * HOUR)
        db.session.remove()


def listed(by: Actor, chip: str) -> list[Complaint]:
    at = THEN + 2 * HOUR
    rows = queries.worklist(db.session, by, at, chip=chip)
    assert queries.chip_counts(db.session, by, at)[chip] == len(rows)
    return rows


def test_a_transferred_one_is_found_by_who_had_it_while_it_is_open(office: Office) -> None:
    other, complaint = second_department(db.session, office), spoken(db.session, office)
    officer = office.actors["officer"]
    assert listed(officer, "gone") == []
    say(asks_transfer(db.session, complaint, other, officer, THEN), other.actors["hod"])
    assert listed(officer, "gone") == [complaint]
    assert listed(officer, "all") == listed(officer, "up") == []
    assert listed(other.actors["officer"], "gone") == []
    complaint.is_confidential = True
    db.session.flush()
    assert listed(officer, "gone") == [complaint]  # it was theirs
    complaint.against_person_id = officer.person_id
    db.session.flush()
    assert listed(officer, "gone") == []


def test_what_climbed_stands_in_its_own_list_alone(office: Office) -> None:
    complaint = spoken(db.session, office)
    officer = office.actors["officer"]
    rise.rise(
        db.session, complaint.id, why="powers", text="यह काम मेरे अधिकार से बाहर है, इसकी मंज़ूरी ऊपर के कार्यालय से होगी",
        by=officer, at=THEN,
    )  # fmt: skip
    assert listed(officer, "up") == [complaint]
    assert listed(officer, "gone") == []
