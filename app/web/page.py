"""WEB: page or partial. Every address answers a plain request with a full page and htmx with its part."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

from flask import Flask, Response, current_app, make_response, redirect, request
from flask_login import current_user

from app import queue
from app.domain.calendar import to_ist
from app.web import access, device, entry, filters, keys, language, menu, outbox, paging, retype, story, voices, words
from app.web.assets import asset, worker


def now() -> datetime:
    """The instant of this request. Only desks, jobs and tests ask the clock."""
    return datetime.now(UTC)


def is_htmx() -> bool:
    """Whether htmx asks for a part of the page."""
    return request.headers.get("HX-Request") == "true"


def page(template: str, status: int = 200, /, **context: Any) -> Response:
    """A whole page."""
    return make_response(_rendered(template, context), status)


def part(template: str, status: int = 200, /, **context: Any) -> Response:
    """One partial, all that htmx gets."""
    answer = make_response(_rendered(template, context), status)
    answer.headers.add("Vary", "HX-Request")
    return answer


def _rendered(template: str, context: dict[str, Any]) -> str:
    with language.one_language():
        current_app.update_template_context(context)
        return voices.template(current_app, template).render(context)


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


def _globals() -> dict[str, Any]:
    who = current_user._get_current_object() if current_user and current_user.is_authenticated else None
    return {
        "lang": language.lang(), "other_lang_url": language.other_address(),
        "now": to_ist(now()), "who": who, "me": menu.me(who) if who else None, "keys": keys.chosen() if who else "",
        "district": who.district if who else menu.only_district(), "delayed": queue.status() is queue.Bell.SILENT,
        "worker": worker() if device.keeps() else "",
    }  # fmt: skip


def install(app: Flask) -> None:
    """Give the templates what every page needs."""
    filters.install(app)
    words.install(app)
    language.install(app)
    story.install(app)
    retype.install(app)
    app.jinja_env.trim_blocks = app.jinja_env.lstrip_blocks = True
    # Functions are globals of the environment: macros imported without context then run from their compiled module,
    # instead of being set up anew for every row that includes them.
    app.jinja_env.globals.update(
        named=language.named,
        asset=asset,
        entry=entry.hidden_fields,
        token_field=entry.token_field,
        has=access.has,
        outbox_script=outbox.address,
        list_page=paging.list_page,
        low=device.is_low,
    )
    app.context_processor(_globals)
    voices.install(app)
