"""THE TESTS: a petition pasted from Kruti Dev – offered in Unicode, changed when asked, else taken as it is."""

from __future__ import annotations

import html

from flask import Flask

from tests.client import HTMX, QualityClient
from tests.desks.counter_office import FIELD, complaints, fields_in
from tests.domain.typist import typed

HINDI = "हमारे मोहल्ले के हैंडपंप से पन्द्रह दिन से पानी नहीं आ रहा, मोटर भी ख़राब है।"
PASTED = FIELD | {"category": "water_none", "text": typed(HINDI), "name": typed("रामफल सिंह")}
QUESTION = "यह कृतिदेव में लिखा लगता है – यूनिकोड में बदलें?"


def test_it_is_asked_at_the_field_and_nothing_is_lost(office: Flask, clerk: QualityClient) -> None:
    answer = clerk.post("/intake/new", data=PASTED)
    assert answer.status_code == 422
    assert QUESTION in answer.text
    assert "हमारे मोहल्ले के हैंडपंप" in answer.text  # what it would be
    kept = fields_in(answer.text, "intake")
    assert (kept["text"], kept["name"], kept["mobile"]) == (PASTED["text"], PASTED["name"], FIELD["mobile"])
    assert complaints(office) == []


def test_one_press_changes_one_field_and_the_next_is_still_offered(office: Flask, clerk: QualityClient) -> None:
    kept = fields_in(clerk.post("/intake/new", data=PASTED).text, "intake")
    changed = clerk.post("/intake/new", data=kept | {"to_unicode": "text"})
    assert changed.status_code == 422
    assert "यूनिकोड में बदल दिया" in changed.text
    kept = fields_in(changed.text, "intake")
    assert kept["text"] == HINDI
    assert kept["name"] == PASTED["name"]
    changed = clerk.post("/intake/new", data=kept | {"to_unicode": "name"})
    kept = fields_in(changed.text, "intake")
    assert kept["name"] == "रामफल सिंह"
    assert complaints(office) == []
    assert clerk.post("/intake/new", data=kept).status_code == 303
    assert complaints(office)[0].body == HINDI


def test_who_sends_it_again_is_believed(office: Flask, clerk: QualityClient) -> None:
    asked = clerk.post("/intake/new", data=PASTED).text
    assert asked.count('name="as_typed"') == 2
    assert clerk.post("/intake/new", data=PASTED | {"as_typed": ["text", "name"]}).status_code == 303
    assert complaints(office)[0].body == PASTED["text"]


def test_it_is_offered_while_typing_too(office: Flask, clerk: QualityClient) -> None:
    part = clerk.post("/intake/suggest", data={"text": PASTED["text"]}, headers=HTMX).text
    assert 'name="to_unicode" value="text"' in part
    assert html.escape("हमारे मोहल्ले") in part
    assert "to_unicode" not in clerk.post("/intake/suggest", data={"text": HINDI}, headers=HTMX).text


def test_adding_to_an_old_complaint_asks_too(office: Flask, clerk: QualityClient) -> None:
    clerk.post("/intake/new", data=FIELD | {"category": "water_none"})
    number = complaints(office)[0].number
    answer = clerk.post(f"/intake/{number}/remind", data=PASTED)
    assert answer.status_code == 422
    assert QUESTION in answer.text
