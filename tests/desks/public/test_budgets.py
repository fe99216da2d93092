"""DESK: the complainant's own pages, tests: two kilobytes, two requests, four statements, no JavaScript."""

from __future__ import annotations

import re

import pytest
from flask import Flask

from bench import budgets
from tests.desks.counter_office import open_office, take_in
from tests.desks.public.conftest import Outside
from tests.desks.public.registering import MOBILE, WORDS, writer
from tests.page_quality import brotli_size

SENT = 35  # to register from home: as at the counter, and the limits, the code, the receipt's message and link


@pytest.mark.parametrize("prefix", ["", "/en"], ids=["hi", "en"])
@pytest.mark.parametrize("which", ["form", "digits", "track", "feedback"])
def test_a_public_page_is_small(asked: Outside, which: str, prefix: str) -> None:
    if which == "digits":
        page = asked.track(prefix=prefix)
    else:
        page = asked.client.get(prefix + ("/track" if which == "form" else asked.link(which)))
    assert page.status_code == 200
    assert brotli_size(page.data) <= budgets.PUBLIC.size
    assert page.sql_count <= budgets.PUBLIC.sql
    assert "<script" not in page.text
    assert len(set(re.findall(r'(?:href|src)="(/static/[^"]+)"', page.text))) == 1


@pytest.mark.parametrize("prefix", ["", "/en"], ids=["hi", "en"])
def test_the_own_view_is_no_more_than_a_staff_page(asked: Outside, prefix: str) -> None:
    page = asked.open().client.get(f"{prefix}/mine")
    assert brotli_size(page.data) <= budgets.STAFF_PAGE
    assert page.sql_count <= budgets.DESK.sql + 2
    assert "<script" not in page.text


@pytest.mark.parametrize("prefix", ["", "/en"], ids=["hi", "en"])
def test_every_page_of_registering_is_small(app: Flask, prefix: str) -> None:
    """Also where a village is asked for, similar ones are shown, and all kinds are listed."""
    home = writer(open_office(app), prefix=prefix)
    take_in(app, mobile=MOBILE, text=WORDS)
    take_in(app, mobile="9812345670", text=WORDS)
    pages = {"mobile": home.client.get(f"{prefix}/register"), "code": home.ask()}
    home.open()
    pages["write"] = home.client.get(f"{prefix}/register/write")
    pages["place"] = home.check(place="किशन")
    pages["check"] = home.check()
    pages["kinds"] = home.send(pages["check"], then="kinds")
    sent = home.send(pages["kinds"])
    pages["receipt"] = home.client.get(sent.headers["Location"])
    sizes = {name: brotli_size(page.data) for name, page in pages.items()}
    assert {page.status_code for page in pages.values()} == {200, 422}
    assert {name: size for name, size in sizes.items() if size > budgets.PUBLIC.size} == {}
    for page in pages.values():
        assert "<script" not in page.text
        assert len(set(re.findall(r'(?:href|src)="(/static/[^"]+)"', page.text))) == 1
    reading = {name: pages[name].sql_count for name in ("mobile", "write", "receipt")}
    assert {name: count for name, count in reading.items() if count > budgets.PUBLIC.sql} == {}
    assert pages["check"].sql_count <= budgets.DESK.sql + 2
    assert sent.sql_count <= SENT
