"""The house is not opened to the public with the demo district inside."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import pytest
from flask import Flask

from app.extensions import db
from app.factory import create_app
from app.models.account import Person
from app.settings import Settings, UnsafeSettings
from tests.office import make_office

PRODUCTION = {
    "NIVARAN_ENV": "production", "SECRET_KEY": "b7Qx-93kLm2zP0aVtR8yWc5uJh1dFgSe", "PUBLIC_URL": "https://nivaran.example",
    "SMS_GATEWAY": "kannel", "SMS_URL": "http://127.0.0.1:13013/cgi-bin/sendsms", "SMS_USER": "office",
    "SMS_PASSWORD": "a-password",
}  # fmt: skip


def open_in_production(home: Path, url: str) -> Flask:
    return create_app(Settings.from_env(PRODUCTION | {"NIVARAN_HOME": str(home), "DATABASE_URL": url}))


def test_a_database_with_demo_people_is_refused(app: Flask, sqlite_url: str, tmp_path: Path) -> None:
    Path(sqlite_url.removeprefix("sqlite:///")).chmod(0o600)
    with app.app_context():
        make_office(db.session, datetime.now(UTC))
        db.session.commit()
    assert open_in_production(tmp_path, sqlite_url)
    with app.app_context():
        db.session.query(Person).first().is_demo = True
        db.session.commit()
    with pytest.raises(UnsafeSettings, match="demo district"):
        open_in_production(tmp_path, sqlite_url)


def test_cookies_are_for_https_only(sqlite_url: str, tmp_path: Path) -> None:
    Path(sqlite_url.removeprefix("sqlite:///")).chmod(0o600)
    opened = open_in_production(tmp_path, sqlite_url)
    assert opened.config["SESSION_COOKIE_NAME"] == "__Host-session"
    assert opened.config["SESSION_COOKIE_SECURE"] is True


def test_a_gateway_without_its_settings_is_refused(tmp_path: Path, sqlite_url: str) -> None:
    Path(sqlite_url.removeprefix("sqlite:///")).chmod(0o600)
    told = PRODUCTION | {"SMS_URL": "", "NIVARAN_HOME": str(tmp_path), "DATABASE_URL": sqlite_url}
    with pytest.raises(UnsafeSettings, match="SMS_URL is missing"):
        create_app(Settings.from_env(told))
