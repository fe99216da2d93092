"""DESK: casework, tests: the officer's way in a browser on a phone, with partials, a shrunk photo and no draft left."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest
from playwright.sync_api import expect

from app.domain.states import State
from tests.browser import LiveServer
from tests.client import DEMO_PASSWORD
from tests.desks.casework.conftest import MOBILE, TEXT, Case, photo

if TYPE_CHECKING:
    from pathlib import Path

    from playwright.sync_api import Page


@pytest.fixture
def signed_in(case: Case, live_server: LiveServer, page: Page) -> Page:
    page.goto("/sign-in")
    page.fill("#username", "officer")
    page.fill("#password", DEMO_PASSWORD)
    page.click("main button.pri")
    page.wait_for_url(lambda url: "sign-in" not in url)
    page.goto(f"/complaints/{case.number}")
    return page


def test_from_accepting_to_the_report(case: Case, signed_in: Page, tmp_path: Path) -> None:
    page = signed_in
    page.click("#now button")
    page.wait_for_selector(".flash")
    assert page.locator("#story li").count() == 3
    page.click("#contact form button")
    page.wait_for_selector(f"#contact a[href='tel:+91{MOBILE}']")
    page.click("button[value=talked]")
    page.wait_for_selector(".flash[data-clear-draft$=talk]")
    page.wait_for_selector("#act")
    page.fill("#comment-text", "सामान कल आएगा")
    page.click("#comment button")
    page.wait_for_selector("#story li:has-text('सामान कल आएगा')")
    assert page.input_value("#comment-text") == ""
    (tmp_path / "after.jpg").write_bytes(photo()[0].getvalue())
    page.fill("#report-text", TEXT)
    page.set_input_files("#photo_after", str(tmp_path / "after.jpg"))
    # The page's policy forbids eval, which wait_for_function needs as soon as it has to ask twice.
    expect(page.locator("#act [name=orig_sha]")).to_have_value(re.compile("^[0-9a-f]{64}$"))
    page.click("#act button.pri")
    page.wait_for_selector(".flash[data-clear-draft$=report]")
    assert page.locator("#act").count() == 0
    assert page.evaluate("Object.keys(localStorage).filter(key => key.startsWith('d:'))") == []
    assert case.row().state == State.ATR_SUBMITTED
