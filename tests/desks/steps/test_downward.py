"""DESK: steps, tests: giving a complaint down wins no time and goes to nobody who let it climb twice."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from app.complaints.actions import escalate
from app.complaints.actor import system
from app.extensions import db
from app.models.complaint import Complaint
from tests.desks.casework.conftest import Case

WORDS = "मौके पर जाकर नाली साफ़ करवाएँ"


def climb(case: Case) -> Complaint:
    """Let the alarm ring."""
    at = datetime.now(UTC)
    with case.app.app_context():
        row = db.session.get(Complaint, case.row().id)
        assert row is not None
        row.alarm_at = row.due_at = at - timedelta(minutes=1)
        db.session.flush()
        assert escalate.escalate(db.session, row.id, by=system(row.district_id), at=at)
        db.session.commit()
    return case.row()


def in_a_week() -> str:
    return (datetime.now(UTC) + timedelta(days=7)).date().isoformat()


def test_a_senior_gives_it_down_with_a_direction(any_case: Case) -> None:
    case = any_case
    case.accept()
    up = climb(case)
    sdm = case.as_("sdm")
    sdm.accept()
    assert f"/complaints/{case.number}/send-down" in sdm.get().text
    assert sdm.get("/send-down").status_code == 200
    assert sdm.post("send-down", direction=WORDS, due_on=in_a_week()).status_code == 303
    row = case.row()
    assert (row.level, row.post_id, row.state) == (1, case.office.posts["officer"].id, "in_action")
    assert row.due_at == up.due_at
    assert WORDS in case.get().text


def test_the_junior_is_told_first_what_the_senior_wants(case: Case) -> None:
    case.accept()
    climb(case)
    sdm = case.as_("sdm")
    sdm.accept()
    assert "You wrote" in sdm.client.get(f"/en/complaints/{case.number}").text
    assert sdm.post("send-down", direction=WORDS, due_on=in_a_week()).status_code == 303
    page = case.client.get(f"/en/complaints/{case.number}").text
    box = page[page.index('id="now"') : page.index('id="facts"')]
    assert WORDS in box
    year, month, day = in_a_week().split("-")
    assert f"by {day}-{month}-{year}" in box
    assert "You wrote" not in box  # that was the senior's own plan


def test_it_is_said_at_the_field_what_is_missing(case: Case) -> None:
    case.accept()
    climb(case)
    sdm = case.as_("sdm")
    sdm.accept()
    answer = sdm.post("send-down", htmx=True, direction="जाएँ", due_on="2020-01-01")
    assert answer.status_code == 422
    assert answer.text.lstrip().startswith('<div class="narrow m0" id="step"')
    assert "जाएँ" in answer.text
    assert case.row().level == 2


def test_nobody_gives_down_what_begins_with_him(case: Case) -> None:
    case.accept()
    assert "/send-down" not in case.get().text
    assert case.get("/send-down").status_code == 403
    assert case.post("send-down", direction=WORDS, due_on=in_a_week()).status_code == 403


def test_who_let_it_climb_twice_does_not_get_it_again(case: Case) -> None:
    case.accept()
    climb(case)
    sdm = case.as_("sdm")
    sdm.accept()
    assert sdm.post("send-down", direction=WORDS, due_on=in_a_week()).status_code == 303
    climb(case)
    answer = sdm.post("send-down", direction=WORDS, due_on=in_a_week())
    assert answer.status_code == 422
    assert "दो बार" in answer.text
    assert case.row().level == 2
