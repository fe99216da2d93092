"""DESK: steps, tests: sending up with a reason, and taking a report back, at the screen."""

from __future__ import annotations

from tests.desks.casework.conftest import Case, report_fields
from tests.desks.steps.test_downward import climb

WHY = "पुलिया का बजट और मंज़ूरी केवल मंडल कार्यालय दे सकता है, मेरे अधिकार में यह काम नहीं है"


def test_sent_up_with_a_reason(any_case: Case) -> None:
    case = any_case
    case.accept()
    assert f"/complaints/{case.number}/send-up" in case.get().text
    assert case.get("/send-up").status_code == 200
    refused = case.post("send-up", htmx=True, why="money", text="बजट नहीं")
    assert refused.status_code == 422
    assert "बजट नहीं" in refused.text
    assert case.post("send-up", why="money", text=WHY).status_code == 303
    assert case.row().level == 2
    page = case.get().text
    assert WHY in page
    assert "मंज़ूरी ऊपर से" in page
    assert "पद sdm (L2) को गई" in page
    assert case.number in case.client.get("/complaints?chip=up").text
    assert case.get("/send-up").status_code == 404


def test_a_report_taken_back_can_be_sent_again(any_case: Case) -> None:
    case = any_case.ready()
    assert case.post("report", **report_fields()).status_code == 303
    assert f"/complaints/{case.number}/recall" in case.get().text
    assert case.get("/recall").status_code == 200
    assert case.as_("hod").get("/recall").status_code == 404
    assert case.post("recall", text="फ़ोटो दूसरी जगह का लग गया").status_code == 303
    assert case.row().state == "in_action"
    assert case.post("report", **report_fields()).status_code == 303
    assert case.row().state == "atr_submitted"


def test_above_the_head_it_stays_and_that_is_what_is_said(any_case: Case) -> None:
    case = any_case
    case.accept()
    climb(case)
    climb(case)
    hod = case.as_("hod")
    hod.accept()
    assert "डीसी के सामने रखें" in hod.get().text
    assert "डीसी के सामने रखें" in hod.get("/send-up").text
    before = case.row()
    assert hod.post("send-up", why="own_interest", text=WHY).status_code == 303
    page = hod.get().text
    after = case.row()
    assert (after.level, after.post_id, after.is_dc_watch) == (3, before.post_id, True)
    assert "अब यह डीसी की नज़र में है" in page
    assert "डीसी के सामने रखी गई" in page
    assert "एक स्तर ऊपर गई" not in page
    assert "समय-सीमा निकली – डीसी" not in page
