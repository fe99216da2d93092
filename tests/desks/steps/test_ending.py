"""DESK: steps, tests: the three endings at the screen."""

from __future__ import annotations

from datetime import timedelta

from app.extensions import db
from tests.desks.casework.conftest import Case, report_fields

FOUND = "मौके पर केवल एक गड्ढा भरा मिला, बाकी सड़क वैसी ही टूटी है और फ़ोटो दूसरी सड़क का है"


def solved(case: Case) -> Case:
    case.ready()
    assert case.post("report", **report_fields()).status_code == 303
    hod = case.as_("hod")
    assert (
        hod.client.post(
            f"/approvals/{case.number}/decide", data={"decision": "approve", "remark": "मौके पर देखा, ठीक है"}
        ).status_code
        == 303
    )
    return case


def settled(case: Case) -> Case:
    """The approval was given long enough ago that it cannot be undone: until then the desk rings nobody."""
    with case.app.app_context():
        row = case.row()
        db.session.add(row)
        row.disposed_at -= timedelta(minutes=11)
        db.session.commit()
    return case


def test_sent_outside_by_the_nodal_officer(any_case: Case) -> None:
    nodal = any_case.as_("nodal")
    assert f"/complaints/{nodal.number}/transfer-out" in nodal.get().text
    assert nodal.get("/transfer-out").status_code == 200
    refused = nodal.post("transfer-out", htmx=True, authority="नगर निगम, करनाल", reference_no="")
    assert refused.status_code == 422
    assert "नगर निगम, करनाल" in refused.text
    sent = nodal.post("transfer-out", authority="नगर निगम, करनाल", reference_no="DC/2026/118")
    assert sent.status_code == 303
    assert "DC/2026/118" in nodal.get().text
    assert any_case.row().state == "transferred_out"


def test_withdrawn_at_the_call_desk(case: Case) -> None:
    settled(solved(case))
    caller = case.as_("caller")
    assert caller.get("/withdraw").status_code == 200
    early = caller.post("withdraw", text="अब ज़रूरत नहीं, पंचायत ने करा दिया")
    assert early.status_code == 422
    assert caller.client.post(f"/call-desk/{case.number}/call").status_code == 200
    assert caller.post("withdraw", text="अब ज़रूरत नहीं, पंचायत ने करा दिया").status_code == 303
    assert case.row().state == "withdrawn"
    assert case.get("/withdraw").status_code == 403


def test_the_call_desk_rings_nobody_while_the_approval_can_be_undone(case: Case) -> None:
    solved(case)
    assert case.as_("caller").client.post(f"/call-desk/{case.number}/call").status_code == 422


def test_the_officer_says_that_the_report_was_wrong(case: Case) -> None:
    solved(case)
    assert f"/complaints/{case.number}/ask-reopening" in case.get().text
    assert case.get("/ask-reopening").status_code == 200
    assert case.post("ask-reopening", text=FOUND).status_code == 303
    nodal = case.as_("nodal")
    assert "regretted=1" in nodal.client.get("/").text
    assert case.number in nodal.client.get("/complaints?regretted=1").text
    assert case.row().state == "disposed"


def test_a_failed_check_at_the_screen(case: Case) -> None:
    solved(case)
    nodal = case.as_("nodal")
    assert nodal.get("/check-failed").status_code == 200
    assert nodal.post("check-failed", findings=FOUND).status_code == 303
    assert case.row().level == 2
    assert FOUND in nodal.get().text
