"""DESK: steps, tests: no reason is chosen beforehand, and what is wrong is told as what it is."""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta

import pytest

from tests.desks.casework.conftest import Case

NEEDED, SHAPE = "यह भरना ज़रूरी है", "तारीख दिन-महीना-साल"
PROPOSED = ("hold", "close-special", "reject", "send-up", "transfer", "more-time")


@pytest.mark.parametrize("sheet", PROPOSED)
def test_no_reason_is_chosen_beforehand(case: Case, sheet: str) -> None:
    case.ready()
    page = case.get(f"/{sheet}").text
    for field in re.findall(r'<select id="(?:reason_code|why)".*?</select>', page, re.S):
        assert "selected" not in field.partition("</option>")[2]
        assert '<option value="">' in field.partition("</option>")[0] + "</option>" or 'value=""' in field
    assert not re.search(r'name="(?:reason_code|why)"[^>]* checked', page)
    text = "अदालत में मामला चल रहा है, इसलिए अभी कुछ नहीं हो सकता और काम रुका हुआ है"
    answer = case.post(sheet, text=text, days="3", expected_on="31-12-2026", review_on="31-12-2026")
    assert answer.status_code == 422
    assert NEEDED in answer.text or "सूची में से" in answer.text
    assert case.actions()[-1] == "dialogue"


def test_a_wrong_date_is_told_as_a_wrong_date(case: Case) -> None:
    case.ready()
    answer = case.post("more-time", text="काम चल रहा है, सामान आ गया है", expected_on="32-13-2026")
    assert answer.status_code == 422
    assert SHAPE in answer.text
    assert NEEDED not in answer.text


def test_the_number_of_days_is_told_as_the_label_says(case: Case) -> None:
    case.ready()
    answer = case.post("more-time", text="काम चल रहा है, सामान आ गया है", expected_on="31-12-2026", days="9")
    assert "1 से 7" in answer.text
    assert "0 से 7" not in answer.text


def test_a_case_is_not_joined_to_itself(case: Case) -> None:
    for who, sheet in (("cell", "join"), ("officer", "ask-join")):
        answer = case.as_(who).post(sheet, number=case.number, text="दोनों में एक ही सड़क की बात है")
        assert answer.status_code == 422
        assert "यह तो यही शिकायत है" in answer.text


@pytest.mark.parametrize("shape", ["%d-%m-%Y", "%d/%m/%y", "%Y-%m-%d"])
def test_the_worklist_takes_a_date_as_people_write_it(case: Case, shape: str) -> None:
    day = (datetime.now(UTC) + timedelta(days=2)).strftime(shape)
    assert case.post("accept", next_step="call", next_step_on=day).status_code == 303
    assert case.row().next_step_on == (datetime.now(UTC) + timedelta(days=2)).date()


def test_the_worklist_tells_a_wrong_date_as_one(case: Case) -> None:
    for htmx in (False, True):
        answer = case.post("accept", htmx=htmx, next_step="call", next_step_on="02-13-2026")
        assert answer.status_code == 422
        assert SHAPE in answer.text
        assert NEEDED not in answer.text
