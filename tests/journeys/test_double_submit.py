"""The same entry sent twice is one entry: a double click, Back and send again, two answers racing."""

from __future__ import annotations

import threading
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

import pytest
from flask import Flask
from sqlalchemy import func, select

from app.extensions import db
from app.models.account import IdempotencyKey
from app.models.complaint import Complaint
from app.models.event import Event
from tests.browser import LiveServer, phone
from tests.client import QualityClient
from tests.journeys.walk import WORDS, Walk
from tests.office import make_office, register_and_mark

if TYPE_CHECKING:
    from playwright.sync_api import Browser

FORM = {"mobile": "9000012345", "name": "कमला देवी", "place": "स्थान V", "text": WORDS, "category_other": "ROAD",
        "then": "assign"}  # fmt: skip


@pytest.fixture
def office(app: Flask) -> Flask:
    with app.app_context():
        make_office(db.session, datetime.now(UTC))
        db.session.commit()
    return app


def complaints(app: Flask) -> int:
    with app.app_context():
        return db.session.scalar(select(func.count()).select_from(Complaint)) or 0


@pytest.mark.browser
@pytest.mark.parametrize("script", [True, False])
def test_a_double_click_and_back_are_one_complaint(
    office: Flask, live_server: LiveServer, chromium: Browser, script: bool
) -> None:
    with phone(chromium, live_server.url, java_script_enabled=script) as page:
        page.set_default_timeout(30_000)
        walk = Walk(page, live_server.url)
        walk.sign_in("cell")
        number = walk.register("9000012345", "कमला देवी", "स्थान V", "ROAD", clicks=2)
        page.go_back()
        assert "/intake/new" in page.url
        if page.locator("input[name=mobile]").input_value():  # a browser that kept the page: the old key is sent again
            page.locator("button[name=then][value=assign]:visible").last.click()
            page.wait_for_url(f"**/{number}/slip*")
    assert complaints(office) == 1


def test_two_answers_racing_are_one_complaint(office: Flask) -> None:
    """What a browser does by itself when the answer was lost: the same post twice, at the same time."""
    clients = []
    for _ in range(2):
        client: QualityClient = office.test_client()  # type: ignore[assignment]
        client.sign_in("cell")
        clients.append(client)
    answers: list[tuple[int, str]] = []
    gate = threading.Barrier(2)

    def send(client: QualityClient) -> None:
        gate.wait()
        answer = client.post("/intake/new", data=FORM | {"idem": "the-same-entry"})
        answers.append((answer.status_code, answer.headers.get("Location", "")))

    threads = [threading.Thread(target=send, args=(client,)) for client in clients]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=60)
    assert complaints(office) == 1
    assert {status for status, _ in answers} == {303}
    assert len({address for _, address in answers}) == 1
    with office.app_context():
        assert db.session.scalar(select(func.count()).select_from(IdempotencyKey)) == 1


def test_a_key_is_the_persons_own_and_for_one_body(office: Flask, client: QualityClient) -> None:
    client.sign_in("cell")
    first = client.post("/intake/new", data=FORM | {"idem": "k"})
    assert first.status_code == 303
    other = client.post("/intake/new", data=FORM | {"idem": "k", "name": "कोई और"})
    assert other.status_code == 409
    assert "कोई और" in other.text  # refused, never swallowed
    client.sign_in("nodal")
    again = client.post("/intake/new", data=FORM | {"idem": "k", "similar_seen": "NG26-1-5"})
    assert "X-Replayed" not in again.headers


def test_accepting_twice_is_one_event(app: Flask, client: QualityClient) -> None:
    at = datetime.now(UTC) - timedelta(hours=1)
    with app.app_context():
        complaint = register_and_mark(db.session, make_office(db.session, at), at=at)
        number = complaint.number
        db.session.commit()
    client.sign_in("officer")
    on = (datetime.now(UTC) + timedelta(days=2)).date().isoformat()
    entry = {"next_step": "call", "next_step_on": on, "idem": "tap"}
    for _ in range(3):
        assert client.post(f"/complaints/{number}/accept", data=entry).status_code == 303
    with app.app_context():
        accepted = select(func.count()).select_from(Event).where(Event.action == "acknowledge")
        assert db.session.scalar(accepted) == 1
