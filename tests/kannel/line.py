"""THE TESTS: the line to the phones – message centre, Kannel and the door at which Kannel reaches the office."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable, Iterator
from typing import Any
from urllib.error import HTTPError
from urllib.parse import urlencode
from urllib.request import urlopen

import pytest

from tests.browser import LiveServer
from tests.conftest import missing
from tools import kannel, smsc

SECRET = "the-way-in-of-the-tests-of-kannel"
CODE = "1905"  # the number to which people answer


class Door:
    """Kannel knows one address of the office; each test puts its own application behind it."""

    def __init__(self) -> None:
        self.app: Callable[..., Iterable[bytes]] | None = None
        self.asked: list[str] = []

    def __call__(self, environ: dict[str, Any], start: Callable[..., Any]) -> Iterable[bytes]:
        self.asked.append(f"{environ['PATH_INFO']}?{environ['QUERY_STRING']}")
        if self.app is None:
            start("200 OK", [("Content-Type", "text/plain")])
            return [b"nobody is in"]
        return self.app(environ, start)


class Line:
    """`centre`: what went out and came in; `kannel`: the boxes; `door`: put the application into `door.app`."""

    def __init__(self, **paces: str) -> None:
        self.door = Door()
        self._server = LiveServer(self.door)  # type: ignore[arg-type]  # any WSGI callable
        self.centre = smsc.MessageCentre()
        self._server.start()
        self.centre.start()
        told = "from=%p&to=%P&smsc=%i&id=%I&t=%T&text=%b"
        inbound = f"{self.url}/hooks/sms/kannel/{SECRET}/mo?{told}"
        self.kannel = kannel.Kannel(self.centre.port, (smsc.NAME, smsc.PASSWORD), inbound, paces)

    @property
    def url(self) -> str:
        return self._server.url

    @property
    def told(self) -> dict[str, str]:
        """Settings of an office that sends through this line."""
        return {
            "SMS_GATEWAY": "kannel", "SMS_URL": self.kannel.send_url, "SMS_USER": kannel.USER,
            "SMS_PASSWORD": kannel.PASSWORD, "SMS_HEADER": kannel.HEADER, "SMS_HOOK_SECRET": SECRET,
            "SMS_HOOK_BASE": self.url, "SMS_ALLOW": "*", "SMS_PER_SECOND": "1000",
        }  # fmt: skip

    def ask(self, path: str) -> int:
        """Come to the office's door as Kannel does; the status of the answer."""
        try:
            with urlopen(self.url + path, timeout=10) as answer:
                return int(answer.status)
        except HTTPError as refused:
            return refused.code

    def up(self) -> None:
        """Everything stands, whatever the test before did to it; the journal is empty. Boxes that bring no receipt back
        – seen once in a dozen runs, and then in every test to come – are begun anew."""
        self.centre.open_door()
        self.kannel.start()
        self.door.app = None
        if not self._hears_back():
            self.centre.drop()
            self.kannel.kill_box("smsbox")
            self.kannel.kill_box("bearerbox")
            self.kannel.start()
        self.centre.forget()
        self.door.asked.clear()

    def _hears_back(self) -> bool:
        """Whether a message to a phone that is on brings its receipt to the office's door."""
        told = {
            "username": kannel.USER, "password": kannel.PASSWORD, "to": "+919700000042", "text": "probe",
            "dlr-mask": "31", "dlr-url": f"{self.url}/probe?status=%d",
        }  # fmt: skip
        with urlopen(f"{self.kannel.send_url}?{urlencode(told)}", timeout=5) as answer:
            answer.read()
        for _ in range(100):
            if any(asked == "/probe?status=1" for asked in self.door.asked):
                return True
            time.sleep(0.05)
        return False

    def close(self) -> None:
        self.kannel.stop()
        self.centre.stop()
        self._server.stop()


@pytest.fixture(scope="session")
def one_line() -> Iterator[Line]:
    if not kannel.is_installed():
        missing(kannel.INSTALL)
    line = Line()
    try:
        yield line
    finally:
        line.close()


@pytest.fixture
def impatient_line() -> Iterator[Line]:
    """One of its own that waits a second for the centre's answer and tries once more."""
    if not kannel.is_installed():
        missing(kannel.INSTALL)
    line = Line(ACK_SECONDS="1", RESEND_TIMES="1")
    try:
        line.up()
        yield line
    finally:
        line.close()


@pytest.fixture
def line(one_line: Line) -> Line:
    one_line.up()
    return one_line
