"""DESK: sign-in, tests: htmx gets the form alone, with the name kept, and is led inside."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from flask import Flask
from sqlalchemy import update

from app.extensions import db
from app.models.office import Charge
from bench.budgets import PARTIAL
from tests.client import DEMO_PASSWORD, HTMX, QualityClient
from tests.office import make_office
from tests.page_quality import brotli_size

WRONG = {"username": "officer", "password": "not this one"}


@pytest.fixture(autouse=True)
def office(app: Flask) -> None:
    with app.app_context():
        make_office(db.session, datetime.now(UTC))
        db.session.commit()


def test_a_wrong_password_brings_the_form_back_with_the_name(client: QualityClient) -> None:
    part = client.post("/sign-in?next=/complaints", data=WRONG, headers=HTMX)
    assert part.status_code == 422
    assert part.text.startswith('<div id="sign-in">')
    assert 'value="officer"' in part.text
    assert "not this one" not in part.text
    assert "next=/complaints" in part.text
    assert 'role="alert"' in part.text
    assert brotli_size(part.data) <= PARTIAL


def test_the_right_one_leads_inside(client: QualityClient) -> None:
    data = WRONG | {"password": DEMO_PASSWORD}
    answer = client.post("/sign-in?next=/complaints", data=data, headers=HTMX)
    assert (answer.status_code, answer.headers["HX-Redirect"], answer.text) == (200, "/complaints", "")
    assert client.get("/complaints").status_code == 200


def test_a_locked_name_says_so_where_the_form_was(client: QualityClient) -> None:
    for _ in range(5):
        client.post("/sign-in", data=WRONG, headers=HTMX)
    part = client.post("/en/sign-in", data=WRONG, headers=HTMX)
    assert part.status_code == 422  # htmx draws no 429
    assert "Too many wrong tries." in part.text
    assert int(part.headers["Retry-After"]) > 0
    assert client.post("/en/sign-in", data=WRONG).status_code == 429


def test_who_gave_up_the_charge_is_not_told_that_the_password_is_wrong(client: QualityClient, app: Flask) -> None:
    with app.app_context():
        db.session.execute(update(Charge).values(to_at=datetime.now(UTC)))
        db.session.commit()
    right = client.post("/en/sign-in", data={"username": "officer", "password": DEMO_PASSWORD})
    assert right.status_code == 422
    assert "You hold no charge at present." in right.text
    assert "do not fit" not in right.text
    assert "You hold no charge" not in client.post("/en/sign-in", data=WRONG).text
