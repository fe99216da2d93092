"""DESK: low data, tests: no picture is loaded by itself, by the switch or by the browser's wish; without JS too."""

from __future__ import annotations

import re

import pytest

from tests.desks.casework.conftest import Case, photo

PICTURE = re.compile(r"<img\b")
LINK = re.compile(r'<a class="btn sm" href="/complaints/[^"]+/photos/\d+/thumb">फ़ोटो देखें \(\d+\sKB\)</a>')
SAVE = {"Save-Data": "on"}


@pytest.fixture
def shown(case: Case) -> Case:
    """A case with a photo in its file."""
    assert case.post("photos", kind="before", file=photo()).status_code == 303
    case.get()  # the message "laid into the file" is shown once
    return case


def page(case: Case, **headers: str):
    return case.client.get(f"/complaints/{case.number}", headers=headers)


def test_pictures_are_shown_as_long_as_nobody_asks(shown: Case) -> None:
    text = page(shown).text
    assert PICTURE.search(text)
    assert not LINK.search(text)
    assert "data-low" not in text


def test_the_browser_may_ask(shown: Case) -> None:
    answer = page(shown, **SAVE)
    assert not PICTURE.search(answer.text)
    assert LINK.search(answer.text)
    assert "<body data-low " in answer.text
    assert "save-data" in answer.vary.as_set()


def test_the_switch_in_the_foot_leads_back_and_wins_over_the_browser(shown: Case) -> None:
    here = f"http://localhost/en/complaints/{shown.number}?from=list"
    switch = shown.client.get("/en/low-data", headers={"Referer": here})
    assert f'name="back" value="/en/complaints/{shown.number}?from=list"' in switch.text
    assert '<button class="pri" name="data" value="low">' in switch.text
    on = shown.client.post("/en/low-data", data={"data": "low", "back": f"/complaints/{shown.number}"})
    assert (on.status_code, on.headers["Location"]) == (303, f"/complaints/{shown.number}")
    assert not PICTURE.search(page(shown).text)
    assert 'value="full"' in shown.client.get("/low-data").text
    shown.client.post("/low-data", data={"data": "full"})
    assert PICTURE.search(page(shown, **SAVE).text)


def test_a_page_with_pictures_is_not_taken_for_one_without(shown: Case) -> None:
    tag = page(shown).headers["ETag"]
    assert page(shown, **{"If-None-Match": tag}).status_code == 304
    assert page(shown, **{"If-None-Match": tag}, **SAVE).status_code == 200


def test_it_sends_nobody_elsewhere_and_takes_nothing_else(shown: Case) -> None:
    elsewhere = shown.client.post("/low-data", data={"data": "low", "back": "//elsewhere.example/"})
    assert elsewhere.headers["Location"] == "/"
    assert "elsewhere" not in shown.client.get("/low-data", headers={"Referer": "https://elsewhere.example/x"}).text
    assert shown.client.post("/low-data", data={"data": "none"}).status_code == 400
