"""WEB: every exception has one answer – 422, 409, 404, 403, 419, 503 – as a page, or as a part for htmx."""

from __future__ import annotations

import re
import secrets

import structlog
from flask import Flask, Response, current_app, request, url_for
from flask_login import current_user
from sqlalchemy.exc import IntegrityError, OperationalError
from sqlalchemy.orm.exc import StaleDataError
from werkzeug.exceptions import HTTPException

from app.complaints.errors import Conflict, NotFound, Refused
from app.domain.policy import Forbidden
from app.domain.states import IllegalStep
from app.extensions import db, reading
from app.web.entry import FIELD, NOT_CONTENT, OtherBody
from app.web.messages import sentence
from app.web.page import is_htmx, page, part, see_other

log = structlog.get_logger(__name__)
OURS = frozenset(
    {"rev", "number", "photo_kept", "similar_seen", "seen", "lat", "lon", "accuracy", "taken_at", "orig_sha"}
)
CHOSEN = re.compile(r"[a-z][a-z0-9_]{0,29}|[A-Z]{1,5}|\d{1,5}|\d{4}-\d\d-\d\d")
KNOWN = frozenset({400, 401, 403, 404, 405, 409, 413, 419, 422, 429, 500, 503})


def typed() -> list[tuple[str, str]]:
    """What the person had typed, to be shown and sent again: nothing is swallowed."""
    fields = [(name, value) for name, value in request.form.items(multi=True) if name not in NOT_CONTENT]
    return [(name, value) for name, value in fields if value.strip() and "password" not in name]


def written(fields: list[tuple[str, str]]) -> list[str]:
    """Of these only the person's own words: no choices, dates and codes, nor what our pages and the phone put in."""
    words = [(name, value) for name, value in fields if name not in OURS]
    return [value for name, value in words if name in ("text", "name") or not CHOSEN.fullmatch(value.strip())]


def answer(status: int, **context: object) -> Response:
    """The error page of a status, or its part for htmx."""
    db.session.rollback()
    reading.set(True)  # the page of an error must not wait for the write lock that perhaps caused it
    known = status if status in KNOWN else 500
    kept = typed() if request.method == "POST" and known != 413 else []  # too long a body cannot be read
    shown = context | {"written": written(kept), "again": kept}
    if is_htmx():
        shown["again"] = kept if kept and FIELD in request.form else []  # a question asked while typing is no entry
        return part("errors/_part.html", status, status=known, **shown)
    return page(f"errors/{known}.html", status, **shown)


def _signed_out() -> Response:
    """No live session: a page asks to sign in, a post keeps what was typed."""
    if request.method == "GET" and not is_htmx():
        wanted = request.full_path.rstrip("?")
        return see_other(url_for("signin.sign_in", next=wanted))
    return answer(419)


def _http(error: HTTPException) -> Response:
    if error.response is not None:
        return error.response  # type: ignore[return-value]
    if error.code == 401:
        return _signed_out()
    reply = answer(error.code or 500)
    for name in ("Retry-After", "Allow"):
        if value := dict(error.get_headers()).get(name):
            reply.headers[name] = value
    return reply


def _conflict(_error: Exception) -> Response:
    return answer(409)


def _clash(error: IntegrityError) -> Response:
    """Mostly somebody was quicker; named in the log, for it may be a fault. Never the values, which are personal."""
    diag = getattr(error.orig, "diag", None)
    name = diag.constraint_name if diag else str(error.orig).partition("\n")[0]
    log.warning("constraint_refused", constraint=name, endpoint=request.endpoint)
    return answer(409)


def _refused(error: Refused) -> Response:
    return answer(422, problem=sentence(error.code, **error.facts))


def _missing(_error: Exception) -> Response:
    return answer(404)


def _forbidden(_error: Exception) -> Response:
    log.info("forbidden", endpoint=request.endpoint, role=current_user.actor.role if current_user else "")
    return answer(403)


def _busy(error: OperationalError) -> Response:
    log.warning("database_busy", error=type(error.orig).__name__)
    reply = answer(503)
    reply.headers["Retry-After"] = "20"
    return reply


def _fault(error: Exception) -> Response:
    reference = secrets.token_hex(4)
    log.exception("fault", reference=reference, endpoint=request.endpoint)
    if current_app.testing:
        raise error
    return answer(500, reference=reference)


def install(app: Flask) -> None:
    """Register the one answer of each exception."""
    for kind in (Conflict, StaleDataError, IllegalStep, OtherBody):
        app.register_error_handler(kind, _conflict)
    app.register_error_handler(IntegrityError, _clash)
    app.register_error_handler(Refused, _refused)
    app.register_error_handler(NotFound, _missing)
    app.register_error_handler(Forbidden, _forbidden)
    app.register_error_handler(OperationalError, _busy)
    app.register_error_handler(HTTPException, _http)
    app.register_error_handler(Exception, _fault)
