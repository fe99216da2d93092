"""DESK: office, tests: the tiny district, and browsers signed in to it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import select
from werkzeug.test import TestResponse

from app.extensions import db
from app.models.event import Event
from tests.client import QualityClient
from tests.office import Office, make_office


@dataclass
class Desk:
    """The district's application; every question opens a session of its own."""

    app: Flask
    office: Office
    client: QualityClient

    def as_(self, username: str) -> QualityClient:
        client: QualityClient = self.app.test_client()  # type: ignore[assignment]
        client.sign_in(username)
        return client

    def one(self, model: Any, **where: Any) -> Any:
        """The only row with these columns; None when there is none."""
        with self.app.app_context():
            row = db.session.scalars(select(model).filter_by(**where)).one_or_none()
            db.session.expunge_all()
            return row

    def rows(self, model: Any, **where: Any) -> list[Any]:
        with self.app.app_context():
            rows = list(db.session.scalars(select(model).filter_by(**where).order_by(model.id)))
            db.session.expunge_all()
            return rows

    def do(self, action: Callable[[], Any]) -> Any:
        """Act in a session of its own and commit."""
        with self.app.app_context():
            done = action()
            db.session.commit()
            return done

    def post(self, address: str, **fields: Any) -> TestResponse:
        return self.client.post(address, data=fields)

    def audit(self, action: str) -> list[dict[str, Any]]:
        return [event.data for event in self.rows(Event, action=action, complaint_id=None)]


@pytest.fixture
def desk(app: Flask) -> Desk:
    with app.app_context():
        office = make_office(db.session, datetime.now(UTC))
        db.session.commit()
        for thing in (office.department, office.category, *office.posts.values(), *office.people.values(),
                      *office.places.values()):  # fmt: skip
            db.session.refresh(thing)
        db.session.expunge_all()
    desk = Desk(app, office, app.test_client())  # type: ignore[arg-type]
    desk.client.sign_in("admin")
    return desk
