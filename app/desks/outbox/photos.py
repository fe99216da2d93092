"""DESK: photos that follow their words – named by their hash, in pieces, going on where the line was cut."""

from __future__ import annotations

import re

from flask import Response, abort, current_app, request
from flask_babel import gettext as _

from app.complaints.actions.arrive import arrive, expected
from app.complaints.errors import NotFound, Refused
from app.desks.outbox.blueprint import bp
from app.evidence import refusal
from app.evidence.arriving import PIECE, Arriving, Gap, OtherBytes
from app.evidence.images import LIMIT_MB
from app.evidence.keep import Kept, keep
from app.evidence.store import NoRoom
from app.extensions import db, reading
from app.web.access import actor, signed_in
from app.web.page import now
from app.web.uploads import HASH, fit

OFFSET, LENGTH, COMPLETE = "Upload-Offset", "Upload-Length", "Upload-Complete"


@bp.get("/outbox/photos/<sha>")
@signed_in
def how_far(sha: str) -> Response:
    """How many bytes of it are here. 404 to everybody but who declared it."""
    kinds = _to_come(sha)
    return _answer(_arriving().have(_me(), sha) if kinds else 0, whole=not kinds)


@bp.post("/outbox/photos/<sha>")
@signed_in
def take_piece(sha: str) -> Response:
    """One piece. The last one makes it whole: it is hashed, examined, and laid where it was declared."""
    reading.set(True)  # to look and to examine must not hold up whoever writes
    kinds = _to_come(sha)
    db.session.commit()
    if not kinds:
        return _answer(0, whole=True)
    at, length = _number(OFFSET), _number(LENGTH)
    try:
        have = _arriving().add(_me(), sha, _piece(at, length), at=at)
        if have < length:
            return _answer(have)
        kept = _examined(sha, kinds)
    except Gap as gap:
        return _answer(gap.have, status=409)
    except OtherBytes:
        raise Refused("other_bytes") from None
    except NoRoom:
        abort(503)  # the device tries again
    db.session.commit()
    reading.set(False)
    arrive(db.session, sha, kept, by=actor(), at=now())
    _arriving().drop(_me(), sha)
    return _answer(length, whole=True)


def _arriving() -> Arriving:
    return current_app.extensions["arriving"]  # type: ignore[no-any-return]


def _me() -> int:
    person_id = actor().person_id
    if person_id is None:
        raise NotFound
    return person_id


def _to_come(sha: str) -> list[str]:
    """As what it was declared and is not here yet; empty when it is here. Raises NotFound for another's."""
    rows = expected(db.session, sha, by=actor()) if HASH.fullmatch(sha) else ()
    if not rows:
        raise NotFound(sha)
    return [row.kind for row in rows if row.state == "declared"]


def _number(name: str) -> int:
    told = request.headers.get(name, "0")
    if not re.fullmatch(r"\d{1,9}", told):
        raise Refused("other_bytes")
    return int(told)


def _piece(at: int, length: int) -> bytes:
    """The bytes of this request, within what was announced and what a file may weigh."""
    if length > LIMIT_MB * refusal.MEGABYTE:
        raise Refused("too_big", limit_mb=LIMIT_MB)
    piece = request.get_data(cache=False)
    if not piece or len(piece) > PIECE or at + len(piece) > length:
        raise Refused("other_bytes")
    return piece


def _examined(sha: str, kinds: list[str]) -> Kept:
    data = _arriving().whole(_me(), sha)
    try:
        return fit(keep(current_app.extensions["photos"], data), *kinds)
    except refusal.Refused as refused:
        _arriving().drop(_me(), sha)
        raise Refused(refused.code, **refused.facts) from None


def _answer(have: int, *, whole: bool = False, status: int = 200) -> Response:
    answer = Response(_("The photo is here.") if whole else "", status, content_type="text/plain; charset=utf-8")
    answer.headers[OFFSET] = str(have)
    if whole:
        answer.headers[COMPLETE] = "?1"
    answer.headers["Cache-Control"] = "no-store"
    return answer
