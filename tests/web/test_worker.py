"""The field's worker as text and as an address: small, reading only, of nobody in particular."""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta

import pytest
from flask import Flask

from app.web.assets import STATIC, packed, served, worker
from tests.client import QualityClient
from tests.office import one_complaint, seated

SOURCE = (STATIC / "sw.js").read_text(encoding="utf-8")
CODE = re.sub(r"/\*.*?\*/", "", SOURCE, flags=re.S)


@pytest.fixture
def number(app: Flask) -> str:
    return one_complaint(app, at=datetime.now(UTC) - timedelta(hours=5))


def test_it_is_a_kilobyte() -> None:
    assert len(packed("sw.js", "br")) <= 1024


def test_it_has_no_word_about_posts_and_lets_everything_but_get_pass() -> None:
    assert not re.search(r"post(?!Message)|\bbody\b|formData|'sync'|'push'|indexedDB|localStorage", CODE, re.I)
    handler = CODE[CODE.index("addEventListener('fetch'") :]
    assert handler.index("request.method !== 'GET'") < handler.index("respondWith")


def test_it_lies_at_the_root_and_is_asked_for_once_a_day(client: QualityClient) -> None:
    answer = client.get(worker())
    assert answer.mimetype == "text/javascript"
    assert answer.data == served("sw.js")
    assert answer.headers["Cache-Control"] == "public, max-age=86400"
    assert client.get("/sw.js", headers={"If-None-Match": answer.headers["ETag"]}).status_code == 304
    assert client.post("/sw.js").status_code == 405


@pytest.mark.parametrize(("prefix", "words"), [("", "नेटवर्क नहीं"), ("/en", "No network")])
def test_the_page_without_a_line_is_of_nobody(app: Flask, number: str, prefix: str, words: str) -> None:
    """It is fetched by the signed-in browser and read by whoever has no line."""
    officer = seated(app, "officer").get(f"{prefix}/offline")
    assert words in officer.text
    assert "<ul" in officer.text
    assert number not in officer.text


def test_pages_say_whose_they_are_and_files_do_not(app: Flask, number: str, client: QualityClient) -> None:
    officer = seated(app, "officer")
    whose = officer.get(f"/complaints/{number}").headers["Entry-Person"]
    assert seated(app, "sdm").get(f"/complaints/{number}").headers["Entry-Person"] != whose
    assert "Entry-Person" not in client.get("/sign-in").headers
    assert "Entry-Person" not in officer.get(worker()).headers


def test_a_case_page_offers_itself_and_the_list_to_take_along_all_of_it(app: Flask, number: str) -> None:
    officer = seated(app, "officer")
    case = officer.get(f"/en/complaints/{number}").text
    assert f'data-keep="/en/complaints/{number}"' in case
    assert re.search(r"data-copy hidden>Offline – this is the copy you took along \(\d\d-\d\d, \d\d:\d\d\)", case)
    carry = officer.get("/complaints/chosen/carry", query_string={"number": number}).text
    assert f'data-keep="/complaints/{number}"' in carry


def test_a_computer_that_keeps_nothing_is_given_no_worker(app: Flask, number: str) -> None:
    officer = seated(app, "officer")
    kept = officer.get("/complaints")
    assert f'data-worker="{worker()}"' in kept.text
    officer.set_cookie("keep", "none")
    none = officer.get("/complaints", headers={"If-None-Match": kept.headers["ETag"]})
    assert none.status_code == 200
    assert 'data-worker=""' in none.text
