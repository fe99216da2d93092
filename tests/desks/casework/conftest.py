"""DESK: casework, tests: one complaint in the officer's hands, and photos made on the spot."""

from __future__ import annotations

import io
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import select
from sqlalchemy.orm import Session
from werkzeug.test import TestResponse

from app.extensions import db
from app.models.account import Person
from app.models.complaint import Complaint
from app.models.event import Event
from app.models.office import Charge, Post
from tests.client import HTMX, QualityClient
from tests.evidence.photos import encoded, exif, scene
from tests.office import Office, make_office, register_and_mark

TEXT = "सड़क के सभी गड्ढे रोड़ी और सीमेंट से भर दिए गए हैं, अब स्कूल की बस गाँव तक आ रही है"
MOBILE = "9812345210"


@dataclass
class Case:
    """A browser signed in at the complaint's address."""

    app: Flask
    client: QualityClient
    number: str
    office: Office

    def get(self, tail: str = "", **rest: Any) -> TestResponse:
        return self.client.get(f"/complaints/{self.number}{tail}", **rest)

    def post(self, tail: str, htmx: bool = False, **fields: Any) -> TestResponse:
        return self.client.post(
            f"/complaints/{self.number}/{tail}", data=fields, headers=HTMX if htmx else {},
            content_type="multipart/form-data",
        )  # fmt: skip

    def as_(self, username: str) -> Case:
        client: QualityClient = self.app.test_client()  # type: ignore[assignment]
        client.sign_in(username)
        return Case(self.app, client, self.number, self.office)

    def another(self) -> str:
        """The number of a second complaint at the same officer."""
        with self.app.app_context():
            session: Session = db.session  # type: ignore[assignment]
            number = register_and_mark(session, self.office, at=datetime.now(UTC), no=2).number
            session.commit()
        return number

    def row(self) -> Complaint:
        with self.app.app_context():
            return db.session.scalars(select(Complaint).where(Complaint.number == self.number)).one()

    def actions(self) -> list[str]:
        with self.app.app_context():
            query = select(Event.action).join(Complaint, Complaint.id == Event.complaint_id)
            return list(db.session.scalars(query.where(Complaint.number == self.number).order_by(Event.no)))

    def accept(self) -> None:
        tomorrow = (datetime.now(UTC) + timedelta(days=2)).date().isoformat()
        assert self.post("acknowledge", next_step="call", next_step_on=tomorrow).status_code == 303

    def talk(self) -> None:
        assert self.post("dialogue", kind="call", result="talked", text="बात हुई").status_code == 303

    def ready(self) -> Case:
        """Accepted and spoken: only the report is left."""
        self.accept()
        self.talk()
        return self


def photo(seed: int = 1) -> tuple[io.BytesIO, str]:
    return io.BytesIO(encoded(scene(seed), exif=exif())), "after.jpg"


def report_fields(**other: Any) -> dict[str, Any]:
    today = (datetime.now(UTC) + timedelta(hours=5, minutes=30)).date().isoformat()
    return {"outcome": "relief", "text": TEXT, "action_on": today, "photo_after": photo(), **other}


@pytest.fixture
def case(app: Flask) -> Case:
    """The complaint at its officer, who is signed in."""
    return opened(app)


@pytest.fixture
def any_case(any_app: Flask) -> Case:
    """The same, on both databases."""
    return opened(any_app)


def opened(app: Flask) -> Case:
    """A small office with one marked complaint, and its officer at the screen."""
    at = datetime.now(UTC) - timedelta(hours=1)
    with app.app_context():
        session: Session = db.session  # type: ignore[assignment]
        office = make_office(session, at)
        number = register_and_mark(session, office, at=at, mobile=MOBILE).number
        session.commit()
    client: QualityClient = app.test_client()  # type: ignore[assignment]
    client.sign_in("officer")
    return Case(app, client, number, office)


@pytest.fixture
def stranger(case: Case) -> Case:
    """An officer of the same department in another block, who never held the complaint."""
    with case.app.app_context():
        known = case.office
        held, sitting, since = known.posts["officer"], known.people["officer"], known.people["officer"].created_at
        post = Post(
            district_id=held.district_id, code="officer2", kind_id=held.kind_id, department_id=held.department_id,
            place_id=known.places["S"].id, reports_to_id=held.reports_to_id, level=1, name_hi="दूसरा पद",
            name_en="Other post", valid_from=held.valid_from,
        )  # fmt: skip
        person = Person(
            district_id=held.district_id, username="stranger", name_hi="श्री अन्य", name_en="Shri Anya",
            phone="9800000099", password_hash=sitting.password_hash, created_at=since,
        )  # fmt: skip
        db.session.add_all([post, person])
        db.session.flush()
        db.session.add(
            Charge(district_id=held.district_id, post_id=post.id, person_id=person.id, kind="regular", from_at=since)
        )
        db.session.commit()
    return case.as_("stranger")
