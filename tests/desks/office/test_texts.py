"""DESK: office, tests: the texts of messages – read, looked at, changed as versions, registered with the operators."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

import pytest

from app.domain.calendar import ist_date
from app.extensions import db
from app.models.notice import Notice, NoticeTemplate
from app.notices import sending
from tests.client import HTMX
from tests.desks.office.conftest import Desk
from tests.office import register_and_mark

HERE = "/office/texts/S01/hi"
WORDS = "{no} दर्ज हुई। जवाब {date} तक। हाल {link} -DC {dist}"
DLT = {"dlt_template_id": "1107160000000000012", "pe_id": "1101450000000000001", "header": "NVGRAM",
       "approved_on": "2026-11-02"}  # fmt: skip


def fields(**more: str) -> dict[str, str]:
    return {"version": "1", "text": WORDS, **more}


def versions(desk: Desk, key: str = "S01", lang: str = "hi") -> list[NoticeTemplate]:
    return desk.rows(NoticeTemplate, key=key, lang=lang)


def owed(desk: Desk, no: int = 1) -> Notice:
    desk.do(lambda: register_and_mark(db.session, desk.office, at=datetime.now(UTC), no=no).id)
    return next(row for row in reversed(desk.rows(Notice)) if row.template_key == "S01")


def test_every_text_is_listed_with_words_length_and_registration(desk: Desk) -> None:
    owed(desk)
    shown = desk.client.get("/office/texts").text
    assert shown.count("<article") == 37 + 5
    assert "R01 · " in shown
    assert "पंजीकृत नहीं" in shown
    assert "30 दिन में 1: ₹0.25" in shown
    english = desk.client.get("/en/office/texts?of=en").text
    assert "Complaint {no} is registered" in english
    assert "42 texts of this language are not registered" in english
    assert 'href="/office/texts"' in desk.client.get("/office").text


def test_a_changed_text_is_a_new_version_and_what_was_sent_keeps_its_own(desk: Desk) -> None:
    before = owed(desk)
    assert desk.post(HERE, **fields()).status_code == 303
    old, new = versions(desk)
    assert (old.version, new.version, new.retired_at) == (1, 2, None)
    assert old.retired_at is not None
    assert new.text == f"{{no}} दर्ज हुई। जवाब {{date}} तक। हाल {{link}} -DC {desk.office.district.name_hi}"
    assert new.made_by_id == desk.office.people["admin"].id
    assert desk.one(Notice, id=before.id).template_id == old.id
    after = owed(desk, no=2)
    assert after.template_id == new.id
    assert "दर्ज हुई" in after.rendered
    assert desk.audit("register_changed")[-1]["fields"] == ["text"]
    page = desk.client.get(HERE).text
    assert old.text in page
    assert "श्री admin" in page


def test_what_the_operators_gave_belongs_to_the_version(desk: Desk) -> None:
    text = versions(desk)[0].text
    desk.post(HERE, **fields(text=text, **DLT))
    (row,) = versions(desk)
    assert (row.dlt_template_id, row.pe_id, row.header) == (DLT["dlt_template_id"], DLT["pe_id"], DLT["header"])
    assert row.approved_on is not None
    assert ist_date(row.approved_on).isoformat() == DLT["approved_on"]
    page = desk.client.get("/office/texts/S02/hi").text
    assert f'value="{DLT["pe_id"]}"' in page, "the same for all texts of an office"
    assert f'value="{DLT["dlt_template_id"]}"' not in page
    again = desk.post(HERE, **fields(**DLT))
    assert again.status_code == 422, "a changed text gets an id of its own"
    assert 'href="#dlt_template_id"' in again.text
    assert "दर्ज हुई" in again.text
    assert desk.post("/office/texts/S02/hi", **fields(text=versions(desk, "S02")[0].text, **DLT)).status_code == 422
    assert len(versions(desk)) == 1


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("{no} दर्ज “हुई” {date} {link} -DC {dist}", "“ ”"),
        ("{no} दर्ज ₹ {date} तक {link} — -DC {dist}", "₹ —"),
        ("{date} तक जवाब मिलेगा, ज़रूर -DC {dist}", "{no} नहीं है"),
        ("{no} दर्ज {name} को -DC {dist}", "{name} इस मैसेज में भरा नहीं जा सकता"),
        ("{no} {date} और दर्ज -DC {dist}", "{no} {date}"),
        ("{no} {link} का -DC {dist}", "30 %"),
        ("{no} दर्ज हुई " + "क" * 134 + " -DC {dist}", "3 भाग"),
        ("{no} दर्ज हुई, देखें www.example.in/a -DC {dist}", "www.example.in/a"),
        ("{no} दर्ज हुई, जवाब जल्द मिलेगा", "-DC "),
        ("", "ज़रूरी"),
    ],
)
def test_what_is_wrong_stands_at_the_text_and_the_words_stay(desk: Desk, text: str, said: str) -> None:
    reply = desk.post(HERE, **fields(text=text, header="nvgram"))
    assert reply.status_code == 422
    assert 'href="#text"' in reply.text
    assert said in reply.text
    assert 'value="NVGRAM"' in reply.text
    assert len(versions(desk)) == 1


@pytest.mark.parametrize(
    ("field", "value"),
    [("dlt_template_id", "12"), ("pe_id", "११०"), ("header", "ABC"), ("approved_on", "2099-01-01"), ("pe_id", ""),
     ("dlt_template_id", "")],
)  # fmt: skip
def test_half_a_registration_is_refused_at_its_field(desk: Desk, field: str, value: str) -> None:
    reply = desk.post(HERE, **fields(text=versions(desk)[0].text, **(DLT | {field: value})))
    assert reply.status_code == 422
    assert f'href="#{field}"' in reply.text


def test_the_price_is_shown_while_typing_and_without_javascript(desk: Desk) -> None:
    owed(desk)
    desk.post("/office/settings", **SETTINGS)
    typed = f"{{no}} दर्ज हुई। {'अ' * 50} {{date}} तक -DC {{dist}}"
    part = desk.client.post(f"{HERE}/look", data={"text": typed}, headers=HTMX)
    assert part.status_code == 200
    assert "2 भाग × 30 दिन में 1 = ₹0.60" in part.text
    assert "{link} काम में नहीं लिया गया" in part.text
    page = desk.post(f"{HERE}/look", **fields(text=typed, header="NVGRAM"))
    assert page.status_code == 200
    assert "2 भाग × 30 दिन में 1 = ₹0.60" in page.text
    assert 'value="NVGRAM"' in page.text
    wrong = desk.client.post(f"{HERE}/look", data={"text": "{no} — {x}"}, headers=HTMX).text
    assert "—" in wrong
    assert "{x}" in wrong
    assert len(versions(desk)) == 1


SETTINGS: dict[str, Any] = {
    "weekly_off": ["6"], "off_saturdays": ["2"], "undo_seconds": "600", "feedback_days": "15",
    "walk_in_report_days": "7", "frequent_over": "10", "dc_title_hi": "उपायुक्त", "dc_title_en": "Deputy Commissioner",
    "feedback_call_days": ["2", "5", "9"], "sms_part_paise": "30",
}  # fmt: skip


def test_two_who_change_the_same_text(desk: Desk) -> None:
    desk.post(HERE, **fields())
    late = desk.post(HERE, **fields(text=WORDS.replace("हाल", "देखें")))
    assert late.status_code == 422
    assert 'name="version" type="hidden" value="2"' in late.text
    assert "देखें" in late.text
    assert desk.post(HERE, **fields(version="2", text=WORDS.replace("हाल", "देखें"))).status_code == 303
    assert [row.version for row in versions(desk)] == [1, 2, 3]


@pytest.fixture
def held(desk: Desk) -> Notice:
    """A message whose gateway wanted a registration."""
    notice = owed(desk)

    def claim() -> None:
        row = db.session.get_one(Notice, notice.id)
        row.next_try_at = datetime.now(UTC)
        db.session.flush()
        assert sending.claim(db.session, notice.id, "kannel", registered=True, at=datetime.now(UTC)) is None

    desk.do(claim)
    held: Notice = desk.one(Notice, id=notice.id)
    return held


def test_a_registration_lets_go_what_waited_for_it_in_the_words_that_have_it(desk: Desk, held: Notice) -> None:
    assert (held.state, held.held_reason, held.attempts) == ("held", "unregistered", 0)
    assert "1 मैसेज रोका गया" in desk.client.get("/office/texts").text
    assert "टेलीकॉम कंपनियों में पंजीकृत नहीं है" in desk.client.get("/office/notices?state=held").text
    desk.post(HERE, **fields())
    assert desk.one(Notice, id=held.id).state == "held", "new words, but no registration yet"
    text = versions(desk)[1].text
    desk.post(HERE, **fields(version="2", text=text, **DLT))
    gone = desk.one(Notice, id=held.id)
    assert (gone.state, gone.template_id) == ("queued", versions(desk)[1].id)
    assert "दर्ज हुई" in gone.rendered


def test_who_may_read_may_not_change(desk: Desk) -> None:
    for name in ("cell", "auditor"):
        client = desk.as_(name)
        assert client.get("/office/texts").status_code == 200
        assert "<textarea" not in client.get(HERE).text
        assert client.post(HERE, data=fields()).status_code == 403
        assert client.post(f"{HERE}/look", data=fields()).status_code == 403
    assert desk.as_("officer").get("/office/texts").status_code == 403
    assert desk.as_("nodal").post(HERE, data=fields()).status_code == 303
    for nothing in ("/office/texts/S99/hi", "/office/texts/S01/fr"):
        assert desk.client.get(nothing).status_code == 404
