"""A complaint of another portal is worked to its complainant's yes on the real pages."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy import select

from app.complaints import chain
from app.exchange import importer, mapping
from app.extensions import db
from app.models.complaint import Complaint
from app.models.event import Event
from app.models.notice import Notice
from tests.client import QualityClient
from tests.desks.casework.conftest import report_fields
from tests.exchange import invented
from tests.office import Office, make_office

YES = {"contacted": "yes", "done": "yes", "satisfied": "yes"}


@pytest.fixture
def office(app: Flask, tmp_path: Path):
    at = datetime.now(UTC) - timedelta(hours=2)
    with app.app_context():
        made = make_office(db.session, at)
        db.session.commit()
        place = invented.hello_sarkar(tmp_path / "hs")
        importer.run(db.session, mapping.load("hello_sarkar"), place, by=made.actors["cell"], at=at)
        yield made


def the_complaint() -> Complaint:
    db.session.expire_all()
    return db.session.scalars(select(Complaint).where(Complaint.source_no == "HS-T-2")).one()


def test_it_is_marked_worked_approved_and_answered(app: Flask, office: Office, client: QualityClient) -> None:
    number = the_complaint().number
    officer, road = office.posts["officer"].id, office.category.code
    client.sign_in("cell")
    assert number in client.get("/marking").text
    marked = client.post(f"/marking/{number}", data={f"category-{number}": road, f"post-{number}": str(officer)})
    assert marked.status_code == 303
    assert the_complaint().due_at is not None  # the clock runs from the day of marking here
    client.sign_in("officer")
    page = client.get(f"/complaints/{number}")
    assert "दूसरे पोर्टल" in page.text  # the history of the other portal is shown as such
    on = (datetime.now(UTC) + timedelta(days=2)).date().isoformat()
    step = {"next_step": "visit", "next_step_on": on}
    assert client.post(f"/complaints/{number}/acknowledge", data=step).status_code == 303
    talk = {"kind": "visit", "result": "talked", "text": "घर जाकर बात की"}
    assert client.post(f"/complaints/{number}/dialogue", data=talk).status_code == 303
    assert client.post(f"/complaints/{number}/report", data=report_fields()).status_code == 303
    client.sign_in("hod")
    assert client.post(f"/approvals/{number}/decide", data={"decision": "approve"}).status_code == 303
    client.sign_in("caller")
    assert client.post(f"/call-desk/{number}/answer", data=YES).status_code == 303
    complaint = the_complaint()
    assert complaint.state == "closed_satisfied"
    ours = select(Event.action).where(Event.complaint_id == complaint.id, Event.is_imported.is_(False))
    assert list(db.session.scalars(ours.order_by(Event.no))) == (
        ["import", "mark", "acknowledge", "dialogue", "report", "approve", "dialogue", "satisfied"]
    )
    told = db.session.scalars(select(Notice).where(Notice.complaint_id == complaint.id)).all()
    assert {notice.audience for notice in told} == {"officer"}  # the complainant gave no number
    assert chain.verify(db.session, office.district.id) is None
