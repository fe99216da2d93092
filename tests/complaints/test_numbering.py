"""THE CASEBOOK, tests: the first number of a year is issued once, however many counters open at that minute."""

from __future__ import annotations

from datetime import UTC, datetime

from flask import Flask
from sqlalchemy import select

from app.complaints.numbering import issue
from app.extensions import db
from app.models.office import District
from tests.meanwhile import first_and_second
from tests.office import make_office

NEW_YEAR = datetime(2027, 1, 1, 4, 30, tzinfo=UTC)


def test_two_counters_open_the_new_year(any_app: Flask) -> None:
    with any_app.app_context():
        make_office(db.session, NEW_YEAR)
        db.session.commit()

    def one() -> tuple[str, int, int]:
        return issue(db.session, db.session.scalars(select(District)).one(), NEW_YEAR)

    first, second = first_and_second(any_app, one)
    assert [first[1:], second[1:]] == [(2027, 1), (2027, 2)]
    assert first[0] != second[0]
