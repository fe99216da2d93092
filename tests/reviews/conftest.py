"""THE TESTS: an office with two departments and two blocks, and complaints that go every way through the real verbs."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from flask import Flask

from app.extensions import db
from tests.reviews.ways import NOW, World, make_world


@pytest.fixture
def world(any_app: Flask) -> Iterator[World]:
    """The office on either database, inside an application context; commit what you add."""
    with any_app.app_context():
        made = make_world(db.session, NOW)  # type: ignore[arg-type]
        db.session.commit()
        yield made
