"""THE TESTS: a fresh migrated office for each test, on either database, with Redis and a browser where asked for.

`app`, `client`   SQLite, the default
`any_app`         the test runs twice: SQLite and PostgreSQL
`make_app`        an application with settings of its own: make_app(url, SMS_GATEWAY="kannel")
`empty_database`  the address of a database without tables, on both databases
`districts`       copies of the demo district, which is loaded once: districts.copy(home)
`redis_server`    a private Redis, emptied; `live_server` the application over HTTP; `chromium`, `page` a browser
"""

from __future__ import annotations

import os
import shutil
import sqlite3
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any
from uuid import uuid4

import hypothesis
import pytest
from flask import Flask
from sqlalchemy import Engine, event

from tests import browser, district, postgres, warm
from tests import redis_server as redis
from tests.client import QualityClient

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page, Playwright

hypothesis.settings.register_profile("house", deadline=None)  # a busy machine is no fault of the code
hypothesis.settings.load_profile("house")
warm.install()

RUN = "NIVARAN_TEST_RUN"  # the folder that all workers of one run share
ROOM = 2 << 30  # bytes; a run needs some hundred million
MakeApp = Callable[..., Flask]
Given = pytest.FixtureRequest


def pytest_configure(config: pytest.Config) -> None:
    """The process that starts the run makes the shared folder; its workers find the name in their environment."""
    if not hasattr(config, "workerinput"):
        folder = Path(tempfile.mkdtemp(prefix="nivaran-tests-", dir=place_for_the_run()))
        folder.chmod(0o755)  # PostgreSQL runs as somebody else
        os.environ[RUN] = str(folder)


def pytest_unconfigure(config: pytest.Config) -> None:
    if not hasattr(config, "workerinput"):
        programs = postgres.binaries()
        if programs is not None:
            postgres.PostgresServer(shared() / "postgres", programs).stop()
        shutil.rmtree(shared(), ignore_errors=True)


def place_for_the_run() -> str:
    """In memory where there is room: hundreds of databases are copied and dropped. Short, as sockets live in it."""
    memory = Path("/dev/shm")
    roomy = os.access(memory, os.W_OK) and shutil.disk_usage(memory).free > ROOM
    return str(memory) if roomy else "/tmp"


def shared() -> Path:
    return Path(os.environ[RUN])


def missing(sentence: str) -> None:
    """A tool is not here: an error on the build machine, elsewhere the test is left out by name."""
    if os.environ.get("CI") == "true":
        pytest.fail(sentence, pytrace=False)
    pytest.skip(sentence)


@event.listens_for(Engine, "connect")
def _no_need_to_sync(connection: Any, _record: Any) -> None:
    """What is lost in a power cut is only a test."""
    if isinstance(connection, sqlite3.Connection):
        connection.execute("PRAGMA synchronous=OFF")


def build_app(home: Path, database_url: str, **environment: str) -> Flask:
    """The application as the starter makes it, told by an environment of its own."""
    from app.factory import create_app
    from app.settings import Settings

    told = {"NIVARAN_ENV": "test", "NIVARAN_HOME": str(home), "DATABASE_URL": database_url,
            "SMS_LINK_BASE": "nvgm.in", **environment}  # fmt: skip
    app = create_app(Settings.from_env(told))
    app.test_client_class = QualityClient
    return warm.warm(app)


def dispose(app: Flask) -> None:
    """Close what the application holds open, so that its database can be copied or dropped."""
    with app.app_context():
        for engine in app.extensions["sqlalchemy"].engines.values():
            engine.dispose()


def migrate(app: Flask) -> None:
    """Bring an empty database to the head, as the starter does."""
    from flask_migrate import upgrade

    with app.app_context():
        upgrade(directory=str(Path(app.root_path).parent / "migrations"))
    dispose(app)


@pytest.fixture(scope="session")
def postgres_server() -> postgres.PostgresServer:
    programs = postgres.binaries()
    if programs is None:
        missing(postgres.INSTALL)
    server = postgres.PostgresServer(shared() / "postgres", programs)
    server.start()
    return server


@pytest.fixture(scope="session")
def migrated_sqlite(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A migrated SQLite file, to be copied and never opened."""
    home = tmp_path_factory.mktemp("sqlite-template")
    made = home / "nivaran.db"
    migrate(build_app(home, f"sqlite:///{made}"))
    with sqlite3.connect(made) as connection:
        connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    connection.close()
    return made


@pytest.fixture(scope="session")
def migrated_postgres(postgres_server: postgres.PostgresServer, tmp_path_factory: pytest.TempPathFactory) -> str:
    """The name of a migrated database that others are copied from; migrated once for all workers."""
    with postgres_server.alone():
        if not postgres_server.has("migrated"):
            url = postgres_server.create("migrating")
            migrate(build_app(tmp_path_factory.mktemp("postgres-template"), url))
            postgres_server.rename("migrating", "migrated")
    return "migrated"


@pytest.fixture(scope="session")
def districts(request: Given, migrated_sqlite: Path) -> district.Districts:
    """The demo district for those who want more than an empty office; what is about loading loads it itself."""

    def on_postgres() -> tuple[postgres.PostgresServer, str]:
        return request.getfixturevalue("postgres_server"), request.getfixturevalue("migrated_postgres")

    return district.Districts(shared(), migrated_sqlite, on_postgres, build_app, dispose)


@pytest.fixture
def make_app(tmp_path: Path) -> Iterator[MakeApp]:
    """make_app(database_url, **environment) -> Flask; what it made is closed after the test."""
    made: list[Flask] = []

    def make(database_url: str, **environment: str) -> Flask:
        home = tmp_path / "home"
        home.mkdir(exist_ok=True)
        made.append(build_app(home, database_url, **environment))
        return made[-1]

    yield make
    for app in made:
        dispose(app)


@pytest.fixture
def sqlite_url(migrated_sqlite: Path, tmp_path: Path) -> str:
    shutil.copyfile(migrated_sqlite, tmp_path / "nivaran.db")
    return f"sqlite:///{tmp_path / 'nivaran.db'}"


@pytest.fixture
def postgres_url(migrated_postgres: str, postgres_server: postgres.PostgresServer) -> Iterator[str]:
    name = f"test_{uuid4().hex}"
    yield postgres_server.create(name, template=migrated_postgres)
    postgres_server.drop(name)


@pytest.fixture(params=["sqlite", "postgresql"])
def database_url(request: Given) -> str:
    """A fresh migrated database; whatever asks for it runs on both."""
    return str(request.getfixturevalue("sqlite_url" if request.param == "sqlite" else "postgres_url"))


@pytest.fixture(params=["sqlite", "postgresql"])
def empty_database(request: Given, tmp_path: Path) -> Iterator[str]:
    """A database without tables, on both; for the tests of the migrations themselves."""
    if request.param == "sqlite":
        yield f"sqlite:///{tmp_path / 'empty.db'}"
        return
    server = request.getfixturevalue("postgres_server")
    name = f"empty_{uuid4().hex}"
    yield server.create(name)
    server.drop(name)


@pytest.fixture
def app(make_app: MakeApp, sqlite_url: str) -> Flask:
    return make_app(sqlite_url)


@pytest.fixture
def any_app(make_app: MakeApp, database_url: str) -> Flask:
    return make_app(database_url)


@pytest.fixture
def client(app: Flask) -> QualityClient:
    return app.test_client()  # type: ignore[return-value]


@pytest.fixture(scope="session")
def _one_redis() -> Iterator[redis.RedisServer]:
    program = redis.binary()
    if program is None:
        missing(redis.INSTALL)
    server = redis.RedisServer(program)
    yield server
    server.close()


@pytest.fixture
def redis_server(_one_redis: redis.RedisServer) -> redis.RedisServer:
    """Redis, running and empty, whatever the test before did to it. Give its `url` to make_app as REDIS_URL."""
    _one_redis.start()
    _one_redis.connection().flushall()
    return _one_redis


@pytest.fixture
def live_server(app: Flask) -> Iterator[browser.LiveServer]:
    server = browser.LiveServer(app)
    server.start()
    yield server
    server.stop()


@pytest.fixture(scope="session")
def play() -> Iterator[Playwright]:
    with browser.playing() as running:
        yield running


@pytest.fixture(scope="session")
def chromium_program() -> str:
    program = browser.binary()
    if program is None:
        missing(browser.INSTALL)
    return str(program)


@pytest.fixture(scope="session")
def chromium(play: Playwright, chromium_program: str) -> Iterator[Browser]:
    with browser.launched(play, chromium_program) as running:
        yield running


@pytest.fixture
def page(chromium: Browser, live_server: browser.LiveServer) -> Iterator[Page]:
    """A phone of 360 px whose addresses begin at the live server; an error on its console fails the test."""
    with browser.phone(chromium, live_server.url) as opened:
        yield opened
