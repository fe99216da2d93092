"""WEB: single keys in Chromium – an officer and an approver without a mouse; never while somebody writes."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

import pytest
from flask import Flask

from app.web import keys
from tests import browser
from tests.web.test_accessibility_browser import office as office
from tests.web.test_accessibility_browser import server as server
from tests.web.test_accessibility_browser import sign_in

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

pytestmark = pytest.mark.browser


@pytest.fixture
def page(office: Flask, server: browser.LiveServer, chromium: Browser) -> Iterator[Page]:
    with browser.phone(chromium, server.url, viewport={"width": 1366, "height": 768}) as opened:
        opened.goto("/sign-in")
        yield opened


def at_work(page: Page, app: Flask, username: str, chosen: str = keys.USUAL) -> None:
    sign_in(page, app, username)
    page.context.add_cookies([{"name": keys.COOKIE, "value": chosen, "url": page.url}])


def focused(page: Page) -> str:
    return str(page.evaluate("(document.activeElement.closest('.q > li, article.card') || document.activeElement).id"))


def press(page: Page, *codes: str) -> None:
    """The keys by their place, with the letters that InScript would write."""
    for code in codes:
        page.evaluate(
            "code => document.activeElement.dispatchEvent(new KeyboardEvent('keydown',"
            "{code: code.replace('+', ''), key: 'र', shiftKey: code[0] === '+', bubbles: true, cancelable: true}))",
            code,
        )  # fmt: skip


def test_an_officer_walks_the_list(page: Page, office: Flask) -> None:
    at_work(page, office, "officer")
    page.goto("/complaints")
    rows = page.eval_on_selector_all(".q > li", "rows => rows.map(row => row.id)")
    press(page, "KeyJ")
    assert focused(page) == rows[0]
    press(page, "KeyJ", "KeyJ", "KeyK")
    assert focused(page) == rows[1]
    press(page, "KeyX")
    assert page.is_checked(f"#{rows[1]} input[name=number]")
    assert focused(page) == rows[1]
    press(page, "Slash")
    assert focused(page) == "q"
    page.keyboard.type("jx/")
    assert page.input_value("#q") == "jx/"  # in a field a key is a letter
    page.locator(".q a.t").first.focus()
    page.keyboard.press("Enter")
    page.wait_for_url("**/complaints/*")
    press(page, "KeyG", "KeyQ")
    page.wait_for_url("**/complaints")
    press(page, "+Slash")
    page.wait_for_url("**/settings#keys")


def test_accept_asks_for_the_next_step_and_calls_by_key(page: Page, office: Flask) -> None:
    at_work(page, office, "officer")
    page.goto("/complaints?chip=new")
    row = page.locator(".q > li:has(.act details)").first
    row.locator("a.t").focus()
    press(page, "KeyE")
    assert page.evaluate("document.activeElement.name") == "next_step"
    page.goto("/complaints")
    page.locator(".q > li:has(.act a[href$='#contact']) a.t").first.focus()
    press(page, "KeyC")
    page.wait_for_url("**#contact")


def test_an_approver_decides_and_takes_back(page: Page, office: Flask) -> None:
    at_work(page, office, "hod")
    page.goto("/approvals")
    card = page.locator("article.card:has(form > button[value=approve])").first
    number = str(card.get_attribute("id"))
    card.locator("h2 a").focus()
    press(page, "KeyA")
    page.locator(f"#{number}[role=status]").wait_for()
    press(page, "KeyZ")
    page.locator(f"article#{number}").wait_for()
    page.locator(f"#{number} h2 a").focus()
    press(page, "KeyR", "Digit2")
    page.locator(f"#{number}[role=status]").wait_for()


def test_other_keys_and_none_at_all(page: Page, office: Flask) -> None:
    at_work(page, office, "officer", "N" + keys.USUAL[1:])
    page.goto("/complaints")
    press(page, "KeyJ")
    assert focused(page) == ""
    press(page, "KeyN")
    assert focused(page).startswith("r-")
    page.context.clear_cookies(name=keys.COOKIE)
    page.goto("/complaints")
    press(page, "KeyN", "KeyJ")
    assert focused(page) == ""
