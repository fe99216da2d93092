"""An officer at the far end of a bad line: presses again what did not come, goes on when the device says it is kept."""

from __future__ import annotations

import time
from pathlib import Path
from typing import TYPE_CHECKING

from playwright.sync_api import Error

from tests.client import DEMO_PASSWORD
from tests.journeys.walk import DONE

if TYPE_CHECKING:
    from playwright.sync_api import Locator, Page

TALKED = "बात हुई, नाली देखने को कहा"
PATIENCE = 900.0  # seconds for one page; nobody at such a line looks at the clock
OUTBOX = "!!window.nivaranOutbox"
EMPTY = "!!window.nivaranOutbox && !nivaranOutbox.count()"
# This very entry lies on the device, or its form is gone because the office has taken it. That something waits, or that
# the page says something, is no answer: it may be of the entry before, and who leaves then loses this one's words.
KEPT = """address => new Promise(done => {
    if (!document.querySelector('form[data-pressed]')) return done(true)
    const asked = indexedDB.open('nivaran', 1)
    asked.onupgradeneeded = () => asked.transaction.abort()
    asked.onerror = () => done(false)
    asked.onsuccess = () => {
        const book = asked.result, all = book.transaction('entry').objectStore('entry').getAll()
        all.onsuccess = () => { book.close(); done(all.result.some(entry => entry.url === address)) } } })"""


class Officer:
    """One browser, one person."""

    def __init__(self, page: Page) -> None:
        self.page = page

    def reach(self, path: str, wanted: str) -> None:
        """Open a page; as often as it takes until `wanted` is on it, with the outbox where something can be sent."""
        condition = OUTBOX if path != "/complaints" else "true"
        deadline = time.monotonic() + PATIENCE
        while True:
            try:
                self.page.goto(path, wait_until="load")
                self.page.wait_for_selector(wanted, state="attached", timeout=2_000)
            except Error:
                time.sleep(0.5)
            else:
                if self._holds(condition, 5):
                    return
            assert time.monotonic() < deadline, f"{path} could not be reached: {self.page.inner_text('body')}"

    def sign_in(self) -> None:
        """As often as it takes until the way out is on the page."""
        deadline = time.monotonic() + PATIENCE
        while time.monotonic() < deadline:
            try:
                self.page.goto("/sign-in", wait_until="load")
                self.page.fill("#username", "officer")
                self.page.fill("#password", DEMO_PASSWORD)
                self.page.click("main form button")
                self.page.wait_for_selector("form[data-sign-out]", timeout=3_000)
                return
            except Error:
                time.sleep(0.5)

    def call(self, number: str) -> None:
        """Ask for the number until it comes, then write down what was said."""
        page = self.page
        while True:
            self.reach(f"/complaints/{number}", "form[action$='/call'] button")
            try:
                page.locator("form[action$='/call'] button").first.click()
                page.wait_for_selector("#contact a[href^='tel:']", timeout=6_000)
                break
            except Error:
                continue
        page.locator("form[action$='/dialogue'] textarea").first.fill(TALKED)
        self._send(page.locator("form[action$='/dialogue']").first, "button[value=talked]")

    def report(self, number: str, picture: Path) -> None:
        """As soon as the note is with the office or safe on the device."""
        self.reach(f"/complaints/{number}", "form[action$='/report']")
        form = self.page.locator("form[action$='/report']")
        form.locator("input[type=radio][value=relief]").check(force=True)
        form.locator("textarea[name$=text]").first.fill(DONE)
        form.locator("input[type=file][name$=photo_after]").set_input_files(picture)
        self._send(form, "button >> nth=-1")

    def wait_until_sent(self) -> None:
        """Looks at "waiting to send" until nothing waits."""
        deadline = time.monotonic() + PATIENCE
        self.reach("/outbox", "#outbox")
        while not self._holds(EMPTY, 30):
            assert time.monotonic() < deadline, f"still waiting: {self.page.inner_text('main')}"
            self.reach("/outbox", "#outbox")

    def _send(self, form: Locator, button: str) -> None:
        """Press, and stay until the device has it, or the page has gone on by itself, because it was taken."""
        address = form.get_attribute("action")
        form.evaluate("form => { form.dataset.pressed = '' }")
        form.locator(button).click()
        assert self._holds(KEPT, PATIENCE, address), f"neither kept nor taken: {address}"

    def _holds(self, condition: str, seconds: float, given: str | None = None) -> bool:
        """Looked at from outside: the page's policy lets nobody evaluate words inside it."""
        deadline = time.monotonic() + seconds
        while time.monotonic() < deadline:
            try:
                if self.page.evaluate(condition, given):
                    return True
            except Error:  # the page is just changing
                pass
            self.page.wait_for_timeout(50)
        return False
