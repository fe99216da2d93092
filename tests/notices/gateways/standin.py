"""A gateway on this machine: answers as the vendors' papers say, badly when asked to, and remembers what it got."""

from __future__ import annotations

import socket
import ssl
import subprocess
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from urllib.parse import parse_qsl, urlsplit


@dataclass
class Seen:
    """One request as it came."""

    method: str
    path: str
    fields: dict[str, str]
    body: bytes
    headers: dict[str, str]


@dataclass
class StandIn:
    """`answer(seen)` gives status and body; `manner` is well, hang, reset or drip."""

    answer: Callable[[Seen], tuple[int, str]]
    manner: str = "well"
    seen: list[Seen] = field(default_factory=list)
    url: str = ""
    over: threading.Event = field(default_factory=threading.Event)


class Server(ThreadingHTTPServer):
    """The server with what it is told."""

    daemon_threads = True
    told: StandIn


class Handler(BaseHTTPRequestHandler):
    """Reads a request, remembers it, and answers in the manner asked for."""

    server: Server

    def _serve(self) -> None:
        told = self.server.told
        body = self.rfile.read(int(self.headers.get("Content-Length") or 0))
        query = dict(parse_qsl(urlsplit(self.path).query, keep_blank_values=True))
        form = dict(parse_qsl(body.decode(), keep_blank_values=True)) if b"=" in body[:200] else {}
        seen = Seen(self.command, urlsplit(self.path).path, query | form, body, dict(self.headers))
        told.seen.append(seen)
        if told.manner == "hang":
            told.over.wait(5)
        elif told.manner == "reset":
            self.connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, b"\1\0\0\0\0\0\0\0")
            self.connection.close()
        else:
            self._answer(told, *told.answer(seen))

    do_GET = do_POST = _serve  # noqa: N815 - the names http.server calls

    def _answer(self, told: StandIn, status: int, text: str) -> None:
        raw = text.encode()
        self.send_response(status)
        self.send_header("Content-Length", str(len(raw)))
        self.end_headers()
        step = 1 if told.manner == "drip" else len(raw) or 1
        for at in range(0, len(raw), step):
            if told.manner == "drip" and told.over.wait(0.1):
                return
            self.wfile.write(raw[at : at + step])
            self.wfile.flush()

    def handle(self) -> None:
        with suppress(OSError):  # the client lost its patience, as it should
            super().handle()

    def finish(self) -> None:
        with suppress(OSError, ValueError):
            super().finish()

    def log_message(self, *_told: object) -> None:
        """Say nothing."""


@contextmanager
def serving(answer: Callable[[Seen], tuple[int, str]], *, certificate: Path | None = None) -> Iterator[StandIn]:
    """The stand-in on a free port; with TLS where a certificate with its key is given."""
    told = StandIn(answer)
    server = Server(("127.0.0.1", 0), Handler)
    server.told = told
    if certificate is not None:
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(certificate)
        server.socket = context.wrap_socket(server.socket, server_side=True, do_handshake_on_connect=False)
    told.url = f"{'https' if certificate else 'http'}://localhost:{server.server_address[1]}/send"
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02})
    thread.start()
    try:
        yield told
    finally:
        told.over.set()
        server.shutdown()
        server.server_close()
        thread.join()


def own_certificate(folder: Path) -> Path:
    """A certificate for localhost that no browser trusts, with its key in the same file."""
    made, key = folder / "own.pem", folder / "own.key"
    subprocess.run(
        ["openssl", "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes", "-days", "2",
         "-subj", "/CN=localhost", "-addext", "subjectAltName=DNS:localhost", "-keyout", str(key), "-out", str(made)],
        check=True, capture_output=True,
    )  # fmt: skip
    made.write_text(made.read_text() + key.read_text())
    return made
