"""DESK: the complainant's own pages, tests: a complaint, its complainant's browser, and the codes of messages."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import select
from werkzeug.test import TestResponse

from app.complaints import links
from app.extensions import db
from app.models.complaint import Complaint
from app.models.event import Event
from app.models.notice import Notice
from app.models.party import Party
from tests.client import QualityClient
from tests.complaints import way
from tests.office import Office, make_office, register_and_mark

MOBILE, LAST4 = "9700000001", "0001"
NAME = "फरियादी 1"
SUBJECT = "गड्ढे"
CODE_WORDS = "आपका कोड"


@dataclass
class Outside:
    """Somebody without an account, and the one complaint of the office."""

    app: Flask
    client: QualityClient
    office: Office
    number: str

    def track(self, number: str = "", last4: str = LAST4, prefix: str = "") -> TestResponse:
        return self.client.post(f"{prefix}/track", data={"number": number or self.number, "last4": last4})

    def ask_code(self, number: str = "", last4: str = LAST4) -> TestResponse:
        return self.client.post("/track/code", data={"number": number or self.number, "last4": last4})

    def code(self) -> str:
        """The digits of the last message with a code."""
        with self.app.app_context():
            query = select(Notice).where(Notice.template_key == "S15").order_by(Notice.id.desc()).limit(1)
            return str(db.session.scalars(query).one().slots["code"])

    def codes_sent(self) -> int:
        with self.app.app_context():
            return len(db.session.scalars(select(Notice.id).where(Notice.template_key == "S15")).all())

    def open(self) -> Outside:
        """Ask for a code and open the own view."""
        assert self.ask_code().status_code == 200
        fields = {"number": self.number, "last4": LAST4, "code": self.code()}
        assert self.client.post("/track/open", data=fields).status_code == 303
        return self

    def link(self, kind: str = "track") -> str:
        """The address in a message."""
        with self.app.app_context():
            row = db.session.scalars(select(Complaint).where(Complaint.number == self.number)).one()
            someone = db.session.scalars(select(Party.complainant_id).where(Party.complaint_id == row.id)).first()
            assert someone
            token = links.token_for(db.session, row, someone, kind, at=datetime.now(UTC))
            db.session.commit()
        return f"/{links.PATHS[kind]}/{token}"

    def change(self, do: Callable[[Complaint], Any]) -> None:
        """Do something to the complaint."""
        with self.app.app_context():
            do(db.session.scalars(select(Complaint).where(Complaint.number == self.number)).one())
            db.session.commit()

    def row(self) -> Complaint:
        with self.app.app_context():
            return db.session.scalars(select(Complaint).where(Complaint.number == self.number)).one()

    def last_event(self) -> Event:
        with self.app.app_context():
            return db.session.scalars(select(Event).order_by(Event.id.desc()).limit(1)).one()


Made = Callable[..., Complaint]


def outside(app: Flask, made: Made | None = None, *, days: int = 3) -> Outside:
    """A district whose one complaint came `days` ago and went its way by `made` (session, office, at)."""
    at = datetime.now(UTC) - timedelta(days=days)
    with app.app_context():
        office = make_office(db.session, at)
        complaint = made(db.session, office, at) if made else register_and_mark(db.session, office, at=at)
        number = complaint.number
        db.session.commit()
    return Outside(app, app.test_client(), office, number)  # type: ignore[arg-type]


@pytest.fixture
def someone(app: Flask) -> Outside:
    """The complaint is with the officer."""
    return outside(app)


@pytest.fixture
def asked(app: Flask) -> Outside:
    """The complaint was reported solved."""
    return outside(app, way.disposed)


@pytest.fixture
def asked_anywhere(any_app: Flask) -> Outside:
    """The same, on both databases."""
    return outside(any_app, way.disposed)
