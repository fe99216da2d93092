"""DESK: decisions, tests: one complaint at its officer, who has spoken with the complainant; a second department."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from flask import Flask

from app.extensions import db
from tests.complaints.asked import second_department
from tests.desks.casework.conftest import Case, opened


def _ready(app: Flask) -> Case:
    case = opened(app)
    with app.app_context():
        second_department(db.session, case.office, datetime.now(UTC))  # type: ignore[arg-type]
        db.session.commit()
    return case.ready()


@pytest.fixture
def case(app: Flask) -> Case:
    return _ready(app)


@pytest.fixture
def any_case(any_app: Flask) -> Case:
    return _ready(any_app)
