"""WEB: a page that has not changed is not sent again – weak tags from the version of the district's data (ruling 20).

Every change is an event, and events are numbered in the district's chain: the last number is the version of everything
a page shows. The tag also names who looks, in which charge, and five minutes of the clock, since "2 days left" ages.
"""

from __future__ import annotations

import hashlib
from datetime import datetime

from flask import Response, g, request, session
from flask_login import current_user

from app import queue
from app.web import device, keys
from app.web.assets import looks

SLOT = 300  # seconds


def tag(at: datetime) -> str | None:
    """The tag of the page asked for; None where nothing may be reused: strangers, partials, pages with a message."""
    whole = request.method == "GET" and "HX-Request" not in request.headers
    if not whole or not current_user.is_authenticated or session.get("_flashes"):
        return None
    who = current_user
    parts = [
        who.token, who.charge.id, who.version, queue.status(), int(at.timestamp()) // SLOT, request.script_root,
        looks(), device.keeps(), device.is_low(), keys.chosen(),
    ]  # fmt: skip
    return hashlib.sha256("|".join(map(str, parts)).encode()).hexdigest()[:20]


def answer(at: datetime) -> Response | None:
    """304 when the browser's copy is still right; else None, with the tag kept for `mark`."""
    g.tag = tag(at)
    if g.tag and request.if_none_match.contains_weak(g.tag):
        reply = Response(status=304)
        reply.set_etag(g.tag, weak=True)
        return reply
    return None


def mark(response: Response) -> None:
    """Give a page its tag, unless the desk itself said how it may be kept."""
    page = response.status_code == 200 and response.mimetype == "text/html"
    if page and g.get("tag") and "Cache-Control" not in response.headers:
        response.set_etag(g.tag, weak=True)
