"""THE POST ROOM: one call to a gateway over HTTP, which knows whether the request can have arrived.

TLS is always verified, with a bundle of the office's own where the gateway's chain needs one. No redirect is followed
and no proxy asked: what leaves the house goes where the settings say.
"""

from __future__ import annotations

import http.client
import ssl
import time
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit

LONGEST_ANSWER = 65536
CHUNK = 4096


class NotSent(Exception):  # noqa: N818 - what happened
    """The request certainly did not reach the gateway. `code`: refused, tls, timeout, unreachable."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


class PerhapsSent(Exception):  # noqa: N818 - what happened
    """The request was written, or half written, and no whole answer came. `code`: timeout, reset, unreadable."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


@dataclass(frozen=True)
class Answer:
    """Status and the first 64 KB of the body."""

    status: int
    body: str


@dataclass(frozen=True)
class Line:
    """How a gateway is reached: its address, the seconds that one call may take in all, its own CA bundle."""

    url: str
    seconds: float = 10.0
    ca_file: Path | None = None

    def call(
        self, method: str, *, query: str = "", body: bytes | None = None, headers: Mapping[str, str] | None = None
    ) -> Answer:
        """One request. Raises NotSent or PerhapsSent."""
        until = time.monotonic() + self.seconds
        connection = self._connected()
        try:
            return _exchange(connection, method, self._path(query), body, dict(headers or {}), until)
        finally:
            connection.close()

    def reach(self) -> str:
        """Why the gateway cannot be reached; empty when a connection, with TLS where it says https, is made."""
        try:
            self._connected().close()
        except NotSent as failed:
            return failed.code
        return ""

    def _path(self, query: str) -> str:
        parts = urlsplit(self.url)
        queries = "&".join(one for one in (parts.query, query) if one)
        return (parts.path or "/") + (f"?{queries}" if queries else "")

    def _connected(self) -> http.client.HTTPConnection:
        parts = urlsplit(self.url)
        if parts.scheme not in ("http", "https") or not parts.hostname:
            raise NotSent("address")
        made: http.client.HTTPConnection
        try:
            if parts.scheme == "https":
                context = ssl.create_default_context(cafile=str(self.ca_file) if self.ca_file else None)
                made = http.client.HTTPSConnection(parts.hostname, parts.port, timeout=self.seconds, context=context)
            else:
                made = http.client.HTTPConnection(parts.hostname, parts.port, timeout=self.seconds)
            made.connect()
        except ssl.SSLError as error:
            raise NotSent("tls") from error
        except TimeoutError as error:
            raise NotSent("timeout") from error
        except ConnectionRefusedError as error:
            raise NotSent("refused") from error
        except OSError as error:
            raise NotSent("unreachable") from error
        return made


def _exchange(
    connection: http.client.HTTPConnection, method: str, path: str, body: bytes | None, headers: dict[str, str],
    until: float,
) -> Answer:  # fmt: skip
    try:
        _patience(connection, until)
        connection.request(method, path, body=body, headers=headers)
        reply = connection.getresponse()
        return Answer(reply.status, _body(connection, reply, until).decode("utf-8", "replace"))
    except TimeoutError as error:
        raise PerhapsSent("timeout") from error
    except http.client.HTTPException as error:
        raise PerhapsSent("unreadable") from error
    except OSError as error:
        raise PerhapsSent("reset") from error


def _body(connection: http.client.HTTPConnection, reply: http.client.HTTPResponse, until: float) -> bytes:
    """What came of the body, in time and not too much of it: a gateway that drips must not hold a worker."""
    got = bytearray()
    while len(got) < LONGEST_ANSWER:
        _patience(connection, until)
        chunk = reply.read1(CHUNK)
        if not chunk:
            break
        got += chunk
    return bytes(got[:LONGEST_ANSWER])


def _patience(connection: http.client.HTTPConnection, until: float) -> None:
    left = until - time.monotonic()
    if left <= 0:
        raise TimeoutError
    if connection.sock is not None:
        connection.sock.settimeout(left)
