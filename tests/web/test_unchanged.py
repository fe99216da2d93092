"""A page that has not changed answers 304; any event, message, person or charge makes it new."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
import time_machine
from flask import Flask

from app.complaints.actions import work
from app.extensions import db
from tests.client import HTMX, QualityClient
from tests.office import Office, make_office, register_and_mark

AT = datetime(2026, 11, 18, 6, 1, tzinfo=UTC)


@pytest.fixture
def office(app: Flask) -> Office:
    with app.app_context():
        office = make_office(db.session, AT - timedelta(days=1))
        register_and_mark(db.session, office, at=AT - timedelta(hours=5))
        db.session.commit()
        return office


def again(client: QualityClient, path: str, tag: str, **headers: str):
    return client.get(path, headers={"If-None-Match": tag, **headers})


def test_unchanged_is_304_and_small(office: Office, client: QualityClient) -> None:
    with time_machine.travel(AT, tick=False):
        client.sign_in("officer")
        first = client.get("/complaints")
        tag = first.headers["ETag"]
        assert tag.startswith('W/"')
        same = again(client, "/complaints", tag)
        assert (same.status_code, same.data) == (304, b"")
        assert same.headers["ETag"] == tag
        assert {"hx-request", "save-data", "accept-encoding"} <= same.vary.as_set()
        assert same.headers["Cache-Control"] == first.headers["Cache-Control"]
        assert again(client, "/en/complaints", tag).status_code == 200
        assert again(client, "/complaints", tag, **HTMX).status_code == 200


def test_any_event_makes_it_new(app: Flask, office: Office, client: QualityClient) -> None:
    with time_machine.travel(AT, tick=False):
        client.sign_in("officer")
        tag = client.get("/complaints").headers["ETag"]
        with app.app_context():
            work.comment(db.session, 1, text="कागज़ देखे", by=office.actors["officer"], at=AT)
            db.session.commit()
        assert again(client, "/complaints", tag).status_code == 200


def test_five_minutes_make_it_new(office: Office, client: QualityClient) -> None:
    with time_machine.travel(AT, tick=False):
        client.sign_in("officer")
        tag = client.get("/complaints").headers["ETag"]
    with time_machine.travel(AT + timedelta(minutes=5), tick=False):
        assert again(client, "/complaints", tag).status_code == 200


def test_a_message_is_shown_once_and_never_kept(office: Office, client: QualityClient) -> None:
    with time_machine.travel(AT, tick=False):
        client.sign_in("officer")
        client.post("/account/charge", data={"charge": "999"})
        told = client.get("/account")
        assert 'role="status"' in told.text
        assert "ETag" not in told.headers
        assert "ETag" in client.get("/account").headers


def test_another_person_gets_their_own(office: Office, client: QualityClient) -> None:
    with time_machine.travel(AT, tick=False):
        client.sign_in("officer")
        tag = client.get("/complaints").headers["ETag"]
        client.sign_in("sdm")
        assert again(client, "/complaints", tag).status_code == 200


def test_forms_that_create_and_strangers_pages_have_none(office: Office, client: QualityClient) -> None:
    assert "ETag" not in client.get("/sign-in").headers
    client.sign_in("cell")
    page = client.get("/intake/new")
    assert page.headers["Cache-Control"] == "no-store"
    assert "ETag" not in page.headers
