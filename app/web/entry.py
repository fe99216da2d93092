"""WEB: entries taken once. Every form carries a key; the same key with the same body replays the stored answer."""

from __future__ import annotations

import hashlib
import uuid
from collections.abc import Iterable
from datetime import UTC, datetime
from itertools import count

import structlog
from flask import Response, abort, g, request
from flask_login import current_user
from flask_wtf.csrf import generate_csrf
from markupsafe import Markup
from sqlalchemy import insert, select
from sqlalchemy.exc import IntegrityError

from app.accounts.sessions import OWNER
from app.extensions import db
from app.models.account import IdempotencyKey
from app.web import origin

log = structlog.get_logger(__name__)
FIELD = "idem"
NOT_CONTENT = frozenset({FIELD, "csrf_token"})
KEPT_HEADERS = ("Content-Type", "Location", "HX-Redirect", "HX-Trigger", "Vary")
LONGEST_KEY = 80
_KEEP = insert(IdempotencyKey.__table__)
# Posts that only lead on to another page: after "print" and a step back "take along" comes from the same form.
LEADS_ON = frozenset({"casework.take_chosen"})


PERSON = "Entry-Person"  # whose entry a device sends: whoever has signed in there since must not become its author


class OtherBody(Exception):
    """The key was used for another entry: refused, the text stays with the person."""


def new_key() -> str:
    """A key for one entry, made when its form is rendered: one chance per answer, counted, so that it packs well."""
    if "form_keys" not in g:
        chance = uuid.uuid4().hex
        g.form_keys = (f"{chance}-{number}" for number in count(1))
    return str(next(g.form_keys))


def token_field() -> Markup:
    """The token for browsers that do not say where they are; alone in forms whose body must leave no digest.

    A browser that says with the page from where it is asked for says it with every post too (`origin.check`).
    """
    if origin.SAYS in request.headers:
        return Markup()
    if "token_field" not in g:  # a list has a form in every row; the token is the same in all of them
        g.token_field = Markup('<input type="hidden" name="csrf_token" value="{}">').format(generate_csrf())
    return g.token_field  # type: ignore[no-any-return]


def hidden_fields() -> Markup:
    """The hidden fields of every form: the entry's key and the token."""
    return Markup('<input type="hidden" name="%s" value="%s">') % (FIELD, new_key()) + token_field()


def _owner() -> str:
    return f"{OWNER}{current_user.person.id}" if current_user.is_authenticated else "public"


def _digest() -> str:
    """SHA-256 over address, fields and file contents – what the person sent, not how the browser packed it."""
    total = hashlib.sha256(request.path.encode())
    for name, values in sorted(request.form.lists()):
        if name not in NOT_CONTENT:
            total.update(f"\0{name}\0{values!r}".encode())
    for name, files in sorted(request.files.lists()):
        for file in files:
            total.update(f"\0{name}\0{file.filename}\0".encode())
            for chunk in _chunks(file.stream):
                total.update(chunk)
            file.stream.seek(0)
    return total.hexdigest()


def _chunks(stream: object) -> Iterable[bytes]:
    while chunk := stream.read(65536):  # type: ignore[attr-defined]
        yield chunk


def check_owner() -> None:
    """Refuse what another person wrote on this device: 401, as if nobody were signed in; it stays there."""
    told = request.headers.get(PERSON)
    if told is not None and _owner() != f"{OWNER}{told}":
        abort(401)


def key() -> str:
    """The key of the entry that this request brings; empty where it brings none."""
    if request.method != "POST" or request.endpoint in LEADS_ON:
        return ""
    return (request.form.get(FIELD) or request.headers.get("Idempotency-Key", ""))[:LONGEST_KEY]


def replay() -> Response | None:
    """The stored answer when this entry was taken before; None for a new one. Raises OtherBody."""
    g.entry = None
    if not key():
        return None
    g.entry = (_owner(), key(), _digest())
    if current_user.is_authenticated and not current_user.was_taken:
        return None  # the session's own statement has looked
    return _stored()


def _stored() -> Response | None:
    owner, own_key, digest = g.entry
    mine = (IdempotencyKey.owner == owner, IdempotencyKey.key == own_key)
    row = db.session.scalar(select(IdempotencyKey).where(*mine))
    if row is None:
        return None
    if row.body_digest != digest:
        raise OtherBody
    answer = Response(row.body, row.status, dict(row.headers))
    answer.headers["X-Replayed"] = "1"
    return _with_receipt(answer, row.id)


def _with_receipt(answer: Response, number: int) -> Response:
    """The number under which an entry was taken; without it a device keeps what it has sent."""
    answer.headers["X-Receipt"] = f"R{number:05d}"
    return answer


def store(response: Response) -> Response:
    """Keep the answer in the transaction of the change. A twin that came first wins: its answer is sent.

    An answer that no browser may keep – a number that was shown – is not kept here either (ruling 20).
    """
    if not g.get("entry") or response.is_streamed:
        return response
    db.session.flush()  # what the view left to write fails here, as itself: below only a twin can
    if response.cache_control.no_store:
        return _first_or(response)
    owner, own_key, digest = g.entry
    headers = {name: response.headers[name] for name in KEPT_HEADERS if name in response.headers}
    row = {
        "owner": owner, "key": own_key, "path": request.path[:200], "body_digest": digest,
        "status": response.status_code, "headers": headers, "body": response.get_data(as_text=True),
        "at": datetime.now(UTC),
    }  # fmt: skip
    try:
        made = db.session.connection().execute(_KEEP, row)
    except IntegrityError:
        db.session.rollback()
        log.info("entry_raced")
        first = _stored()
        if first is None:
            raise
        return first
    return _with_receipt(response, made.inserted_primary_key[0])


def _first_or(response: Response) -> Response:
    """The stored answer of a twin, and nothing of this one; else this one."""
    first = _stored()
    if first is None:
        return response
    db.session.rollback()
    return first


def twin() -> Response | None:
    """The answer of a twin that was taken while this one failed: a double click sees success, not "too late"."""
    try:
        return _stored() if g.get("entry") else None
    except OtherBody:
        return None
