"""WEB: what the device in the person's hand asked for – to keep nothing, to send few data. Two cookies of its own."""

from __future__ import annotations

from flask import request

KEEP, DATA = "keep", "data"
NOTHING = "none"


def keeps() -> bool:
    """Whether this browser may keep copies: not on a computer that others use too (`keep=none`)."""
    return request.cookies.get(KEEP) != NOTHING


def is_low() -> bool:
    """Few data: as the person chose in the foot of a page, else as the browser says of itself."""
    chosen = request.cookies.get(DATA)
    return chosen == "low" or (chosen != "full" and request.headers.get("Save-Data", "").lower() == "on")
