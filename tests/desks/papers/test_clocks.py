"""DESK: papers, tests: the book of the clock says who, and which closed days moved a date; also before assigning."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from flask import Flask

from app.extensions import db
from tests.client import QualityClient
from tests.complaints.way import disposed
from tests.desks.casework.conftest import Case
from tests.desks.papers.test_case_file import pdf
from tests.office import make_office, register_and_mark, register_one

FRIDAY = datetime(2026, 11, 27, 13, 0, tzinfo=UTC)  # 18:30 in India: after closing


@pytest.mark.parametrize("bring", ["unmarked", "marked", "closed"])
def test_who_and_closed_days(any_app: Flask, bring: str) -> None:
    with any_app.app_context():
        office = make_office(db.session, FRIDAY)
        brought = {"unmarked": register_one, "marked": register_and_mark}
        if bring == "closed":
            number = disposed(db.session, office, FRIDAY).number
        else:
            number = brought[bring](db.session, office, at=FRIDAY).number
        db.session.commit()
    client: QualityClient = any_app.test_client()  # type: ignore[assignment]
    client.sign_in("nodal")
    said = pdf(Case(any_app, client, number, office))
    assert "डीसी कार्यालय के पास" in said
    assert "रविवार" in said
    assert "29-11-2026" in said
    if bring != "unmarked":
        assert "पद cell" in said.split("समय-सीमा का हिसाब")[1]
