"""The operator or Kannel goes away: nothing is lost, and what one complaint has to say stays in order (faults.md 5)."""

from __future__ import annotations

import re
import time
from collections.abc import Iterator
from datetime import timedelta
from uuid import uuid4

import pytest
import time_machine
from sqlalchemy import func, select
from sqlalchemy.inspection import inspect

from app import queue
from app.domain.sms import render
from app.extensions import db
from app.models.notice import Notice
from app.notices.texts import template_of
from jobs.runtime import looking
from tests.conftest import MakeApp
from tests.jobs.conftest import eventually
from tests.kannel.line import Line
from tests.kannel.office import NOON, opened, owe, state_of, work
from tests.office import Office

EACH = 2
SLOWER = 0.05


@pytest.fixture
def office(make_app: MakeApp, sqlite_url: str, line: Line) -> Iterator[Office]:
    with time_machine.travel(NOON, tick=True), opened(make_app, sqlite_url, line) as (_app, office):
        yield office


def owe_many(office: Office, many: int) -> None:
    """So many messages: EACH to a number, one second apart, copied from a real one."""
    owe(office, 11)
    first = db.session.scalars(select(Notice)).one()
    columns = [attribute.key for attribute in inspect(Notice).column_attrs if attribute.key != "id"]
    facts = {name: getattr(first, name) for name in columns}
    db.session.delete(first)
    for no in range(many // EACH):
        for nth in range(EACH):
            own = {
                "uuid": str(uuid4()), "dedupe_key": f"{no}:{nth}", "to_number": f"98{no:06d}42",
                **said(first, nth), "owed_at": NOON + timedelta(milliseconds=nth),
                "next_try_at": NOON + timedelta(milliseconds=nth),
            }  # fmt: skip
            db.session.add(Notice(**(facts | own)))
    db.session.commit()


def said(first: Notice, nth: int) -> dict[str, object]:
    """The words of the first message with another day in them."""
    slots = first.slots | {"date": f"{nth + 1:02d}-10"}
    return {"slots": slots, "rendered": render(template_of(first.template), slots)}


def counted(state: str) -> int:
    work(queue.RECEIPTS)
    with looking():
        return db.session.scalar(select(func.count()).where(Notice.state == state)) or 0


def quickest(line: Line) -> float:
    """How long a page takes at best."""
    took = []
    for _ in range(5):
        started = time.perf_counter()
        assert line.ask("/sign-in") == 200
        took.append(time.perf_counter() - started)
    return min(took)


@pytest.mark.parametrize("many", [60, pytest.param(500, marks=pytest.mark.long)])
def test_messages_wait_for_the_operator_in_order(office: Office, line: Line, many: int) -> None:
    before = quickest(line)
    line.centre.close_door()
    assert eventually(lambda: not line.kannel.is_online())
    owe_many(office, many)
    firsts = many // EACH
    while work(queue.SWEEP_NOTICES):
        assert not line.centre.messages
    assert (counted("accepted"), counted("queued")) == (firsts, many - firsts), "Kannel keeps one for each phone"
    assert quickest(line) < before + SLOWER
    line.centre.open_door()
    assert line.centre.wait_for(lambda: len(line.centre.messages) == firsts, 30)
    assert eventually(lambda: counted("delivered") == firsts, 60)
    with time_machine.travel(NOON + timedelta(minutes=30), tick=True):
        work(queue.SWEEP_NOTICES)
        assert line.centre.wait_for(lambda: len(line.centre.messages) == many, 30)
    for no in range(many // EACH):
        days = [re.findall(r"\b(\d\d)-10", message.text) for message in line.centre.to(f"98{no:06d}42")]
        assert days == [[f"{nth + 1:02d}"] for nth in range(EACH)]
    assert eventually(lambda: counted("delivered") == many, 60), counted("accepted")


def test_a_gateway_that_is_away_is_tried_again(office: Office, line: Line) -> None:
    number = owe(office, 42)
    line.kannel.kill_box("smsbox")
    work(queue.SWEEP_NOTICES)
    assert state_of(number) == "queued"
    with looking():
        assert not db.session.scalars(select(Notice.is_possible_duplicate)).one(), "it has certainly not left"
    line.kannel.start()
    with time_machine.travel(NOON + timedelta(minutes=2), tick=True):
        work(queue.SWEEP_NOTICES)
        assert eventually(lambda: state_of(number) == "delivered")
    assert len(line.centre.to(number)) == 1
