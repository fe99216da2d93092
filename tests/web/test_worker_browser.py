"""The field's worker in a real browser: copies are read without a line, by their owner alone; no post passes it."""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

import pytest
from flask import Flask, request, request_finished
from playwright.sync_api import expect

from app.extensions import db
from tests.browser import LiveServer
from tests.jobs.conftest import eventually
from tests.journeys.walk import Walk
from tests.office import make_office, register_and_mark

if TYPE_CHECKING:
    from playwright.sync_api import Page

pytestmark = pytest.mark.browser
KEPT = "async () => (await (await caches.open('kept')).keys()).map(k => new URL(k.url).pathname)"
READY = "async () => !!(await navigator.serviceWorker.ready).active"


@pytest.fixture
def numbers(app: Flask) -> list[str]:
    at = datetime.now(UTC) - timedelta(hours=5)
    with app.app_context():
        office = make_office(db.session, at)
        made = [register_and_mark(db.session, office, at=at).number for _ in range(2)]
        db.session.commit()
        return made


@pytest.fixture
def officer(numbers: list[str], live_server: LiveServer, page: Page) -> Walk:
    walk = Walk(page, live_server.url)
    walk.sign_in("officer")
    page.goto("/complaints")
    assert page.evaluate(READY)
    return walk


def keep(page: Page, address: str) -> None:
    page.goto(address)
    page.click("[data-keep]")
    expect(page.locator("[data-keep]")).to_have_attribute("aria-pressed", "true")


def test_a_kept_case_is_read_without_a_line_and_another_is_not(
    officer: Walk, numbers: list[str], live_server: LiveServer, page: Page
) -> None:
    keep(page, f"/en/complaints/{numbers[0]}")
    page.goto(f"/en/complaints/{numbers[0]}")
    expect(page.locator("[data-keep]")).to_have_attribute("aria-pressed", "true")
    expect(page.locator("[data-copy]")).to_be_hidden()
    keys = page.eval_on_selector_all("input[name=idem]", "all => all.map(e => e.value)")
    live_server.stop()
    page.goto(f"/en/complaints/{numbers[0]}?from=list")
    expect(page.locator("[data-copy]")).to_have_text(re.compile(r"^Offline – .* \(\d\d-\d\d, \d\d:\d\d\)$"))
    assert page.evaluate("getComputedStyle(document.querySelector('.top')).backgroundColor") == "rgb(20, 49, 92)"
    again = page.eval_on_selector_all("input[name=idem]", "all => all.map(e => e.value)")
    assert keys
    assert not set(keys) & set(again)  # another entry each time it is opened
    page.goto("/complaints")
    expect(page.locator("h1")).to_have_text("नेटवर्क नहीं")
    page.goto("/en/complaints")
    expect(page.locator("h1")).to_have_text("No network")
    page.click(f"main li a:text-is('{numbers[0]}')")
    expect(page.locator("[data-copy]")).to_be_visible()
    live_server.start()


def test_ticked_rows_are_kept_together_and_taken_off_again(officer: Walk, numbers: list[str], page: Page) -> None:
    keep(page, "/complaints/chosen/carry?" + "&".join(f"number={number}" for number in numbers))
    assert sorted(page.evaluate(KEPT)) == sorted(f"/complaints/{number}" for number in numbers)
    page.click("[data-keep]")
    expect(page.locator("[data-keep]")).to_have_attribute("aria-pressed", "false")
    page.wait_for_function(f"async () => !(await ({KEPT})()).length")


def test_what_the_line_refused_is_said_and_not_kept(
    officer: Walk, numbers: list[str], live_server: LiveServer, page: Page
) -> None:
    page.goto(f"/en/complaints/{numbers[0]}")
    live_server.stop()
    page.click("[data-keep]")
    expect(page.locator("[data-keep] + [role=status]")).to_have_text(re.compile(r"^0 / 1 · Not kept"))
    expect(page.locator("[data-keep]")).to_have_attribute("aria-pressed", "false")
    live_server.start()


def test_neither_no_store_nor_the_sign_in_page_is_kept(officer: Walk, page: Page) -> None:
    ask = """async address => { const said = new Promise(done => navigator.serviceWorker.onmessage = e => done(e.data));
        (await navigator.serviceWorker.ready).active.postMessage([address]); return said }"""
    assert page.evaluate(ask, "/complaints") == 1
    assert page.evaluate(ask, "/sign-in") == 0  # no-store
    assert page.evaluate(ask, "/nowhere") == 0
    page.context.clear_cookies()
    assert page.evaluate(ask, "/account") == 0  # led to the sign-in page
    assert page.evaluate(KEPT) == ["/complaints"]


def test_signing_out_takes_the_copies_away(officer: Walk, numbers: list[str], page: Page) -> None:
    keep(page, f"/complaints/{numbers[0]}")
    page.click("[data-sign-out] button")
    page.wait_for_url("**/sign-in")
    page.wait_for_function(f"async () => !(await ({KEPT})()).length")


def test_somebody_else_on_the_same_phone_never_reads_them(
    officer: Walk, numbers: list[str], live_server: LiveServer, page: Page
) -> None:
    """Without a sign-out: the session ran out, the phone went on."""
    keep(page, f"/complaints/{numbers[0]}")
    page.context.clear_cookies()
    Walk(page, live_server.url).sign_in("sdm")
    page.wait_for_function(f"async () => !(await ({KEPT})()).length")
    live_server.stop()
    page.goto(f"/complaints/{numbers[0]}")
    expect(page.locator("h1")).to_have_text("नेटवर्क नहीं")
    live_server.start()


def test_at_most_thirty_and_three_days(officer: Walk, numbers: list[str], live_server: LiveServer, page: Page) -> None:
    keep(page, f"/complaints/{numbers[0]}")
    page.evaluate("""async () => { const kept = await caches.open('kept'), [key] = await kept.keys();
        const copy = await kept.match(key), text = await copy.text();
        for (let i = 0; i < 40; i++) await kept.put('/complaints/x' + i, new Response(text, {headers: copy.headers}));
        await kept.delete(key); }""")
    keep(page, f"/complaints/{numbers[1]}")
    held = page.evaluate(KEPT)
    assert len(held) == 30
    assert held[-1] == f"/complaints/{numbers[1]}"
    page.evaluate("""async () => { const kept = await caches.open('kept'), [key] = await kept.keys();
        const copy = await kept.match(key), headers = new Headers(copy.headers);
        headers.set('Date', new Date(Date.now() - 3 * 864e5 - 6e4).toUTCString());
        await kept.put(key, new Response(await copy.text(), {headers})); }""")
    page.goto("/complaints")
    page.wait_for_function(f"async () => (await ({KEPT})()).length === 29")


def test_a_post_never_passes_through_it(app: Flask, officer: Walk, numbers: list[str], page: Page) -> None:
    """What a worker sends on comes from its own script; the browser says so to its debugger."""
    seen: dict[str, bool] = {}
    page.goto(f"/complaints/{numbers[0]}")
    page.context.on("response", lambda answer: seen.update({answer.request.method: answer.from_service_worker}))
    page.fill("#comment textarea", "मौके पर गया")
    page.click("#comment button")
    expect(page.locator("#story li").first).to_contain_text("मौके पर गया")
    page.goto("/complaints")
    assert seen["POST"] is False
    assert seen["GET"] is True


def test_a_computer_that_keeps_nothing_loses_worker_and_copies(
    officer: Walk, numbers: list[str], live_server: LiveServer, page: Page
) -> None:
    keep(page, f"/complaints/{numbers[0]}")
    page.context.add_cookies([{"name": "keep", "value": "none", "url": live_server.url}])
    page.goto("/complaints")
    page.wait_for_function("async () => !(await navigator.serviceWorker.getRegistrations()).length")
    page.wait_for_function("async () => !(await caches.keys()).length")
    page.goto(f"/complaints/{numbers[0]}")
    expect(page.locator("[data-keep]")).to_be_hidden()


def test_a_second_page_is_one_request_of_the_line(
    app: Flask, numbers: list[str], live_server: LiveServer, page: Page
) -> None:
    """Nor does the browser ask for the worker again with every page; the dictionary came once, when it was idle."""
    asked: list[str] = []

    def note(_sender: Flask, **_signal: object) -> None:
        asked.append(request.full_path.rstrip("?"))

    def has_dictionary() -> bool:
        page.wait_for_timeout(100)
        return any(address.startswith("/dict?") for address in asked)

    with request_finished.connected_to(note, app):
        Walk(page, live_server.url).sign_in("officer")
        page.goto("/complaints")
        assert page.evaluate(READY)
        assert eventually(has_dictionary, 30)
        asked.clear()
        page.goto("/search")
        page.wait_for_timeout(2500)  # a browser looks for a new worker about a second after a page
    assert asked == ["/search"]
