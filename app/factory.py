"""The house is put together here: settings, extensions, the shared web layer, the desks. Nothing else."""

from __future__ import annotations

import os
from importlib import import_module

from flask import Flask
from flask_compress import Compress
from sqlalchemy import inspect

from app import cli, queue
from app.accounts import people
from app.evidence.store import open_store
from app.extensions import babel, db, limiter, migrate
from app.settings import Settings, UnsafeSettings
from app.web import access, edge, errors, language, page
from app.web.catalogues import TRANSLATIONS
from app.web.static import bp as static

DESKS = ("health", "signin", "home", "intake", "marking", "casework", "approvals", "calldesk", "reviews", "office")


def create_app(settings: Settings | None = None) -> Flask:
    """The WSGI application. Raises UnsafeSettings rather than start in production with something unsafe."""
    settings = (settings or Settings.from_env(os.environ)).check()
    app = Flask("app", static_folder=None)
    app.config.from_mapping(_config(settings))
    app.extensions["nivaran"] = settings
    app.extensions["photos"] = open_store(settings.photo_store)
    db.init_app(app)
    migrate.init_app(app, db)
    _languages(app)
    limiter.init_app(app)
    Compress(app)
    queue.init(db.session, redis_url=settings.redis_url)
    page.install(app)
    errors.install(app)
    edge.install(app, settings)
    app.register_blueprint(static)
    for name in DESKS:
        app.register_blueprint(import_module(f"app.desks.{name}").bp)
    access.collect(app)
    cli.install(app)
    if settings.env == "production":
        _refuse_demo_people(app)
    app.wsgi_app = language.LanguageAddress(app.wsgi_app)  # type: ignore[method-assign]
    return app


def _refuse_demo_people(app: Flask) -> None:
    """A database with the invented officers in it is not opened in production: their password is published."""
    with app.app_context():
        if inspect(db.engine).has_table("person") and people.is_demo(db.session):
            raise UnsafeSettings(["the database holds the demo district: its sign-ins are published"])


def _config(settings: Settings) -> dict[str, object]:
    secure = settings.is_https
    return {
        "SECRET_KEY": settings.secret_key,
        "TESTING": settings.env == "test",
        "SQLALCHEMY_DATABASE_URI": settings.database_url,
        "SQLALCHEMY_ENGINE_OPTIONS": {"pool_pre_ping": settings.database_file is None, "hide_parameters": True},
        "SESSION_COOKIE_NAME": "__Host-session" if secure else "session",
        "SESSION_COOKIE_SECURE": secure,
        "SESSION_COOKIE_HTTPONLY": True,
        "SESSION_COOKIE_SAMESITE": "Lax",
        "SESSION_COOKIE_PATH": "/",
        "WTF_CSRF_TIME_LIMIT": None,
        "MAX_CONTENT_LENGTH": 40_000_000,  # three photos too large: said at their fields, with the words kept
        "MAX_FORM_MEMORY_SIZE": 1_000_000,
        "RATELIMIT_STORAGE_URI": "memory://" if settings.env == "test" else _limits_at(settings.redis_url),
        "RATELIMIT_IN_MEMORY_FALLBACK_ENABLED": True,
        "RATELIMIT_SWALLOW_ERRORS": True,
        "RATELIMIT_ENABLED": settings.env != "test",
        "COMPRESS_ALGORITHM": ["br", "gzip"],
        "COMPRESS_BR_LEVEL": 5,
        "COMPRESS_MIN_SIZE": 400,
    }


def _limits_at(redis_url: str) -> str:
    return redis_url.replace("unix://", "redis+unix://", 1)


def _languages(app: Flask) -> None:
    rooms = sorted(path.stem for path in (TRANSLATIONS / "hi" / "LC_MESSAGES").glob("*.po"))
    babel.init_app(
        app,
        default_locale="hi_IN",
        default_timezone="Asia/Kolkata",
        default_domain=";".join(rooms) or "web",
        default_translation_directories=";".join([str(TRANSLATIONS)] * max(len(rooms), 1)),
        locale_selector=language.locale,
    )
