"""DESK, tests: pages that were there but led to by nobody, and the older complaint that the new one names."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from flask import Flask

from app.extensions import db
from app.models.complaint import Complaint
from app.models.event import Event
from tests.client import HTMX
from tests.desks.casework.conftest import Case, opened
from tests.desks.counter_office import FIELD, open_office, signed_in, take_in


@pytest.mark.parametrize("state", ["closed_satisfied", "rejected"])
def test_a_new_one_registered_all_the_same_names_the_closed_one(any_app: Flask, state: str) -> None:
    office = open_office(any_app)
    clerk = signed_in(office, "cell")
    number = take_in(office, mobile="9876543210")
    with office.app_context():
        one = db.session.scalars(db.select(Complaint)).one()
        one.state, one.holder, one.alarm_at, one.closed_at = state, "nobody", None, datetime.now(UTC)
        db.session.commit()
    shown = clerk.post("/intake/similar", data={"mobile": "9876543210"}, headers=HTMX).text
    assert f"/complaints/{number}#reopen" in shown
    told = FIELD | {"then": "only", "mobile": "9876543210", "similar_seen": number}
    assert clerk.post("/intake/new", data=told).status_code == 303
    with office.app_context():
        new = db.session.scalars(db.select(Complaint).order_by(Complaint.id.desc()).limit(1)).one()
        event = db.session.scalars(db.select(Event).where(Event.complaint_id == new.id)).one()
        assert event.data["closed_before"] == number
        address = f"/complaints/{new.number}"
    assert f"{number} के बाद, जो बंद है" in clerk.get(address).text


def test_the_marking_page_leads_to_splitting(app: Flask) -> None:
    office = open_office(app)
    number = take_in(office)
    clerk = signed_in(office, "cell")
    assert f"/complaints/{number}/split" in clerk.get(f"/marking/{number}").text
    assert clerk.get(f"/complaints/{number}/split").status_code == 200


def test_guidance_is_reached_from_the_registers_and_from_the_worklist(app: Flask) -> None:
    case: Case = opened(app)
    kind = f"/guidance/categories/{case.office.category.id}"
    for who, page in (("nodal", "/office"), ("cell", "/office"), ("hod", "/complaints"), ("sdm", "/complaints")):
        client = case.as_(who).client
        assert 'href="/guidance"' in client.get(page).text
        assert (kind in client.get("/guidance").text) == (who != "cell")
    assert "/guidance" not in case.as_("officer").client.get("/complaints").text
