"""DESK: call desk, tests: a wrongly written answer is corrected from the desk's own page."""

from __future__ import annotations

from flask import Flask

from tests.desks.casework.conftest import opened, report_fields


def test_corrected_from_the_desk(app: Flask) -> None:
    case = opened(app).ready()
    assert case.post("report", **report_fields()).status_code == 303
    decided = {"decision": "approve", "remark": "मौके पर देखा, ठीक है"}
    assert case.as_("hod").client.post(f"/approvals/{case.number}/decide", data=decided).status_code == 303
    caller = case.as_("caller").client
    no = {"contacted": "yes", "done": "no", "satisfied": "no", "reason_code": "not_done", "text": "काम नहीं हुआ"}
    address = f"/call-desk/{case.number}/correct"
    assert caller.get(address).status_code == 404
    assert caller.post(f"/call-desk/{case.number}/answer", data=no).status_code == 303
    assert case.row().state == "marked"
    assert address in caller.get("/call-desk").text
    shown = caller.get(address).text
    assert "काम नहीं हुआ" in shown
    wrong = caller.post(address, data=no | {"done": "no", "satisfied": "yes"})
    assert wrong.status_code == 422
    assert case.row().state == "marked"
    yes = {"contacted": "yes", "done": "yes", "satisfied": "yes", "text": "हो गया"}
    assert caller.post(address, data=yes).status_code == 303
    assert case.row().state == "closed_satisfied"
