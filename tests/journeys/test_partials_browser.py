"""Steps that leave the page where it is: the answer at the call desk, the period of the review and the way back."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from flask import Flask
from playwright.sync_api import Page, expect
from sqlalchemy import select

from app.extensions import db
from app.models.complaint import Complaint
from tests.browser import LiveServer
from tests.complaints.way import disposed
from tests.journeys.walk import Walk
from tests.office import make_office

pytestmark = pytest.mark.browser


@pytest.fixture
def number(app: Flask) -> str:
    at = datetime.now(UTC) - timedelta(hours=6)
    with app.app_context():
        complaint = disposed(db.session, make_office(db.session, at), at)
        db.session.commit()
        return complaint.number


def test_the_call_desk_answers_in_its_place(app: Flask, number: str, live_server: LiveServer, page: Page) -> None:
    Walk(page, live_server.url).sign_in("caller")
    page.goto(f"/call-desk/{number}")
    page.fill("#text", "आधी सड़क ही बनी")
    page.click("#answer button.pri")
    expect(page.locator("#answer .esum")).to_be_focused()
    assert page.input_value("#text") == "आधी सड़क ही बनी"
    for name in ("contacted", "done", "satisfied"):
        page.locator(f"#answer input[name={name}][value=yes]").check(force=True)
    page.click("#answer button.pri")
    expect(page.locator("#answer[role=status]")).to_be_focused()
    expect(page.locator("#call form")).to_have_count(0)
    assert page.url.endswith(f"/call-desk/{number}")
    assert page.evaluate("Object.keys(localStorage)") == []  # the draft is gone
    with app.app_context():
        assert db.session.scalars(select(Complaint.state)).one() == "closed_satisfied"


def test_the_period_stands_in_the_address_and_back_undoes_it(number: str, live_server: LiveServer, page: Page) -> None:
    Walk(page, live_server.url).sign_in("dc")
    page.goto("/reviews")
    usual = page.input_value("#since")
    page.fill("#since", "2026-06-01")
    page.click("#asked button")
    expect(page.locator("#review [data-focus]")).to_be_focused()
    assert "since=2026-06-01" in page.url
    page.go_back()
    expect(page.locator("#since")).to_have_value(usual)
    expect(page.locator("nav.nav")).to_be_visible()  # the whole page, not the part
    page.go_forward()
    expect(page.locator("#since")).to_have_value("2026-06-01")
    expect(page.locator("nav.nav")).to_be_visible()
