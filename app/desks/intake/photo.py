"""DESK: the petition's photo. It is examined before the database is touched, and survives a question in between."""

from __future__ import annotations

from dataclasses import asdict
from datetime import datetime
from typing import Any

from flask import current_app, request
from itsdangerous import BadSignature, URLSafeSerializer

from app.evidence.images import LIMIT_MB
from app.evidence.keep import Kept, keep
from app.evidence.place import Place
from app.evidence.refusal import Refused, read_whole
from app.evidence.store import NoRoom
from app.web.messages import sentence


class PhotoRefused(Exception):
    """The photo is not taken; the sentence for the clerk."""


def offered() -> Kept | None:
    """The photo of this post: new bytes, or one that an earlier page of this entry already keeps."""
    file = request.files.get("photo")
    if file is None or not file.filename:
        return _carried(request.form.get("photo_kept", ""))
    try:
        return keep(current_app.extensions["photos"], read_whole(file.stream, LIMIT_MB))  # type: ignore[arg-type]
    except Refused as refused:
        raise PhotoRefused(sentence(refused.code, **refused.facts)) from None
    except NoRoom:
        raise PhotoRefused(sentence("no_room")) from None


def ticket(kept: Kept | None) -> str:
    """What the page carries for a photo that is in the store already; signed, so that nobody names another's."""
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
