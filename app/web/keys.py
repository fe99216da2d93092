"""WEB: single keys – whether they are on, and which key does what. A cookie of this browser (decision 0047)."""

from __future__ import annotations

import string
from typing import Any, Final

from flask import request

from app.web.language import lazy_gettext as _l

COOKIE: Final = "keys"
KEYS: Final = string.ascii_uppercase + "/?"
# What a key does and the key it has at first; keys.js takes them in this order.
ACTIONS: Final[dict[str, tuple[str, Any]]] = {
    "next": ("J", _l("Next row or card")), "back": ("K", _l("Row or card before")),
    "choose": ("X", _l("Tick the row")), "accept": ("E", _l("Accept")), "call": ("C", _l("Call, or write down a call")),
    "approve": ("A", _l("Approve")), "return": ("R", _l("Send back: then 1 to 4 for the reason")),
    "undo": ("Z", _l("Undo the last decision")), "go": ("G", _l("Go to: then one more key")),
    "search": ("/", _l("Search")), "list": ("?", _l("This list of keys")),
}  # fmt: skip
USUAL: Final = "".join(key for key, _words in ACTIONS.values())
# After "go to": the doors of the menu. S is सौंपें.
GO: Final = {
    "casework.worklist": "Q", "approvals.queue": "P", "intake.new": "N", "marking.desk": "S", "reviews.review": "R",
}  # fmt: skip


def is_sound(keys: str) -> bool:
    """Whether these are keys for all the actions, each another one."""
    return len(keys) == len(ACTIONS) == len(set(keys)) and set(keys) <= set(KEYS)


def chosen() -> str:
    """The keys of this browser in the order of ACTIONS; "" while they are off, as they are at first."""
    kept = request.cookies.get(COOKIE, "")
    return kept if is_sound(kept) else ""
