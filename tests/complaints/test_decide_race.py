"""THE CASEBOOK on both databases: two people press at the same moment, and one of them is told that it is decided."""

from __future__ import annotations

import threading

from flask import Flask
from sqlalchemy import func, select

from app.complaints.actions import decide
from app.complaints.actor import Actor
from app.complaints.errors import Conflict
from app.extensions import db
from app.models.event import ClockEvent, Event
from app.models.report import Request
from tests.complaints.asked import NO, YES, asks_days, spoken
from tests.complaints.way import HOUR, START
from tests.office import make_office

THEN = START + 4 * HOUR


def test_two_decisions_at_once_are_one(any_app: Flask) -> None:
    with any_app.app_context():
        office = make_office(db.session, START)
        complaint = spoken(db.session, office)
        asks_days(db.session, complaint, office.actors["officer"], THEN)
        key, by = complaint.id, office.actors["sdm"]
        db.session.commit()
    at_the_line, came = threading.Barrier(2), []

    def press(granted: bool, by: Actor) -> None:
        with any_app.app_context():
            at_the_line.wait(timeout=10)
            try:
                decide.decide(
                    db.session, key, "extension", granted=granted, text=YES if granted else NO, by=by, at=THEN + HOUR
                )
                db.session.commit()
                came.append("decided")
            except Conflict:
                db.session.rollback()
                came.append("conflict")
            finally:
                db.session.remove()

    pressing = [threading.Thread(target=press, args=(granted, by)) for granted in (True, False)]
    for thread in pressing:
        thread.start()
    for thread in pressing:
        thread.join(timeout=30)
    assert sorted(came) == ["conflict", "decided"]
    with any_app.app_context():
        row = db.session.scalars(select(Request)).one()
        said = select(func.count()).select_from(Event).where(Event.action.in_(("extend", "decline")))
        moved = select(func.count()).select_from(ClockEvent).where(ClockEvent.kind == "extend")
        assert db.session.scalar(said) == 1
        assert db.session.scalar(moved) == (1 if row.decision == "granted" else 0)
