"""The post room's way out: one claim per attempt, the right wait after each answer, and no message lost or doubled."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

import pytest
from flask import Flask
from sqlalchemy import func, select

from app.extensions import db
from app.models.notice import Notice, NoticeEvent
from app.notices import holding, outbox, queries, sending
from app.notices.gateways.base import Outcome, SendResult
from tests.office import Office, make_office, register_and_mark

NOON = datetime(2026, 9, 1, 6, 30, tzinfo=UTC)
NIGHT = datetime(2026, 9, 1, 18, 0, tzinfo=UTC)
MINUTE = timedelta(minutes=1)
ACCEPTED = SendResult(Outcome.ACCEPTED, provider_id="p1", code="0")
RETRY = SendResult(Outcome.RETRY, code="503")
UNKNOWN = SendResult(Outcome.UNKNOWN, code="timeout")


@pytest.fixture
def office(any_app: Flask) -> Iterator[Office]:
    """Two notices are owed: S01 to the complainant, O01 to the officer."""
    with any_app.app_context():
        made = make_office(db.session, NOON)
        register_and_mark(db.session, made, at=NOON)
        db.session.commit()
        yield made
        db.session.remove()


def the_notice(key: str = "S01") -> Notice:
    return db.session.scalars(select(Notice).where(Notice.template_key == key).limit(1)).one()


def attempt(result: SendResult | None, at: datetime, key: str = "S01") -> Notice:
    """One whole attempt at the due notice; None: the worker dies in the middle."""
    notice = the_notice(key)
    message = sending.claim(db.session, notice.id, "console", at=at)
    assert message is not None
    db.session.commit()
    if result is not None:
        assert sending.settle(db.session, notice.id, message.attempt, result, at=at)
        db.session.commit()
    return the_notice(key)


def kinds(notice: Notice) -> list[str]:
    return [event.kind for event in queries.history(db.session, notice.id)]


def test_due_are_the_queued_whose_time_has_come(office: Office) -> None:
    assert len(sending.due(db.session, NOON, 10)) == 2
    assert sending.due(db.session, NOON - MINUTE, 10) == []
    assert len(sending.due(db.session, NOON, 1)) == 1


def test_a_claim_is_taken_once(office: Office) -> None:
    notice = the_notice()
    message = sending.claim(db.session, notice.id, "console", at=NOON)
    assert message is not None
    assert (message.number, message.text, message.attempt) == (notice.to_number, notice.rendered, 1)
    assert message.number not in repr(message)
    assert message.text not in repr(message)
    db.session.commit()
    assert sending.claim(db.session, notice.id, "console", at=NOON) is None
    assert notice.id not in sending.due(db.session, NOON + MINUTE, 10)
    assert the_notice().lease_until == NOON + sending.LEASE


def test_nothing_is_claimed_before_its_time(office: Office) -> None:
    assert sending.claim(db.session, the_notice().id, "console", at=NOON - MINUTE) is None


def test_a_text_without_a_registration_is_held_where_operators_ask_for_one(office: Office) -> None:
    notice = the_notice()
    assert sending.claim(db.session, notice.id, "kannel", registered=True, at=NOON) is None
    db.session.commit()
    assert (the_notice().state, the_notice().held_reason, the_notice().attempts) == ("held", "unregistered", 0)
    assert kinds(the_notice()) == ["held"]
    the_notice().template.dlt_template_id = "1107160000000000001"
    holding.release(db.session, notice.id, by=office.people["admin"].id, at=NOON)
    assert sending.claim(db.session, notice.id, "kannel", registered=True, at=NOON) is not None


def test_words_that_are_not_the_registered_ones_never_leave(office: Office) -> None:
    notice = the_notice()
    notice.rendered += " "
    db.session.commit()
    assert sending.claim(db.session, notice.id, "console", at=NOON) is None
    assert (notice.state, notice.held_reason) == ("held", "not_its_text")


def test_a_code_without_a_registration_ends_and_is_not_kept(office: Office) -> None:
    told = {"code": "481516", "no": "NG26-1-1"}
    notice = outbox.owe_code(
        db.session, district_id=office.district.id, number="9800000001", key="S15", lang="hi", slots=told,
        complaint=None, once="x", at=NOON,
    )  # fmt: skip
    assert sending.claim(db.session, notice.id, "kannel", registered=True, at=NOON) is None
    assert (notice.state, notice.held_reason) == ("cancelled", "unregistered")
    assert "481516" not in notice.rendered


def test_of_eight_who_claim_at_once_one_gets_it(any_app: Flask, office: Office) -> None:
    ids = list(db.session.scalars(select(Notice.id).order_by(Notice.id)))
    db.session.rollback()
    start = threading.Barrier(8)
    won: list[int] = []

    def race() -> None:
        with any_app.app_context():
            start.wait(timeout=10)
            for notice_id in ids:
                if sending.claim(db.session, notice_id, "console", at=NOON):
                    won.append(notice_id)
                db.session.commit()

    racers = [threading.Thread(target=race) for _ in range(8)]
    for racer in racers:
        racer.start()
    for racer in racers:
        racer.join(timeout=30)
    assert sorted(won) == ids
    claimed = select(func.count()).select_from(NoticeEvent).where(NoticeEvent.kind == "claimed")
    assert db.session.scalar(claimed) == len(ids)


def test_accepted_without_a_receipt_to_come(office: Office) -> None:
    notice = attempt(ACCEPTED, NOON)
    assert (notice.state, notice.provider_id, notice.accepted_at, notice.ended_at) == ("accepted", "p1", NOON, None)
    assert notice.lease_until is None
    assert kinds(notice) == ["claimed", "accepted"]


def test_the_console_is_the_phone_itself(office: Office) -> None:
    notice = attempt(SendResult(Outcome.ACCEPTED, is_delivered=True), NOON)
    assert (notice.state, notice.ended_at) == ("delivered", NOON)


def test_a_rejected_message_is_never_tried_again(office: Office) -> None:
    notice = attempt(SendResult(Outcome.REJECT, code="bad number"), NOON)
    assert (notice.state, notice.provider_code, notice.next_try_at) == ("rejected", "bad number", None)


def test_waits_grow_and_end_after_a_day(office: Office) -> None:
    at, waits = NOON, []
    notice = the_notice()
    db.session.get_one(Notice, notice.id).is_urgent = True  # no night between the attempts
    for _ in range(60):
        notice = attempt(RETRY, at)
        if notice.next_try_at is None:
            break
        waits.append((notice.next_try_at - at) // MINUTE)
        at = notice.next_try_at
    assert waits[:5] == [1, 5, 15, 60, 60]
    assert set(waits[4:]) == {60}
    assert notice.state == "failed"
    assert timedelta(hours=24) <= at - NOON < timedelta(hours=25)
    assert not notice.is_possible_duplicate


def test_asking_again_opens_another_day(office: Office) -> None:
    db.session.get_one(Notice, the_notice().id).is_urgent = True
    attempt(RETRY, NOON)
    later = NOON + timedelta(hours=30)
    assert attempt(RETRY, later).state == "failed"
    assert holding.retry(db.session, the_notice().id, by=1, at=later)
    assert attempt(RETRY, later + MINUTE).state == "queued"


def test_at_night_a_retry_waits_for_the_morning(office: Office) -> None:
    evening = datetime(2026, 9, 1, 15, 29, 30, tzinfo=UTC)  # 20:59:30 in India
    notice = attempt(RETRY, evening)
    assert notice.next_try_at == datetime(2026, 9, 2, 2, 30, tzinfo=UTC)


def test_what_is_late_at_night_waits_for_the_morning_unless_urgent(office: Office) -> None:
    the_notice("O01").is_urgent = True
    db.session.commit()
    assert sending.wait_for_morning(db.session, NIGHT) == 1
    assert sending.due(db.session, NIGHT, 10) == [the_notice("O01").id]
    assert sending.wait_for_morning(db.session, NOON) == 0


def test_after_an_unknown_outcome_it_is_sent_once_more_and_marked(office: Office) -> None:
    notice = attempt(UNKNOWN, NOON)
    assert (notice.state, notice.is_possible_duplicate) == ("queued", True)
    assert notice.next_try_at == NOON + sending.RECEIPT_WAIT
    assert not outbox.take_back(db.session, notice.event_id or 0, at=NOON), "the first may have arrived"
    notice = attempt(UNKNOWN, notice.next_try_at)
    assert (notice.state, notice.next_try_at) == ("unconfirmed", None)


def test_a_code_is_never_sent_twice(office: Office) -> None:
    the_notice().template_key = "S15"
    db.session.commit()
    assert attempt(UNKNOWN, NOON, "S15").state == "unconfirmed"


def test_a_worker_that_died_in_the_middle_counts_as_unknown(office: Office) -> None:
    notice = attempt(None, NOON)
    assert sending.lapsed(db.session, NOON + sending.LEASE - MINUTE / 2, 10) == []
    assert not sending.lapse(db.session, notice.id, at=NOON + MINUTE / 2)
    after = NOON + sending.LEASE
    assert sending.lapsed(db.session, after, 10) == [notice.id]
    assert sending.lapse(db.session, notice.id, at=after)
    db.session.commit()
    notice = the_notice()
    assert (notice.state, notice.is_possible_duplicate) == ("queued", True)
    assert notice.next_try_at == after + sending.RECEIPT_WAIT
    assert not sending.lapse(db.session, notice.id, at=after), "ended once"


def test_a_slow_worker_still_says_that_it_was_taken(office: Office) -> None:
    notice = attempt(None, NOON)
    late = NOON + 2 * sending.LEASE
    sending.lapse(db.session, notice.id, at=late)
    db.session.commit()
    assert not sending.settle(db.session, notice.id, 1, UNKNOWN, at=late), "the lease said so already"
    assert sending.settle(db.session, notice.id, 1, ACCEPTED, at=late)
    db.session.commit()
    assert (the_notice().state, the_notice().next_try_at) == ("accepted", None)


def test_an_answer_to_an_earlier_attempt_does_not_disturb_the_later_one(office: Office) -> None:
    notice = attempt(None, NOON)
    sending.lapse(db.session, notice.id, at=NOON + sending.LEASE)
    db.session.commit()
    attempt(None, NOON + timedelta(minutes=20))
    assert not sending.settle(db.session, notice.id, 1, ACCEPTED, at=NOON + timedelta(minutes=21))
    db.session.commit()
    assert the_notice().state == "sending"
