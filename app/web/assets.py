"""WEB: what lies in app/static as it goes out – without comments and spaces, under the hash of just these bytes."""

from __future__ import annotations

import gzip
import hashlib
import json
from functools import cache
from pathlib import Path

import brotli
import rcssmin
import rjsmin

STATIC = Path(__file__).parent.parent / "static"
TEXT = frozenset({"css", "js", "svg"})
ENCODINGS = ("br", "gzip")
KINDS = frozenset({"css", "js"})  # what is written for people and served for machines
HTMX = "htmx-2.0.11.min.js"
# How careful htmx is, and which answers it draws: the first that fits. Said once, at the end of its own file: as a line
# of every page it would be two hundred bytes of each, and in a file of its own it could be missing.
HTMX_TOLD = {
    "allowEval": False, "allowScriptTags": False, "selfRequestsOnly": True, "includeIndicatorStyles": False,
    "historyCacheSize": 0, "refreshOnHistoryMiss": True, "disableInheritance": True, "timeout": 90000,
    "responseHandling": [
        {"code": "204", "swap": False}, {"code": "[23]..", "swap": True},
        {"code": "409|419|422|503", "swap": True}, {"code": "...", "swap": False, "error": True},
    ],
}  # fmt: skip


@cache
def served(name: str) -> bytes:
    """A static file's bytes as browsers get them; what somebody else made small already stays as pinned."""
    data = (STATIC / name).read_bytes()
    suffix = suffix_of(name)
    if name == HTMX:
        return data + f";Object.assign(htmx.config,{json.dumps(HTMX_TOLD, separators=(',', ':'))})".encode()
    if ".min." in name or suffix not in KINDS:
        return data
    shrink = rjsmin.jsmin if suffix == "js" else rcssmin.cssmin
    return shrink(data.decode()).encode()  # type: ignore[no-any-return]


@cache
def asset(name: str) -> str:
    """The address of a static file with its content's hash: immutable, the same in both languages."""
    digest = hashlib.sha256(served(name)).hexdigest()[:8]
    stem, _, suffix = name.rpartition(".")
    return f"/static/{stem}.{digest}.{suffix}"


@cache
def packed(name: str, encoding: str) -> bytes:
    """A static file's bytes in one encoding, at full strength: made once per process."""
    data = served(name)
    if encoding == "br":
        return brotli.compress(data, quality=11)
    return gzip.compress(data, 9, mtime=0) if encoding == "gzip" else data


def suffix_of(name: str) -> str:
    """What kind of file it is."""
    return name.rpartition(".")[2]


def names() -> list[str]:
    """Every file that is served and can be packed."""
    return sorted(path.name for path in STATIC.iterdir() if suffix_of(path.name) in TEXT)


@cache
def looks() -> str:
    """Every style and script by the hash of its content: changes with the release alone."""
    every = "|".join(asset(name) for name in names() if suffix_of(name) in KINDS)
    return hashlib.sha256(every.encode()).hexdigest()[:8]


def worker() -> str:
    """The address of the field's worker: a new one with each release, so that it fetches what it keeps anew."""
    return f"/sw.js?{looks()}"


def pack_all() -> None:
    """Pack everything before the first visitor comes: a third of a second of a web server's start."""
    for name in names():
        for encoding in ENCODINGS:
            packed(name, encoding)
