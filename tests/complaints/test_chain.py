"""The chain of events: what was changed behind its back is found, and a colleague at work is no forger."""

from __future__ import annotations

from datetime import timedelta

import pytest
from flask import Flask
from sqlalchemy import event, select, text
from sqlalchemy.exc import DBAPIError
from sqlalchemy.orm import Session

from app.complaints import chain
from app.complaints.actions import work
from app.extensions import db
from app.models.event import Event
from tests.complaints.way import START, answered
from tests.office import Office, make_office


@pytest.fixture
def office(any_app: Flask):
    with any_app.app_context():
        yield make_office(db.session, START)


def drop_trigger(name: str) -> None:
    """Somebody with the database's own password."""
    on_table = " ON event" if db.engine.dialect.name == "postgresql" else ""
    db.session.execute(text(f"DROP TRIGGER {name}{on_table}"))


@pytest.mark.parametrize(
    "change",
    ["role = 'dc'", "cycle = 2", "source = 'CMW'", "department_to_id = NULL", "department_from_id = NULL",
     "block_id = NULL", "sub_division_id = NULL"],
)  # fmt: skip
def test_a_movement_moved_to_another_table_is_refused_and_found(office: Office, change: str) -> None:
    """What the tables count by is as fixed as who did it: figures could else be bent one by one."""
    answered(db.session, office, "yes")
    row = db.session.scalars(select(Event).where(Event.action == "approve")).one()
    db.session.commit()
    bend = text(f"UPDATE event SET {change} WHERE id = {row.id}")  # noqa: S608
    with pytest.raises(DBAPIError, match="events are append-only"), db.session.begin_nested():
        db.session.execute(bend)
    drop_trigger("event_fixed")
    db.session.execute(bend)
    db.session.commit()
    db.session.expire_all()
    assert chain.verify(db.session, office.district.id) == row.chain_no


def test_a_truncated_chain_is_found(office: Office) -> None:
    answered(db.session, office, "yes")
    db.session.commit()
    last = db.session.scalars(select(Event.chain_no).order_by(Event.chain_no.desc()).limit(1)).one()
    drop_trigger("event_kept")
    db.session.execute(text(f"DELETE FROM notice WHERE event_id IN (SELECT id FROM event WHERE chain_no = {last})"))
    db.session.execute(text(f"DELETE FROM event WHERE chain_no = {last}"))
    db.session.commit()
    db.session.expire_all()
    assert chain.verify(db.session, office.district.id) == last


def test_an_event_appended_while_the_chain_is_read_is_no_forgery(office: Office) -> None:
    complaint = answered(db.session, office, "partly")
    db.session.commit()
    if db.engine.dialect.name == "sqlite":
        return  # one transaction sees one state
    engine, done = db.engine, []

    def colleague(*_statement: object) -> None:
        if done:
            return
        done.append(1)
        with Session(engine) as other:
            work.comment(
                other, complaint.id, text="इसी बीच एक टिप्पणी", by=office.actors["cell"], at=START + timedelta(days=3)
            )
            other.commit()

    head = db.session.get_bind()
    event.listen(head, "after_cursor_execute", colleague)  # after the first statement, before the second
    try:
        assert chain.verify(db.session, office.district.id) is None
    finally:
        event.remove(head, "after_cursor_execute", colleague)
    assert done
