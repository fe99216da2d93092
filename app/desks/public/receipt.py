"""DESK: /t/<token>/receipt – what whoever registered from home keeps: the number, the link, what comes next."""

from __future__ import annotations

from flask import Response, url_for

from app.complaints import links
from app.desks.public.blueprint import bp, shown
from app.desks.public.by_link import opened
from app.extensions import limiter
from app.web.access import public


@bp.get("/t/<token>/receipt")
@public
@limiter.limit("60/minute")
def receipt(token: str) -> Response:
    """To be printed or written down. Of a confidential complaint it does not tell what it is about."""
    c = opened(token).complaint
    secret = c.is_confidential
    return shown(
        "receipt", c=c, token=token, address=links.address("track", token), link=url_for("public.by_link", token=token),
        category=None if secret else c.category, place=None if secret else c.place,
    )  # fmt: skip
