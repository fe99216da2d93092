"""DESK: casework, tests: accepting the ticked rows – a result for each, five minutes to take it back, nothing lost."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from flask import Flask
from sqlalchemy import select

from app.desks.casework import accepting
from app.extensions import db
from app.models.complaint import Complaint
from tests.client import QualityClient
from tests.desks.casework.conftest import Case, opened

SOON = (datetime.now(UTC) + timedelta(days=3)).date().isoformat()


@pytest.fixture
def any_case(any_app: Flask) -> Case:
    return opened(any_app)


def accept(case: Case, *numbers: str, on: str = SOON, client: QualityClient | None = None) -> str:
    entry = {"number": list(numbers), "next_step": "visit", "next_step_on": on}
    reply = (client or case.client).post("/complaints/bulk", data=entry)
    assert reply.status_code == 200
    return reply.text


def states(case: Case) -> dict[str, str]:
    with case.app.app_context():
        return dict(db.session.execute(select(Complaint.number, Complaint.state)).all())


def part_of(page: str, row: str) -> str:
    return page.split(f'id="{row}"')[1].split("</li>")[0]


def test_each_row_says_what_came_of_it_and_is_taken_back_alone_or_with_all(any_case: Case) -> None:
    case = any_case
    one, two = case.number, case.another()
    shown = accept(case, one, two, "NG26-999-9")
    assert "3 में से 2 स्वीकार की गईं" in shown
    assert f'name="number" value="{one}">वापस लें' in part_of(shown, f"done-{one}")
    assert "सब वापस लें" in shown
    assert 'class="err"' in part_of(shown, "left-NG26-999-9")
    assert set(states(case).values()) == {"in_action"}
    back = case.client.post("/complaints/bulk/undo", data={"done": [one, two], "number": one})
    assert states(case) == {one: "marked", two: "in_action"}
    assert "1 में से 1 वापस ली गईं" in back.text
    assert "<button" not in part_of(back.text, f"done-{one}")
    assert "<button" in part_of(back.text, f"done-{two}")
    again = case.client.post("/complaints/bulk/undo", data={"done": [one, two], "all": "1"})
    assert "2 में से 1 वापस ली गईं" in again.text
    assert 'class="err"' in part_of(again.text, f"done-{one}")
    assert set(states(case).values()) == {"marked"}
    assert case.actions()[-2:] == ["acknowledge", "undo_acknowledge"]
    assert "स्वीकार करना वापस लिया" in case.get().text


def test_what_was_typed_is_there_again_for_those_not_done(case: Case) -> None:
    past = "2026-01-01"
    shown = accept(case, case.number, on=past)
    assert "1 में से 0" in shown
    assert 'value="visit" selected' in shown
    assert f'name="next_step_on" value="{past}"' in shown
    assert "checked" in part_of(shown, f"left-{case.number}")
    assert states(case) == {case.number: "marked"}


def test_it_is_there_still_when_another_row_is_taken_back(case: Case) -> None:
    one, two = case.number, case.another()
    case.accept()
    shown = accept(case, one, two)
    assert f'name="left" value="{one}"' in shown
    data = {"done": two, "number": two, "left": one, "next_step": "visit", "next_step_on": SOON}
    back = case.client.post("/complaints/bulk/undo", data=data)
    assert "checked" in part_of(back.text, f"left-{one}")
    assert f'name="next_step_on" value="{SOON}"' in back.text


def test_after_five_minutes_and_for_others_it_stays(case: Case, monkeypatch: pytest.MonkeyPatch) -> None:
    accept(case, case.number)
    stranger = case.as_("hod").client.post("/complaints/bulk/undo", data={"done": case.number})
    assert 'class="err"' in part_of(stranger.text, f"done-{case.number}")
    monkeypatch.setattr(accepting, "now", lambda: datetime.now(UTC) + timedelta(minutes=6))
    late = case.client.post("/complaints/bulk/undo", data={"done": case.number})
    assert "पाँच मिनट हो चुके हैं" in late.text
    assert states(case) == {case.number: "in_action"}


def test_nothing_ticked_says_so(case: Case) -> None:
    reply = case.client.post("/complaints/bulk", data={"next_step": "visit", "next_step_on": SOON})
    assert reply.status_code == 303
    assert "कुछ चुना नहीं गया" in case.client.get(reply.location).text


def test_in_english_too(case: Case) -> None:
    entry = {"number": case.number, "next_step": "visit", "next_step_on": SOON}
    shown = case.client.post("/en/complaints/bulk", data=entry).text
    assert "1 of 1 accepted." in shown
    assert "Take all back" in shown
