"""THE TESTS: the counter by keyboard alone, in a real browser."""

from __future__ import annotations

from flask import Flask
from playwright.sync_api import Page, expect

from tests.client import DEMO_PASSWORD
from tests.desks.counter_office import FIELD, complaints, open_office, take_in


def tab_to(page: Page, field: str) -> None:
    """On with Tab, past the offers that stand between two fields."""
    for _step in range(12):
        page.keyboard.press("Tab")
        if page.evaluate("document.activeElement.id") == field:
            return
    raise AssertionError(f"Tab does not lead to {field}")


def test_from_the_phone_to_the_slip_and_back_by_keys(app: Flask, page: Page) -> None:
    open_office(app)
    known = take_in(app, mobile="9876543210")
    page.goto("/sign-in")
    page.fill("#username", "cell")
    page.fill("#password", DEMO_PASSWORD)
    page.press("#password", "Enter")
    page.wait_for_url(lambda url: "sign-in" not in url)
    page.goto("/intake/new")
    expect(page.locator("#mobile")).to_be_focused()
    page.keyboard.type("9876543210")
    expect(page.locator("#similar")).to_contain_text(known)
    for words in ("रामफल सिंह", "सोनपुर"):
        page.keyboard.press("Tab")
        page.keyboard.type(words)
    tab_to(page, "text")
    page.keyboard.type(FIELD["text"])
    expect(page.locator("#suggest input[type=radio]").first).to_be_checked()
    expect(page.locator("#text")).to_be_focused()  # what comes while typing does not take the cursor
    page.keyboard.press("Control+Enter")
    expect(page.locator(".slip")).to_be_visible()
    assert [one.state for one in complaints(app)] == ["registered", "marked"]
    page.keyboard.press("Enter")  # the link to the next one has the focus
    expect(page.locator("#mobile")).to_be_focused()
    expect(page.locator("#mobile")).to_have_value("")
    expect(page.locator("#text")).to_have_value("")
