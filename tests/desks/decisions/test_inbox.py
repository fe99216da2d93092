"""DESK: decisions – what the sheets ask for comes to the right desk and is decided there once."""

from __future__ import annotations

import io
import re
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from werkzeug.test import TestResponse

from app.extensions import db
from app.models.office import PostKind
from tests.client import HTMX, QualityClient
from tests.complaints.asked import NO, SAID, WHY, YES, empty, spoken
from tests.complaints.asked import asks_hold as asks_hold_of
from tests.desks.casework.conftest import Case
from tests.evidence.photos import encoded, scene
from tests.office import register_one
from tests.page_quality import brotli_size


def in_days(days: int) -> str:
    return (datetime.now(UTC) + timedelta(days=days)).date().isoformat()


def paper(seed: int = 3) -> tuple[Any, str]:
    return io.BytesIO(encoded(scene(seed))), "paper.jpg"


def decided(case: Case, kind: str, htmx: bool = False, **fields: str) -> TestResponse:
    return case.client.post(
        f"/decisions/{case.number}/{kind}", data=fields, headers=HTMX if htmx else {},
    )  # fmt: skip


def inbox(case: Case) -> Any:
    return case.client.get("/decisions")


def asks_hold(case: Case) -> None:
    answer = case.post(
        "hold", reason_code="court", court_case_no="CWP 7/2026", text=WHY, paper=paper(), review_on=in_days(20)
    )
    assert answer.status_code == 303, answer.text


def test_a_hold_from_the_sheet_to_the_approver_and_back(any_case: Case) -> None:
    case = any_case
    assert f"/complaints/{case.number}/hold" in case.get().text
    assert case.get("/hold").status_code == 200
    asks_hold(case)
    page = case.get().text
    assert 'id="asked"' in page
    assert "take-back" in page
    hod = case.as_("hod")
    assert case.number in inbox(hod).text
    assert "paper_seen" not in inbox(hod).text
    assert decided(hod, "hold", decision="grant", words=YES).status_code == 303
    nodal = case.as_("nodal")
    card = inbox(nodal)
    assert YES in card.text
    assert "CWP 7/2026" in card.text
    assert card.sql_count <= 8
    photo = re.search(rf"/complaints/{case.number}/photos/\d+/full", card.text)
    assert photo is not None
    assert nodal.client.get(photo[0]).status_code == 200
    unseen = decided(nodal, "hold", htmx=True, decision="grant", words="")
    assert unseen.status_code == 422
    assert f'id="d-{case.number}-hold"' in unseen.text
    done = decided(nodal, "hold", htmx=True, decision="grant", paper_seen="y")
    assert done.status_code == 200
    assert case.row().state == "on_hold"
    assert case.row().court_case_no == "CWP 7/2026"
    assert nodal.get("/lift").status_code == 200
    assert nodal.post("lift", text="फ़ैसला आ गया है").status_code == 303
    assert case.row().state == "in_action"


def test_what_is_typed_is_looked_at_before_the_paper(case: Case) -> None:
    """A browser forgets the file with every page: it should have to be chosen once."""
    told = {"reason_code": "court", "text": WHY, "review_on": in_days(20)}
    without_number = case.post("hold", **told)
    assert without_number.status_code == 422
    assert re.search(r'id="court_case_no"[^>]*aria-invalid="true"', without_number.text)
    without_paper = case.post("hold", **told, court_case_no="CWP 7/2026")
    assert re.search(r'id="paper"[^>]*aria-invalid="true"', without_paper.text)


def test_a_second_decision_is_a_conflict(case: Case) -> None:
    asks_hold(case)
    hod = case.as_("hod")
    assert decided(hod, "hold", decision="refuse", words=NO).status_code == 303
    assert decided(hod, "hold", decision="grant", words=YES).status_code == 409
    assert NO in case.get().text


def test_what_was_asked_anew_is_not_decided_from_an_old_card(case: Case) -> None:
    asks_hold(case)
    hod = case.as_("hod")
    seen = re.search(r'name="seen" value="([^"]+)"', inbox(hod).text)
    assert seen is not None
    assert case.client.post(f"/decisions/{case.number}/hold/take-back").status_code == 303
    asks_hold(case)
    late = decided(hod, "hold", decision="grant", words=YES, seen=seen[1])
    assert late.status_code == 409
    assert f'<p class="quote">{YES}</p>' in late.text
    assert f'<p class="quote">{seen[1]}</p>' not in late.text, "what our page put in is nobody's words"


@pytest.mark.parametrize("htmx", [False, True])
def test_a_no_without_words_comes_back_with_what_was_typed(case: Case, htmx: bool) -> None:
    asks_hold(case)
    answer = decided(case.as_("hod"), "hold", htmx=htmx, decision="refuse", words="नहीं")
    assert answer.status_code == 422
    assert "नहीं</textarea>" in answer.text
    assert 'role="alert"' in answer.text


def test_others_neither_see_nor_decide(case: Case) -> None:
    asks_hold(case)
    for who, status in (("officer", 200), ("caller", 403), ("auditor", 403), ("cell", 200), ("dc", 200), ("sdm", 200)):
        other = case.as_(who)
        assert inbox(other).status_code == status
        assert case.number not in inbox(other).text
        assert decided(other, "hold", decision="grant", words=YES).status_code == (403 if status == 403 else 404)


def test_a_transfer_is_consented_to_by_the_other_department(any_case: Case) -> None:
    case = any_case
    sheet = case.get("/transfer")
    assert "WATER" in sheet.text
    assert "ROAD" not in sheet.text
    short = case.post("transfer", htmx=True, category="WATER", reason_code="not_our_work", text="जल")
    assert short.status_code == 422
    assert case.post("transfer", category="WATER", reason_code="not_our_work", text=WHY).status_code == 303
    assert "जल विभाग" in case.get().text
    head = case.as_("hod.w")
    page = head.get()  # read while it is asked, with no number to ring and nothing to do but in the inbox
    assert page.status_code == 200
    assert "tel:" not in page.text
    assert f'action="/complaints/{case.number}/' not in page.text
    assert case.as_("sdm.w").get().status_code == 404
    head = case.as_("hod.w")
    assert case.row().body in inbox(head).text
    assert decided(head, "transfer", decision="grant").status_code == 303
    assert case.row().post_id != case.office.posts["officer"].id
    assert case.get().status_code == 200  # past holders keep sight
    assert head.get().status_code == 200


def test_more_time_tells_the_complainant_and_asks_for_days(case: Case) -> None:
    due = case.row().due_at
    fields = {"text": "रोड़ी मंगवाई है, काम शुरू हो गया है", "expected_on": in_days(9), "reason_code": "material"}
    assert case.post("more-time", **fields).status_code == 303
    assert "interim_reply" in case.actions()
    assert "propose" not in case.actions()
    assert case.post("more-time", **fields, days="५").status_code == 303
    assert case.row().due_at == due
    sdm = case.as_("sdm")
    assert decided(sdm, "extension", decision="grant").status_code == 303
    assert due is not None
    assert case.row().due_at >= due + timedelta(days=4)


def test_a_closure_by_order(case: Case) -> None:
    fields = {"reason_code": "not_possible_policy", "text": WHY, "complainant_said": SAID}
    without = case.post("close-special", **fields)
    assert without.status_code == 422
    assert SAID in without.text
    assert case.post("close-special", **fields, paper=paper()).status_code == 303
    assert decided(case.as_("hod"), "special_closure", decision="grant", words=YES).status_code == 303
    assert SAID in inbox(case.as_("dc")).text
    assert decided(case.as_("dc"), "special_closure", decision="grant").status_code == 303
    assert case.row().state == "closed_special"


def test_the_card_says_why_another_than_the_head_recommends(case: Case) -> None:
    with case.app.app_context():
        empty(db.session, case.office.posts["hod"], datetime.now(UTC))  # type: ignore[arg-type]
        db.session.commit()
    fields = {"reason_code": "not_possible_policy", "text": WHY, "complainant_said": SAID}
    assert case.post("close-special", **fields, paper=paper()).status_code == 303
    assert case.number not in inbox(case.as_("dc")).text
    nodal = case.as_("nodal")
    assert "यह पद खाली है" in inbox(nodal).text
    assert decided(nodal, "special_closure", decision="grant", words=YES).status_code == 303
    card = inbox(case.as_("dc")).text
    assert YES in card
    assert "यह पद खाली है" in card


def test_a_rejection_needs_its_statement(case: Case) -> None:
    fields = {"reason_code": "false", "text": WHY, "witness": "सरपंच"}
    assert case.post("reject", **fields).status_code == 422
    assert case.post("reject", **fields, statement=paper()).status_code == 303
    assert decided(case.as_("hod"), "rejection", decision="grant", words=YES).status_code == 303
    assert decided(case.as_("nodal"), "rejection", decision="grant").status_code == 303
    assert case.row().outcome == "false"


def test_the_counter_asks_for_a_refusal(case: Case) -> None:
    with case.app.app_context():
        number = register_one(db.session, case.office, at=datetime.now(UTC), no=5).number  # type: ignore[arg-type]
        db.session.commit()
    cell = Case(case.app, case.as_("cell").client, number, case.office)
    assert f"/complaints/{number}/refuse" in cell.client.get(f"/marking/{number}").text
    fields = {"reason_code": "service_matter", "text": WHY, "where_to_go": "अपने विभाग के स्थापना अधिकारी"}
    assert cell.post("refuse", **fields).status_code == 303
    nodal = cell.as_("nodal")
    assert fields["where_to_go"] in inbox(nodal).text
    assert decided(nodal, "refusal", decision="grant").status_code == 303
    assert cell.row().state == "rejected"


def test_the_landing_page_counts_what_waits(case: Case) -> None:
    asks_hold(case)
    hod: QualityClient = case.as_("hod").client
    assert re.search(r'href="/decisions"[^>]*><b>1</b>', hod.get("/").text)
    assert 'href="/decisions"' in hod.get("/decisions").text


@pytest.mark.parametrize("prefix", ["", "/en"])
def test_a_full_inbox_is_light(case: Case, prefix: str) -> None:
    at = datetime.now(UTC).replace(hour=5) - timedelta(days=1)
    with case.app.app_context():
        for no in range(11, 23):
            complaint = spoken(db.session, case.office, at, no=no)  # type: ignore[arg-type]
            asks_hold_of(db.session, complaint, case.office.actors["officer"], at, no=no)  # type: ignore[arg-type]
        db.session.commit()
    answer = case.as_("hod").client.get(f"{prefix}/decisions")
    assert answer.text.count("<article") == 10
    assert answer.sql_count <= 8
    assert brotli_size(answer.data) <= 5 * 1024


def test_a_second_level_engineer_is_asked_too(case: Case) -> None:
    """Above the first level many posts are plain officers: the menu leads them to what they are asked."""
    with case.app.app_context():
        db.session.get_one(PostKind, case.office.posts["sdm"].kind_id).role = "officer"
        db.session.commit()
    fields = {"text": "रोड़ी मंगवाई है, काम शुरू हो गया है", "expected_on": in_days(9), "reason_code": "material"}
    assert case.post("more-time", **fields, days="5").status_code == 303
    engineer = case.as_("sdm")
    assert 'href="/decisions"' in engineer.client.get("/").text
    assert 'href="/decisions"' not in case.client.get("/").text
    assert decided(engineer, "extension", decision="grant").status_code == 303


def test_the_holder_proposes_to_join_two(case: Case) -> None:
    other = case.another()
    assert other in case.get("/ask-join").text
    assert case.post("ask-join", htmx=True, number="NG26-99-1", text=WHY).status_code == 422
    assert case.post("ask-join", number=other, text=WHY).status_code == 303
    cell = case.as_("cell")
    assert other in inbox(cell).text
    assert decided(cell, "merge", decision="grant").status_code == 303
    assert case.row().state == "merged"


def test_a_proposed_number_is_masked_on_the_card(case: Case) -> None:
    assert case.post("ask-mobile", mobile="97111 11111", text=WHY).status_code == 303
    cell = case.as_("cell")
    assert "9711111111" not in inbox(cell).text
    assert decided(cell, "contact", decision="grant").status_code == 303
    assert "change_contact" in case.actions()
