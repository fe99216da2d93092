"""THE TESTS: who complains often, from an office phone, without a phone or without a name (D12-4 to 6)."""

from __future__ import annotations

from flask import Flask
from sqlalchemy import select, update

from app.complaints.tell import people_of
from app.extensions import db
from app.models.account import Person
from app.models.complaint import Complaint
from app.models.event import Event
from app.models.party import Phone
from tests.client import HTMX, QualityClient
from tests.desks.counter_office import FIELD, complaints, take_in

KINDLY = "सब पर एक साथ"


def test_who_comes_often_is_spoken_of_kindly_and_never_turned_away(office: Flask, clerk: QualityClient) -> None:
    for no in range(11):
        take_in(office, mobile="9876543210", text=f"गाँव की समस्या अलग है, नंबर {no}, कृपया देखें")
        if no == 9:
            assert KINDLY not in clerk.post("/intake/similar", data=FIELD, headers=HTMX).text
    shown = clerk.post("/intake/similar", data=FIELD, headers=HTMX).text
    assert KINDLY in shown
    assert "11" in shown
    seen = shown.split('name="similar_seen" value="')[1].split('"')[0]
    told = FIELD | {"then": "only", "similar_seen": seen}
    assert clerk.post("/intake/new", data=told).status_code == 303
    assert len(complaints(office)) == 12


def test_an_office_phone_is_accepted_and_flagged(office: Flask, clerk: QualityClient) -> None:
    with office.app_context():
        somebody = db.session.scalars(select(Person.id).order_by(Person.id)).first()
        db.session.execute(update(Person).where(Person.id == somebody).values(phone="9876543210"))
        db.session.commit()
    assert clerk.post("/intake/new", data=FIELD | {"then": "only"}).status_code == 303
    with office.app_context():
        assert db.session.scalars(select(Phone)).one().is_staff
    assert "कर्मचारी का नंबर" in clerk.get(f"/complaints/{complaints(office)[0].number}").text


def test_a_neighbours_number_is_never_asked_for_the_answer(office: Flask, clerk: QualityClient) -> None:
    told = FIELD | {"mobile": "", "contact": "9812345678", "then": "only"}
    assert clerk.post("/intake/new", data=told).status_code == 303
    with office.app_context():
        row = db.session.scalars(select(Complaint)).one()
        assert db.session.scalars(select(Phone)).one().kind == "contact"
        assert people_of(db.session, row, at=row.received_at) == []


def test_no_name_has_its_reason_on_record(office: Flask, clerk: QualityClient) -> None:
    told = FIELD | {"name": "", "mobile": "", "anonymous_reason": "दबंग पड़ोसी का डर है", "then": "only"}
    assert clerk.post("/intake/new", data=told).status_code == 303
    with office.app_context():
        row = db.session.scalars(select(Complaint)).one()
        assert row.is_anonymous
        event = db.session.scalars(select(Event).where(Event.complaint_id == row.id, Event.no == 1)).one()
        assert event.data["anonymous_reason"] == "दबंग पड़ोसी का डर है"
