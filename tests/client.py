"""THE TESTS: the browser of the page tests. It holds every answer to the quality of pages and to commit at the edge."""

from __future__ import annotations

import re
from contextvars import ContextVar
from dataclasses import dataclass, field
from typing import Any

from flask import Flask, current_app, request, request_finished
from flask.testing import FlaskClient
from sqlalchemy import Connection, Engine, event
from werkzeug.test import TestResponse

from tests.page_quality import check_page

HTMX = {"HX-Request": "true"}
DEMO_PASSWORD = "nivaran-demo"
WRITING = re.compile(r"\s*(INSERT|UPDATE|DELETE|REPLACE|MERGE|WITH\b.*\b(INSERT|UPDATE|DELETE)\b)", re.I | re.S)
NOT_COUNTED = re.compile(r"\s*(BEGIN|COMMIT|ROLLBACK|SAVEPOINT|RELEASE|PRAGMA|SET)\b", re.I)
LAST_SEEN = re.compile(r"\s*UPDATE web_session SET last_seen_at=", re.I)
MACHINES = ("hooks.",)  # SMS gateways report by GET: there, and only there, a GET may write


@dataclass
class Recording:
    """What one request did to the database."""

    statements: list[str] = field(default_factory=list)
    uncommitted: list[str] = field(default_factory=list)
    left_at_the_edge: list[str] = field(default_factory=list)
    endpoint: str = ""

    @property
    def writes(self) -> list[str]:
        return [statement for statement in self.statements if WRITING.match(statement)]


_recording: ContextVar[Recording | None] = ContextVar("recording", default=None)


@event.listens_for(Engine, "before_cursor_execute")
def _note(_connection: Connection, _cursor: Any, statement: str, *_rest: Any) -> None:
    recording = _recording.get()
    if recording is not None and not NOT_COUNTED.match(statement):
        recording.statements.append(statement)
        if WRITING.match(statement):
            recording.uncommitted.append(statement)


@event.listens_for(Engine, "commit")
@event.listens_for(Engine, "rollback")
def _settled(_connection: Connection) -> None:
    recording = _recording.get()
    if recording is not None:
        recording.uncommitted.clear()


def _at_the_edge(_sender: Flask, **_signal: Any) -> None:
    """The answer is ready and the session still open: what is pending now is lost."""
    recording = _recording.get()
    if recording is None:
        return
    recording.endpoint = request.endpoint or ""
    recording.left_at_the_edge = list(recording.uncommitted)
    database = current_app.extensions.get("sqlalchemy")
    if database is not None:
        session = database.session
        changed = [row for row in session.dirty if session.is_modified(row)]
        recording.left_at_the_edge += [repr(row) for row in (*session.new, *changed, *session.deleted)]


class QualityClient(FlaskClient):
    """A browser of our own origin. Each answer carries `sql_count`, the SQL statements its request needed.

    Raises AssertionError for a page or partial that is not valid, usable and working without JavaScript, for a
    change left uncommitted, and for a GET that writes.
    """

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.environ_base["HTTP_SEC_FETCH_SITE"] = "same-origin"

    def without_fetch_site(self) -> QualityClient:
        """The same client as an old browser, which says nothing of where a request comes from."""
        self.environ_base.pop("HTTP_SEC_FETCH_SITE", None)
        return self

    def sign_in(self, username: str, password: str = DEMO_PASSWORD) -> TestResponse:
        """Sign in as a person. A refusal fails the test: those who test refusals post to /sign-in themselves."""
        response = self.post("/sign-in", data={"username": username, "password": password})
        assert response.status_code == 303, f"{username} could not sign in: {response.status}\n{response.text}"
        return response

    def open(self, *args: Any, **kwargs: Any) -> TestResponse:
        recording = Recording()
        token = _recording.set(recording)
        try:
            with request_finished.connected_to(_at_the_edge, self.application):
                response = super().open(*args, **kwargs)
        finally:
            _recording.reset(token)
        # With follow_redirects the last answer comes from an inner call that has already judged it.
        is_own = not hasattr(response, "sql_count")
        method = (response.history[0] if response.history else response).request.method
        status = (response.history[0] if response.history else response).status_code
        check_database(recording, method, status)
        if is_own:
            response.sql_count = len(recording.statements)  # type: ignore[attr-defined]
            check_answer(response)
        return response


def check_database(recording: Recording, method: str, status: int) -> None:
    """Commit at the edge: a successful request leaves nothing pending, and reading changes nothing."""
    if status < 400:
        pending = recording.left_at_the_edge
        assert not pending, f"{recording.endpoint} answered {status} and left uncommitted: {pending}"
    if method in {"GET", "HEAD"} and not recording.endpoint.startswith(MACHINES):
        writes = [statement for statement in recording.writes if not LAST_SEEN.match(statement)]
        assert not writes, f"{recording.endpoint}: a {method} must not write: {writes}"


def check_answer(response: TestResponse) -> None:
    """A browser gets a page; htmx may get a partial, and caches must know the two apart."""
    if response.mimetype != "text/html" or 300 <= response.status_code < 400:
        return
    if not response.get_data():
        return
    check_page(response)
    if not response.text.lstrip().lower().startswith("<!doctype"):
        assert response.request.headers.get("HX-Request"), f"{response.request.path} gave a browser a partial"
        assert "HX-Request" in response.vary, f"{response.request.path}: a partial needs Vary: HX-Request"
