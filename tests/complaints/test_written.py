"""What people write: kept whole when it counts, and never with an Aadhaar number in it (D12-21)."""

from __future__ import annotations

import pytest
from flask import Flask
from sqlalchemy import select

from app.complaints.actions import approve, feedback, report, work
from app.domain.calendar import ist_date
from app.extensions import db
from app.models.dialogue import Dialogue, Feedback
from app.models.event import Event
from app.models.party import Complainant
from app.models.report import Report
from tests.complaints.way import DONE, HOUR, NO_PHOTO, START, accepted
from tests.office import Office, make_office, register_one

AADHAAR = "2341 2341 2346"  # invented; its check digit is right
WITH_IT = f"शिकायतकर्ता का आधार {AADHAAR} है, यह काग़ज़ में देखा"


@pytest.fixture
def office(any_app: Flask):
    with any_app.app_context():
        yield make_office(db.session, START)


def test_no_step_keeps_an_aadhaar_number(office: Office) -> None:
    complaint = accepted(db.session, office)
    officer, hod = office.actors["officer"], office.actors["hod"]
    at = START + 2 * HOUR
    work.log_dialogue(db.session, complaint.id, kind="visit", result="talked", text=WITH_IT, by=officer, at=at)
    draft = report.Draft("relief", f"{DONE} {WITH_IT}", ist_date(at), no_proof_reason=f"{NO_PHOTO} {WITH_IT}")
    report.report(db.session, complaint.id, draft, by=officer, at=at)
    approve.send_back(db.session, complaint.id, reason_code="other", text=WITH_IT, by=hod, at=at)
    report.report(db.session, complaint.id, draft, by=officer, at=at)
    approve.approve(db.session, complaint.id, remark=WITH_IT, by=hod, at=at)
    yes = dict.fromkeys(feedback.QUESTIONS, "yes")
    feedback.record_answer(
        db.session, complaint.id, answers=yes, channel="call_desk", text=WITH_IT, by=office.actors["caller"], at=at
    )
    nodal = office.actors["nodal"]
    feedback.reopen(db.session, complaint.id, reason_code="other", text=WITH_IT, by=nodal, at=at)
    texts = [*db.session.scalars(select(Event.text)), *db.session.scalars(select(Dialogue.text)),
             *db.session.scalars(select(Feedback.text))]  # fmt: skip
    for row in db.session.scalars(select(Report)):
        texts += [row.text, row.no_proof_reason, row.reason_text, row.remark]
    assert sum("XXXX XXXX 2346" in said for said in texts) >= 10
    assert not any(AADHAAR in said for said in texts)


def test_the_subject_and_address_at_the_counter_are_masked_too(office: Office) -> None:
    complaint = register_one(db.session, office, at=START, subject=WITH_IT, address=f"आधार {AADHAAR}")
    assert AADHAAR not in complaint.subject + complaint.search_text
    assert db.session.scalars(select(Complainant.address)).one() == "आधार XXXX XXXX 2346"


def test_a_known_person_who_moved_is_written_down_anew(office: Office) -> None:
    known = {"name": "कमला", "mobile": "9700000077"}
    register_one(db.session, office, at=START, address="पुराना घर", needs_help="hearing", **known)
    register_one(db.session, office, at=START + HOUR, address="नया घर, गली 2", language="en", **known)
    person = db.session.scalars(select(Complainant)).one()
    assert (person.address, person.language, person.needs_help) == ("नया घर, गली 2", "en", "hearing")
    register_one(db.session, office, at=START + 2 * HOUR, **known)
    assert person.address == "नया घर, गली 2"
