"""Extensions shared by all rooms: the database first of all."""

from __future__ import annotations

import os
import sqlite3
from contextlib import suppress
from contextvars import ContextVar
from typing import Any

from flask_babel import Babel
from flask_limiter import Limiter
from flask_limiter.util import get_remote_address
from flask_login import LoginManager
from flask_migrate import Migrate
from flask_sqlalchemy import SQLAlchemy
from sqlalchemy import Connection, Dialect, Engine, ExceptionContext, event

from app.models.base import Base

db = SQLAlchemy(model_class=Base, disable_autonaming=True, session_options={"expire_on_commit": False})
migrate = Migrate(directory="migrations", render_as_batch=True)
login = LoginManager()
babel = Babel()
limiter = Limiter(get_remote_address)

# True while a request only reads: such a transaction must not take SQLite's one write lock.
reading: ContextVar[bool] = ContextVar("reading", default=False)


@event.listens_for(Engine, "do_connect")
def _make_privately(dialect: Dialect, _record: Any, arguments: Any, _named: Any) -> None:
    """A new SQLite file is its owner's alone, whoever makes it under whatever umask; -wal and -shm follow it."""
    if dialect.name != "sqlite" or not os.path.isabs(arguments[0]):
        return
    with suppress(FileExistsError, FileNotFoundError):
        os.close(os.open(arguments[0], os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600))


@event.listens_for(Engine, "connect")
def _open_sqlite(connection: Any, _record: Any) -> None:
    if not isinstance(connection, sqlite3.Connection):
        return
    connection.isolation_level = None  # we say BEGIN ourselves, see below
    for pragma in (
        "journal_mode=WAL",
        "synchronous=FULL",
        "foreign_keys=ON",
        "busy_timeout=10000",
        "cache_size=-16000",
    ):
        connection.execute(f"PRAGMA {pragma}")


@event.listens_for(Engine, "handle_error")
def _say_no_values(context: ExceptionContext) -> None:
    """PostgreSQL explains a refused row by printing it: names, phones and texts would stand in every log."""
    for error in (context.original_exception, context.sqlalchemy_exception):
        if error is not None and error.args:
            error.args = (str(error.args[0]).partition("\nDETAIL:")[0], *error.args[1:])


@event.listens_for(Engine, "begin")
def _begin_sqlite(connection: Connection) -> None:
    """Writers begin IMMEDIATE: a transaction that reads first and writes later fails at once if another wrote."""
    if connection.dialect.name == "sqlite":
        connection.exec_driver_sql("BEGIN" if reading.get() else "BEGIN IMMEDIATE")
