"""Lists and counts ask their indexes: a hundred thousand complaints of last year cost them nothing."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime

import pytest
from flask import Flask
from sqlalchemy.orm import Session

from app.complaints.actor import Actor
from app.complaints.queries import Filters, chip_counts, listed
from app.domain.policy import Role
from app.extensions import db
from tests.notices.test_cost import plans_of

AT = datetime(2026, 11, 16, 5, 0, tzinfo=UTC)
HEAD = Actor(district_id=1, role=Role.HOD, person_id=1, post_id=1, department_id=1)
CELL = Actor(district_id=1, role=Role.CELL, person_id=2, post_id=2)
ASKS: dict[str, Callable[[Session], object]] = {
    "USING COVERING INDEX ix_complaint_pending": lambda session: listed(session, Filters(pending=True), HEAD, AT),
    "INDEX ix_stint_climbed": lambda session: chip_counts(session, HEAD, AT),
    "SCAN complaint_fts VIRTUAL TABLE": lambda session: listed(session, Filters(q="नाली"), CELL, AT),
    "INDEX ix_phone": lambda session: listed(session, Filters(q="9812345678"), CELL, AT),
}


@pytest.mark.parametrize("way", ASKS)
def test_sqlite_goes_by_the_index(app: Flask, way: str) -> None:
    with app.app_context():
        assert way in plans_of(ASKS[way])
        db.session.remove()
