"""WEB: the device outbox's script as it goes out – one file per language, its words in front."""

from __future__ import annotations

import hashlib
import json
from functools import cache
from typing import Any

import brotli
from flask_babel import force_locale

from app.web.assets import asset, served
from app.web.language import lang
from app.web.language import lazy_gettext as _l

# %(a)s, %(n)s and their like are filled in by the script.
WORDS: dict[str, Any] = {
    "kept": _l("Kept on this device, sending…"),
    "memory": _l("This browser keeps nothing – do not close the page before it is sent."),
    "sending": _l("Sending… %(a)s / %(b)s"), "saved": _l("Saved"), "already": _l("Already recorded"),
    "receipt": _l("receipt"), "photo": _l("The photo has arrived"),
    "offline": _l("No network – kept on this device, will send by itself"),
    "busy": _l("Server is busy – kept safe, trying again in %(s)s seconds"),
    "login": _l("Log in again – what you wrote is safe"), "signIn": _l("Sign in"),
    "fix": _l("An entry needs a correction:"), "page": _l("Waiting to send"),
    "refused": _l("The server did not take it."),
    "unread": _l("The photo could not be read. Choose it again."),
    "waits": _l("Kept on this device, goes by itself. Written"),
    "old": _l("For %(h)s hours an entry has been waiting on this device:"),
    "leaving": _l("Not yet sent: %(n)s. They stay on this device and go when you sign in here again. Sign out?"),
    "gone": _l("This form is no longer open. What you wrote is kept here:"),
    "written": _l("Written"), "photos": _l("photos: %(n)s"), "next": _l("next try in %(s)s seconds"),
    "now": _l("Sending"), "queued": _l("Waiting"), "bad": _l("Needs a correction"),
    "said": _l("The server said:"), "wrote": _l("What you wrote"), "correct": _l("Correct it"),
    "again": _l("Send again"), "send": _l("Send now"), "drop": _l("Leave it"),
    "sure": _l("Delete this from the device? It was not recorded."),
    "none": _l("Nothing waits on this device. Everything has been sent."),
    "others": _l("Entries of another person waiting on this device: %(n)s. They go when that person signs in here."),
}  # fmt: skip


@cache
def script(language: str) -> bytes:
    """The whole file."""
    with force_locale("en_IN" if language == "en" else "hi_IN"):
        words = {name: str(said) for name, said in WORDS.items()} | {"more": asset("outbox-more.js")}
    return f"nivaranWords={json.dumps(words, ensure_ascii=False)};\n".encode() + served("outbox.js")


@cache
def packed(language: str) -> bytes:
    """The same for the line."""
    return brotli.compress(script(language), quality=11)


@cache
def seal(language: str) -> str:
    """What changes when the file does."""
    return hashlib.sha256(script(language)).hexdigest()[:8]


def address() -> str:
    """Where the file for the language of this page is."""
    return f"/static/outbox-{lang()}.{seal(lang())}.js"
