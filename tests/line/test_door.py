"""The shipped nginx in front of the office: TLS, answers as the office packed them, limits, cookies, a secure page."""

from __future__ import annotations

import gzip
import http.client
import json
import re
import socket
import ssl
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import urlencode

import brotli
import pytest

from tests.browser import launched, phone
from tests.client import DEMO_PASSWORD
from tests.line.conftest import behind_nginx
from tools.line.door import Door

if TYPE_CHECKING:
    from playwright.sync_api import Playwright

FORM = "application/x-www-form-urlencoded"
SIGNED_IN = urlencode({"username": "officer", "password": DEMO_PASSWORD})


def test_http_leads_to_https(door: Door) -> None:
    connection = http.client.HTTPConnection(door.address, door.plain, timeout=10)
    connection.request("GET", "/track?x=1", headers={"Host": door.name})
    answer = connection.getresponse()
    assert (answer.status, answer.headers["Location"]) == (301, f"{door.url}/track?x=1")
    connection.close()


def test_nobody_else_is_trusted(door: Door) -> None:
    plain = socket.create_connection((door.address, door.tls), 10)
    with pytest.raises(ssl.SSLCertVerificationError):
        ssl.create_default_context().wrap_socket(plain, server_hostname=door.name)


@pytest.mark.parametrize(("offered", "unpack"), [("br", brotli.decompress), ("gzip", gzip.decompress)])
def test_what_the_office_packed_passes_as_it_is(door: Door, offered: str, unpack) -> None:  # type: ignore[no-untyped-def]
    page = door.ask("GET", "/sign-in", Accept_Encoding=offered)
    assert page.headers["Content-Encoding"] == offered
    text = unpack(page.body).decode()
    style = re.search(r'href="(/static/app\.[0-9a-f]{8}\.css)"', text)
    assert style
    file = door.ask("GET", style[1], Accept_Encoding=offered)
    assert file.headers["Content-Encoding"] == offered
    assert "immutable" in file.headers["Cache-Control"]
    assert b"{" in unpack(file.body)


def test_every_answer_asks_for_https_for_a_year(door: Door) -> None:
    for path, status in (("/sign-in", 200), ("/no-such-page", 404), ("/metrics", 403)):
        answer = door.ask("GET", path)
        assert answer.status == status
        said = answer.headers.get_all("Strict-Transport-Security")
        assert said == ["max-age=31536000; includeSubDomains"], path


def test_the_session_is_for_this_host_and_for_https_only(door: Door) -> None:
    answer = door.ask("POST", "/sign-in", SIGNED_IN, Content_Type=FORM)
    assert answer.status == 303
    cookie = answer.headers["Set-Cookie"]
    assert cookie.startswith("__Host-session=")
    parts = {part.strip() for part in cookie.split(";")[1:]}
    assert parts >= {"Secure", "HttpOnly", "Path=/", "SameSite=Lax"}
    assert not any(part.startswith("Domain") for part in parts)


def test_the_office_itself_refuses_what_is_too_large(door: Door) -> None:
    """Also for 41 MB the words are the office's, in Hindi, and not nginx's."""
    answer = door.ask("POST", "/sign-in", b"x" * 41_000_000, Content_Type=FORM)
    assert answer.status == 413
    assert '<html lang="hi"' in answer.body.decode()


def test_an_open_door_is_the_same_site_without_tls(migrated_sqlite: Path, tmp_path: Path) -> None:
    """What the bench compares with programs that were measured so; no office runs like that."""
    with behind_nginx(migrated_sqlite, tmp_path, is_open=True) as bare:
        page = bare.ask("GET", "/sign-in")
        assert page.status == 200
        assert "Strict-Transport-Security" not in page.headers
        signed_in = bare.ask("POST", "/sign-in", SIGNED_IN, Content_Type=FORM)
        assert (signed_in.status, bare.url[:7]) == (303, "http://")
        assert bare.ask("GET", "/metrics").status == 403
        assert len(bare.sent()) == 3


@pytest.mark.browser
def test_chromium_finds_a_secure_page(door: Door, play: Playwright, chromium_program: str) -> None:
    with (
        launched(play, chromium_program, *door.arguments) as browser,
        phone(browser, door.url, service_workers="allow") as page,
    ):
        page.goto("/sign-in")
        page.fill("#username", "officer")
        page.fill("#password", DEMO_PASSWORD)
        page.click("main form button")
        page.wait_for_url(f"{door.url}/")
        found = json.loads(
            page.evaluate(
                "JSON.stringify([isSecureContext, 'serviceWorker' in navigator, !!crypto.subtle,"
                " performance.getEntriesByType('navigation')[0].nextHopProtocol])"
            )
        )
        assert found == [True, True, True, "h2"]
        cookies = {cookie["name"]: cookie for cookie in page.context.cookies()}
        assert cookies["__Host-session"]["secure"]
