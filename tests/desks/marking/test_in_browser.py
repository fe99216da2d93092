"""THE TESTS: assigning row after row without leaving the page, in a real browser."""

from __future__ import annotations

from flask import Flask
from playwright.sync_api import Page, expect

from tests.client import DEMO_PASSWORD
from tests.desks.counter_office import complaints, open_office, take_in


def test_two_rows_one_after_the_other(app: Flask, page: Page) -> None:
    open_office(app)
    first, second = take_in(app), take_in(app, mobile="9812300001")
    page.goto("/sign-in")
    page.fill("#username", "cell")
    page.fill("#password", DEMO_PASSWORD)
    page.press("#password", "Enter")
    page.wait_for_url(lambda url: "sign-in" not in url)
    page.goto("/marking")
    for number in (first, second):
        page.locator(f"#m-{number} .act button").click()
        expect(page.locator(f"#m-{number} [role=status]")).to_be_focused()
    assert [one.state for one in complaints(app)] == ["marked", "marked"]
