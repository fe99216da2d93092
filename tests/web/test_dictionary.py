"""A page as what differs from the shared text: right to the byte, for who has the text, over a safe line, of nobody."""

from __future__ import annotations

import base64
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

import brotli
import pytest
from backports import zstd
from flask import Flask, Response, request, request_finished
from flask.testing import FlaskClient

from app.web import dictionary
from app.web.dictionary import HEAD, Dictionary
from tests.browser import LiveServer
from tests.client import DEMO_PASSWORD, QualityClient
from tests.conftest import MakeApp
from tests.journeys.walk import Walk
from tests.office import one_complaint
from tests.page_quality import brotli_size

if TYPE_CHECKING:
    from playwright.sync_api import Page

KNOWS = "gzip, deflate, br, zstd, dcb, dcz"
SAFE = "https://nivaran.example"


@pytest.fixture
def number(app: Flask) -> str:
    return one_complaint(app, at=datetime.now(UTC) - timedelta(hours=5))


@pytest.fixture
def officer(app: Flask, number: str) -> FlaskClient:
    """A client that looks at no page: these are packed."""
    client = FlaskClient(app, app.response_class)
    said = client.post("/sign-in", data={"username": "officer", "password": DEMO_PASSWORD}, base_url=SAFE,
                       headers={"Sec-Fetch-Site": "same-origin"})  # fmt: skip
    assert said.status_code == 303
    return client


def of(app: Flask, lang: str) -> Dictionary:
    with app.app_context():
        return dictionary.every()[lang]


def named(found: Dictionary) -> dict[str, str]:
    return {"Accept-Encoding": KNOWS, "Available-Dictionary": f":{base64.b64encode(found.digest).decode()}:"}


def unpacked(body: bytes, found: Dictionary) -> bytes:
    assert body.startswith(HEAD + found.digest)
    return zstd.decompress(body[len(HEAD) + 32 :], zstd_dict=zstd.ZstdDict(found.text, is_raw=True))


@pytest.mark.parametrize(("lang", "prefix"), [("hi", ""), ("en", "/en")])
def test_the_shared_text_is_small_and_says_for_what_it_is(
    app: Flask, client: QualityClient, lang: str, prefix: str
) -> None:
    found = of(app, lang)
    answer = client.get(found.address, headers={"Accept-Encoding": "br"})
    assert brotli.decompress(answer.data) == found.text == client.get(found.address).data
    assert len(answer.data) <= 12_288
    assert answer.headers["Use-As-Dictionary"] == f'match="{prefix}/*"'
    assert "immutable" in answer.headers["Cache-Control"]
    assert answer.headers["Vary"] == "Accept-Encoding"


def test_the_shared_text_is_that_of_the_release(app: Flask, number: str, make_app: MakeApp) -> None:
    """Nothing of the office is in it: without a database it is the same."""
    empty = make_app("sqlite://")
    for lang in ("hi", "en"):
        assert of(app, lang).digest == of(empty, lang).digest
    assert of(app, "hi").digest != of(app, "en").digest
    assert "मेरा काम" in of(app, "hi").text.decode()
    assert "मेरा काम" not in of(app, "en").text.decode()


@pytest.mark.parametrize(("lang", "prefix"), [("hi", ""), ("en", "/en")])
def test_a_page_is_sent_as_what_differs(app: Flask, officer: FlaskClient, number: str, lang: str, prefix: str) -> None:
    found = of(app, lang)
    for path in ("/complaints", f"/complaints/{number}"):
        answer = officer.get(prefix + path, base_url=SAFE, headers=named(found))
        assert answer.headers["Content-Encoding"] == "dcz"
        page = unpacked(answer.data, found)
        assert page.startswith(b"<!doctype html>")
        assert page.rstrip().endswith(b"</html>")
        assert len(answer.data) < brotli_size(page) * 0.6
        assert {"accept-encoding", "available-dictionary", "hx-request"} <= answer.vary.as_set()
        assert "Link" not in answer.headers
        same = officer.get(
            prefix + path, base_url=SAFE, headers=named(found) | {"If-None-Match": answer.headers["ETag"]}
        )
        assert (same.status_code, same.data) == (304, b"")
        assert {"accept-encoding", "available-dictionary", "hx-request"} <= same.vary.as_set()


def test_who_has_another_text_or_none_gets_brotli_and_is_told(app: Flask, officer: FlaskClient) -> None:
    old = named(of(app, "hi")) | {"Available-Dictionary": f":{base64.b64encode(bytes(32)).decode()}:"}
    for headers in (old, {"Accept-Encoding": "gzip, deflate, br, zstd"}):
        answer = officer.get("/complaints", base_url=SAFE, headers=headers)
        assert answer.headers["Content-Encoding"] == "br"
        assert answer.headers["Link"] == f'<{of(app, "hi").address}>; rel="compression-dictionary"'
    older = officer.get("/complaints", base_url=SAFE, headers={"Accept-Encoding": "gzip, deflate, br"})
    assert older.headers["Content-Encoding"] == "br"
    assert "Link" not in older.headers


def test_never_over_an_open_line_nor_for_what_nobody_may_keep_nor_for_a_post(
    app: Flask, officer: FlaskClient, number: str
) -> None:
    headers = named(of(app, "hi")) | {"Sec-Fetch-Site": "same-origin", "HX-Request": "true"}
    call = officer.post(f"/complaints/{number}/call", base_url=SAFE, headers=headers, data={"idem": "k"})
    assert b"9700000001" in brotli.decompress(call.data)
    assert call.headers["Content-Encoding"] == "br"
    assert officer.get("/sign-in", base_url=SAFE, headers=named(of(app, "hi"))).headers["Content-Encoding"] == "br"
    open_line = officer.get("/offline", base_url="http://nivaran.example", headers=named(of(app, "hi")))
    assert open_line.headers.get("Content-Encoding") != "dcz"
    assert "available-dictionary" not in open_line.vary.as_set()


@pytest.mark.browser
def test_in_a_real_browser_the_second_page_arrives_smaller(
    app: Flask, number: str, live_server: LiveServer, page: Page
) -> None:
    sent: list[tuple[str, str, int]] = []

    def note(_sender: Flask, response: Response, **_signal: object) -> None:
        sent.append((request.path, response.headers.get("Content-Encoding", ""), len(response.get_data())))

    with request_finished.connected_to(note, app):
        Walk(page, live_server.url).sign_in("officer")
        page.goto("/complaints")
        page.wait_for_timeout(500)
        for _ in range(40):
            if any(path == "/dict" for path, _encoding, _size in sent):
                break
            page.wait_for_timeout(250)
        page.wait_for_timeout(500)
        page.goto("/complaints?chip=all")
    (first,) = [one for one in sent if one[:2] == ("/complaints", "br")]
    (second,) = [one for one in sent if one[:2] == ("/complaints", "dcz")]
    assert second[2] < first[2] * 0.6
    assert page.locator("ol.q > li").count() == 1  # it was understood
