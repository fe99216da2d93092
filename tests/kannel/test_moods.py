"""Every way in which an operator treats a message ends in the state that says so (sms.md 1.5 and 1.6 rule 5)."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta

import pytest
import time_machine
from sqlalchemy import select

from app import queue
from app.extensions import db
from app.models.notice import Notice, NoticeEvent, NoticeTemplate
from app.models.say import NoticeReceipt
from jobs.runtime import looking
from tests.conftest import MakeApp
from tests.jobs.conftest import eventually
from tests.kannel.line import Line
from tests.kannel.office import NOON, opened, owe, state_of, told, work
from tests.office import Office
from tools.kannel import HEADER

ENTITY, TEMPLATE = "1001234567890123456", "1007890123456789012"
ENDS = {
    0: "delivered", 1: "undelivered", 2: "expired", 3: "rejected", 4: "accepted", 5: "delivered", 6: "delivered",
    7: "rejected", 8: "delivered", 10: "accepted",
}  # fmt: skip


@pytest.fixture
def office(make_app: MakeApp, sqlite_url: str, line: Line) -> Iterator[Office]:
    with time_machine.travel(NOON, tick=True), opened(make_app, sqlite_url, line) as (_app, office):
        yield office


def test_each_mood_ends_where_it_should(office: Office) -> None:
    numbers = {mood: owe(office, mood) for mood in ENDS}
    assert work(queue.SWEEP_NOTICES) == len(ENDS)
    ended = lambda: {mood: state_of(number) for mood, number in numbers.items()}  # noqa: E731
    assert eventually(lambda: ended() == ENDS, 15), ended()
    with time_machine.travel(NOON + timedelta(hours=73), tick=False):
        assert {ended()[mood] for mood in (4, 10)} == {"unconfirmed"}, "after three days nobody knows"
        assert ended()[0] == "delivered"


def test_hindi_and_its_registered_ids_arrive_exactly(office: Office, line: Line) -> None:
    for row in db.session.scalars(select(NoticeTemplate)):
        row.pe_id, row.dlt_template_id, row.header = ENTITY, TEMPLATE, None
    number = owe(office, 42)
    work(queue.SWEEP_NOTICES)
    assert line.centre.wait_for(lambda: line.centre.to(number), 5)
    (message,) = line.centre.to(number)
    with looking():
        rendered, parts = db.session.execute(select(Notice.rendered, Notice.parts)).one()
    assert (message.text, message.parts) == (rendered, parts)
    assert any("ऀ" <= letter <= "ॿ" for letter in rendered)
    assert (message.entity, message.template, message.source) == (ENTITY, TEMPLATE, HEADER)


def test_the_same_news_twice_or_late_moves_nothing(office: Office, line: Line) -> None:
    number = owe(office, 0)
    work(queue.SWEEP_NOTICES)
    assert eventually(lambda: state_of(number) == "delivered")
    final = told(line, number, 1)
    for path in (final, final.replace("status=1&", "status=8&"), final.replace("status=1&", "status=2&")):
        assert line.ask(path) == 200
    assert state_of(number) == "delivered"
    with looking():
        kinds = list(db.session.scalars(select(NoticeEvent.kind).where(NoticeEvent.kind.like("receipt_%"))))
    assert kinds.count("receipt_delivered") == 1
    assert "receipt_undelivered" in kinds, "kept, though it moved nothing"


def test_a_forged_receipt_is_shut_out(office: Office, line: Line) -> None:
    number = owe(office, 4)
    work(queue.SWEEP_NOTICES)
    assert eventually(lambda: told(line, number, 8))
    real = told(line, number, 8).replace("status=8", "status=1")
    key = real.partition("&k=")[2].partition("&")[0]
    assert line.ask(real.replace(key, "0" * len(key))) == 403
    assert line.ask(real.replace("/dlr", "x/dlr")) == 403
    assert state_of(number) == "accepted"
    with looking():
        news = set(
            db.session.scalars(select(NoticeReceipt.status).join(Notice, Notice.uuid == NoticeReceipt.notice_uuid))
        )
    assert news == {"sent"}


@pytest.mark.long
def test_who_says_nothing_gets_it_again_from_kannel_and_we_hear_of_failure(
    make_app: MakeApp, sqlite_url: str, impatient_line: Line
) -> None:
    with time_machine.travel(NOON, tick=True), opened(make_app, sqlite_url, impatient_line) as (_app, office):
        number = owe(office, 9)
        work(queue.SWEEP_NOTICES)
        assert eventually(lambda: state_of(number) == "failed", 30)
        assert len(impatient_line.centre.to(number)) > 1, "the phone may have had it more than once"
