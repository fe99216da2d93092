"""THE TESTS: the meeting file as Chromium prints it – A4, numbered pages, the head on each, no row in two pieces."""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta
from math import ceil
from typing import TYPE_CHECKING

import pypdfium2
import pytest
from flask import Flask

from app.extensions import db
from tests.browser import LiveServer, phone
from tests.office import seated
from tests.press.reading import pages_of
from tests.reviews.ways import make_world, marked

if TYPE_CHECKING:
    from playwright.sync_api import Browser

pytestmark = pytest.mark.browser
OLD = 45
A4 = (595, 842)  # points
# How a row begins, at its top; its number stands at its foot. Latin: letters of Hindi come out of a PDF in pieces.
ROW = "BEGIN{no:03} सड़क टूटी है, गड्ढों में पानी भरा रहता है और बच्चे गिर जाते हैं"
HEADS = {"": ("निर्देश", "Direction and date"), "/en": ("Direction and date", "निर्देश")}


@pytest.fixture
def office(app: Flask) -> Flask:
    now = datetime.now(UTC)
    with app.app_context():
        world = make_world(db.session, now)  # type: ignore[arg-type]
        for no in range(1, OLD + 1):
            marked(world, now - timedelta(days=130 + no), text=ROW.format(no=no), source="CMW" if no % 3 else "SSV")
        db.session.commit()
    return app


def printed(office: Flask, server: LiveServer, chromium: Browser, address: str) -> bytes:
    """What comes out of the printer: the sheet's own size and margins."""
    client = seated(office, "dc")
    with phone(chromium, server.url) as page:
        for cookie in client._cookies.values():
            page.context.add_cookies([{"name": cookie.key, "value": cookie.value, "url": server.url}])
        page.goto(address)
        return page.pdf(prefer_css_page_size=True)


@pytest.mark.parametrize("prefix", HEADS)
def test_the_meeting_file_on_paper(office: Flask, live_server: LiveServer, chromium: Browser, prefix: str) -> None:
    data = printed(office, live_server, chromium, f"{prefix}/reviews/print")
    pages = pages_of(data)
    assert sizes(data) == {A4}
    assert [re.findall(r"\d+ / \d+", page)[-1] for page in pages] == [
        f"{no} / {len(pages)}" for no in range(1, len(pages) + 1)
    ]
    begun = [re.findall(r"BEGIN(\d+)", page) for page in pages]
    first = next(no for no, rows in enumerate(begun) if rows)
    assert len(pages) - first >= 3, "long enough to say something"
    assert all(begun[first:]), "no page of the list is empty, and none is left over"
    needed = ceil(OLD / max(map(len, begun)))
    assert len(pages) - first in (needed, needed + 1), "no more pages than the rows and the title need"
    assert sum(begun, []) == [f"{no:03}" for no in range(OLD, 0, -1)], "each row once, the oldest first"
    for page, rows in zip(pages[first:], begun[first:], strict=True):
        assert len(re.findall(r"\bNG\d\d-\d+-\d\b", page)) == len(rows), "a row ends on the page where it begins"
        said = "".join(page.split())
        assert [said.count("".join(head.split())) for head in HEADS[prefix]] == [1, 0], "the head stands on each page"
    assert not any(word in " ".join(pages) for word in ("Ctrl+P", "←")), "nothing of the screen is printed"


def sizes(data: bytes) -> set[tuple[int, int]]:
    """Width and height of the pages in points."""
    book = pypdfium2.PdfDocument(data)
    try:
        return {(round(width), round(height)) for width, height in (book[no].get_size() for no in range(len(book)))}
    finally:
        book.close()


def test_the_list_begins_on_a_page_of_its_own_also_when_it_is_empty(
    app: Flask, live_server: LiveServer, chromium: Browser
) -> None:
    with app.app_context():
        make_world(db.session, datetime.now(UTC))  # type: ignore[arg-type]
        db.session.commit()
    pages = pages_of(printed(app, live_server, chromium, "/en/reviews/print"))
    assert "Over 100 days (0)" in pages[-1]
    assert "None. Good." in pages[-1]
    assert not [page for page in pages[:-1] if "None. Good." in page]
    assert sum(page.count("Oldest (days)") for page in pages) == 1, "a short table is in one piece"
    assert "Pending" not in pages[-1].split("Over 100 days")[0], "nothing stands above it"
