"""THE BENCH: the office behind its real web server, with the CPU of the server's threads and the SQL it needs."""

from __future__ import annotations

import http.client
import os
import re
import threading
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlencode

import waitress
from sqlalchemy import Connection, Engine, event

from app.demo.people import DEMO_PASSWORD

NOT_COUNTED = re.compile(r"\s*(BEGIN|COMMIT|ROLLBACK|SAVEPOINT|RELEASE|PRAGMA|SET)\b", re.I)


@dataclass(frozen=True)
class Answer:
    """What came back, and what it took: statements and CPU seconds of the web server."""

    status: int
    body: bytes
    headers: Mapping[str, str]
    statements: tuple[str, ...]
    cpu: float


@dataclass
class Served:
    """One WSGI application on a port of its own. `visitors` are cookies by user name."""

    port: int
    visitors: dict[str, str] = field(default_factory=dict)
    statements: list[str] = field(default_factory=list)
    engines: set[int] = field(default_factory=set)  # ids of the PostgreSQL processes that answered

    def ask(self, method: str, path: str, *, username: str = "", fields: Mapping[str, str] | None = None,
            htmx: bool = False, encoding: str = "br") -> Answer:  # fmt: skip
        """One request on a connection of its own."""
        headers = {"Accept-Encoding": encoding, "Sec-Fetch-Site": "same-origin"}
        if username:
            headers["Cookie"] = self._cookie(username)
        if htmx:
            headers["HX-Request"] = "true"
        body = None
        if fields is not None:
            body, headers["Content-Type"] = urlencode(fields), "application/x-www-form-urlencoded"
        return self._ask(method, path, body, headers)

    def _ask(self, method: str, path: str, body: str | None, headers: dict[str, str]) -> Answer:
        self.statements.clear()
        before = self._cpu()
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=60)
        connection.request(method, path, body, headers)
        answer = connection.getresponse()
        content = answer.read()
        spent = self._cpu() - before
        connection.close()
        return Answer(answer.status, content, dict(answer.getheaders()), tuple(self.statements), spent)

    def _cookie(self, username: str) -> str:
        if username not in self.visitors:
            self.visitors[username] = ""
            said = self.ask("POST", "/sign-in", fields={"username": username, "password": DEMO_PASSWORD})
            assert said.status == 303, f"{username} could not sign in: {said.status}"
            self.visitors[username] = said.headers["Set-Cookie"].split(";")[0]
        return self.visitors[username]

    def _cpu(self) -> float:
        """Seconds that all threads but the asking one, and the database's own processes, have used."""
        own = threading.get_ident()
        threads = [thread.ident for thread in threading.enumerate() if thread.ident not in (own, None)]
        clocks = (time.pthread_getcpuclockid(ident) for ident in threads if ident)
        return sum(time.clock_gettime(clock) for clock in clocks) + sum(map(_process_seconds, self.engines))


def _process_seconds(process: int) -> float:
    """CPU of another process, in seconds."""
    with open(f"/proc/{process}/schedstat", encoding="ascii") as file:
        return int(file.read().split()[0]) / 1e9


@contextmanager
def served(app: Any) -> Iterator[Served]:
    """The application behind one thread of waitress; with one, its CPU is the request's."""
    server = waitress.create_server(app, host="127.0.0.1", port=0, threads=1, ident=None, asyncore_use_poll=True)
    threading.Thread(target=server.run, daemon=True).start()
    found = Served(server.effective_port)

    def note(connection: Connection, _cursor: Any, statement: str, *_rest: Any) -> None:
        if not NOT_COUNTED.match(statement):
            found.statements.append(statement)
        raw = connection.connection.driver_connection
        if connection.dialect.name == "postgresql" and raw is not None and os.path.isdir("/proc"):
            found.engines.add(raw.info.backend_pid)

    event.listen(Engine, "before_cursor_execute", note)
    try:
        yield found
    finally:
        event.remove(Engine, "before_cursor_execute", note)
        server.task_dispatcher.shutdown()
        server.close()
