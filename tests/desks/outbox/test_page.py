"""DESK: outbox, tests: the page, the computer that keeps nothing, the script with its words, and whose entry it is."""

from __future__ import annotations

import re

import brotli
import pytest
from sqlalchemy import select

from app.extensions import db
from app.models.account import IdempotencyKey
from app.web.outbox import WORDS
from tests.desks.casework.conftest import Case
from tests.office import seated

SCRIPT = re.compile(r'data-outbox="(/static/outbox-[^"]+)"')


@pytest.mark.parametrize("prefix", ["", "/en"])
def test_the_page_says_what_happens_without_javascript(case: Case, prefix: str) -> None:
    page = case.client.get(f"{prefix}/outbox")
    assert page.status_code == 200
    assert "data-no-script" in page.text
    assert f'action="{prefix}/outbox/keep"' in page.text


def test_it_is_in_the_menu_of_who_works_in_the_field(case: Case) -> None:
    assert '<a href="/outbox">भेजना बाकी</a>' in case.get().text
    assert 'href="/outbox"' not in seated(case.app, "cell").get("/").text.split("</nav>")[0]
    assert 'href="/outbox"' in seated(case.app, "cell").get("/account").text, "others find it beside their charge"


def test_a_computer_can_be_told_to_keep_nothing(case: Case) -> None:
    assert 'data-worker="/sw.js' in case.get().text
    told = case.client.post("/outbox/keep", data={"keep": "none"})
    assert (told.status_code, told.location) == (303, "/outbox")
    assert 'data-worker=""' in case.get().text
    assert "यह कंप्यूटर कुछ नहीं रखता" in case.client.get("/outbox").text
    case.client.post("/outbox/keep", data={"keep": "yes"})
    assert 'data-worker="/sw.js' in case.get().text


@pytest.mark.parametrize(("prefix", "language"), [("", "hi"), ("/en", "en")])
def test_the_script_brings_its_words_and_is_kept_for_ever(case: Case, prefix: str, language: str) -> None:
    address = SCRIPT.findall(case.client.get(f"{prefix}/complaints/{case.number}").text)[0]
    plain = case.client.get(address, headers={"Accept-Encoding": "identity"})
    packed = case.client.get(address, headers={"Accept-Encoding": "br"})
    assert "immutable" in plain.headers["Cache-Control"]
    assert brotli.decompress(packed.data) == plain.data
    assert ("सुधार चाहिए" in plain.text) is (language == "hi")
    assert all(f'"{name}":' in plain.text for name in WORDS)
    assert case.client.get(address.replace(f"-{language}.", f"-{language}.0")).status_code == 404


def test_an_entry_has_one_receipt_however_often_it_is_sent(case: Case) -> None:
    sent = [case.post("comment", htmx=True, text="सामान कल आएगा", idem="k") for _ in range(2)]
    with case.app.app_context():
        number = db.session.scalars(select(IdempotencyKey.id)).one()
    assert [answer.headers["X-Receipt"] for answer in sent] == [f"R{number:05d}"] * 2
    assert [answer.headers.get("X-Replayed") for answer in sent] == [None, "1"]
    assert "X-Receipt" not in case.post("comment", htmx=True, text="", idem="l").headers


def test_an_entry_of_another_person_is_not_taken(case: Case) -> None:
    me, other = case.office.people["officer"].id, case.office.people["hod"].id
    for person, status in ((other, 419), (me, 200)):
        headers = {"Entry-Person": str(person), "HX-Request": "true"}
        answer = case.client.post(
            f"/complaints/{case.number}/comment", data={"text": "बात", "idem": "k"}, headers=headers
        )
        assert (answer.status_code, answer.headers["Entry-Person"]) == (status, str(person))
    assert case.actions().count("comment") == 1
