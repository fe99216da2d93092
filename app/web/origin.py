"""WEB: no other site may post here – by what the browser says of itself, so that a queued post never goes stale."""

from __future__ import annotations

from urllib.parse import urlsplit

from flask import abort, request
from flask_wtf.csrf import validate_csrf
from wtforms import ValidationError

SAFE = frozenset({"GET", "HEAD", "OPTIONS"})
SAYS = "Sec-Fetch-Site"  # a browser over https says in it whose page asks; no script can change it
FRIENDLY = frozenset({"same-origin", "none"})


def inside(address: str) -> str:
    """An address of this installation, or nothing: no page of ours sends anybody elsewhere."""
    here = address.startswith("/") and not address.startswith(("//", "/\\")) and not urlsplit(address).netloc
    return address if here and "\\" not in address else ""


def check() -> None:
    """Refuse an unsafe request from elsewhere: Sec-Fetch-Site, else Origin against the host, else a token."""
    if request.method in SAFE:
        return
    site = request.headers.get(SAYS)
    if site is not None:
        if site not in FRIENDLY:
            abort(403)
        return
    origin = request.headers.get("Origin")
    if origin is not None:
        if urlsplit(origin).netloc != request.host:
            abort(403)
        return
    try:
        validate_csrf(request.form.get("csrf_token") or request.headers.get("X-CSRFToken"))
    except ValidationError:
        abort(403)
