"""THE CASEBOOK on both databases: withdrawn by the complainant's word, sent out by letter, failed on the spot."""

from __future__ import annotations

from datetime import timedelta

import pytest
from flask import Flask
from sqlalchemy import select

from app.complaints import movements
from app.complaints.actions import feedback, leave, work
from app.complaints.actions.own_mistake import ask_reopening
from app.complaints.actions.verify import fail_verification
from app.complaints.errors import Refused
from app.complaints.queries import Filters, listed
from app.domain.policy import Forbidden
from app.domain.states import IllegalStep
from app.extensions import db
from app.models.complaint import Complaint, Cycle, Stint
from app.models.notice import Notice
from app.models.report import Report
from tests.complaints.way import HOUR, START, accepted, answered, disposed, reported
from tests.office import Office, make_office, register_one

SAID = "अब ज़रूरत नहीं, पंचायत ने करा दिया"
FOUND = "मौके पर केवल एक गड्ढा भरा मिला, बाकी सड़क वैसी ही टूटी है और फ़ोटो दूसरी सड़क का है"
LATER = START + timedelta(days=1)


@pytest.fixture
def office(any_app: Flask):
    with any_app.app_context():
        yield make_office(db.session, START)


def withdraw(complaint: Complaint, office: Office, who: str = "caller") -> Complaint:
    return leave.withdraw(db.session, complaint.id, text=SAID, by=office.actors[who], at=LATER)


def out(complaint: Complaint, office: Office, who: str = "nodal", **other: str) -> Complaint:
    told = {"authority": "नगर निगम, करनाल", "reference_no": "DC/2026/118"} | other
    return leave.transfer_out(db.session, complaint.id, **told, by=office.actors[who], at=LATER)


def test_the_call_desk_withdraws_after_its_own_call(office: Office) -> None:
    complaint = disposed(db.session, office)
    with pytest.raises(Refused, match="call_first"):
        withdraw(complaint, office)
    work.start_call(db.session, complaint.id, by=office.actors["caller"], at=LATER)
    withdraw(complaint, office)
    assert (complaint.state, complaint.holder, complaint.closed_at) == ("withdrawn", "nobody", LATER)
    assert not db.session.scalars(select(Stint).where(Stint.complaint_id == complaint.id, Stint.to_at.is_(None))).all()
    states = dict(iter(db.session.execute(select(Notice.template_key, Notice.state))))
    assert states["S08"] == "cancelled"
    assert "S10W" in states
    assert movements.verify(db.session, office.district.id) == {}


@pytest.mark.parametrize("who", ["officer", "sdm", "hod", "cell", "nodal", "dc"])
def test_never_by_an_officer(office: Office, who: str) -> None:
    complaint = disposed(db.session, office)
    with pytest.raises(Forbidden):
        withdraw(complaint, office, who)


@pytest.mark.parametrize("way", [register_one, accepted, reported, disposed])
def test_sent_outside_from_anywhere(office: Office, way) -> None:  # type: ignore[no-untyped-def]
    complaint = way(db.session, office, at=START)
    out(complaint, office)
    assert (complaint.state, complaint.holder, complaint.alarm_at) == ("transferred_out", "nobody", None)
    assert "waiting" not in db.session.scalars(select(Report.state)).all()
    assert db.session.scalars(select(Report.id).where(Report.state == "submitted")).all() == []
    assert db.session.scalars(select(Notice.template_key).where(Notice.template_key == "S06X")).all()
    assert movements.verify(db.session, office.district.id) == {}
    with pytest.raises(IllegalStep):
        out(complaint, office)


def test_not_without_a_letter_nor_by_the_cell(office: Office) -> None:
    complaint = accepted(db.session, office)
    with pytest.raises(Refused) as refused:
        out(complaint, office, reference_no=" ")
    assert refused.value.field == "reference_no"
    with pytest.raises(Forbidden):
        out(complaint, office, "cell")


def test_a_failed_check_reopens_one_up_and_is_flagged(office: Office) -> None:
    complaint = answered(db.session, office, "yes")
    with pytest.raises(Refused, match="too_short"):
        fail_verification(db.session, complaint.id, findings="काम नहीं", by=office.actors["nodal"], at=LATER + 9 * HOUR)
    fail_verification(db.session, complaint.id, findings=FOUND, by=office.actors["nodal"], at=LATER + 9 * HOUR)
    assert (complaint.state, complaint.level, complaint.cycle) == ("marked", 2, 2)
    assert complaint.is_quality_flagged
    assert db.session.scalars(select(Cycle.reason_code).where(Cycle.no == 2)).one() == "verification"
    assert {"S09", "O05"} <= set(db.session.scalars(select(Notice.template_key)))


def test_a_failed_check_also_ends_the_asking(office: Office) -> None:
    complaint = disposed(db.session, office)
    fail_verification(db.session, complaint.id, findings=FOUND, by=office.actors["dc"], at=START + 5 * HOUR)
    assert db.session.scalars(select(Notice.state).where(Notice.template_key == "S08")).one() == "cancelled"


def test_the_officer_was_wrong_himself_and_the_nodal_officer_reopens(office: Office) -> None:
    complaint = disposed(db.session, office)
    told = {"reason_code": "officer_asks", "text": "अधिकारी ने बताया कि रिपोर्ट गलत थी"}
    with pytest.raises(Refused):
        feedback.reopen(db.session, complaint.id, **told, by=office.actors["cell"], at=LATER)
    feedback.reopen(db.session, complaint.id, **told, by=office.actors["nodal"], at=LATER)
    assert (complaint.state, complaint.cycle, complaint.is_quality_flagged) == ("marked", 2, False)
    assert movements.verify(db.session, office.district.id) == {}


def test_whose_report_it_was_asks_once_and_the_nodal_officer_sees_it(office: Office) -> None:
    complaint = disposed(db.session, office)
    words = "माप पुस्तिका देखी तो पता चला कि दूसरी गली का काम इसमें लिख दिया गया था"
    at = START + 5 * HOUR

    def ask(who: str) -> Complaint:
        return ask_reopening(db.session, complaint.id, text=words, by=office.actors[who], at=at)

    with pytest.raises(Forbidden):
        ask("hod")  # never had it
    ask("officer")
    with pytest.raises(Refused, match="asked_already"):
        ask("officer")
    found, total = listed(db.session, Filters(regretted=True), office.actors["nodal"], at)
    assert ([row.id for row in found], total) == ([complaint.id], 1)
    assert complaint.state == "disposed"
    number = complaint.id
    db.session.commit()
    db.session.expunge_all()  # a list reads few columns, and the next request begins afresh
    told = {"reason_code": "officer_asks", "text": "अधिकारी ने बताया कि रिपोर्ट गलत थी"}
    feedback.reopen(db.session, number, **told, by=office.actors["nodal"], at=LATER)
    assert listed(db.session, Filters(regretted=True), office.actors["nodal"], LATER)[1] == 0
