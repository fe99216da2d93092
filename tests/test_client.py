"""THE TESTS: the browser of the page tests refuses what it is there to refuse."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from flask import Flask, redirect, request
from flask_sqlalchemy import SQLAlchemy
from sqlalchemy import text

from tests.client import HTMX, QualityClient

PAGE = '<!doctype html>\n<html lang="hi"><head><title>T</title></head><body><main><h1>H</h1></main></body></html>'
PLAIN = {"Content-Type": "text/plain"}
VARY = {"Vary": "HX-Request"}
DOINGS = {
    "nothing": [],
    "reads": ["SELECT 1", "SELECT 2"],
    "seen": ["UPDATE web_session SET last_seen_at='now'"],
    "writes": ["INSERT INTO web_session VALUES ('x')"],
}


@pytest.fixture
def small(tmp_path: Path) -> QualityClient:
    """An office of one table, whose addresses say what they do."""
    app = Flask("small")
    app.config["SQLALCHEMY_DATABASE_URI"] = f"sqlite:///{tmp_path / 'small.db'}"
    database = SQLAlchemy(app)
    with app.app_context():
        database.session.execute(text("CREATE TABLE web_session (last_seen_at TEXT)"))
        database.session.commit()

    def do(what: str) -> Any:
        for statement in DOINGS[what]:
            database.session.execute(text(statement))
        if "keep" in request.args:
            database.session.commit()
        return ("done", int(request.args.get("status", "200")), PLAIN)

    app.add_url_rule("/do/<what>", "do", do, methods=["GET", "POST"])
    app.add_url_rule("/hook/<what>", "hooks.receipt", do)
    app.add_url_rule("/page", "page", lambda: PAGE)
    app.add_url_rule("/broken", "broken", lambda: PAGE.replace("h1>", "h2>"))
    app.add_url_rule("/part", "part", lambda: '<p id="part">x</p>')
    app.add_url_rule("/good-part", "good_part", lambda: ('<p id="part">x</p>', VARY))
    app.add_url_rule("/jump", "jump", lambda: redirect(request.args["to"]))
    app.add_url_rule("/site", "site", lambda: (request.headers.get("Sec-Fetch-Site", "silent"), PLAIN))
    app.test_client_class = QualityClient
    return app.test_client()  # type: ignore[return-value]


@pytest.mark.parametrize(
    "path", ["/page", "/do/reads", "/do/seen?keep=1", "/hook/writes?keep=1", "/jump?to=/page", "/do/nothing"]
)
def test_good_manners_pass(small: QualityClient, path: str) -> None:
    small.get(path)
    small.get("/good-part", headers=HTMX)
    small.post("/do/writes?keep=1")


def test_statements_are_counted(small: QualityClient) -> None:
    assert small.get("/do/nothing").sql_count == 0  # type: ignore[attr-defined]
    assert small.get("/do/reads").sql_count == 2  # type: ignore[attr-defined]
    assert small.get("/jump?to=/do/reads", follow_redirects=True).sql_count == 2  # type: ignore[attr-defined]


@pytest.mark.parametrize(
    ("path", "fault"),
    [
        ("/broken", "0 <h1>"),
        ("/jump?to=/broken", "0 <h1>"),
        ("/part", "gave a browser a partial"),
        ("/do/writes?keep=1", "a GET must not write"),
        ("/do/seen", "left uncommitted"),
    ],
)
def test_bad_manners_do_not(small: QualityClient, path: str, fault: str) -> None:
    with pytest.raises(AssertionError, match=fault):
        small.get(path, follow_redirects=True)


def test_a_change_left_at_the_edge_fails_the_request(small: QualityClient) -> None:
    with pytest.raises(AssertionError, match="left uncommitted"):
        small.post("/do/writes")


def test_a_refused_request_may_drop_what_it_began(small: QualityClient) -> None:
    assert small.post("/do/writes?status=422").status_code == 422


def test_a_partial_tells_caches_so(small: QualityClient) -> None:
    with pytest.raises(AssertionError, match="Vary"):
        small.get("/part", headers=HTMX)


def test_it_says_where_a_request_comes_from(small: QualityClient) -> None:
    assert small.get("/site").text == "same-origin"
    assert small.get("/site", headers={"Sec-Fetch-Site": "cross-site"}).text == "cross-site"
    assert small.without_fetch_site().get("/site").text == "silent"
