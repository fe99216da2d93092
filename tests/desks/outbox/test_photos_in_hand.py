"""DESK: outbox, tests: a photo that lies only in its form is not left behind without a question (Chromium)."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from playwright.sync_api import Dialog, expect

from tests.browser import LiveServer
from tests.desks.casework.conftest import TEXT, Case
from tests.desks.outbox.conftest import one_photo
from tests.desks.outbox.device import Phone, held

if TYPE_CHECKING:
    from playwright.sync_api import Browser

pytestmark = pytest.mark.browser


def asked_on_leaving(phone: Phone) -> list[str]:
    """The kinds of questions the browser asks when the page is left for the list."""
    asked: list[str] = []

    def noted(dialog: Dialog) -> None:
        asked.append(dialog.type)
        dialog.accept()

    phone.page.once("dialog", noted)
    phone.page.goto("/en/complaints")
    phone.page.remove_listener("dialog", noted)
    return asked


def test_a_photo_that_was_chosen_and_not_sent_is_asked_about(
    case: Case, live_server: LiveServer, chromium: Browser
) -> None:
    case.ready()
    with held(case, live_server, chromium) as phone:
        phone.page.fill("#report-text", TEXT)
        assert asked_on_leaving(phone) == [], "words are kept as a draft"
        phone.open()
        phone.page.set_input_files("#photo_after", {"name": "a.jpg", "mimeType": "image/jpeg", "buffer": one_photo()})
        expect(phone.page.locator("[data-for=photo_after]")).not_to_be_empty()
        phone.page.click("#report-text")  # a browser asks only where somebody has touched the page
        assert asked_on_leaving(phone) == ["beforeunload"]


def test_a_photo_that_the_device_keeps_is_not(case: Case, live_server: LiveServer, chromium: Browser) -> None:
    case.ready()
    with held(case, live_server, chromium) as phone:
        phone.page.context.set_offline(True)
        phone.report(one_photo())
        phone.waits(1)
        phone.says("No network – kept on this device")
        phone.page.context.set_offline(False)
        assert asked_on_leaving(phone) == []
