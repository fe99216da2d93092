"""WEB: the photo of a petition. It is examined before the database is touched, and survives a question in between."""

from __future__ import annotations

from dataclasses import asdict
from datetime import datetime
from typing import Any

from flask import current_app, request
from itsdangerous import BadSignature, URLSafeSerializer
from werkzeug.datastructures import FileStorage

from app.complaints.proofs import Offered
from app.evidence.images import LIMIT_MB
from app.evidence.keep import Kept, keep
from app.evidence.place import Place
from app.evidence.refusal import Refused, read_whole
from app.evidence.store import NoRoom
from app.web.messages import sentence
from app.web.uploads import declared


class PhotoRefused(Exception):
    """The photo is not taken; the sentence for whoever sent it."""


def offered() -> Offered | None:
    """The photo of this post: new bytes, one still to come, or one that an earlier page of this entry already keeps."""
    if to_come := declared("photo"):
        return Offered(None, "complaint", to_come[0])
    file = request.files.get("photo")
    kept = _new(file) if file and file.filename else _carried(request.form.get("photo_kept", ""))
    return Offered(kept, "complaint") if kept else None


def _new(file: FileStorage) -> Kept:
    try:
        return keep(current_app.extensions["photos"], read_whole(file.stream, LIMIT_MB))  # type: ignore[arg-type]
    except Refused as refused:
        raise PhotoRefused(sentence(refused.code, **refused.facts)) from None
    except NoRoom:
        raise PhotoRefused(sentence("no_room")) from None


def ticket(photo: Offered | None) -> str:
    """What the page carries for a photo that is in the store already; signed, so that nobody names another's."""
    kept = photo.kept if photo else None
    if kept is None:
        return ""
    facts: dict[str, Any] = asdict(kept)
    facts["taken_at"] = kept.taken_at.isoformat() if kept.taken_at else None
    return str(_signer().dumps(facts))


def _carried(told: str) -> Kept | None:
    if not told:
        return None
    try:
        facts = _signer().loads(told)
    except BadSignature:
        return None
    facts["place"] = Place(**facts["place"]) if facts["place"] else None
    facts["taken_at"] = datetime.fromisoformat(facts["taken_at"]) if facts["taken_at"] else None
    return Kept(**facts)


def _signer() -> URLSafeSerializer:
    return URLSafeSerializer(str(current_app.secret_key), salt="intake-photo")
