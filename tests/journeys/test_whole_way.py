"""The whole way in Chromium: in Hindi, on a 50 kbit/s line with JavaScript, and without JavaScript at all."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
import time_machine
from flask import Flask
from sqlalchemy import select

from app.complaints import chain
from app.extensions import db
from app.models.attachment import Attachment
from app.models.complaint import Complaint
from app.models.event import Event
from tests.browser import LiveServer, phone, slow_line
from tests.conftest import MakeApp
from tests.district import Districts
from tests.journeys.walk import Walk, photo

if TYPE_CHECKING:
    from playwright.sync_api import Browser

pytestmark = pytest.mark.browser
UNDONE = timedelta(minutes=2)
WAY = [
    "register",
    "mark",
    "acknowledge",
    "dialogue",
    "dialogue",
    "report",
    "approve",
    "dialogue",
    "dialogue",
    "satisfied",
]


@pytest.fixture
def app(make_app: MakeApp, districts: Districts, tmp_path: Path) -> Flask:
    """The demo district, as a new user meets it."""
    return make_app(districts.copy(tmp_path / "home").url)


def walk_it(walk: Walk, folder: Path, mobile: str, *, scripted: bool) -> str:
    walk.sign_in("cell")
    number = walk.register(mobile, "कमलेश देवी", "सरायगढ़", "village_lane")
    walk.sign_in("officer")
    walk.accept(number)
    assert walk.call(number) == mobile
    walk.report(number, photo(folder, seed=int(mobile[-4:])))
    if scripted:
        walk.all_sent()  # words first, the photo after
    walk.sign_in("hod")
    walk.approve(number)
    with time_machine.travel(datetime.now(UTC) + UNDONE, tick=True):  # nobody is rung while the approval can be undone
        walk.sign_in("caller")
        walk.answer(number, "yes")
    return number


def check_it(app: Flask, number: str, *, scripted: bool) -> None:
    """What the office's books say afterwards."""
    with app.app_context():
        complaint = db.session.scalars(select(Complaint).where(Complaint.number == number)).one()
        assert complaint.state == "closed_satisfied"
        events = db.session.scalars(select(Event).where(Event.complaint_id == complaint.id).order_by(Event.no)).all()
        told = [event.action for event in events]
        if scripted:
            assert told.pop(WAY.index("report") + 1) == "add_evidence"  # the photo came after its words
        assert told == WAY
        files = db.session.scalars(select(Attachment).where(Attachment.complaint_id == complaint.id)).all()
        assert [(file.kind, file.state) for file in files] == [("after", "checked")]
        assert app.extensions["photos"].size(files[0].store_key) <= 300_000
        assert chain.verify(db.session, complaint.district_id) is None


@pytest.mark.parametrize("line", ["slow", "without JavaScript"])
def test_from_the_counter_to_yes(
    app: Flask, live_server: LiveServer, chromium: Browser, tmp_path: Path, line: str
) -> None:
    slow = line == "slow"
    with phone(chromium, live_server.url, java_script_enabled=slow) as page:
        page.set_default_timeout(60_000)
        if slow:
            slow_line(page, kbit=50, latency_ms=500)
        number = walk_it(Walk(page, live_server.url), tmp_path, "9000077701" if slow else "9000077702", scripted=slow)
    check_it(app, number, scripted=slow)
    if slow:
        with app.app_context():
            sent = db.session.scalars(select(Attachment.original_sha256).where(Attachment.kind == "after")).all()
            assert any(sent)  # the phone told the fingerprint of the photo before it made it small
