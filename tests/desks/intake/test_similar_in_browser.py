"""THE TESTS: the same complaint told twice at the counter, in a real browser – shown while the clerk types, joined in
one press, or registered all the same; nothing is asked a second time."""

from __future__ import annotations

from contextlib import suppress
from typing import TYPE_CHECKING

import pytest
from flask import Flask
from playwright.sync_api import Error, Page, Route, expect

from tests.axe import violations
from tests.browser import LiveServer, phone
from tests.desks.counter_office import FIELD, actions, complaints, open_office, signed_in, take_in

if TYPE_CHECKING:
    from playwright.sync_api import Browser

pytestmark = pytest.mark.browser
SAME, OTHER = "9876543210", "9812345670"


@pytest.fixture
def known(app: Flask) -> str:
    """The number of the complaint that was taken in before."""
    open_office(app)
    return take_in(app, mobile=SAME)


def at_the_counter(app: Flask, page: Page, server: LiveServer) -> None:
    for cookie in signed_in(app, "cell")._cookies.values():
        page.context.add_cookies([{"name": cookie.key, "value": cookie.value, "url": server.url}])
    page.goto("/intake/new")


def done(app: Flask) -> list[str]:
    return [action for action in actions(app) if action != "sign_in"]


def write(page: Page, mobile: str = "", place: str = FIELD["place"]) -> None:
    """Everything but the last key, as a clerk types it."""
    for field, words in (("mobile", mobile), ("name", FIELD["name"]), ("place", place), ("text", FIELD["text"])):
        page.focus(f"#{field}")
        page.keyboard.insert_text(words)


def test_the_same_one_is_added_to_in_one_press(app: Flask, known: str, page: Page, live_server: LiveServer) -> None:
    at_the_counter(app, page, live_server)
    box = page.locator("#similar")
    expect(page.locator("#mobile")).to_be_focused()
    page.keyboard.type(SAME[:9])
    page.wait_for_timeout(700)  # half a second after the last key it asks
    expect(box).not_to_contain_text(known)
    page.keyboard.type(SAME[9:])
    expect(box).to_contain_text("इस नंबर से 1 शिकायत पहले से चल रही है")
    expect(box.locator(".n")).to_have_text(known)
    expect(page.locator("#mobile")).to_be_focused()
    write(page)
    expect(page.locator("#suggest input[type=radio]").first).to_be_checked()
    expect(box).to_contain_text(known)
    box.get_by_role("button", name="वही है – उसमें जोड़ें").click()
    expect(page.locator(".flash").first).to_contain_text(known)
    expect(page.locator("#mobile")).to_have_value("")
    expect(page.locator("#text")).to_have_value("")
    assert [one.number for one in complaints(app)] == [known]
    assert done(app) == ["register", "comment"]


def test_another_one_is_registered_without_being_asked_again(
    app: Flask, known: str, page: Page, live_server: LiveServer
) -> None:
    at_the_counter(app, page, live_server)
    write(page, SAME)
    expect(page.locator("#similar")).to_contain_text(known)
    expect(page.locator("#suggest input[type=radio]").first).to_be_checked()
    page.locator("#similar").get_by_role("link", name="अलग है – नई दर्ज करें").click()
    expect(page.locator("#text")).to_be_focused()
    expect(page.locator("#text")).to_have_value(FIELD["text"])
    page.click("#intake [data-primary]")
    expect(page.locator(".slip")).to_be_visible()
    assert [one.state for one in complaints(app)] == ["registered", "marked"]


def test_the_same_words_from_the_same_village_are_shown_and_from_another_not(
    app: Flask, known: str, page: Page, live_server: LiveServer
) -> None:
    at_the_counter(app, page, live_server)
    write(page, OTHER, "बड़ागाँव")
    expect(page.locator("#suggest input[type=radio]").first).to_be_checked()
    expect(page.locator("#similar")).not_to_contain_text(known)
    page.fill("#place", FIELD["place"])
    page.press("#place", "Tab")
    expect(page.locator("#similar")).to_contain_text("मिलती-जुलती")
    expect(page.locator("#similar")).to_contain_text(known)
    page.fill("#mobile", "")
    assert page.evaluate("document.activeElement.id") == "mobile"


def test_an_older_answer_that_comes_late_does_not_undo_a_newer_one(
    app: Flask, known: str, page: Page, live_server: LiveServer
) -> None:
    """The village asks, then the words do: the answer to the village was made without them."""
    at_the_counter(app, page, live_server)
    late: list[Route] = []
    page.route("**/intake/suggest", lambda route: route.continue_() if late else late.append(route))
    page.fill("#place", FIELD["place"])
    page.press("#place", "Tab")
    for _wait in range(50):
        if late:
            break
        page.wait_for_timeout(100)
    page.fill("#text", FIELD["text"])
    expect(page.locator("#suggest input[type=radio]").first).to_be_checked()
    with suppress(Error):  # the browser has given it up
        late[0].continue_()
    page.wait_for_timeout(1000)
    expect(page.locator("#suggest input[type=radio]").first).to_be_checked()
    expect(page.locator("#similar")).to_contain_text(known)


def test_what_was_not_seen_yet_is_asked_about_before_it_is_registered(
    app: Flask, known: str, page: Page, live_server: LiveServer
) -> None:
    """The line was slow, or the clerk quicker: the answer that should have come while typing never came."""
    at_the_counter(app, page, live_server)
    page.route("**/intake/s*", lambda asked: asked.abort())
    write(page, SAME)
    page.select_option("#category_other", "water_none")
    page.click("#intake [data-primary]")
    expect(page.locator("#similar")).to_contain_text(known)
    expect(page.locator("[data-focus][role=status]")).to_be_focused()
    expect(page.locator("#text")).to_have_value(FIELD["text"])
    assert not violations(page)
    assert len(complaints(app)) == 1
    page.locator("#similar").get_by_role("button", name="अलग है – नई दर्ज करें").click()
    expect(page.locator(".slip")).to_be_visible()
    assert len(complaints(app)) == 2


def test_without_javascript_too(app: Flask, known: str, live_server: LiveServer, chromium: Browser) -> None:
    with phone(chromium, live_server.url, java_script_enabled=False) as page:
        at_the_counter(app, page, live_server)
        write(page, SAME)
        page.select_option("#category_other", "water_none")
        page.click("#intake [data-primary]")
        expect(page.locator("#similar")).to_contain_text(known)
        assert len(complaints(app)) == 1
        page.locator("#similar").get_by_role("button", name="वही है – उसमें जोड़ें").click()
        expect(page.locator(".flash").first).to_contain_text(known)
    assert done(app) == ["register", "comment"]
