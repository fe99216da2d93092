"""The house is put together here: settings, extensions, the shared web layer, the desks. Nothing else."""

from __future__ import annotations

import os
from importlib import import_module

from flask import Flask
from flask_compress import Compress
from sqlalchemy import inspect

from app import cli, queue
from app.accounts import people
from app.complaints import links
from app.evidence.arriving import Arriving
from app.evidence.store import open_store
from app.extensions import babel, db, limiter, migrate
from app.notices import gateways
from app.settings import Settings, UnsafeSettings
from app.web import access, dictionary, edge, errors, incoming, language, page, voices
from app.web.catalogues import TRANSLATIONS
from app.web.static import bp as static

DESKS = (
    "health", "signin", "home", "intake", "marking", "casework", "posts", "steps", "clock", "approvals", "decisions",
    "calldesk", "reviews", "office", "guidance", "papers", "hearings", "hooks", "outbox", "public", "field",
    "signboards", "preferences",
)  # fmt: skip


def create_app(settings: Settings | None = None) -> Flask:
    """The WSGI application. Raises UnsafeSettings rather than start in production with something unsafe."""
    settings = (settings or Settings.from_env(os.environ)).check()
    app = Flask("app", static_folder=None)
    app.jinja_environment = voices.Voice
    app.config.from_mapping(_config(settings))
    incoming.install(app)
    app.extensions["nivaran"] = settings
    app.extensions["photos"] = store = open_store(settings.photo_store)
    app.extensions["arriving"] = Arriving(store.incoming)
    db.init_app(app)
    migrate.init_app(app, db)
    _languages(app)
    limiter.init_app(app)
    Compress(app)
    dictionary.install(app)
    queue.init(db.session, redis_url=settings.redis_url)
    links.init(settings.short_url)
    page.install(app)
    errors.install(app)
    edge.install(app, settings)
    app.register_blueprint(static)
    for name in DESKS:
        app.register_blueprint(import_module(f"app.desks.{name}").bp)
    access.collect(app)
    cli.install(app)
    if settings.env == "production":
        _refuse_gateway(settings)
        _refuse_demo_people(app)
    app.wsgi_app = language.LanguageAddress(app.wsgi_app)  # type: ignore[method-assign]
    return app


def _refuse_gateway(settings: Settings) -> None:
    """An office whose messages cannot leave is told so at the start, not by silence."""
    problems = gateways.problems(settings)
    if problems:
        raise UnsafeSettings(problems)


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
        "SQLALCHEMY_ENGINE_OPTIONS": {"hide_parameters": True, **_pool(settings)},
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


def _pool(settings: Settings) -> dict[str, object]:
    """The connection used last is used next: its cache is warm, and the others' need not be filled too."""
    if settings.database_url in ("sqlite://", "sqlite:///:memory:"):
        return {}
    return {"pool_use_lifo": True, "pool_pre_ping": settings.database_file is None}


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
