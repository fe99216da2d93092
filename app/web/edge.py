"""WEB: the edge of a request – who is there, may they, was it sent before, and one commit at the end."""

from __future__ import annotations

from datetime import timedelta

from flask import Flask, Response, current_app, g, request
from flask.sessions import SecureCookieSessionInterface, SessionMixin
from flask_login import current_user
from werkzeug.exceptions import HTTPException

from app.accounts import sessions
from app.extensions import db, login, reading
from app.settings import Settings
from app.web import access, entry, origin, unchanged
from app.web.page import now

CSP = (  # scripts and styles come under default-src; every answer carries this, so it is short
    "default-src 'self'; img-src 'self' data:; object-src 'none'; frame-ancestors 'none'; base-uri 'none'; "
    "form-action 'self'"
)
FILES = "static"  # the blueprint
HEADERS = {
    "Content-Security-Policy": CSP,
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Permissions-Policy": "geolocation=(self), camera=(self), microphone=()",
}


class _Sessions(SecureCookieSessionInterface):
    """Files are of nobody: were they said to vary with the cookie, a browser would fetch them anew after sign-in."""

    def save_session(self, app: Flask, session: SessionMixin, response: Response) -> None:
        if request.blueprint != FILES:
            super().save_session(app, session, response)


def _open() -> Response | None:
    """Guard, then entry. Both only read, so that a photo can be examined before the write lock is taken.

    A program has neither: its view begins with the writing transaction at once, also for a GET. A file needs neither.
    """
    if request.blueprint == FILES:
        return None
    if access.by_machine():
        reading.set(False)
        return None
    reading.set(True)
    origin.check()
    access.check()
    entry.check_owner()
    if "unreadable" in g:
        raise g.unreadable
    _touch()
    if (same := unchanged.answer(now())) is not None:
        return same
    try:
        stored = entry.replay()
    finally:
        if request.method not in origin.SAFE:
            db.session.commit()  # ends the reading transaction; the view's first statement begins a writing one
            reading.set(False)
    return stored


def _entry_key() -> str:
    """For the session's statement. What cannot be read is refused by the guard, not by the look at who is there."""
    try:
        return "" if "unreadable" in g else entry.key()
    except HTTPException as no:
        g.unreadable = no
        return ""


def _touch() -> None:
    if not current_user.is_authenticated or now() - current_user.last_seen_at < sessions.SEEN_EVERY:
        return
    db.session.commit()
    reading.set(False)
    sessions.touch(db.session, current_user, now())
    db.session.commit()
    reading.set(True)


def _close(response: Response) -> Response:
    """Commit what was answered with success, together with the stored answer; undo everything else."""
    safe = request.method in origin.SAFE and not access.by_machine()
    if safe or "X-Replayed" in response.headers:
        return response
    if response.status_code < 400:
        return _commit(response)
    if not g.get("keep_changes"):
        db.session.rollback()
        reading.set(True)  # what is left only reads: it must not wait for SQLite's one write lock
        return entry.twin() or response
    return response


def _commit(response: Response) -> Response:
    """What fails only now – a line cut at the commit, a constraint at the last flush – is answered like any fault."""
    try:
        response = entry.store(response)
        db.session.commit()
    except Exception as error:
        return current_app.make_response(current_app.handle_user_exception(error))
    return response


def _headers(response: Response) -> Response:
    is_new = response.status_code != 304  # else the browser has them from the page itself
    for name, value in HEADERS.items() if is_new else ():
        response.headers.setdefault(name, value)
    if request.is_secure and is_new:
        response.headers.setdefault("Strict-Transport-Security", "max-age=31536000; includeSubDomains")
    if (person := request.headers.get(entry.PERSON)) is not None:
        response.headers[entry.PERSON] = person  # says to the device that it was we who answered
    unchanged.mark(response)
    _tell_apart(response)
    if "Cache-Control" not in response.headers:
        response.headers["Cache-Control"] = "private, no-cache" if request.method == "GET" else "no-store"
    return response


def _tell_apart(response: Response) -> None:
    """What caches and the field's worker must know of a page: that htmx gets another one, and whose it is."""
    is_page = response.mimetype == "text/html"
    if is_page or response.status_code == 304:
        response.vary.update(("HX-Request", "Save-Data"))
    if is_page and request.method == "GET" and current_user.is_authenticated:
        response.headers["Entry-Person"] = str(current_user.actor.person_id)


def install(app: Flask, settings: Settings) -> None:
    """Wire sign-in, guard, entries, commit and headers."""
    idle, longest = timedelta(minutes=settings.session_idle_minutes), timedelta(hours=settings.session_hours)
    login.session_protection = None  # sessions live on the server; see accounts/sessions.py
    login.init_app(app)
    limits = {"idle": idle, "longest": longest}
    login.user_loader(lambda token: sessions.find(db.session, token, **limits, at=now(), entry_key=_entry_key()))
    app.session_interface = _Sessions()
    app.before_request(_open)
    app.after_request(_headers)
    app.after_request(_close)
