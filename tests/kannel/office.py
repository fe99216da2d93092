"""THE TESTS: an office behind the line – its messages go out through Kannel, its receipts come back by the door."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime

from flask import Flask
from rq.utils import import_attribute
from sqlalchemy import select

from app import queue
from app.extensions import db
from app.models.notice import Notice
from jobs.runtime import looking
from tests.conftest import MakeApp
from tests.kannel.line import Line
from tests.office import Office, make_office, register_and_mark

NOON = datetime(2026, 9, 1, 6, 30, tzinfo=UTC)
FAR = 100_000  # numbers of complainants end in the two digits that a test chooses


@contextmanager
def opened(make_app: MakeApp, url: str, line: Line) -> Iterator[tuple[Flask, Office]]:
    """The application behind the door, inside its context, with a district that tells only complainants."""
    app = make_app(url, **line.told)
    line.door.app = app
    with app.app_context():
        office = make_office(db.session, NOON)
        office.people["officer"].phone = None
        db.session.commit()
        yield app, office
        db.session.remove()


def owe(office: Office, mood: int, *, at: datetime = NOON) -> str:
    """One message to a phone in that mood; its number."""
    register_and_mark(db.session, office, at=at, no=FAR + mood)
    db.session.commit()
    return f"97{FAR + mood:08d}"


def work(name: str) -> object:
    """Do a job as the night watch would."""
    return import_attribute(name)()  # type: ignore[no-untyped-call]


def state_of(number: str) -> str:
    """What has become of the one message to a number, once the box is emptied."""
    work(queue.RECEIPTS)
    with looking():
        return db.session.scalars(select(Notice.state).where(Notice.to_number == number)).one()


def told(line: Line, number: str, status: int) -> str:
    """The address at which Kannel told us something of the one message to a number; empty while it has not."""
    with looking():
        uuid = db.session.scalars(select(Notice.uuid).where(Notice.to_number == number)).one()
    return next((one for one in list(line.door.asked) if f"m={uuid}" in one and f"status={status}&" in one), "")
