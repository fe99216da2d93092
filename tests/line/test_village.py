"""The village line is real TCP: it costs what its speed says, drops what its queue cannot hold, a browser lives there.

Waiting is held from below only: a busy machine can make it longer, never shorter.
"""

from __future__ import annotations

import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from tests.browser import launched, phone
from tests.conftest import missing
from tests.line.conftest import SmallOffice, answering, behind_nginx
from tools.line import village
from tools.line.village import Speed, Village

if TYPE_CHECKING:
    from playwright.sync_api import Playwright

FAST = Speed(down=1000, up=400, round_trip=200)
FETCH = "import sys, urllib.request as r; print(len(r.urlopen(sys.argv[1]).read()))"


@pytest.fixture
def fast_village() -> Iterator[Village]:
    if village.missing():
        missing(f"Programs for a shaped line are missing: apt-get install {village.missing()}")
    if village.obstacle():
        pytest.skip(village.obstacle())  # no error on the build machine either: nobody can install another kernel
    laid = Village(FAST)
    laid.start()
    yield laid
    laid.stop()


@pytest.fixture
def small_office_there(fast_village: Village) -> Iterator[SmallOffice]:
    with answering(fast_village.here) as server:
        yield server


def fetch(village: Village, office: SmallOffice, size: int) -> float:
    """From over there; how long it took."""
    url = f"http://{village.here}:{office.server_port}/{size}"
    started = time.monotonic()
    done = subprocess.run(village.command(sys.executable, "-c", FETCH, url), capture_output=True, check=True)
    assert int(done.stdout) == size
    return time.monotonic() - started


def test_it_is_as_slow_as_it_says(fast_village: Village, small_office_there: SmallOffice) -> None:
    assert fetch(fast_village, small_office_there, 1) >= 0.4, "a handshake and a question: two round trips"
    size = 200_000  # more than the queue holds: some packets are lost, and come again
    assert fetch(fast_village, small_office_there, size) >= 0.4 + size / (FAST.down * 125)


def test_the_village_has_no_other_way_out(fast_village: Village) -> None:
    routes = subprocess.run(fast_village.command("ip", "route"), capture_output=True, text=True, check=True).stdout
    assert [line.split()[0] for line in routes.splitlines()] == [fast_village.here]


def test_nothing_is_left_behind() -> None:
    if village.missing() or village.obstacle():
        pytest.skip(village.obstacle() or village.missing())
    before = sorted(path.name for path in Path("/sys/class/net").iterdir())
    laid = Village(FAST)
    laid.start()
    laid.stop()
    assert sorted(path.name for path in Path("/sys/class/net").iterdir()) == before


@pytest.mark.browser
def test_a_browser_in_the_village_opens_the_office(
    fast_village: Village, migrated_sqlite: Path, tmp_path: Path, play: Playwright, chromium_program: str
) -> None:
    """Over TLS; the page is readable after three round trips and no sooner."""
    with behind_nginx(migrated_sqlite, tmp_path, fast_village.here) as door:
        there = fast_village.program(chromium_program, tmp_path)
        with launched(play, there, *door.arguments) as browser, phone(browser, door.url) as page:
            page.goto("/sign-in")
            assert page.locator("#username").is_visible()
            painted = page.evaluate("performance.getEntriesByName('first-contentful-paint')[0].startTime")
            assert painted >= 3 * FAST.round_trip
