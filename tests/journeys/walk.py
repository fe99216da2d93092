"""THE TESTS: one complaint from the counter to its "yes", as people do it in a browser, each at their own desk."""

from __future__ import annotations

import io
import random
import re
from pathlib import Path
from typing import TYPE_CHECKING

from PIL import Image

from tests.client import DEMO_PASSWORD

if TYPE_CHECKING:
    from playwright.sync_api import Page

WORDS = "हमारे गाँव की गली में नाली टूटी हुई है और गंदा पानी घरों के आगे भरा रहता है।"
DONE = "टूटी नाली की ईंट और सीमेंट से मरम्मत करवा दी गई है, पानी अब सीधा निकल रहा है।"


def photo(folder: Path, seed: int, size: tuple[int, int] = (2400, 1800)) -> Path:
    """A picture as a phone makes it: large, busy, its own."""
    rng = random.Random(seed)
    small = Image.frombytes("RGB", (96, 72), rng.randbytes(96 * 72 * 3))
    out = io.BytesIO()
    small.resize(size, Image.Resampling.BICUBIC).save(out, "JPEG", quality=92)
    path = folder / f"photo-{seed}.jpg"
    path.write_bytes(out.getvalue())
    return path


class Walk:
    """The desks as one browser visits them. Buttons are found by the form they send, never by their words."""

    def __init__(self, page: Page, base: str) -> None:
        self.page, self.base = page, base

    def sign_in(self, username: str) -> None:
        self.page.context.clear_cookies()
        self.page.goto(f"{self.base}/sign-in")
        self.page.fill("#username", username)
        self.page.fill("#password", DEMO_PASSWORD)
        self.page.click("main form button")
        self.page.wait_for_url(f"{self.base}/")

    def press(self, action: str, button: str = "button") -> None:
        """Press a button of the form that posts to an address ending in `action`."""
        self.page.locator(f"form[action$='{action}']").first.locator(button).first.click()

    def register(self, mobile: str, name: str, village: str, category: str, *, clicks: int = 1) -> str:
        """At the counter; the number from the slip. `clicks` on the button, as fast as a mouse does them."""
        page = self.page
        page.goto(f"{self.base}/intake/new")
        page.fill("input[name=mobile]", mobile)
        page.fill("input[name=name]", name)
        page.fill("input[name=place]", village)
        page.fill("textarea[name=text]", WORDS)
        page.select_option("select[name=category_other]", category)
        page.locator("button[name=then][value=assign]:visible").last.click(click_count=clicks)
        page.wait_for_url("**/slip*")
        found = re.search(r"/intake/([^/]+)/slip", page.url)
        assert found
        return found[1]

    def accept(self, number: str) -> None:
        self.page.goto(f"{self.base}/complaints/{number}")
        self.press("/acknowledge")
        self.page.wait_for_selector(".flash")

    def call(self, number: str) -> str:
        """Press call, read the number, write down that they spoke. The digits that were shown."""
        page = self.page
        page.goto(f"{self.base}/complaints/{number}")
        assert page.locator("a[href^='tel:']").count() == 0
        self.press("/call")
        page.wait_for_selector("#contact a[href^='tel:']")
        shown = page.locator("#contact a[href^='tel:']").first.get_attribute("href") or ""
        page.locator("form[action$='/dialogue'] textarea").first.fill("बात हुई, नाली देखने को कहा")
        self.press("/dialogue", "button[value=talked]")
        page.wait_for_selector(".flash")
        return shown.removeprefix("tel:+91")

    def report(self, number: str, picture: Path) -> None:
        page = self.page
        page.goto(f"{self.base}/complaints/{number}")
        form = page.locator("form[action$='/report']")
        form.locator("input[type=radio][value=relief]").check()
        form.locator("textarea[name$=text]").first.fill(DONE)
        form.locator("input[type=file][name$=photo_after]").set_input_files(picture)
        form.locator("button").last.click()
        page.wait_for_selector(".flash", timeout=120_000)

    def all_sent(self) -> None:
        """Wait until the device has nothing left to send: whoever signs in next cannot send it. The page needs a moment
        to know what it keeps, so it must say so for three seconds."""
        quiet = 0
        for _ in range(360):
            sent = self.page.evaluate("!!window.nivaranOutbox && !nivaranOutbox.count()")
            quiet = quiet + 1 if sent else 0
            if quiet == 6:
                return
            self.page.wait_for_timeout(500)
        raise AssertionError("the device still waits to send")

    def approve(self, number: str) -> None:
        self.page.goto(f"{self.base}/approvals")
        card = self.page.locator(f"#a-{number}")
        card.locator("button[value=approve]").click()
        self.page.wait_for_selector(f"#a-{number}.flash")

    def answer(self, number: str, said: str) -> None:
        """At the call desk: three answers, the same to each."""
        page = self.page
        page.goto(f"{self.base}/call-desk/{number}")
        self.press("/call")
        page.wait_for_selector("a[href^='tel:']")
        for question in ("contacted", "done", "satisfied"):
            page.locator(f"label:has(input[name={question}][value={said}])").click()
        self.press("/answer")
        page.locator("#answer a[href$='/call-desk'], main .flash").first.wait_for()  # in its place, or on the next page
