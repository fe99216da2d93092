"""DESK: steps, tests: asking at the screen, the answer at the cell's, and what both see in between."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from tests.desks.casework.conftest import Case

QUESTION = "नाली किस घर के सामने से टूटी है?"


def on(days: int) -> str:
    return (datetime.now(UTC) + timedelta(days=days, hours=5.5)).date().isoformat()


def test_asked_and_answered(any_case: Case) -> None:
    case = any_case
    case.accept()
    assert f"/complaints/{case.number}/ask" in case.get().text
    assert case.get("/ask").status_code == 200
    sent = case.post("ask", question=QUESTION, how_to_answer="office", answer_by=on(3))
    assert sent.status_code == 303
    page = case.get().text
    assert QUESTION in page
    assert '/ask"' not in page
    cell = case.as_("cell")
    assert f"/complaints/{case.number}/answer" in cell.get().text
    assert QUESTION in cell.get("/answer").text
    assert cell.post("answer", text="राम मंदिर के सामने", channel="call").status_code == 303
    assert case.row().state == "in_action"
    assert "राम मंदिर के सामने" in case.get().text
    assert cell.get("/answer").status_code == 404


def test_a_standing_clock_is_late_nowhere(case: Case) -> None:
    case.accept()
    assert case.post("ask", question=QUESTION, how_to_answer="phone", answer_by=on(3)).status_code == 303
    listed = case.client.get("/complaints").text
    assert case.number in listed


def test_what_is_wrong_stands_at_the_field(case: Case) -> None:
    case.accept()
    answer = case.post("ask", htmx=True, question="कब?", how_to_answer="phone", answer_by=on(3))
    assert answer.status_code == 422
    assert "कब?" in answer.text
    late = case.post("ask", htmx=True, question=QUESTION, how_to_answer="phone", answer_by=on(9))
    assert late.status_code == 422
    assert case.row().state == "in_action"


def test_nobody_else_answers(case: Case) -> None:
    case.accept()
    case.post("ask", question=QUESTION, how_to_answer="phone", answer_by=on(3))
    assert case.get("/answer").status_code == 403
    assert case.post("answer", text="कुछ भी", channel="call").status_code == 403


def test_what_waits_for_the_complainant_lies_below_what_is_due(any_case: Case) -> None:
    case = any_case
    case.accept()
    running = case.another()
    assert case.post("ask", question=QUESTION, how_to_answer="phone", answer_by=on(3)).status_code == 303
    listed = case.client.get("/complaints").text
    assert listed.index(running) < listed.index(case.number)
