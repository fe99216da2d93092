"""The minute's round asks the partial indexes: a hundred thousand messages of last year cost it nothing."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import Connection, event
from sqlalchemy.orm import Session

from app.complaints.actions.escalate import due_alarms
from app.extensions import db
from app.notices import queries, receipts, sending
from tests.notices.test_sending import NIGHT, NOON

ASKS: dict[str, Callable[[Session], object]] = {
    "ix_notice_due": lambda session: sending.due(session, NOON, 500),
    "ix_notice_at_rest": lambda session: queries.counts(session, 1),
    "ix_notice_lease": lambda session: sending.lapsed(session, NOON, 500),
    "ix_notice_unheard": lambda session: receipts.silent(session, NOON, 500),
    "ix_complaint_alarm": lambda session: due_alarms(session, NOON, 200),
}


def plans_of(ask: Callable[[Session], object]) -> str:
    """How the database means to do what is asked, told to prefer an index where there is one."""
    told: list[tuple[str, Any]] = []

    def note(_connection: Connection, _cursor: Any, statement: str, parameters: Any, *_rest: Any) -> None:
        told.append((statement, parameters))

    connection = db.session.connection()
    event.listen(connection, "before_cursor_execute", note)
    ask(db.session)
    event.remove(connection, "before_cursor_execute", note)
    word = "EXPLAIN QUERY PLAN" if connection.dialect.name == "sqlite" else "EXPLAIN"
    if word == "EXPLAIN":
        connection.exec_driver_sql("SET LOCAL enable_seqscan = off")
    return str([connection.exec_driver_sql(f"{word} {statement}", values).all() for statement, values in told])


@pytest.mark.parametrize("index", ASKS)
def test_what_is_due_is_found_by_its_index(any_app: Flask, index: str) -> None:
    with any_app.app_context():
        assert index in plans_of(ASKS[index])
        db.session.remove()


def test_the_night_is_found_by_its_index(any_app: Flask) -> None:
    with any_app.app_context():
        assert "ix_notice_due" in plans_of(lambda session: sending.wait_for_morning(session, NIGHT))
        db.session.remove()
