"""WEB: static files under hashed names, compressed once, kept by browsers for ever."""

from __future__ import annotations

import gzip
import mimetypes
import re
from functools import lru_cache

import brotli
from flask import Blueprint, Response, abort, request

from app.web.access import public
from app.web.page import STATIC, asset

bp = Blueprint("static", __name__)
HASHED = re.compile(r"(?P<stem>[A-Za-z0-9._-]+)\.(?P<hash>[0-9a-f]{8})\.(?P<suffix>[a-z0-9]+)")
FOR_EVER = "public, max-age=31536000, immutable"
TEXT = frozenset({"css", "js", "svg", "webmanifest"})


@lru_cache(maxsize=64)
def packed(name: str, encoding: str) -> bytes:
    """A static file's bytes in one encoding, made once per process."""
    data = (STATIC / name).read_bytes()
    if encoding == "br":
        return brotli.compress(data, quality=11)
    return gzip.compress(data, 9, mtime=0) if encoding == "gzip" else data


@bp.get("/static/<path:name>")
@public
def file(name: str) -> Response:
    """A static file by its hashed name; another hash is another version and is not here."""
    found = HASHED.fullmatch(name)
    plain = f"{found['stem']}.{found['suffix']}" if found else ""
    if not found or not (STATIC / plain).is_file() or asset(plain) != f"/static/{name}":
        abort(404)
    accepted = request.accept_encodings
    encoding = next((e for e in ("br", "gzip") if found["suffix"] in TEXT and accepted[e]), "")
    kind = mimetypes.guess_type(plain)[0] or "application/octet-stream"
    answer = Response(packed(plain, encoding), content_type=f"{kind}; charset=utf-8" if "text" in kind else kind)
    answer.headers["Cache-Control"] = FOR_EVER
    answer.headers["Vary"] = "Accept-Encoding"
    if encoding:
        answer.headers["Content-Encoding"] = encoding
    return answer
