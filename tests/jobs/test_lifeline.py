"""The night watch's log lines: what went wrong and where, never with whose words or number."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
import structlog
from flask import Flask
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError

from app.extensions import db
from jobs.lifeline import log_plainly
from tests.office import make_office, register_one

AT = datetime(2026, 11, 16, 5, 0, tzinfo=UTC)
CANARY = "कनेरी का गुप्त नाम"


@pytest.fixture
def plain_log():
    kept = structlog.get_config()
    yield
    structlog.configure(**kept)


@pytest.mark.parametrize("json", [True, False])
def test_a_fault_is_logged_without_what_it_was_about(
    json: bool, plain_log: None, capsys: pytest.CaptureFixture[str]
) -> None:
    log_plainly(json=json)
    phone, words = "9812345678", CANARY
    try:
        raise KeyError(len(phone) + len(words))
    except KeyError:
        structlog.get_logger().exception("fault", reference="ab12")
    said = capsys.readouterr().err
    assert "fault" in said
    assert "test_lifeline.py" in said
    assert "9812345678" not in said
    assert CANARY not in said


def test_a_refused_row_is_not_printed_by_the_database(any_app: Flask) -> None:
    with any_app.app_context():
        complaint = register_one(db.session, make_office(db.session, AT), at=AT, name=CANARY)
        db.session.commit()
        for statement in ("UPDATE complaint SET level = 9, body = :canary WHERE id = :id",
                          "UPDATE complaint SET subject = NULL, body = :canary WHERE id = :id"):  # fmt: skip
            with pytest.raises(DBAPIError) as refused:
                db.session.execute(text(statement), {"id": complaint.id, "canary": CANARY})
            db.session.rollback()
            assert CANARY not in f"{refused.value} {refused.value.orig} {refused.value.orig!r}"
