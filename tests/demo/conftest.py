"""The demo district, loaded once for each database and only read by the tests."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy.orm import Session

from app.demo import load
from app.extensions import db
from tests.conftest import build_app, dispose

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
def _filled(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Loaded]:
    home = tmp_path_factory.mktemp("navgram")
    server = name = None
    if request.param == "sqlite":
        template: Path = request.getfixturevalue("migrated_sqlite")
        shutil.copyfile(template, home / "nivaran.db")
        url = f"sqlite:///{home / 'nivaran.db'}"
    else:
        server, name = request.getfixturevalue("postgres_server"), f"navgram_{home.parent.name.replace('-', '_')}"
        url = server.create(name, template=request.getfixturevalue("migrated_postgres"))
    app = build_app(home, url)
    with app.app_context():
        report = load.load(db.session, app.extensions["photos"], at=LOADED_AT)
        db.session.commit()
    yield Loaded(app, report)
    dispose(app)
    if server is not None:
        server.drop(name)


@pytest.fixture
def navgram(_filled: Loaded) -> Iterator[Loaded]:
    """The loaded district inside an application context; `navgram.session` reads it."""
    with _filled.app.app_context():
        yield _filled
        db.session.rollback()
