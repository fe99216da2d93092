"""The porter: whom it believes about the address and the scheme of a request, and how much it lets in."""

import threading
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from http.client import HTTPConnection
from pathlib import Path
from typing import Any

import waitress

from app.settings import Settings
from jobs import webserver

CLAIM = {"X-Forwarded-Proto": "https", "X-Forwarded-For": "203.0.113.9"}


def echo(environ: dict[str, Any], start: Callable[..., object]) -> Iterable[bytes]:
    start("200 OK", [("Content-Type", "text/plain")])
    return [f"{environ['wsgi.url_scheme']} {environ['REMOTE_ADDR']}".encode()]


@contextmanager
def door(tmp_path: Path, **env: str) -> Iterator[HTTPConnection]:
    settings = Settings.from_env({"NIVARAN_ENV": "test", "NIVARAN_HOME": str(tmp_path)} | env)
    server = waitress.create_server(echo, **(webserver.options(settings) | {"port": 0}))
    threading.Thread(target=server.run, daemon=True).start()
    client = HTTPConnection("127.0.0.1", server.effective_port, timeout=5)
    try:
        yield client
    finally:
        client.close()
        server.close()


def test_a_stranger_cannot_claim_an_address_or_tls(tmp_path: Path) -> None:
    with door(tmp_path) as client:
        client.request("GET", "/", headers=CLAIM)
        assert client.getresponse().read() == b"http 127.0.0.1"


def test_the_proxy_we_named_is_believed(tmp_path: Path) -> None:
    with door(tmp_path, TRUSTED_PROXY="127.0.0.1") as client:
        client.request("GET", "/", headers=CLAIM)
        assert client.getresponse().read() == b"https 203.0.113.9"


def test_a_body_larger_than_any_entry_is_turned_away(tmp_path: Path) -> None:
    with door(tmp_path) as client:
        client.putrequest("POST", "/")
        client.putheader("Content-Length", str(101 * webserver.MEGABYTE))
        client.endheaders()
        assert client.getresponse().status == 413
