"""DESK: the complainant's own pages, tests: somebody who registers from home."""

from __future__ import annotations

import io
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from flask import Flask
from sqlalchemy import select
from werkzeug.test import TestResponse

from app.extensions import db
from app.models.complaint import Complaint
from app.models.event import Event
from app.models.notice import Notice
from app.models.party import Phone
from tests.client import QualityClient
from tests.desks.counter_office import fields_in, key_in
from tests.evidence.photos import encoded, exif, scene

MOBILE = "9876543210"
WORDS = "हमारे मोहल्ले के हैंडपंप से 15 दिन से पानी नहीं आ रहा, मोटर भी खराब है।"
TOLD = {"text": WORDS, "place": "सोनपुर", "name": "सुनीता देवी", "language": "hi"}


def picture(seed: int = 1) -> tuple[io.BytesIO, str]:
    return io.BytesIO(encoded(scene(seed), exif=exif())), "pump.jpg"


@dataclass
class Writer:
    """A browser without an account, and what it sends."""

    app: Flask
    client: QualityClient
    mobile: str = MOBILE
    prefix: str = ""

    def ask(self, **more: Any) -> TestResponse:
        return self.client.post(f"{self.prefix}/register/code", data={"mobile": self.mobile, **more})

    def open(self, code: str = "", **more: Any) -> TestResponse:
        fields = {"mobile": self.mobile, "code": code or self.code(), **more}
        return self.client.post(f"{self.prefix}/register/open", data=fields)

    def proven(self) -> Writer:
        assert self.ask().status_code == 200
        assert self.open().status_code == 303
        return self

    def check(self, **other: Any) -> TestResponse:
        """What was written, sent from the first page."""
        return self.client.post(f"{self.prefix}/register/write", data=TOLD | other)

    def send(self, page: TestResponse, then: str = "register", **other: Any) -> TestResponse:
        """A button of the page in between pressed."""
        pressed = {} if {"add", "same"} & other.keys() else {"then": then}
        fields = fields_in(page.text, "petition") | {"idem": key_in(page.text)} | pressed | other
        return self.client.post(f"{self.prefix}/register/write", data=fields, content_type="multipart/form-data")

    def whole(self, **other: Any) -> TestResponse:
        """From the code to the receipt's address."""
        page = self.proven().check(**other)
        assert page.status_code == 200, page.text
        return self.send(page)

    def code(self) -> str:
        with self.app.app_context():
            query = select(Notice).where(Notice.template_key == "S15R").order_by(Notice.id.desc()).limit(1)
            return str(db.session.scalars(query).one().slots["code"])

    def notices(self) -> list[Notice]:
        with self.app.app_context():
            return list(db.session.scalars(select(Notice).order_by(Notice.id)))

    def rows(self) -> list[Complaint]:
        with self.app.app_context():
            return list(db.session.scalars(select(Complaint).order_by(Complaint.id)))

    def events(self) -> list[Event]:
        with self.app.app_context():
            return list(db.session.scalars(select(Event).order_by(Event.id)))

    def phones(self) -> list[Phone]:
        with self.app.app_context():
            return list(db.session.scalars(select(Phone).order_by(Phone.id)))

    def change(self, row: Complaint, **values: Any) -> None:
        with self.app.app_context():
            mine = db.session.get_one(Complaint, row.id)
            for name, value in values.items():
                setattr(mine, name, value)
            db.session.commit()


def writer(app: Flask, mobile: str = MOBILE, prefix: str = "") -> Writer:
    return Writer(app, app.test_client(), mobile, prefix)  # type: ignore[arg-type]


def today() -> datetime:
    return datetime.now(UTC)
