"""DESK: outbox, tests: what has waited on the device for more than a day is said in red on every page (Chromium)."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from playwright.sync_api import expect

from tests.axe import violations
from tests.browser import LiveServer
from tests.desks.casework.conftest import Case
from tests.desks.outbox.device import Phone, held, refused

if TYPE_CHECKING:
    from playwright.sync_api import Browser

pytestmark = pytest.mark.browser
# As if it had been written so many hours ago: some phones forget what a browser keeps after a week.
AGED = """hours => new Promise((done, failed) => { indexedDB.open('nivaran').onsuccess = opened => {
    const book = opened.target.result, change = book.transaction('entry', 'readwrite')
    const entries = change.objectStore('entry')
    entries.getAll().onsuccess = found => found.target.result.forEach(entry => {
        entry.at = Date.now() - hours * 36e5
        entries.put(entry)
    })
    change.oncomplete = () => { book.close(); done() }
    change.onabort = failed } })"""


def waiting(phone: Phone) -> None:
    """A note that the office cannot take now."""
    phone.answer("**/comment", refused(503))
    phone.write()
    phone.says("Server is busy")
    phone.waits(1)


def test_after_a_day_a_red_bar_says_so_on_every_page_until_it_is_sent(
    case: Case, live_server: LiveServer, chromium: Browser
) -> None:
    with held(case, live_server, chromium) as phone:
        bar = phone.page.locator("#unsent")
        waiting(phone)
        phone.page.evaluate(AGED, 23.9)
        phone.open()
        phone.waits(1)
        expect(bar).to_have_count(0)
        phone.page.evaluate(AGED, 25.5)
        for path, words in (("/en/complaints", "For 25 hours an entry has been waiting on this device"),
                            ("/complaints", "25 घंटे"), ("/en/outbox", "For 25 hours")):  # fmt: skip
            phone.page.goto(path)
            expect(bar).to_contain_text(words, timeout=30_000)
            expect(bar).to_be_visible()
            assert bar.evaluate("bar => getComputedStyle(bar).backgroundColor") == bar.evaluate(
                "bar => { const red = document.body.appendChild(document.createElement('i'));"
                "red.style.background = 'var(--redb)'; return getComputedStyle(red).backgroundColor }"
            )
            assert not violations(phone.page), path
        phone.answer("**/comment", None)
        phone.page.click("#outbox button:has-text('Send now')")
        phone.waits(0)
        expect(bar).to_be_hidden()
        assert phone.notes() == 1


def test_the_oldest_one_is_told_and_a_new_one_beside_it_changes_nothing(
    case: Case, live_server: LiveServer, chromium: Browser
) -> None:
    with held(case, live_server, chromium) as phone:
        waiting(phone)
        phone.page.evaluate(AGED, 49)
        phone.open()
        phone.write("एक बात और")
        phone.waits(2)
        expect(phone.page.locator("#unsent")).to_contain_text("For 49 hours", timeout=30_000)
        assert phone.page.locator("#unsent a").get_attribute("href") == "/en/outbox"
