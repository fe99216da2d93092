"""The bad-line laboratory's own small office: it remembers what it was asked, and answers with so many bytes."""

from __future__ import annotations

import shutil
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest

from app.extensions import db
from tests.browser import LiveServer
from tests.conftest import build_app, dispose, missing
from tests.office import make_office
from tools.line import door as nginx
from tools.line.cutting import Line
from tools.line.door import Door


class SmallOffice(ThreadingHTTPServer):
    """GET /<n> answers n bytes; POST keeps its body in `taken` once it is whole."""

    daemon_threads = True

    def __init__(self, address: str) -> None:
        super().__init__((address, 0), Answering)
        self.taken: list[bytes] = []


class Answering(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    server: SmallOffice

    def do_GET(self) -> None:
        self._answer(b"x" * int(self.path[1:]))

    def do_POST(self) -> None:
        size = int(self.headers["Content-Length"])
        body = self.rfile.read(size)
        if len(body) == size:
            self.server.taken.append(body)
            self._answer(b"taken")

    def _answer(self, body: bytes) -> None:
        self.send_response(200)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_args: object) -> None:
        pass


@contextmanager
def answering(address: str = "127.0.0.1") -> Iterator[SmallOffice]:
    server = SmallOffice(address)
    server.handle_error = lambda *_args: None  # type: ignore[method-assign]  # a line that is cut is no news here
    threading.Thread(target=server.serve_forever, args=(0.05,), daemon=True).start()
    yield server
    server.shutdown()
    server.server_close()


@pytest.fixture
def small_office() -> Iterator[SmallOffice]:
    with answering() as server:
        yield server


@pytest.fixture
def bad_line(small_office: SmallOffice) -> Iterator[Line]:
    line = Line(small_office.server_port)
    line.start()
    yield line
    line.stop()


@contextmanager
def behind_nginx(migrated: Path, folder: Path, address: str = "127.0.0.1", *, is_open: bool = False) -> Iterator[Door]:
    """An office behind nginx, with TLS unless it is open; the names and passwords of tests/office.py."""
    if not nginx.is_installed():
        missing(nginx.INSTALL)
    shutil.copyfile(migrated, folder / "nivaran.db")
    told = {"PUBLIC_URL": nginx.url(is_open=is_open), "TRUSTED_PROXY": "127.0.0.1"}
    app = build_app(folder, f"sqlite:///{folder / 'nivaran.db'}", **told)
    with app.app_context():
        make_office(db.session, datetime.now(UTC))
        db.session.commit()
    server = LiveServer(app)
    server.start()
    made = Door(folder / "door", server.port, address, is_open=is_open)
    try:
        made.start()
        yield made
    finally:
        made.stop()
        server.stop()
        dispose(app)


@pytest.fixture(scope="module")
def door(migrated_sqlite: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Door]:
    with behind_nginx(migrated_sqlite, tmp_path_factory.mktemp("tls")) as made:
        yield made
