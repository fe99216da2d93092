"""ACCOUNTS, tests: failures are counted also when two come at once, and hashing holds nobody up."""

from __future__ import annotations

import sqlite3
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy import select

from app.accounts import passwords, signin
from app.extensions import db
from app.models.account import Person, SignInAttempt
from tests.client import DEMO_PASSWORD, QualityClient
from tests.meanwhile import first_and_second
from tests.office import make_office

AT = datetime.now(UTC) - timedelta(hours=1)
WHO = {"name": "officer", "address": "10.0.0.9"}


@pytest.fixture
def office(any_app: Flask) -> Flask:
    with any_app.app_context():
        make_office(db.session, AT)
        db.session.commit()
    return any_app


def test_two_first_failures_at_once_are_two(office: Flask) -> None:
    def fail() -> Person | None:
        return signin.check(db.session, **WHO, password="wrong", at=AT)

    assert first_and_second(office, fail) == (None, None)
    with office.app_context():
        counted = {row.key: row.failures for row in db.session.scalars(select(SignInAttempt))}
    assert counted == {"name:officer": 2, "addr:10.0.0.9": 2}


def test_a_password_changed_meanwhile_is_tried_again(office: Flask) -> None:
    with office.app_context():
        stored = signin.stored_hash(db.session, **WHO, at=AT)
        tried = signin.Tried(stored, fits=True)
        person = db.session.scalars(select(Person).where(Person.username == "officer")).one()
        assert signin.check(db.session, **WHO, password=DEMO_PASSWORD, at=AT, tried=tried) is person
        person.password_hash = passwords.make_hash("another-long-one")
        db.session.commit()
        assert signin.check(db.session, **WHO, password=DEMO_PASSWORD, at=AT, tried=tried) is None
        assert signin.stored_hash(db.session, name="nobody", address="x", at=AT) is None


def test_others_write_while_a_password_is_hashed(
    app: Flask, client: QualityClient, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with app.app_context():
        make_office(db.session, AT)
        db.session.commit()
    slow, written = passwords.matches, []

    def while_others_write(password: str, stored: str | None) -> bool:
        other = sqlite3.connect(tmp_path / "nivaran.db", timeout=0)
        other.execute("BEGIN IMMEDIATE")  # raises when somebody has the one write lock
        other.rollback()
        other.close()
        written.append(1)
        return slow(password, stored)

    monkeypatch.setattr(passwords, "matches", while_others_write)
    assert client.post("/sign-in", data={"username": "officer", "password": "wrong"}).status_code == 422
    assert client.sign_in("officer").status_code == 303
    assert len(written) == 2
