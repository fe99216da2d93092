"""WEB: static files under hashed names, compressed once, kept by browsers for ever."""

from __future__ import annotations

import mimetypes
import re

from flask import Blueprint, Response, abort, request

from app.web import dictionary
from app.web.access import public
from app.web.assets import ENCODINGS, STATIC, TEXT, asset, looks, packed

bp = Blueprint("static", __name__)
HASHED = re.compile(r"(?P<stem>[A-Za-z0-9._-]+)\.(?P<hash>[0-9a-f]{8})\.(?P<suffix>[a-z0-9]+)")
FOR_EVER = "public, max-age=31536000, immutable"


@bp.get("/static/<path:name>")
@public
def file(name: str) -> Response:
    """A static file by its hashed name; another hash is another version and is not here."""
    found = HASHED.fullmatch(name)
    plain = f"{found['stem']}.{found['suffix']}" if found else ""
    if not found or not (STATIC / plain).is_file() or asset(plain) != f"/static/{name}":
        abort(404)
    answer = sent(plain)
    answer.headers["Cache-Control"] = FOR_EVER
    return answer


@bp.get("/sw.js")
@public
def worker() -> Response:
    """The field's worker, at the root because it answers for every page; asked for once a day (`assets.worker`)."""
    answer = sent("sw.js")
    answer.headers["Cache-Control"] = "public, max-age=86400"
    answer.set_etag(looks())
    return answer.make_conditional(request)


@bp.get("/dict")
@public
def shared_text() -> Response:
    """What the pages of this language have in common (`web/dictionary.py`)."""
    found = dictionary.of_language()
    answer = Response(
        found.packed if request.accept_encodings["br"] else found.text, content_type="text/plain; charset=utf-8"
    )
    answer.headers["Use-As-Dictionary"] = f'match="{found.prefix}/*"'
    answer.headers["Cache-Control"] = FOR_EVER
    answer.headers["Vary"] = "Accept-Encoding"
    if request.accept_encodings["br"]:
        answer.headers["Content-Encoding"] = "br"
    return answer


def sent(name: str) -> Response:
    """A static file in the best encoding that the browser takes."""
    suffix = name.rpartition(".")[2]
    encoding = next((e for e in ENCODINGS if suffix in TEXT and request.accept_encodings[e]), "")
    kind = mimetypes.guess_type(name)[0] or "application/octet-stream"
    answer = Response(packed(name, encoding), content_type=f"{kind}; charset=utf-8" if "text" in kind else kind)
    answer.headers["Vary"] = "Accept-Encoding"
    if encoding:
        answer.headers["Content-Encoding"] = encoding
    return answer
