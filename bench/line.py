"""THE BENCH: the main pages at the end of a village's line – real TCP at 50 and 250 kbit/s, TLS by the shipped nginx.

At 50 kbit/s once more without TLS, as the peers of the budgets were measured: a handshake is a second and a half there.

A first visit comes with nothing but the session: no connection, nothing kept. The next one finds the connection and the
files; one of a page that changed, one of a page that did not. A partial is one press of a button. Bytes are those that
nginx sent, inside TLS where there is any, with headers. A page can be used once it is painted and read to its end.
"""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import urlencode

from app.demo.people import DEMO_PASSWORD
from bench import budgets, tables
from bench.home import Home
from bench.visits import PAGES, Place, Visit
from tools.line import door as nginx
from tools.line import village
from tools.line.door import Door
from tools.line.village import Speed, Village

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

HEAD = ("page", "language", "first: bytes", "requests", "for later", "usable s", "all s", "next: bytes", "requests",
        "usable s", "unchanged: bytes", "partial: bytes", "s", "budgets")  # fmt: skip
PRESSED = {
    "worklist, officer": "main form[action$='/accept'] button", "case page, 30 lines": "#comment button",
    "approvals": "main form.dec > button[value=approve]", "marking desk": "main .act button[hx-post]",
    "review of the DC": "#asked button",
}  # fmt: skip
TIMES = """() => { const first = performance.getEntriesByName('first-contentful-paint')[0];
const page = performance.getEntriesByType('navigation')[0];
return [Math.max(first ? first.startTime : 0, page.domInteractive), page.loadEventEnd]; }"""
PRESS = """(button) => new Promise((done) => { const from = performance.now();
document.addEventListener('htmx:afterSettle', () => done(performance.now() - from), { once: true });
setTimeout(() => done(null), 20000);
document.querySelector(button).click(); })"""


@dataclass(frozen=True)
class Leg:
    """What one step cost: bytes and requests of the page, bytes for later, seconds until usable and until whole."""

    size: int
    requests: int
    later: int
    usable: float
    whole: float


@dataclass(frozen=True)
class Seen:
    """One page in one language; `packed` unless an open line had it as gzip, for which no budget in bytes was set."""

    visit: Visit
    language: str
    first: Leg
    repeat: Leg
    unchanged: Leg
    partial: Leg | None
    packed: bool = True


class Meter:
    """Counts what the door sent."""

    def __init__(self, door: Door) -> None:
        self.door, self.seen = door, len(door.sent())

    def read(self) -> tuple[int, int]:
        """Bytes and requests since the last reading."""
        fresh = self.door.sent()[self.seen :]
        self.seen += len(fresh)
        return sum(fresh), len(fresh)


def obstacle() -> str:
    """Why it cannot be measured here; nothing when it can."""
    from tests.browser import INSTALL, binary

    if binary() is None:
        return INSTALL
    if not nginx.is_installed():
        return nginx.INSTALL
    return f"Missing: {village.missing()}" if village.missing() else village.obstacle()


@dataclass(frozen=True)
class Way:
    """A line, and whether it is open: without TLS."""

    speed: Speed
    is_open: bool = False

    def __str__(self) -> str:
        return f"{self.speed} (down/up, there and back), {'without TLS' if self.is_open else 'TLS'}, 360 px"


WAYS = (Way(village.VILLAGE), Way(village.VILLAGE, is_open=True), Way(village.TOWN))


def report(office: Home, place: Place, way: Way) -> str:
    """All main pages on this way, as one table. `office` must have been told `settings(way)`."""
    with _opened(office, way) as (browser, door):
        rows = [_row(browser, door, visit, language, place) for visit in PAGES for language in ("hi", "en")]
    return f"\nAt {way}:\n{tables.table(HEAD, rows)}"


def settings(way: Way) -> dict[str, str]:
    """What an office behind nginx is told."""
    return {"PUBLIC_URL": nginx.url(is_open=way.is_open), "TRUSTED_PROXY": "127.0.0.1", "SMS_LINK_BASE": "nvgm.in"}


@contextmanager
def _opened(office: Home, way: Way) -> Iterator[tuple[Browser, Door]]:
    from tests.browser import LiveServer, binary, launched, playing

    with tempfile.TemporaryDirectory(prefix="nivaran-line-", dir="/tmp") as name:
        laid, server = Village(way.speed), LiveServer(office.app)
        laid.start()
        server.start()
        door = Door(Path(name) / "door", server.port, laid.here, is_open=way.is_open)
        door.start()
        try:
            with playing() as play:
                there = laid.program(str(binary()), Path(name))
                with launched(play, there, *door.arguments) as browser:
                    yield browser, door
        finally:
            door.stop()
            server.stop()
            laid.stop()


def _row(browser: Browser, door: Door, visit: Visit, language: str, place: Place) -> tuple[str, ...]:
    from tests.browser import phone

    with phone(browser, door.url) as page:
        page.set_default_timeout(90_000)
        if visit.username:
            page.context.add_cookies([_session(door, visit.username)])
        meter = Meter(door)
        address = ("/en" if language == "en" else "") + visit.path(place)
        mark = "&" if "?" in address else "?"
        first = _go(page, meter, address)
        repeat = _go(page, meter, f"{address}{mark}again=1")
        same, partial = _go(page, meter, address), _press(page, meter, visit)
        return line(Seen(visit, language, first, repeat, same, partial, packed=not door.is_open))


def _session(door: Door, username: str) -> Any:
    """A cookie of somebody who has signed in, not over the slow line."""
    form = urlencode({"username": username, "password": DEMO_PASSWORD})
    said = door.ask("POST", "/sign-in", form, Content_Type="application/x-www-form-urlencoded")
    assert said.status == 303, f"{username} could not sign in: {said.status}"
    name, _, value = said.headers["Set-Cookie"].split(";")[0].partition("=")
    return {"name": name, "value": value, "url": door.url, "secure": not door.is_open}


def _go(page: Page, meter: Meter, address: str) -> Leg:
    page.goto(address)
    now = meter.read()
    page.wait_for_load_state("networkidle")
    usable, whole = page.evaluate(TIMES)
    return Leg(*now, meter.read()[0], usable / 1000, whole / 1000)


def _press(page: Page, meter: Meter, visit: Visit) -> Leg | None:
    """One entry whose answer changes only a part; None where the page has no such button now."""
    button = PRESSED.get(visit.name, "")
    if not button or not page.locator(button).count():
        return None
    if button.startswith("#comment"):
        page.fill("#comment textarea", "मौके पर गया, काम चल रहा है")
    took = page.evaluate(PRESS, button)
    return Leg(*meter.read(), 0, took / 1000, took / 1000) if took else None


def line(seen: Seen) -> tuple[str, ...]:
    """The figures of one page, and whether they are within the budgets."""
    first, repeat, partial = seen.first, seen.repeat, seen.partial
    return (
        seen.visit.name, seen.language, f"{first.size:,}", str(first.requests), f"{first.later:,}",
        f"{first.usable:.1f}", f"{first.whole:.1f}", f"{repeat.size:,}", str(repeat.requests), f"{repeat.usable:.1f}",
        f"{seen.unchanged.size:,}", *((f"{partial.size:,}", f"{partial.usable:.1f}") if partial else ("–", "–")),
        ", ".join(over(seen)) or "ok",
    )  # fmt: skip


def over(seen: Seen) -> list[str]:
    """What is over its budget, by name."""
    worklist = seen.visit.name.startswith("worklist")
    soon, sooner = (
        (budgets.WORKLIST_FIRST, budgets.WORKLIST_REPEAT) if worklist else (budgets.PAGE_FIRST, budgets.PAGE_REPEAT)
    )
    is_public = seen.visit.budget is budgets.PUBLIC
    held = (
        ("first bytes", seen.first.size, budgets.FIRST_VISIT),
        ("first requests", seen.first.requests, budgets.FIRST_REQUESTS),
        ("first usable", seen.first.usable, soon),
        ("next bytes", seen.repeat.size, seen.visit.budget.size),
        ("next requests", seen.repeat.requests, 1),
        ("next usable", seen.repeat.usable, sooner),
        ("unchanged bytes", seen.unchanged.size, seen.visit.budget.size if is_public else budgets.UNCHANGED),
        ("partial bytes", seen.partial.size if seen.partial else 0, budgets.PARTIAL),
    )
    found = [name for name, value, limit in held if value > limit and (seen.packed or "bytes" not in name)]
    return ["over: " + found[0], *found[1:]] if found else []
