"""THE TESTS: Chromium, the application over real HTTP, and the slow line of a village."""

from __future__ import annotations

import shutil
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any
from weakref import WeakKeyDictionary

from flask import Flask
from waitress.server import create_server

from jobs import webserver

if TYPE_CHECKING:
    from playwright.sync_api import Browser, CDPSession, Page, Playwright

INSTALL = "Chromium is missing: apt-get install chromium fonts-noto-core"
PHONE = {"width": 360, "height": 740}
# One per page: with two, the first line laid to a page would go on beside the second.
_sessions: WeakKeyDictionary[Page, CDPSession] = WeakKeyDictionary()


def binary() -> str | None:
    return shutil.which("chromium") or shutil.which("chromium-browser")


class LiveServer:
    """The application under waitress, told as the office tells it, on a port of its own; `stop()` and `start()` again
    keep the address."""

    def __init__(self, app: Flask) -> None:
        self.app = app
        self._port = 0
        self._connections: dict[int, Any] = {}
        self._server: Any = None
        self._thread: threading.Thread | None = None

    @property
    def port(self) -> int:
        return self._port

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self._port}"

    def start(self) -> None:
        self._connections = {}
        house = getattr(self.app, "extensions", {}).get("nivaran")  # a door that is no office has no settings
        told = webserver.options(house) if house else {"clear_untrusted_proxy_headers": True, "connection_limit": 1000}
        told |= {"host": "127.0.0.1", "port": self._port, "threads": 4, "map": self._connections}
        self._server = create_server(self.app, **told)
        self._port = int(self._server.effective_port)
        self._thread = threading.Thread(target=self._serve, daemon=True)
        self._thread.start()

    def _serve(self) -> None:
        self._server.run()  # ends by itself when nothing is left to listen to
        self._server.task_dispatcher.shutdown()

    def stop(self) -> None:
        if self._thread is None:
            return
        self._server.trigger.pull_trigger(self._close_all)  # sockets are closed by the thread that listens to them
        self._thread.join(timeout=10)
        self._thread = None

    def _close_all(self) -> None:
        for connection in list(self._connections.values()):
            connection.close()


@contextmanager
def playing() -> Iterator[Playwright]:
    """The driver of browsers; only one can live in a process."""
    from playwright.sync_api import sync_playwright

    with sync_playwright() as play:
        yield play


@contextmanager
def launched(play: Playwright, program: str, *arguments: str) -> Iterator[Browser]:
    running = play.chromium.launch(
        executable_path=program, args=["--no-sandbox", "--disable-dev-shm-usage", "--disable-gpu", *arguments]
    )
    yield running
    running.close()


@contextmanager
def phone(browser: Browser, base_url: str, **options: Any) -> Iterator[Page]:
    """A page of its own, without anything kept from another test; `options` as Playwright's new_context takes them
    (java_script_enabled=False). Raises AssertionError if a script failed or the content security policy stopped one.
    """
    context = browser.new_context(**{"base_url": base_url, "viewport": PHONE, "locale": "hi-IN", **options})
    context.set_default_timeout(15_000)
    page = context.new_page()
    failures: list[str] = []
    page.on("pageerror", lambda error: failures.append(str(error)))
    page.on("console", lambda said: failures.append(said.text) if "Content Security Policy" in said.text else None)
    try:
        yield page
    finally:
        context.close()
    assert not failures, f"scripts failed on the page: {failures}"


def slow_line(page: Page, kbit: int = 50, latency_ms: int = 500) -> None:
    """From now on this page is at the end of a line of `kbit` kbit/s, each request waiting `latency_ms` first."""
    _line(page, offline=False, latency=latency_ms, bytes_per_second=kbit * 1000 / 8)


def no_line(page: Page) -> None:
    """The line is cut."""
    _line(page, offline=True, latency=0, bytes_per_second=0)


def full_line(page: Page) -> None:
    """The line is as good as the machine."""
    _line(page, offline=False, latency=0, bytes_per_second=-1)


def _line(page: Page, *, offline: bool, latency: int, bytes_per_second: float) -> None:
    session = _sessions.get(page)
    if session is None:
        session = _sessions[page] = page.context.new_cdp_session(page)
        session.send("Network.enable")
    session.send(
        "Network.emulateNetworkConditions",
        {
            "offline": offline,
            "latency": latency,
            "downloadThroughput": bytes_per_second,
            "uploadThroughput": bytes_per_second,
        },
    )
