"""THE CASEBOOK on both databases: a proof is more than a sign – visits, witnesses, letters, court cases."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

import pytest
from flask import Flask

from app.complaints.actions import court, leave, reject, visit, work
from app.complaints.errors import Refused
from app.extensions import db
from app.models.complaint import Complaint
from tests.complaints.asked import DAY, THEN, WHY, paper, spoken
from tests.complaints.way import HOUR, START
from tests.office import Office, make_office

SEEN = "घर बंद मिला, पड़ोसी ने बताया कि वे गाँव छोड़ चुके हैं"


@pytest.fixture
def office(any_app: Flask) -> Iterator[Office]:
    with any_app.app_context():
        yield make_office(db.session, START)


def goes(office: Office, complaint: Complaint, at: datetime) -> None:
    told = visit.Visit("visit", "not_picked", "स्थान V, मकान 12", SEEN)
    visit.log_visit(db.session, complaint.id, told, by=office.actors["officer"], at=at)


def not_found(office: Office, complaint: Complaint, at: datetime) -> None:
    reject.ask(db.session, complaint.id, reject.Asked("not_traceable", WHY), by=office.actors["officer"], at=at)


def refusal(office: Office, complaint: Complaint, at: datetime) -> tuple[str, str]:
    with pytest.raises(Refused) as refused:
        not_found(office, complaint, at)
    return refused.value.code, refused.value.field


def test_two_visits_are_on_two_days(office: Office) -> None:
    complaint = spoken(db.session, office)
    goes(office, complaint, THEN)
    goes(office, complaint, THEN + HOUR)
    assert refusal(office, complaint, THEN + 2 * HOUR) == ("two_visits", "reason_code")
    goes(office, complaint, THEN + DAY)
    not_found(office, complaint, THEN + DAY + HOUR)


def test_on_the_spot_in_the_form_of_a_call_is_no_visit(office: Office) -> None:
    complaint = spoken(db.session, office)
    for at in (THEN, THEN + DAY):
        work.log_dialogue(
            db.session, complaint.id, kind="visit", result="not_picked", by=office.actors["officer"], at=at
        )
    assert refusal(office, complaint, THEN + DAY + HOUR) == ("two_visits", "reason_code")


@pytest.mark.parametrize("witness", ["कख", "-", "xx", "...."])
def test_a_witness_can_be_found_by_the_name(office: Office, witness: str) -> None:
    complaint = spoken(db.session, office)
    asked = reject.Asked("false", WHY, paper("statement", 3), None, witness)
    with pytest.raises(Refused) as refused:
        reject.ask(db.session, complaint.id, asked, by=office.actors["officer"], at=THEN)
    assert refused.value.field == "witness"


@pytest.mark.parametrize(
    ("authority", "reference", "field"),
    [("क", "DC/2026/118", "authority"), ("नगर निगम, करनाल", "1", "reference_no"),
     ("नगर निगम, करनाल", "पत्र", "reference_no")],
)  # fmt: skip
def test_where_it_went_can_be_found(office: Office, authority: str, reference: str, field: str) -> None:
    complaint = spoken(db.session, office)
    with pytest.raises(Refused) as refused:
        leave.transfer_out(
            db.session, complaint.id, authority=authority, reference_no=reference, by=office.actors["nodal"], at=THEN
        )
    assert refused.value.field == field
    assert complaint.state == "in_action"


def test_a_court_case_has_a_number(office: Office) -> None:
    complaint = spoken(db.session, office)
    with pytest.raises(Refused) as refused:
        court.note_court(
            db.session, complaint.id, court_case_no="-", text=WHY, paper=paper("order", 4), by=office.actors["officer"],
            at=THEN,
        )  # fmt: skip
    assert refused.value.field == "court_case_no"
