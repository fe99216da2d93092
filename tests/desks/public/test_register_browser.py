"""DESK: the complainant's own pages, tests: registering on a small phone, in Hindi, without JavaScript."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from flask import Flask

from tests import browser
from tests.desks.counter_office import open_office
from tests.desks.public.registering import WORDS, picture, writer

if TYPE_CHECKING:
    from playwright.sync_api import Browser

pytestmark = pytest.mark.browser
WIDE = "document.documentElement.scrollWidth"


def test_the_whole_way_without_javascript(
    app: Flask, live_server: browser.LiveServer, chromium: Browser, tmp_path: Path
) -> None:
    home = writer(open_office(app))
    photo = tmp_path / "pump.jpg"
    photo.write_bytes(picture()[0].read())
    asked: list[str] = []
    with browser.phone(chromium, live_server.url, java_script_enabled=False) as page:
        page.on("request", lambda request: asked.append(request.url))
        page.goto("/sign-in")
        page.get_by_role("link", name="शिकायत दर्ज करें").click()
        assert len([url for url in asked if "/register" in url or "register" in page.url]) >= 1
        page.get_by_label("मोबाइल नंबर").fill("९८७६५ ४३२१०")
        page.get_by_role("button", name="मुझे कोड भेजें").click()
        page.get_by_label("मैसेज में आया कोड").fill(home.code())
        page.get_by_role("button", name="आगे").click()
        page.get_by_label("शिकायत क्या है?").fill(WORDS)
        page.get_by_label("गाँव / वार्ड").fill("सोनपूर")
        page.get_by_label("आपका नाम").fill("सुनीता देवी")
        page.get_by_role("button", name="आगे").click()
        page.get_by_label("इनमें से कौन-सा है?").select_option(label="सोनपुर")
        page.get_by_role("button", name="आगे").click()
        page.get_by_label("पानी नहीं आ रहा, हैंडपंप खराब").check()
        page.get_by_label("फ़ोटो या काग़ज़").set_input_files(photo)
        page.get_by_role("button", name="शिकायत दर्ज करें").last.click()
        page.wait_for_url("**/receipt")
        [row] = home.rows()
        assert row.number in page.inner_text("main")
        assert page.get_by_role("link", name="nvgm.in/t/").count() == 1
    assert (row.source, row.body, row.place_text[:6]) == ("WEB", WORDS, "सोनपुर")
    assert not [url for url in asked if url.endswith(".js") and "register" in url]
