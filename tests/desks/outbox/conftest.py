"""DESK: outbox, tests: a report whose photo is still on the device, and the line that brings it in pieces."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from typing import Any

import pytest
from sqlalchemy import select
from werkzeug.test import TestResponse

from app.extensions import db
from app.models.attachment import Attachment
from app.models.report import Report
from tests.client import QualityClient
from tests.desks.casework.conftest import Case, any_case, case, report_fields, stranger
from tests.evidence.photos import encoded, exif, scene

__all__ = ["any_case", "case", "stranger"]


def sha(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()


@dataclass
class Device:
    """The officer's phone: it has the photo, the office has only its hash."""

    case: Case
    data: bytes
    client: QualityClient

    def address(self) -> str:
        return f"/outbox/photos/{sha(self.data)}"

    def ask(self) -> TestResponse:
        return self.client.get(self.address())

    def send(self, start: int = 0, end: int | None = None, data: bytes | None = None, **headers: str) -> TestResponse:
        piece = (self.data if data is None else data)[start:end]
        told = {"Upload-Offset": str(start), "Upload-Length": str(len(self.data)), **headers}
        return self.client.post(self.address(), data=piece, headers=told, content_type="application/octet-stream")

    def photo(self) -> Attachment:
        with self.case.app.app_context():
            return db.session.scalars(select(Attachment).where(Attachment.sha256 == sha(self.data))).one()

    def report(self) -> Report:
        with self.case.app.app_context():
            return db.session.scalars(select(Report).order_by(Report.no.desc())).first()  # type: ignore[return-value]

    def as_(self, client: QualityClient) -> Device:
        return Device(self.case, self.data, client)


def declared(case: Case, data: bytes, **other: Any) -> TestResponse:
    """The words of a report with the hash of its photo instead of the photo."""
    fields = report_fields(photo_after_sha=sha(data), **other)
    del fields["photo_after"]
    return case.post("report", **fields)


def one_photo(seed: int = 1) -> bytes:
    return encoded(scene(seed), quality=92, exif=exif())


@pytest.fixture
def device(any_case: Case) -> Device:
    """On both databases: the words are sent, the photo is not."""
    data = one_photo()
    assert declared(any_case.ready(), data).status_code == 303
    return Device(any_case, data, any_case.client)
