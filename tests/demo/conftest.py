"""The demo district, loaded once for each database and only read by the tests."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime

import pytest
from flask import Flask
from sqlalchemy.orm import Session

from app.demo import load
from app.extensions import db
from tests.conftest import build_app, dispose
from tests.district import Districts

LOADED_AT = datetime(2026, 11, 20, 5, 30, tzinfo=UTC)  # a Friday, 11:00 in India


@dataclass(frozen=True)
class Loaded:
    """The application with the district in it."""

    app: Flask
    report: load.LoadedReport
    at: datetime = LOADED_AT

    @property
    def session(self) -> Session:
        return db.session


@pytest.fixture(scope="module", params=["sqlite", "postgresql"])
def _filled(
    request: pytest.FixtureRequest, districts: Districts, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Loaded]:
    home = tmp_path_factory.mktemp("navgram")
    copy = districts.copy(home, database=request.param, at=LOADED_AT)
    app = build_app(home, copy.url)
    yield Loaded(app, copy.report)
    dispose(app)


@pytest.fixture
def navgram(_filled: Loaded) -> Iterator[Loaded]:
    """The loaded district inside an application context; `navgram.session` reads it."""
    with _filled.app.app_context():
        yield _filled
        db.session.rollback()
