"""Receipts in every order, twice, late, forged or of nothing: a message only ever moves forwards (faults.md row 7)."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from itertools import permutations

import pytest
from flask import Flask
from sqlalchemy import func, select

from app.extensions import db
from app.models.notice import Notice, NoticeEvent
from app.models.party import Phone
from app.models.say import NoticeReceipt
from app.notices import outbox, receipts, sending
from app.notices.gateways.base import Outcome, SendResult
from tests.office import Office, make_office, register_and_mark

NOON = datetime(2026, 9, 1, 6, 30, tzinfo=UTC)
MINUTE = timedelta(minutes=1)
ACCEPTED = SendResult(Outcome.ACCEPTED, provider_id="p1")
UNKNOWN = SendResult(Outcome.UNKNOWN, code="timeout")


@pytest.fixture
def office(app: Flask) -> Iterator[Office]:
    with app.app_context():
        made = make_office(db.session, NOON)
        register_and_mark(db.session, made, at=NOON)
        db.session.commit()
        yield made
        db.session.remove()


def the_notice(key: str = "S01") -> Notice:
    return db.session.scalars(
        select(Notice).where(Notice.template_key == key).order_by(Notice.id).execution_options(populate_existing=True)
    ).first()  # type: ignore[return-value]


def claimed(at: datetime = NOON, key: str = "S01") -> int:
    message = sending.claim(db.session, the_notice(key).id, "kannel", at=at)
    assert message is not None
    return message.attempt


def sent(result: SendResult = ACCEPTED, at: datetime = NOON, **told: bool) -> Notice:
    sending.settle(db.session, the_notice().id, claimed(at), result, at=at, **told)
    return the_notice()


def told(status: str, at: datetime = NOON + MINUTE, *, uuid: str = "", again: int = 0) -> str:
    row = NoticeReceipt(
        gateway="kannel", notice_uuid=uuid or the_notice().uuid, status=status, digest=f"{status}{uuid}{again}",
        received_at=at,
    )  # fmt: skip
    db.session.add(row)
    db.session.flush()
    return receipts.apply(db.session, row.id, at=at)


@pytest.mark.parametrize("status", ["delivered", "undelivered", "expired", "rejected", "failed"])
def test_a_receipt_ends_a_message(office: Office, status: str) -> None:
    sent()
    assert told("sent") == "noted"
    assert the_notice().state == "accepted"
    assert told(status) == "moved"
    assert (the_notice().state, the_notice().ended_at) == (status, NOON + MINUTE)


@pytest.mark.parametrize("order", list(permutations(["sent", "delivered", "undelivered"])))
def test_the_first_that_settles_it_stands(office: Office, order: tuple[str, ...]) -> None:
    sent()
    for status in order:
        told(status)
    assert the_notice().state == next(status for status in order if status != "sent")
    kinds = select(func.count()).where(NoticeEvent.kind.startswith("receipt_"))
    assert db.session.scalar(kinds) == 3, "all that was told is kept"


def test_news_before_the_answer_of_the_gateway_counts_and_is_not_taken_back(office: Office) -> None:
    attempt = claimed()
    assert told("delivered") == "moved"
    assert not sending.settle(db.session, the_notice().id, attempt, ACCEPTED, at=NOON + MINUTE)
    assert the_notice().state == "delivered"
    assert the_notice().lease_until is None


def test_a_receipt_in_time_saves_the_second_message(office: Office) -> None:
    notice = sent(UNKNOWN)
    assert (notice.state, notice.is_possible_duplicate) == ("queued", True)
    assert told("delivered") == "moved"
    assert (the_notice().state, the_notice().next_try_at) == ("delivered", None)
    assert sending.due(db.session, NOON + timedelta(days=1), 10) == [the_notice("O01").id]


def test_bad_news_of_the_first_try_does_not_stop_the_second(office: Office) -> None:
    sent(UNKNOWN)
    assert told("undelivered") == "late"
    assert the_notice().state == "queued"


def test_the_same_receipt_is_read_once(office: Office) -> None:
    sent()
    assert told("delivered") == "moved"
    row = db.session.scalars(select(NoticeReceipt)).one()
    assert receipts.apply(db.session, row.id, at=NOON) == "done"
    assert told("delivered", again=1) == "late"


def test_news_of_nothing_is_kept(office: Office) -> None:
    assert told("delivered", uuid="00000000-0000-0000-0000-000000000000") == "unknown"
    row = db.session.scalars(select(NoticeReceipt)).one()
    assert (row.handled_as, row.handled_at) == ("unknown", NOON + MINUTE)
    assert receipts.waiting(db.session, 10) == []


def test_after_72_hours_of_silence_nobody_is_certain(office: Office) -> None:
    notice = sent()
    three_days = NOON + timedelta(hours=72)
    assert receipts.silent(db.session, three_days - MINUTE, 10) == []
    assert receipts.silent(db.session, three_days, 10) == [notice.id]
    assert receipts.give_up(db.session, notice.id, at=three_days)
    assert the_notice().state == "unconfirmed"
    assert not receipts.give_up(db.session, notice.id, at=three_days)
    assert told("delivered", at=three_days + MINUTE) == "moved", "late, and still worth knowing"
    assert the_notice().state == "delivered"


def test_a_gateway_without_receipts_leaves_it_at_sent(office: Office) -> None:
    notice = sent(receipts=False)
    assert (notice.state, notice.ended_at) == ("accepted", NOON)
    assert receipts.silent(db.session, NOON + timedelta(days=30), 10) == []


def bad() -> bool:
    db.session.expire_all()
    return bool(db.session.scalars(select(Phone.is_bad).where(Phone.number == the_notice().to_number)).first())


def test_who_does_not_get_the_first_words_has_no_working_number(office: Office) -> None:
    sent()
    told("undelivered")
    assert bad()


def test_three_in_a_row_mark_a_number_and_one_that_arrives_does_not(office: Office) -> None:
    sent()
    told("delivered")
    complaint, number = the_notice().complaint, the_notice().to_number
    assert complaint is not None
    slots = {"no": complaint.number, "date": "30-11", "post": "BDO"}
    marks = []
    for no in range(3):
        at = NOON + timedelta(days=no + 1)
        duty = outbox.Duty("S09", "hi", number, "complainant", slots, at)
        outbox.owe(db.session, [duty], complaint, f"test-{no}", at=at)
        notice = db.session.scalars(select(Notice).order_by(Notice.id.desc())).first()
        assert notice is not None
        message = sending.claim(db.session, notice.id, "kannel", at=at)
        assert message is not None
        sending.settle(db.session, notice.id, message.attempt, ACCEPTED, at=at)
        told("undelivered", at=at, uuid=notice.uuid)
        marks.append(bad())
    assert marks == [False, False, True]


def test_a_code_is_not_kept_once_it_has_left(office: Office) -> None:
    complaint = the_notice().complaint
    notice = outbox.owe_code(
        db.session, district_id=office.district.id, number="9876500001", key="S15", lang="hi",
        slots={"code": "482913", "no": complaint.number if complaint else ""}, complaint=complaint, once="c1", at=NOON,
    )  # fmt: skip
    message = sending.claim(db.session, notice.id, "kannel", at=NOON)
    assert message is not None
    assert "482913" in message.text
    sending.settle(db.session, notice.id, 1, ACCEPTED, at=NOON)
    assert "482913" not in notice.rendered
    assert "482913" not in str(notice.slots)
    assert "••••••" in notice.rendered
