"""Whether a message may leave: the day's measure of a number, what it asked for, what is still before it."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

import pytest
import time_machine
from flask import Flask
from sqlalchemy import select, update

from app.extensions import db
from app.models.notice import Notice, NoticeSuppression
from app.notices import limits, outbox, sending
from app.notices.gateways.base import WAITING
from app.notices.outbox import Duty
from jobs import notices
from tests.office import Office, make_office, register_and_mark

NOON = datetime(2026, 9, 1, 6, 30, tzinfo=UTC)
NEXT_MORNING = datetime(2026, 9, 2, 2, 30, tzinfo=UTC)  # 08:00 in India
MINUTE = timedelta(minutes=1)


@pytest.fixture
def office(any_app: Flask) -> Iterator[Office]:
    with any_app.app_context():
        made = make_office(db.session, NOON)
        register_and_mark(db.session, made, at=NOON)
        db.session.commit()
        yield made
        db.session.remove()


def first(key: str = "S01") -> Notice:
    return db.session.scalars(select(Notice).where(Notice.template_key == key).order_by(Notice.id)).first()  # type: ignore[return-value]


def owe(key: str, times: int, *, at: datetime, audience: str = "complainant", urgent: bool = False) -> list[int]:
    """Owe a message again and again for one complaint; the ids of those that are not folded."""
    said = first("S01" if audience == "complainant" else "O01")
    complaint = said.complaint
    assert complaint is not None
    before = set(db.session.scalars(select(Notice.id)))
    slots = {"no": complaint.number, "date": "30-11", "days": "9", "ack": "30-11", "post": "BDO"}
    for no in range(times):
        duty = Duty(key=key, lang="hi", to_number=said.to_number, audience=audience, slots=slots, not_before=at)
        outbox.owe(db.session, [duty], complaint, f"test-{key}-{no}-{at}", at=at)
    if urgent:
        db.session.execute(update(Notice).where(Notice.id.not_in(before)).values(is_urgent=True))
    db.session.commit()
    return [key for key in db.session.scalars(select(Notice.id).order_by(Notice.id)) if key not in before]


def run(at: datetime) -> int:
    with time_machine.travel(at, tick=False):
        return notices.sweep()


def state(notice_id: int) -> tuple[str, str | None]:
    db.session.rollback()
    row = db.session.get_one(Notice, notice_id, populate_existing=True)
    return row.state, row.held_reason


def test_a_number_gets_six_a_day_and_the_rest_next_morning(office: Office) -> None:
    made = owe("S09", 7, at=NOON)  # S01 has gone before them
    run(NOON + MINUTE)
    assert [state(one)[0] for one in made] == ["delivered"] * 5 + ["queued"] * 2
    assert db.session.get_one(Notice, made[-2]).next_try_at == NEXT_MORNING
    run(NEXT_MORNING)
    run(NEXT_MORNING + MINUTE)
    assert [state(one)[0] for one in made] == ["delivered"] * 7


def test_what_is_too_much_for_an_officer_stands_in_the_mornings_summary(office: Office) -> None:
    made = owe("O01", 7, at=NOON, audience="officer")
    run(NOON + MINUTE)
    assert [state(one) for one in made] == [("delivered", None)] * 5 + [("cancelled", "digest")] * 2


def test_the_urgent_is_never_too_much(office: Office) -> None:
    made = owe("O01", 8, at=NOON, audience="officer", urgent=True)
    run(NOON + MINUTE)
    assert {state(one)[0] for one in made} == {"delivered"}


@pytest.mark.parametrize(
    ("scope", "gone"), [("reminders", {"S09": "delivered", "S05": "cancelled"}), ("all", {"S09": "cancelled"})]
)
def test_who_asked_for_no_reminders_gets_none(office: Office, scope: str, gone: dict[str, str]) -> None:
    said = first()
    db.session.add(
        NoticeSuppression(district_id=said.district_id, number=said.to_number, scope=scope, reason="stop", since=NOON)
    )
    made = {key: owe(key, 1, at=NOON + timedelta(days=day))[0] for day, key in enumerate(gone)}
    run(NOON + timedelta(days=3))
    assert {key: state(one)[0] for key, one in made.items()} == gone
    assert {state(one)[1] for key, one in made.items() if gone[key] == "cancelled"} == {"suppressed"}


def test_a_message_waits_for_the_one_before_it(office: Office) -> None:
    before = first()
    before.next_try_at = NOON + timedelta(minutes=5)
    db.session.commit()
    after = owe("S09", 1, at=NOON)[0]
    run(NOON + MINUTE)
    assert (state(before.id)[0], state(after)[0]) == ("queued", "queued")
    assert db.session.get_one(Notice, after).next_try_at == before.next_try_at + limits.STEP
    run(NOON + timedelta(minutes=5))
    run(NOON + timedelta(minutes=6))
    assert (state(before.id)[0], state(after)[0]) == ("delivered", "delivered")


def test_a_message_waits_for_the_one_that_the_gateway_keeps_but_not_for_ever(office: Office) -> None:
    before = first()
    before.state, before.next_try_at, before.accepted_at, before.provider_code = "accepted", None, NOON, WAITING
    db.session.commit()
    after = owe("S09", 1, at=NOON)[0]
    run(NOON + MINUTE)
    assert state(after)[0] == "queued"
    assert db.session.get_one(Notice, after).next_try_at == NOON + MINUTE + limits.LOOK_AGAIN
    before.provider_code = "8"  # the operator has it now
    db.session.commit()
    assert limits.verdict(db.session, after, at=NOON + MINUTE) == limits.GO
    before.provider_code = WAITING
    db.session.commit()
    assert limits.verdict(db.session, after, at=NOON + limits.KEPT + MINUTE) == limits.GO


def test_one_event_owes_one_message_to_a_number_however_often_it_is_told(office: Office) -> None:
    said = first()
    assert said.complaint is not None
    slots = {"no": said.complaint.number, "date": "30-11", "post": "BDO"}
    numbers = (said.to_number, said.to_number, "9700000099")
    duties = [
        Duty(key="S09", lang="hi", to_number=number, audience="complainant", slots=slots, not_before=NOON)
        for number in numbers
    ]
    for _again in range(2):
        outbox.owe(db.session, duties, said.complaint, "the same event", at=NOON)
    owed = db.session.scalars(select(Notice.to_number).where(Notice.template_key == "S09").order_by(Notice.to_number))
    assert list(owed) == sorted(set(numbers))


@pytest.mark.parametrize("ended", ["failed", "held"])
def test_what_will_not_go_holds_up_nothing(office: Office, ended: str) -> None:
    before = first()
    before.state, before.next_try_at = ended, None
    db.session.commit()
    after = owe("S09", 1, at=NOON)[0]
    run(NOON + MINUTE)
    assert state(after)[0] == "delivered"


def test_a_message_that_somebody_took_is_not_put_off(office: Office) -> None:
    said = first()
    assert sending.claim(db.session, said.id, "console", at=NOON) is not None
    sending.put_off(db.session, said.id, limits.Verdict(drop="suppressed"), at=NOON)
    db.session.commit()
    assert state(said.id)[0] == "sending"
