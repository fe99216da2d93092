"""The application is put together once before the doors open: what it refuses is said in one sentence."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import pytest
from flask import Flask

from app.extensions import db
from app.models.account import Person
from jobs import rehearsal
from tests.office import make_office
from tests.test_factory import PRODUCTION


def test_a_production_office_with_the_demo_inside_is_told_so(
    app: Flask, sqlite_url: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    Path(sqlite_url.removeprefix("sqlite:///")).chmod(0o600)
    for name, value in {**PRODUCTION, "NIVARAN_HOME": str(tmp_path), "DATABASE_URL": sqlite_url}.items():
        monkeypatch.setenv(name, value)
    with app.app_context():
        make_office(db.session, datetime.now(UTC))
        db.session.commit()
    assert rehearsal.main() == 0
    with app.app_context():
        db.session.query(Person).first().is_demo = True
        db.session.commit()
    assert rehearsal.main() == 2
    assert "the database holds the demo district" in capsys.readouterr().err
