"""THE TESTS: assigning row after row without leaving the page, in a real browser."""

from __future__ import annotations

from flask import Flask
from playwright.sync_api import Page, expect

from tests.client import DEMO_PASSWORD
from tests.desks.counter_office import complaints, open_office, take_in


def at_the_desk(page: Page) -> None:
    """The clerk has signed in and sees what waits."""
    page.goto("/sign-in")
    page.fill("#username", "cell")
    page.fill("#password", DEMO_PASSWORD)
    page.press("#password", "Enter")
    page.wait_for_url(lambda url: "sign-in" not in url)
    page.goto("/marking")


def test_two_rows_one_after_the_other(app: Flask, page: Page) -> None:
    open_office(app)
    first, second = take_in(app), take_in(app, mobile="9812300001")
    at_the_desk(page)
    for number in (first, second):
        page.locator(f"#m-{number} .act button").click()
        expect(page.locator(f"#m-{number} [role=status]")).to_be_focused()
    assert [one.state for one in complaints(app)] == ["marked", "marked"]


def test_the_ticked_ones_and_one_taken_back_on_a_small_screen(app: Flask, page: Page) -> None:
    open_office(app)
    first, second = take_in(app), take_in(app, mobile="9812300001")
    failing = take_in(app, mobile="9812300002", text="कखगघ चछजझ टठडढ तथदध")
    page.set_viewport_size({"width": 320, "height": 640})
    at_the_desk(page)
    for number in (first, second):
        page.check(f"#m-{number} input[type=checkbox]")
    page.select_option(f"#m-{failing} select >> nth=0", "court_rti")
    page.eval_on_selector(f"#m-{failing} input[type=checkbox]", "box => { box.disabled = false; box.checked = true }")
    page.locator(".bulk button").click()
    expect(page.locator("main > [role=status]")).to_be_visible()
    assert page.evaluate("document.documentElement.scrollWidth") <= 320
    page.locator(f"#done-{first} button").click()
    expect(page.locator(f"#done-{first} button")).to_have_count(0)
    expect(page.locator(f"#m-{failing} select").first).to_have_value("court_rti")
    states = {one.number: one.state for one in complaints(app)}
    assert states == {first: "registered", second: "marked", failing: "registered"}
