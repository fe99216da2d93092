"""DESK: clock, tests: the day in short shows what the message counts, and R21 who reports and who does not."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import time_machine

from app.complaints.actions import work
from app.extensions import db
from jobs import morning
from tests.complaints.test_empty_chairs import leave
from tests.desks.casework.conftest import Case


def later(case: Case, days: int) -> datetime:
    """The morning some days on: everybody's sign-in is long over by then."""
    return (datetime.now(UTC) + timedelta(days=days)).replace(hour=5, minute=0)


def read(case: Case, moment: datetime, who: str, path: str) -> str:
    with time_machine.travel(moment, tick=False):
        client = case.app.test_client()
        client.sign_in(who)  # type: ignore[attr-defined]
        return client.get(path).text


def test_a_new_complaint_is_in_the_day_of_its_officer_only(any_case: Case) -> None:
    assert case_is_in(any_case, "officer")
    assert not case_is_in(any_case, "sdm")


def case_is_in(case: Case, who: str) -> bool:
    return case.number in case.as_(who).client.get("/today").text


def test_what_lies_with_an_empty_chair_is_in_the_day_of_who_covers(case: Case) -> None:
    with case.app.app_context():
        leave(db.session, case.office, "officer", datetime.now(UTC))
        db.session.commit()
    assert read(case, datetime.now(UTC), "sdm", "/today").count(case.number) == 1 + 1  # its line: number and link
    assert not case_is_in(case, "hod")


def test_the_landing_page_leads_there(case: Case) -> None:
    assert 'href="/today"' in case.client.get("/").text
    assert "आज का सार" in case.client.get("/today").text


def test_a_missed_promise_stands_on_the_case_and_in_the_day(case: Case) -> None:
    case.accept()
    with case.app.app_context():
        row, at = case.row(), datetime.now(UTC)
        work.log_dialogue(db.session, row.id, kind="visit", result="talked", promised_on=at.date() + timedelta(days=1),
                          by=case.office.actors["officer"], at=at)  # fmt: skip
        db.session.commit()
    moment = later(case, 3)
    with case.app.app_context(), time_machine.travel(moment, tick=False):
        assert morning.run()["promises"] == 1
    assert "1 वादा टूटा" in read(case, moment, "officer", f"/complaints/{case.number}")
    assert "1 वादा टूटा" in read(case, moment, "officer", "/complaints")


def test_r21_counts_missed_reports_against_the_post(case: Case) -> None:
    case.accept()
    moment = later(case, 12)
    with case.app.app_context(), time_machine.travel(moment, tick=False):
        morning.run()
    page = read(case, moment, "dc", "/reviews/walk-ins")
    assert case.number in page
    assert "पद officer" in page
    assert '<td class="r_ bad">1</td>' in page
    assert 'href="/reviews/walk-ins"' in read(case, moment, "dc", "/reviews")


def test_a_reminder_at_the_counter_counts_from_the_seventh_day(case: Case) -> None:
    cell = case.as_("cell")
    cell.client.post(f"/intake/{case.number}/remind", data={"text": "फिर आए"})
    assert case.row().reminders == 0
    moment = later(case, 8)
    with time_machine.travel(moment, tick=False):
        client = case.app.test_client()
        client.sign_in("cell")  # type: ignore[attr-defined]
        client.post(f"/intake/{case.number}/remind", data={"text": "फिर आए"})
    assert case.row().reminders == 1
    assert "1 बार फिर पूछा" in case.get().text


def test_nobody_below_sees_the_list_of_walk_ins(case: Case) -> None:
    assert case.client.get("/reviews/walk-ins").status_code == 403
    assert case.as_("auditor").client.get("/reviews/walk-ins").status_code == 200
