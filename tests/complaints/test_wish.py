"""THE CASEBOOK: a wish to withdraw that the cell was told of by phone ends nothing; the call desk asks back (T21)."""

from __future__ import annotations

from datetime import timedelta

import pytest
from flask import Flask
from sqlalchemy import select

from app.complaints import chain
from app.complaints.actions import leave, work
from app.complaints.errors import Refused
from app.complaints.queries import visible_to
from app.domain.policy import Forbidden
from app.domain.states import IllegalStep
from app.extensions import db
from app.models.complaint import Complaint
from app.models.event import Event
from tests.complaints.way import HOUR, START, accepted, answered, disposed
from tests.office import Office, make_office, register_one

SAID = "भाई ने फ़ोन किया: अब शिकायत वापस लेनी है"
OWN = "ख़ुद बताया कि दबाव नहीं है, काम हो गया"
LATER = START + timedelta(days=1)


@pytest.fixture
def office(app: Flask):
    with app.app_context():
        yield make_office(db.session, START)


def wish(complaint: Complaint, office: Office, who: str = "cell") -> Complaint:
    return leave.ask_withdrawal(db.session, complaint.id, text=SAID, by=office.actors[who], at=LATER)


def seen_by_caller(complaint: Complaint, office: Office) -> bool:
    db.session.flush()
    query = select(Complaint.id).where(visible_to(office.actors["caller"]), Complaint.id == complaint.id)
    return db.session.scalar(query) is not None


@pytest.mark.parametrize("way", [register_one, accepted, disposed])
def test_the_wish_ends_nothing_and_shows_it_to_the_call_desk(office: Office, way) -> None:  # type: ignore[no-untyped-def]
    complaint = way(db.session, office, at=START)
    before = (complaint.state, complaint.holder, complaint.due_at)
    wish(complaint, office)
    assert (complaint.state, complaint.holder, complaint.due_at) == before
    assert complaint.withdrawal_asked_at == LATER
    assert seen_by_caller(complaint, office)
    said = db.session.scalars(select(Event).order_by(Event.id.desc()).limit(1)).one()
    assert (said.action, said.text, said.data["withdrawal"]) == ("comment", SAID, "asked")
    assert chain.verify(db.session, office.district.id) is None


def test_without_a_wish_the_call_desk_sees_nothing_open(office: Office) -> None:
    complaint = accepted(db.session, office)
    assert not seen_by_caller(complaint, office)
    with pytest.raises(Forbidden):
        work.start_call(db.session, complaint.id, by=office.actors["caller"], at=LATER)


@pytest.mark.parametrize("who", ["officer", "sdm", "hod", "nodal", "dc", "caller"])
def test_only_the_cell_notes_it(office: Office, who: str) -> None:
    complaint = accepted(db.session, office)
    with pytest.raises(Forbidden):
        wish(complaint, office, who)


def test_not_twice_and_not_when_it_is_over(office: Office) -> None:
    complaint = accepted(db.session, office)
    wish(complaint, office)
    with pytest.raises(Refused, match="asked_already"):
        wish(complaint, office)
    closed = answered(db.session, office, "yes", no=2)
    with pytest.raises(IllegalStep):
        leave.ask_withdrawal(db.session, closed.id, text=SAID, by=office.actors["cell"], at=LATER + 30 * HOUR)


def test_the_call_desk_rings_itself_and_withdraws(office: Office) -> None:
    complaint, caller = accepted(db.session, office), office.actors["caller"]
    wish(complaint, office)
    with pytest.raises(Refused, match="call_first"):
        leave.withdraw(db.session, complaint.id, text=OWN, by=caller, at=LATER + HOUR)
    work.start_call(db.session, complaint.id, by=caller, at=LATER + HOUR)
    leave.withdraw(db.session, complaint.id, text=OWN, by=caller, at=LATER + HOUR)
    assert (complaint.state, complaint.withdrawal_asked_at) == ("withdrawn", None)


def test_a_call_before_the_wish_does_not_count(office: Office) -> None:
    complaint, caller = disposed(db.session, office), office.actors["caller"]
    work.log_dialogue(db.session, complaint.id, kind="call", result="talked", by=caller, at=LATER - HOUR)
    wish(complaint, office)
    with pytest.raises(Refused, match="call_first"):
        leave.withdraw(db.session, complaint.id, text=OWN, by=caller, at=LATER + HOUR)


def test_asked_back_the_complainant_does_not_want_to(office: Office) -> None:
    complaint, caller = accepted(db.session, office), office.actors["caller"]
    wish(complaint, office)
    with pytest.raises(Refused, match="call_first"):
        leave.keep_open(db.session, complaint.id, text=OWN, by=caller, at=LATER + HOUR)
    work.start_call(db.session, complaint.id, by=caller, at=LATER + HOUR)
    with pytest.raises(Forbidden):
        leave.keep_open(db.session, complaint.id, text=OWN, by=office.actors["cell"], at=LATER + HOUR)
    leave.keep_open(db.session, complaint.id, text=OWN, by=caller, at=LATER + HOUR)
    assert (complaint.state, complaint.withdrawal_asked_at) == ("in_action", None)
    assert not seen_by_caller(complaint, office)


def test_the_note_of_a_wish_is_no_mere_note(office: Office) -> None:
    complaint = accepted(db.session, office)
    wish(complaint, office)
    no = db.session.scalars(select(Event.no).order_by(Event.id.desc()).limit(1)).one()
    with pytest.raises(Refused, match="own_note"):
        work.strike_note(db.session, complaint.id, no, by=office.actors["cell"], at=LATER)
