"""WEB: page or partial. Every address answers a plain request with a full page and htmx with its part."""

from __future__ import annotations

import hashlib
from datetime import UTC, datetime
from functools import lru_cache
from pathlib import Path
from typing import Any

from flask import Flask, Response, make_response, redirect, render_template, request
from flask_login import current_user

from app import queue
from app.domain.calendar import to_ist
from app.web import access, entry, filters, language, menu, story, words

STATIC = Path(__file__).parent.parent / "static"


def now() -> datetime:
    """The instant of this request. Only desks, jobs and tests ask the clock."""
    return datetime.now(UTC)


def is_htmx() -> bool:
    """Whether htmx asks for a part of the page."""
    return request.headers.get("HX-Request") == "true"


def page(template: str, status: int = 200, /, **context: Any) -> Response:
    """A whole page."""
    with language.one_language():
        return make_response(render_template(template, **context), status)


def part(template: str, status: int = 200, /, **context: Any) -> Response:
    """One partial, all that htmx gets."""
    with language.one_language():
        answer = make_response(render_template(template, **context), status)
    answer.headers.add("Vary", "HX-Request")
    return answer


def see_other(address: str) -> Response:
    """After a plain post: 303 to the page that shows the result."""
    return make_response(redirect(address, code=303))


def anew(address: str) -> Response:
    """After a step that changes more than one part of the page: browser and htmx both load it whole."""
    if not is_htmx():
        return see_other(address)
    answer = make_response("")
    answer.headers["HX-Redirect"] = address
    answer.headers.add("Vary", "HX-Request")
    return answer


@lru_cache(maxsize=64)
def asset(name: str) -> str:
    """The address of a static file with its content's hash: immutable, the same in both languages."""
    digest = hashlib.sha256((STATIC / name).read_bytes()).hexdigest()[:8]
    stem, _, suffix = name.rpartition(".")
    return f"/static/{stem}.{digest}.{suffix}"


def _globals() -> dict[str, Any]:
    who = current_user if current_user and current_user.is_authenticated else None
    return {
        "lang": language.lang(), "other_lang_url": language.other_address(),
        "now": to_ist(now()), "who": who, "me": menu.me(who) if who else None,
        "district": who.district if who else menu.only_district(), "delayed": queue.status() is queue.Bell.SILENT,
    }  # fmt: skip


def install(app: Flask) -> None:
    """Give the templates what every page needs."""
    filters.install(app)
    words.install(app)
    language.install(app)
    story.install(app)
    app.jinja_env.trim_blocks = app.jinja_env.lstrip_blocks = True
    # Functions are globals of the environment: macros imported without context then run from their compiled module,
    # instead of being set up anew for every row that includes them.
    app.jinja_env.globals.update(
        named=language.named, asset=asset, entry=entry.hidden_fields, token_field=entry.token_field, has=access.has
    )
    app.context_processor(_globals)
