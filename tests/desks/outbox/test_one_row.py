"""DESK: outbox, tests: whatever is done twice is one row; and what a killed browser had is not gone."""

from __future__ import annotations

import os
import signal
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from flask import Response
from playwright.sync_api import Error, expect

from app.web import entry
from tests.browser import LiveServer, binary, phone
from tests.desks.casework.conftest import Case
from tests.desks.outbox.device import SAID, CutReply, Phone, held, lost, refused

if TYPE_CHECKING:
    from playwright.sync_api import Browser

pytestmark = pytest.mark.browser


def visited_twice(phone: Phone) -> int:
    """A double click, then Back and once more with what the browser has kept in the form; how many visits it made."""
    page, number = phone.page, phone.case.number
    page.goto(f"/en/complaints/{number}/visit")
    page.fill("#visit [name=text]", SAID)
    page.dblclick("#visit [data-primary]", no_wait_after=True)
    page.wait_for_url(f"**/complaints/{number}")
    page.go_back(wait_until="commit")  # a page that was only put aside does not load again
    expect(page.locator("#visit")).to_be_visible()
    if page.input_value("#visit [name=text]") == SAID:
        page.click("#visit [data-primary]")
        page.wait_for_url(f"**/complaints/{number}")
    return phone.case.actions().count("dialogue")


def test_a_double_click_and_back_and_once_more_are_one_visit(
    case: Case, live_server: LiveServer, chromium: Browser
) -> None:
    with held(case, live_server, chromium) as phone:
        assert visited_twice(phone) == 1


def test_without_javascript_too(case: Case, live_server: LiveServer, chromium: Browser, tmp_path: Path) -> None:
    """As browsers really are: Back shows the very page that was left, with its key."""
    kept = {"java_script_enabled": False, "ignore_default_args": ["--disable-back-forward-cache"]}
    with started(case, live_server, chromium, tmp_path / "profile", **kept) as phone:
        phone.sign_in()
        assert visited_twice(phone) == 1


def test_the_browser_itself_sends_a_lost_post_again(case: Case, live_server: LiveServer, chromium: Browser) -> None:
    """Without JavaScript nobody but the key stands between a cut line and a second row."""
    with CutReply(live_server.url) as line, phone(chromium, line.url, java_script_enabled=False) as page:
        page.set_default_timeout(60_000)
        device = Phone(case, page)
        device.sign_in()
        page.goto(f"/en/complaints/{case.number}")
        page.fill("#comment-text", SAID)
        line.cut_next = True
        page.click("#comment button:has-text('Keep the note')")
        expect(page.locator("#story")).to_contain_text(SAID)
        assert (line.posts, device.notes()) == (2, 1)


def test_without_the_book_of_entries_the_second_post_would_be_a_second_row(
    case: Case, live_server: LiveServer, chromium: Browser, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The outbox does send again: what keeps it one row is the book, and nothing else."""

    def forgetful() -> Response | None:
        entry.g.entry = None
        return None

    monkeypatch.setattr(entry, "replay", forgetful)
    with held(case, live_server, chromium) as phone:
        phone.answer("**/comment", lost)
        phone.write()
        phone.says("No network")
        phone.answer("**/comment", None)
        phone.page.evaluate("dispatchEvent(new Event('online'))")
        for _ in range(300):  # there is no receipt either, so it would be sent again and again
            if phone.notes() > 1:
                break
            phone.page.wait_for_timeout(100)
        assert phone.notes() > 1


def test_two_tabs_send_it_once(case: Case, live_server: LiveServer, chromium: Browser) -> None:
    with held(case, live_server, chromium) as phone:
        other = Phone(case, phone.page.context.new_page())
        other.open()
        phone.page.context.set_offline(True)
        phone.write()
        phone.says("No network")
        phone.page.context.set_offline(False)
        phone.waits(0)
        other.until("navigator.onLine")
        other.page.wait_for_timeout(1000)
        assert phone.notes() == 1


def test_other_words_from_a_page_that_came_back_are_another_note(
    case: Case, live_server: LiveServer, chromium: Browser
) -> None:
    """The key in the form is the old one: JavaScript makes a new one, and nothing is swallowed (ruling 21)."""
    with held(case, live_server, chromium) as phone:
        key = phone.page.input_value("#comment [name=idem]")
        phone.write()
        phone.says("Saved")
        phone.open()
        phone.page.evaluate("key => { document.querySelector('#comment [name=idem]').value = key }", key)
        phone.write("दूसरी बात, उसी पन्ने से")
        phone.waits(0)
        phone.until("document.querySelector('#story').textContent.includes('उसी पन्ने')")
        assert phone.notes() == 2


def test_the_address_is_the_forms_unless_the_button_has_one(
    case: Case, live_server: LiveServer, chromium: Browser
) -> None:
    """`button.formAction` without the attribute is the address of the page."""
    with held(case, live_server, chromium) as phone:
        phone.write()
        phone.says("Saved")
        address = f"/en/complaints/{case.number}/comment"
        assert phone.posts[0].endswith(address)
        phone.page.evaluate(
            "to => document.querySelector('#comment button:not([type])').setAttribute('formaction', to)",
            f"{address}?b=1",
        )
        phone.posts.clear()
        phone.write("एक बात और")
        assert phone.posted().endswith(f"{address}?b=1")


@contextmanager
def started(case: Case, live_server: LiveServer, chromium: Browser, folder: Path, **options: Any) -> Iterator[Phone]:
    """A browser with a profile of its own on the disk."""
    context = chromium.browser_type.launch_persistent_context(
        str(folder), executable_path=binary(), args=["--no-sandbox"], base_url=live_server.url, **options
    )
    try:
        yield Phone(case, context.pages[0])
    finally:
        with suppress(Error):  # it was killed
            context.close()


def kill(folder: Path) -> None:
    """The power of the phone is gone: every process of this profile."""
    for process in Path("/proc").glob("[0-9]*/cmdline"):
        if str(folder).encode() in process.read_bytes():
            os.kill(int(process.parent.name), signal.SIGKILL)


def test_a_killed_browser_has_lost_nothing(
    case: Case, live_server: LiveServer, chromium: Browser, tmp_path: Path
) -> None:
    folder = tmp_path / "profile"
    with started(case, live_server, chromium, folder) as phone:
        phone.sign_in()
        phone.open()
        phone.answer("**/comment", refused(500))
        phone.write()
        phone.waits(1)
        kill(folder)
    with started(case, live_server, chromium, folder) as phone:
        phone.sign_in()
        phone.waits(0)
        assert phone.notes() == 1


def test_a_draft_comes_back_after_a_restart(
    case: Case, live_server: LiveServer, chromium: Browser, tmp_path: Path
) -> None:
    folder = tmp_path / "profile"
    for attempt in ("typed", "found"):
        with started(case, live_server, chromium, folder) as phone:
            phone.sign_in()
            phone.open()
            if attempt == "typed":
                phone.page.fill("#comment-text", SAID)
                phone.page.reload()
                phone.ready()
            expect(phone.page.locator("#comment-text")).to_have_value(SAID)
