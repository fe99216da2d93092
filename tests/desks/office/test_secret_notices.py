"""The list of messages: who reads it learns nothing of a confidential complaint but its number (ruling 19)."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from flask import Flask

from app.extensions import db
from tests.client import QualityClient
from tests.office import make_office, register_and_mark

AT = datetime.now(UTC) - timedelta(hours=1)
PHONE = "9712312312"


@pytest.fixture
def secret(any_app: Flask) -> str:
    with any_app.app_context():
        office = make_office(db.session, AT)
        complaint = register_and_mark(db.session, office, at=AT, mobile=PHONE, confidential=True)
        register_and_mark(db.session, office, at=AT, no=2)
        db.session.commit()
        return complaint.number


@pytest.mark.parametrize("reader", ["cell", "admin", "auditor", "nodal"])
def test_a_confidential_complaint_is_a_number_only(any_app: Flask, secret: str, reader: str) -> None:
    client: QualityClient = any_app.test_client()  # type: ignore[assignment]
    client.sign_in(reader)
    page = client.get("/office/notices").text
    assert secret in page
    assert (f"/complaints/{secret}" in page) == (reader == "nodal")
    assert ("312</span>" in page) == (reader == "nodal")
    found = client.get(f"/office/notices?q={PHONE[2:8]}").text
    assert (secret in found) == (reader == "nodal")
    assert client.get("/office/notices?q=97000000").text.count("notice-") >= 1  # others are found as before
