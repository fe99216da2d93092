"""WEB: every main page in Chromium at 320 px – nothing wider than the phone, every target large enough for a thumb,
the focus always seen, every fold opened by the keyboard. Both languages; what a browser alone can tell."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from flask import Flask

from app.demo import load
from app.extensions import db
from tests import browser
from tests.client import QualityClient
from tests.conftest import build_app, dispose

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

pytestmark = pytest.mark.browser
NARROW = {"width": 320, "height": 640}
LANGUAGES = pytest.mark.parametrize("prefix", ["", "/en"], ids=["hi", "en"])
# Pages of a role. "list > link > page": follow the first such link of the list; {} is the number it leads to.
PAGES = {
    "cell": ["/", "/intake/new", "/marking", "/marking > .q a.t > /marking/{}", "/marking > .q a.t > /intake/{}/slip",
             "/search", "/complaints?pending=1", "/account"],
    "officer": ["/", "/complaints", "/complaints > .q a.t > /complaints/{}", "/nothing-here"],
    "sdm": ["/complaints", "/complaints > .q a.t > /complaints/{}"],
    "hod": ["/", "/approvals", "/approvals > .card h2 a > /complaints/{}"],
    "caller": ["/call-desk", "/call-desk > .q a.t > /call-desk/{}"],
    "dc": ["/", "/reviews"],
    "admin": ["/office", "/office/posts", "/office/people/new", "/office/holidays", "/office/settings",
              "/office/notices"],
}  # fmt: skip

TOO_WIDE = """() => [...document.querySelectorAll('body *')].filter(e => {
  if (e.getBoundingClientRect().right <= innerWidth + 1) return false;
  for (let p = e.parentElement; p; p = p.parentElement) if (getComputedStyle(p).overflowX !== 'visible') return false;
  return getComputedStyle(e).position !== 'absolute';
}).map(e => e.outerHTML.slice(0, 90))"""

# A link within a sentence is free of the size (WCAG 2.5.8, "inline"); so is what only a screen reader meets.
TARGETS = """() => [...document.querySelectorAll('a[href],button,summary,select,textarea,input:not([type=hidden])')]
  .filter(e => e.checkVisibility() && !e.closest('.vh') && !e.classList.contains('skip')
    && !(e.tagName === 'A' && getComputedStyle(e).display === 'inline'))"""
SMALL = f"""() => ({TARGETS})().filter(e => {{
  const box = e.getBoundingClientRect(); return box.width < 24 || box.height < 24;
}}).map(e => e.outerHTML.slice(0, 120))"""

# The ring is on the element itself, or on the tile that a radio button lies over.
WITHOUT_RING = f"""() => ({TARGETS})().filter(e => {{
  e.focus();
  if (document.activeElement !== e) return !e.disabled;
  return ![e, e.nextElementSibling].some(x => x && getComputedStyle(x).outlineStyle === 'solid'
    && parseFloat(getComputedStyle(x).outlineWidth) >= 2);
}}).map(e => e.outerHTML.slice(0, 120))"""


@pytest.fixture(scope="module")
def office(migrated_sqlite: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Flask]:
    """The demo district."""
    folder = tmp_path_factory.mktemp("accessibility")
    shutil.copyfile(migrated_sqlite, folder / "nivaran.db")
    app = build_app(folder, f"sqlite:///{folder / 'nivaran.db'}")
    with app.app_context():
        load.load(db.session, app.extensions["photos"], at=datetime.now(UTC))
        db.session.commit()
        db.session.remove()
    yield app
    dispose(app)


@pytest.fixture(scope="module")
def server(office: Flask) -> Iterator[browser.LiveServer]:
    running = browser.LiveServer(office)
    running.start()
    yield running
    running.stop()


def sign_in(page: Page, app: Flask, username: str) -> None:
    """The cookie of a session made without the browser: the sign-in form is not what is looked at here."""
    client: QualityClient = app.test_client()  # type: ignore[assignment]
    client.sign_in(username)
    for cookie in client._cookies.values():
        page.context.add_cookies([{"name": cookie.key, "value": cookie.value, "url": page.url}])


def go(page: Page, prefix: str, asked: str) -> None:
    """Open a page of PAGES."""
    start, _, rest = asked.partition(" > ")
    page.goto(prefix + start)
    if rest:
        link, wanted = rest.rsplit(" > ", 1)
        href = page.locator(link).first.get_attribute("href") or ""
        page.goto(prefix + wanted.format(href.rsplit("/", 1)[-1]))


def unfold(page: Page) -> list[str]:
    """Open every fold with Enter; those that did not open."""
    shut = []
    for fold in page.query_selector_all("details:not([open])"):
        fold.evaluate("e => e.querySelector('summary').focus()")
        page.keyboard.press("Enter")
        if not fold.evaluate("e => e.open"):
            shut.append(fold.evaluate("e => e.outerHTML.slice(0, 120)"))
    return shut


def faults(page: Page) -> dict[str, list[str]]:
    """What is wrong with the page that is open."""
    page.keyboard.press("Tab")  # from now on the focus is a keyboard's
    found = {"folds shut": unfold(page), "wider than the phone": page.evaluate(TOO_WIDE),
             "targets below 24 px": page.evaluate(SMALL), "focus not seen": page.evaluate(WITHOUT_RING)}  # fmt: skip
    if page.evaluate("document.documentElement.scrollWidth") > NARROW["width"]:
        found["wider than the phone"].append("the page scrolls sideways")
    return {name: where for name, where in found.items() if where}


@LANGUAGES
@pytest.mark.parametrize("username", list(PAGES))
def test_pages_serve_a_narrow_phone_and_a_keyboard(
    office: Flask, server: browser.LiveServer, chromium: Browser, username: str, prefix: str
) -> None:
    found = {}
    with browser.phone(chromium, server.url, viewport=NARROW) as page:
        page.goto(prefix + "/sign-in")
        sign_in(page, office, username)
        for asked in PAGES[username]:
            go(page, prefix, asked)
            if wrong := faults(page):
                found[asked] = wrong
    assert not found


@LANGUAGES
def test_the_sign_in_page_too(server: browser.LiveServer, chromium: Browser, prefix: str) -> None:
    with browser.phone(chromium, server.url, viewport=NARROW) as page:
        page.goto(prefix + "/sign-in")
        assert not faults(page)
