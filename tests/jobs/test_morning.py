"""The morning: one digest per officer and day, promises, reports on walk-ins, the word to complainants."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta

import pytest
import time_machine
from flask import Flask
from sqlalchemy import select

from app.complaints import progress
from app.complaints.actions import ask, work
from app.domain.calendar import ist_date
from app.extensions import db
from app.models.complaint import Complaint
from app.models.dialogue import Dialogue
from app.models.morning import Digest, ProgressReport
from app.models.notice import Notice
from app.models.office import Charge
from jobs import escalation, morning
from tests.complaints.way import accepted, disposed, reported
from tests.office import Office, make_office, register_and_mark, register_one

TUESDAY = datetime(2026, 9, 8, 5, 0, tzinfo=UTC)  # 10:30 in India
DAY = timedelta(days=1)


@pytest.fixture
def office(any_app: Flask) -> Iterator[Office]:
    with any_app.app_context():
        yield make_office(db.session, TUESDAY)
        db.session.remove()


def at(day: int, hour: int = 9, minute: int = 0) -> datetime:
    """A day of September 2026, Indian time."""
    return datetime(2026, 9, day, hour, minute, tzinfo=UTC) - timedelta(hours=5, minutes=30)


def run(moment: datetime) -> dict[str, int]:
    db.session.commit()
    with time_machine.travel(moment, tick=False):
        return morning.run()


def texts(key: str) -> list[dict[str, str]]:
    return [n.slots for n in db.session.scalars(select(Notice).where(Notice.template_key == key).order_by(Notice.id))]


def told() -> list[tuple[date, str]]:
    return [(row.on, row.kind) for row in db.session.scalars(select(Digest).order_by(Digest.id))]


def test_one_digest_a_day_at_nine_however_often_the_watch_looks(office: Office) -> None:
    for no in (1, 2):
        register_and_mark(db.session, office, at=TUESDAY, no=no)
    assert run(at(9, 8, 50))["digests"] == 0, "not before nine"
    assert run(at(9))["digests"] == 1
    assert run(at(9, 9, 10))["digests"] == 0
    assert run(at(9, 16))["digests"] == 0
    (slots,) = texts("O02")
    assert slots == {"new": "2", "soon": "2", "late": "0"}
    (notice,) = db.session.scalars(select(Notice).where(Notice.template_key == "O02"))
    assert notice.person_id == office.people["officer"].id
    assert run(at(10))["digests"] == 1


def test_down_at_nine_told_once_when_it_returns_and_never_on_a_closed_day_or_at_night(office: Office) -> None:
    register_and_mark(db.session, office, at=TUESDAY)
    assert run(at(9, 15))["digests"] == 1
    assert run(at(9, 15, 10))["digests"] == 0
    assert run(at(10, 21, 30))["digests"] == 0, "phones are left alone: tomorrow"
    assert run(at(11))["digests"] == 1
    assert run(at(12))["digests"] == 0, "a second Saturday"
    assert run(at(13))["digests"] == 0
    assert told() == [(date(2026, 9, 9), "morning"), (date(2026, 9, 11), "morning")]


def test_who_has_nothing_is_left_alone(office: Office) -> None:
    assert run(at(9))["digests"] == 0
    assert told() == []


def test_half_of_the_time_is_said_once_also_when_a_morning_was_missed(office: Office) -> None:
    accepted(db.session, office, TUESDAY)  # due on the 15th at 17:00: half is gone on the 11th at 13:45
    assert run(at(10))["digests"] == 0
    assert run(at(11))["digests"] == 0
    assert run(at(14))["digests"] == 1
    (digest,) = db.session.scalars(select(Digest))
    assert set(digest.counts) == {"soon"}, "due tomorrow says more than half gone"
    accepted(db.session, office, at(14, 10), no=2)  # due on the 21st: half on the 17th at 22:00
    run(at(15))
    run(at(18))
    run(at(19))
    halves = [row.on for row in db.session.scalars(select(Digest)) if "half" in row.counts]
    assert halves == [date(2026, 9, 18)]


def test_what_is_due_after_the_weekend_is_said_before_it(office: Office) -> None:
    accepted(db.session, office, at(7, 10))  # due on Monday the 14th; the 12th is a second Saturday
    run(at(10))
    assert told() == []
    run(at(11))
    assert db.session.scalars(select(Digest)).one().counts == {"soon": 1}


def test_half_of_the_time_that_passed_while_the_clock_stood_is_said_when_it_goes_on(office: Office) -> None:
    """Seven days, seven more in which it stood: half of the days in which it ran are gone on the 18th."""
    complaint, officer = accepted(db.session, office, at(7, 10)), office.actors["officer"]
    question = "गली का नाम और मकान नंबर बताएँ"
    ask.ask(db.session, complaint.id, question=question, how_to_answer="phone", answer_by=date(2026, 9, 15), by=officer,
            at=at(8, 10))  # fmt: skip
    run(at(14))
    said = "गली तीन, मकान बारह"
    ask.answer(db.session, complaint.id, text=said, channel="call", by=office.actors["cell"], at=at(15, 10))
    for day in (16, 17, 18, 19):
        run(at(day))
    halves = [row.on for row in db.session.scalars(select(Digest)) if "half" in row.counts]
    assert halves == [date(2026, 9, 18)]


def test_a_person_with_two_charges_has_one_digest(office: Office) -> None:
    for post in ("sdm", "officer"):
        row = db.session.scalars(select(Charge).where(Charge.post_id == office.posts[post].id)).one()
        row.person_id = office.people["officer"].id
    register_and_mark(db.session, office, at=TUESDAY)
    assert run(at(9))["digests"] == 1


def test_the_head_of_department_hears_of_approvals(office: Office) -> None:
    reported(db.session, office, TUESDAY)
    run(at(11))
    (slots,) = texts("O06")
    assert slots == {"count": "1", "days": "3"}


def test_a_promise_is_missed_when_its_day_ends_without_a_report(office: Office) -> None:
    complaint = accepted(db.session, office, TUESDAY)
    officer = office.actors["officer"]
    for on in (date(2026, 9, 9), date(2026, 9, 10)):
        work.log_dialogue(db.session, complaint.id, kind="visit", result="talked", promised_on=on, by=officer,
                          at=TUESDAY + timedelta(hours=1))  # fmt: skip
    assert run(at(9, 23, 50))["promises"] == 0, "the day has not ended"
    assert run(at(10, 9))["promises"] == 1
    assert run(at(10, 9, 10))["promises"] == 0
    assert db.session.scalars(select(Digest)).one().counts == {"broken": 1, "promised": 1}
    assert run(at(11, 0, 10))["promises"] == 1
    db.session.refresh(complaint)
    assert complaint.promises_missed == 2


def test_a_promise_is_kept_by_a_report_in_time_and_missed_by_a_late_one(office: Office) -> None:
    for no, on in ((1, date(2026, 9, 8)), (2, date(2026, 9, 8))):
        complaint = accepted(db.session, office, TUESDAY, no)
        work.log_dialogue(db.session, complaint.id, kind="call", result="talked", promised_on=on,
                          by=office.actors["officer"], at=TUESDAY + timedelta(hours=1))  # fmt: skip
    first, second = db.session.scalars(select(Complaint).order_by(Complaint.id))
    _report(office, first, TUESDAY + timedelta(hours=3))
    _report(office, second, TUESDAY + DAY)
    run(at(12))
    assert db.session.scalars(select(Dialogue.is_promise_missed).order_by(Dialogue.id)).all() == [False, True]


def _report(office: Office, complaint: Complaint, moment: datetime) -> None:
    from app.complaints.actions import report
    from tests.complaints.way import DONE, NO_PHOTO

    draft = report.Draft("relief", DONE, ist_date(moment), no_proof_reason=NO_PHOTO)
    report.report(db.session, complaint.id, draft, by=office.actors["officer"], at=moment)


def test_a_walk_in_owes_a_report_every_week(office: Office) -> None:
    complaint = accepted(db.session, office, TUESDAY)
    work.comment(db.session, complaint.id, text="सिर्फ़ टिप्पणी", by=office.actors["officer"], at=at(10))
    assert run(at(12))["reports"] == 0, "a plain note is none"
    work.progress(db.session, complaint.id, text="आधी सड़क बन गई है", by=office.actors["officer"], at=at(14))
    assert run(at(14, 10))["reports"] == 1
    given, owed = db.session.scalars(select(ProgressReport).order_by(ProgressReport.id))
    assert (given.state, given.due_on, given.post_id) == ("given", date(2026, 9, 15), office.posts["officer"].id)
    assert (owed.state, owed.due_on) == ("owed", date(2026, 9, 21))


def test_missed_reports_are_counted_one_by_one_against_the_post_also_after_an_outage(office: Office) -> None:
    accepted(db.session, office, TUESDAY)
    run(at(30))  # due on the 15th, 23rd (counted from the end of the 15th) and so on
    rows = db.session.scalars(select(ProgressReport).order_by(ProgressReport.id)).all()
    missed = [row for row in rows if row.state == "missed"]
    assert [row.due_on for row in missed] == [date(2026, 9, 15), date(2026, 9, 23)]
    assert {row.post_id for row in missed} == {office.posts["officer"].id}
    assert [row.state for row in rows].count("owed") == 1


def test_duties_follow_each_other_also_at_one_instant_and_where_the_clock_is_put_back(office: Office) -> None:
    """Found by the random machine."""
    complaint, dc = accepted(db.session, office, TUESDAY), office.actors["dc"]
    for _ in range(2):
        progress.ask_regularly(db.session, complaint.id, every=7, by=dc, at=TUESDAY)
    work.progress(db.session, complaint.id, text="आधी सड़क बन गई है", by=office.actors["officer"], at=at(20))
    assert run(at(7))["reports"] == 2
    rows = db.session.scalars(select(ProgressReport).order_by(ProgressReport.since)).all()
    assert [row.state for row in rows] == ["lapsed", "lapsed", "missed", "given", "owed"]
    assert rows[-1].since == at(20)


def test_what_is_disposed_owes_nothing_more(office: Office) -> None:
    disposed(db.session, office, TUESDAY)
    run(at(20))
    assert {row.state for row in db.session.scalars(select(ProgressReport))} == {"given"}


def test_the_complainant_hears_every_fifteen_days_once(office: Office) -> None:
    complaint = accepted(db.session, office, TUESDAY)
    assert run(at(22))["told"] == 0
    assert run(at(23, 8))["told"] == 0, "not before nine"
    assert run(at(23))["told"] == 1
    assert run(at(23, 10))["told"] == 0
    assert texts("S05") == [{"no": complaint.number, "days": "15", "date": "08-10"}]
    assert run(at(30) + 30 * DAY)["told"] == 1, "after an outage one, not two"


def test_who_waits_to_be_assigned_hears_too(office: Office) -> None:
    complaint = register_one(db.session, office, at=TUESDAY)
    assert run(at(22))["told"] == 0
    assert run(at(23))["told"] == 1
    assert texts("S05") == [{"no": complaint.number, "days": "15", "date": "08-10"}]


def test_a_reminder_counts_from_the_seventh_day_once_a_week(office: Office) -> None:
    complaint, cell = accepted(db.session, office, TUESDAY), office.actors["cell"]

    def again(moment: datetime) -> date | None:
        return work.remind(db.session, complaint.id, text="फिर पूछने आए", by=cell, at=moment)

    assert again(TUESDAY + 3 * DAY) == date(2026, 9, 15)
    assert again(at(15, 0, 5)) is None, "a day on the wall, whatever the hour"
    assert again(TUESDAY + 8 * DAY) == date(2026, 9, 22)
    assert again(TUESDAY + 14 * DAY) is None
    assert complaint.reminders == 2
    run(at(23))
    assert [row.counts["asked"] for row in db.session.scalars(select(Digest)) if "asked" in row.counts] == [1]


def test_after_an_outage_over_the_morning_officers_get_one_digest_and_no_burst(office: Office) -> None:
    for no in range(1, 13):
        register_and_mark(db.session, office, at=TUESDAY, no=no)
    back = at(14, 15)  # down since Friday noon; the time to accept ended on Friday at 17:00
    assert run(back)["digests"] == 2, "the officer and the sub-divisional officer, once each"
    assert run(back + timedelta(minutes=10))["digests"] == 0
    assert texts("O03") == []
    assert len(texts("S07")) == 12, "the complainants hear all the same"
    assert sorted((s["new"], s["late"]) for s in texts("O02")) == [("0", "12"), ("12", "0")]


def test_an_outage_within_the_day_is_told_once_more(office: Office) -> None:
    office.category.profile = "urgent"  # four office hours to accept
    for no in range(1, 6):
        register_and_mark(db.session, office, at=at(9, 8), no=no)
    assert run(at(9))["digests"] == 1
    back = at(9, 18)
    with time_machine.travel(back, tick=False):
        assert escalation.check() == 5
    assert run(back)["digests"] == 2
    assert run(back + timedelta(minutes=10))["digests"] == 0
    assert texts("O03") == []
    assert [kind for _on, kind in told()] == ["morning", "morning", "catch_up"] or told()[1:] == [
        (date(2026, 9, 9), "morning"), (date(2026, 9, 9), "catch_up")
    ]  # fmt: skip


def test_what_climbs_on_time_is_told_at_once(office: Office) -> None:
    register_and_mark(db.session, office, at=TUESDAY)
    db.session.commit()
    with time_machine.travel(at(11, 17), tick=False):
        assert escalation.check() == 1
    assert len(texts("O03")) == 2
