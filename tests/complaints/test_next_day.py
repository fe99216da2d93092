"""THE POST ROOM on both databases: one message a day about a complaint – what is said only once waits, in its order."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta

import pytest
import time_machine
from flask import Flask
from sqlalchemy import select

from app.complaints.actions import approve, ask, extend, leave, on_spot, report, rise, work
from app.domain.calendar import ist_date
from app.extensions import db
from app.models.complaint import Complaint
from app.models.notice import Notice
from app.notices import outbox
from app.notices.outbox import Duty
from jobs import notices
from tests.complaints.asked import asks_closure, asks_days, asks_hold, asks_rejection, paper, say, spoken
from tests.complaints.way import DONE, HOUR, NO_PHOTO, START, accepted
from tests.office import Office, make_office, register_and_mark

DAY = timedelta(days=1)
NINE = datetime(2026, 11, 17, 3, 30, tzinfo=UTC)  # the next morning in India
MINUTE = timedelta(minutes=1)
FLAG = "मौके पर जाकर देखा, काम पूरा हुआ है"
WORDS = "रोड़ी मंगवाई है, काम शुरू हो गया है"


@pytest.fixture
def office(any_app: Flask) -> Iterator[Office]:
    with any_app.app_context():
        yield make_office(db.session, START)
        db.session.remove()


def run(at: datetime) -> None:
    db.session.commit()
    with time_machine.travel(at, tick=False):
        notices.sweep()


def told(key: str) -> list[tuple[str, str | None]]:
    rows = db.session.execute(
        select(Notice.state, Notice.held_reason).where(Notice.template_key == key).order_by(Notice.id)
    )
    return [(state, why) for state, why in rows]


def one(key: str) -> Notice:
    return db.session.scalars(select(Notice).where(Notice.template_key == key)).one()


def writes(office: Office, complaint: Complaint, at: datetime, days: int = 3) -> None:
    """An interim reply."""
    extend.interim_reply(
        db.session, complaint.id, text=WORDS, expected_on=ist_date(at) + days * DAY, by=office.actors["officer"], at=at
    )


def asks(office: Office, complaint: Complaint, at: datetime, days: int = 3) -> None:
    ask.ask(
        db.session, complaint.id, question="नाली किस घर के सामने से टूटी है?", how_to_answer="phone",
        answer_by=ist_date(at) + days * DAY, by=office.actors["officer"], at=at,
    )  # fmt: skip


def test_a_question_on_a_day_with_news_goes_out_at_nine_the_next(office: Office) -> None:
    complaint = accepted(db.session, office)
    asks(office, complaint, START + 2 * HOUR)
    assert (one("S03").state, one("S03").next_try_at) == ("queued", NINE)
    run(START + 3 * HOUR)
    assert (told("S01")[0][0], told("S03")[0][0]) == ("delivered", "queued")
    run(NINE - MINUTE)
    assert told("S03")[0][0] == "queued"
    run(NINE)
    assert told("S03") == [("delivered", None)]


def test_what_is_told_again_is_folded(office: Office) -> None:
    accepted(db.session, office)
    assert told("S02") == [("cancelled", "folded")]


def test_a_question_that_was_answered_meanwhile_is_not_put(office: Office) -> None:
    complaint = accepted(db.session, office)
    asks(office, complaint, START + 2 * HOUR)
    ask.answer(
        db.session, complaint.id, text="मेरे घर के सामने", channel="call", by=office.actors["cell"], at=START + 3 * HOUR
    )
    run(START + 4 * HOUR)
    run(NINE)
    assert told("S03") == [("cancelled", "over")]


def test_one_a_day_in_the_order_they_were_owed(office: Office) -> None:
    complaint = accepted(db.session, office)
    writes(office, complaint, START + 2 * HOUR, days=9)
    say(asks_days(db.session, complaint, office.actors["officer"], START + 3 * HOUR), office.actors["sdm"],
        START + 4 * HOUR)  # fmt: skip
    assert {one("S04").next_try_at, one("S04E").next_try_at} == {NINE}
    run(START + 5 * HOUR)
    for at in (NINE, NINE + MINUTE, NINE + 2 * MINUTE):
        run(at)
    assert (told("S04"), told("S04E")[0][0]) == ([("delivered", None)], "queued")
    assert one("S04E").next_try_at == NINE + DAY
    run(NINE + DAY)
    assert told("S04E") == [("delivered", None)]


def test_the_question_whether_it_is_done_waits_for_nothing(office: Office) -> None:
    complaint = accepted(db.session, office)
    officer = office.actors["officer"]
    writes(office, complaint, START + 90 * MINUTE)
    work.log_dialogue(
        db.session, complaint.id, kind="call", result="talked", text="बात हुई", by=officer, at=START + 2 * HOUR
    )
    draft = report.Draft("relief", DONE, ist_date(START), no_proof_reason=NO_PHOTO)
    report.report(db.session, complaint.id, draft, by=officer, at=START + 3 * HOUR)
    run(START + 3 * HOUR)
    approve.approve(db.session, complaint.id, remark=FLAG, by=office.actors["hod"], at=START + 4 * HOUR)
    run(START + 5 * HOUR)
    assert told("S08") == [("delivered", None)]
    run(NINE)
    assert told("S04") == [("cancelled", "over")]


def settles_at_the_camp(office: Office) -> None:
    complaint = register_and_mark(db.session, office, at=START, source="SSV")
    asked = on_spot.Asked("relief", DONE, ist_date(START), paper("signature"))
    row = on_spot.ask(db.session, complaint.id, asked, by=office.actors["officer"], at=START + HOUR)
    say(row, office.actors["sdm"], START + 2 * HOUR)


def withdraws(office: Office) -> None:
    complaint, at = accepted(db.session, office), START + 2 * HOUR
    leave.ask_withdrawal(db.session, complaint.id, text=FLAG, by=office.actors["cell"], at=at)
    work.start_call(db.session, complaint.id, by=office.actors["caller"], at=at)
    leave.withdraw(db.session, complaint.id, text=FLAG, by=office.actors["caller"], at=at)


def closes_by_order(office: Office) -> None:
    row = asks_closure(db.session, spoken(db.session, office), office.actors["officer"], START + 3 * HOUR)
    for who in ("hod", "dc"):
        say(row, office.actors[who], START + 4 * HOUR)


def rejects(office: Office) -> None:
    row = asks_rejection(db.session, spoken(db.session, office), office.actors["officer"], START + 3 * HOUR)
    for who in ("hod", "nodal"):
        say(row, office.actors[who], START + 4 * HOUR)


def sends_out(office: Office) -> None:
    leave.transfer_out(
        db.session, accepted(db.session, office).id, authority="नगर निगम, करनाल", reference_no="DC/2026/118",
        by=office.actors["nodal"], at=START + 2 * HOUR,
    )  # fmt: skip


def holds(office: Office) -> None:
    row = asks_hold(db.session, spoken(db.session, office), office.actors["officer"], START + 3 * HOUR)
    for who in ("hod", "nodal"):
        say(row, office.actors[who], START + 4 * HOUR, paper_seen=True)


@pytest.mark.parametrize(
    ("ends", "key"),
    [(settles_at_the_camp, "S10"), (withdraws, "S10W"), (closes_by_order, "S12"), (rejects, "S11"), (sends_out, "S06X"),
     (holds, "S04H")],
)  # fmt: skip
def test_how_it_ended_is_told_though_something_went_that_day(
    office: Office, ends: Callable[[Office], None], key: str
) -> None:
    ends(office)
    assert one(key).state == "queued"
    run(START + 6 * HOUR)
    assert one(key).state == "queued"
    run(NINE)
    assert told(key) == [("delivered", None)]


def test_a_newer_word_takes_the_place_of_an_older_one(office: Office) -> None:
    complaint = accepted(db.session, office)
    for hours in (2, 3):
        writes(office, complaint, START + hours * HOUR)
    run(START + 4 * HOUR)
    for at in (NINE, NINE + MINUTE):
        run(at)
    assert told("S04") == [("cancelled", "over"), ("delivered", None)]


def test_whoever_has_it_no_more_is_not_named(office: Office) -> None:
    complaint = accepted(db.session, office)
    for hours, who in ((2, "officer"), (3, "sdm")):
        by = office.actors[who]
        rise.rise(db.session, complaint.id, why="powers", text=WORDS * 2, by=by, at=START + hours * HOUR)
    run(START + 4 * HOUR)
    for at in (NINE, NINE + MINUTE):
        run(at)
    assert told("S07M") == [("cancelled", "over"), ("delivered", None)]
    assert "पद hod" in db.session.scalars(select(Notice.rendered).where(Notice.template_key == "S07M")).all()[-1]


def test_news_on_the_next_day_does_not_go_before_what_waits(office: Office) -> None:
    complaint = accepted(db.session, office)
    writes(office, complaint, START + 2 * HOUR, days=9)
    run(START + 4 * HOUR)
    early = NINE - HOUR / 2
    say(asks_days(db.session, complaint, office.actors["officer"], early), office.actors["sdm"], early)
    assert one("S04E").next_try_at == NINE + DAY
    run(NINE)
    assert (told("S04")[0][0], told("S04E")[0][0]) == ("delivered", "queued")


def test_a_day_that_went_by_says_nothing_more(office: Office) -> None:
    complaint = accepted(db.session, office)
    writes(office, complaint, START + 2 * HOUR, days=0)
    run(START + 4 * HOUR)
    run(NINE)
    assert told("S04") == [("cancelled", "over")]


def test_at_night_the_day_is_the_next_one(office: Office) -> None:
    complaint = accepted(db.session, office)
    run(START + 2 * HOUR)
    night = START + 11 * HOUR  # 21:30
    writes(office, complaint, night)
    assert one("S04").next_try_at == NINE - HOUR  # eight in the morning: a day on which nothing went yet
    assert one("S04").held_reason is None


def test_a_message_that_was_asked_for_takes_no_day(office: Office) -> None:
    complaint = accepted(db.session, office)
    writes(office, complaint, START + 2 * HOUR)
    run(START + 4 * HOUR)
    duty = Duty(
        key="R01", lang="hi", to_number=one("S04").to_number, audience="complainant", not_before=NINE - HOUR,
        slots={"no": complaint.number, "post": "BDO", "date": "30-11", "link": "nvgm.in/t/k7m2q8xw3p"},
    )  # fmt: skip
    outbox.owe(db.session, [duty], complaint, "asked", at=NINE - HOUR)
    db.session.execute(Notice.__table__.update().where(Notice.template_key == "R01").values(  # type: ignore[attr-defined]
        state="delivered", held_reason=None, next_try_at=None, accepted_at=NINE - HOUR))  # fmt: skip
    run(NINE)
    assert told("S04") == [("delivered", None)]
