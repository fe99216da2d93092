"""DESK: steps, tests: another number at the cell's screen; papers laid into a closed file by who had it."""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta

from tests.desks.casework.conftest import MOBILE, Case, photo, report_fields

WHY = "शिकायतकर्ता खुद कार्यालय आए, पहचान पत्र देखा"


def test_another_number(any_case: Case) -> None:
    cell = any_case.as_("cell")
    assert f"/complaints/{cell.number}/mobile" in cell.get().text
    assert cell.get("/mobile").status_code == 200
    bad = cell.post("mobile", htmx=True, mobile="12345", text=WHY)
    assert bad.status_code == 422
    assert WHY in bad.text
    same = cell.post("mobile", mobile=MOBILE, text=WHY)
    assert same.status_code == 422
    assert cell.post("mobile", mobile="97111 11111", text=WHY).status_code == 303
    page = cell.get().text
    assert "9711111111" not in page
    assert "नया नंबर" in page
    assert any_case.get("/mobile").status_code == 403


def test_a_paper_for_a_closed_file(any_case: Case) -> None:
    case = any_case.ready()
    assert case.post("report", **report_fields()).status_code == 303
    hod = case.as_("hod")
    decided = {"decision": "approve", "remark": "मौके पर देखा, ठीक है"}
    assert hod.client.post(f"/approvals/{case.number}/decide", data=decided).status_code == 303
    assert case.row().state == "disposed"
    assert 'id="file-card"' in case.get().text
    assert case.post("photos", kind="receipt", file=photo(7)).status_code == 303
    assert case.row().state == "disposed"
    assert case.post("comment", text="माप पुस्तिका कार्यालय में है").status_code == 303


def test_the_holder_proposes_a_number_whatever_state_it_is_in(any_case: Case) -> None:
    case = any_case.ready()
    asked = {
        "question": "किस गली का गड्ढा है, कौन सा खंभा", "how_to_answer": "phone",
        "answer_by": (datetime.now(UTC) + timedelta(days=3)).date().isoformat(),
    }  # fmt: skip
    assert case.post("ask", **asked).status_code == 303
    assert case.row().state == "awaiting_complainant"
    assert f"/complaints/{case.number}/ask-mobile" in case.get().text
    same = case.post("ask-mobile", mobile=MOBILE, text=WHY)
    assert same.status_code == 422
    assert re.search(r'id="mobile"[^>]*aria-invalid="true"', same.text)
    assert case.post("ask-mobile", mobile="97111 11111", text=WHY).status_code == 303
    assert case.row().state == "awaiting_complainant"


def test_after_the_report_and_after_the_end_too(any_case: Case) -> None:
    case = any_case.ready()
    assert case.post("report", **report_fields()).status_code == 303
    assert case.get("/ask-mobile").status_code == 200
    decided = {"decision": "approve", "remark": "मौके पर देखा, ठीक है"}
    assert case.as_("hod").client.post(f"/approvals/{case.number}/decide", data=decided).status_code == 303
    assert f"/complaints/{case.number}/ask-mobile" in case.get().text
    assert case.post("ask-mobile", mobile="97111 11111", text=WHY).status_code == 303
    assert 'id="asked"' in case.get().text
    assert case.as_("sdm").get("/ask-mobile").status_code in (403, 404)
    cell = case.as_("cell").client
    assert cell.post(f"/decisions/{case.number}/contact", data={"decision": "grant"}).status_code == 303
    assert case.row().state == "disposed"
