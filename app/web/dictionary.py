"""WEB: what all pages have in common is sent once; after that a page is sent as what differs from it (RFC 9842).

The dictionary is the text of our own templates with its words in one language: the same for everybody, of nobody.
Browsers that know how fetch it when nothing else is to do, and name it by its hash; the others get brotli as ever.
"""

from __future__ import annotations

import base64
import hashlib
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property

import brotli
from backports import zstd
from flask import Flask, Response, current_app, request
from flask_babel import force_locale, get_translations
from flask_login import current_user
from jinja2 import nodes

from app.web import language
from app.web.assets import asset

# The pages of a working day; what is seldom opened would only make the dictionary longer.
ROOMS = (
    "base.html",
    "shared",
    "components",
    "home",
    "reviews",
    "calldesk",
    "intake",
    "marking",
    "approvals",
    "casework",
)
LEVEL = 9  # a millisecond, less than brotli 5 takes
HEAD = b"\x5e\x2a\x4d\x18\x20\x00\x00\x00"  # the frame in which zstd carries the hash
LEAST = 300
LOCAL = frozenset({"localhost", "127.0.0.1", "[::1]"})
_KEY = "nivaran.dictionaries"


@dataclass(frozen=True)
class Dictionary:
    """The shared text of one language."""

    prefix: str
    text: bytes

    @cached_property
    def digest(self) -> bytes:
        """What browsers name it by."""
        return hashlib.sha256(self.text).digest()

    @cached_property
    def packed(self) -> bytes:
        """As it goes over the line."""
        return brotli.compress(self.text, quality=11)

    @cached_property
    def _shared(self) -> zstd.ZstdDict:
        return zstd.ZstdDict(self.text, is_raw=True)

    @property
    def address(self) -> str:
        """A new one with each release, so that browsers fetch it anew."""
        return f"{self.prefix}/dict?{self.digest.hex()[:8]}"

    def differs(self, body: bytes) -> bytes:
        """A page as what is not in here."""
        return HEAD + self.digest + zstd.compress(body, LEVEL, zstd_dict=self._shared.as_digested_dict)


def of_language() -> Dictionary:
    """The one of the page being answered."""
    return every()[language.lang()]


def every() -> dict[str, Dictionary]:
    """By language; made once per application."""
    if _KEY not in current_app.extensions:
        current_app.extensions[_KEY] = {
            lang: _made(lang, prefix) for lang, prefix in (("hi", ""), ("en", language.PREFIX))
        }
    return current_app.extensions[_KEY]  # type: ignore[no-any-return]


def prepare(app: Flask) -> None:
    """Make them before the first visitor comes."""
    with app.app_context():
        for dictionary in every().values():
            _ = dictionary.packed


def _made(lang: str, prefix: str) -> Dictionary:
    env = current_app.jinja_env
    names = sorted(
        env.list_templates(filter_func=_is_daily), key=lambda name: (ROOMS.index(name.partition("/")[0]), name)
    )
    with force_locale("en_IN" if lang == "en" else "hi_IN"):
        # What every page has lies at the end: the nearer, the shorter the reference.
        texts = ["".join(_said(env.parse(env.loader.get_source(env, name)[0]), prefix)) for name in reversed(names)]
    return Dictionary(prefix, "".join(texts).encode())


def _is_daily(name: str) -> bool:
    return name.partition("/")[0] in ROOMS and "print" not in name


def _said(node: nodes.Node, prefix: str) -> Iterator[str]:
    """What a template says whatever is filled in: its own text, its words, the beginnings of its addresses."""
    if isinstance(node, nodes.TemplateData):
        yield node.data
    elif isinstance(node, nodes.Call) and isinstance(node.node, nodes.Name) and _is_fixed(node):
        yield _spoken(node.node.name, [arg.value for arg in node.args if isinstance(arg, nodes.Const)], prefix)
    else:
        for child in node.iter_child_nodes():
            yield from _said(child, prefix)


def _is_fixed(call: nodes.Call) -> bool:
    first = call.args[0] if call.args else None
    return isinstance(first, nodes.Const) and call.node.name in ("_", "url_for", "asset")  # type: ignore[attr-defined]


def _spoken(name: str, args: list[str], prefix: str) -> str:
    if name == "asset":
        return asset(args[0])
    if name == "url_for":
        rule = next(current_app.url_map.iter_rules(args[0])).rule
        return prefix + rule.partition("<")[0]
    return str(get_translations().ugettext(args[0])).partition("%(")[0]


def _close(response: Response) -> Response:
    """A page that the browser may keep goes as what differs; who has no dictionary yet is told where it is."""
    if not _may_differ(response):
        return response
    response.vary.update(("Accept-Encoding", "Available-Dictionary"))
    if response.status_code == 304 or not request.accept_encodings["zstd"]:
        return response
    named = request.headers.get("Available-Dictionary", "").strip(":")
    found = next((one for one in every().values() if base64.b64encode(one.digest).decode() == named), None)
    if found is not of_language() and current_user.is_authenticated:
        response.headers["Link"] = f'<{of_language().address}>; rel="compression-dictionary"'
    if found is not None and request.accept_encodings["dcz"] and len(response.get_data()) >= LEAST:
        response.set_data(found.differs(response.get_data()))
        response.headers["Content-Encoding"] = "dcz"
    return response


def _may_differ(response: Response) -> bool:
    """Only what is read and may be kept: no answer to a post, no shown number, nothing over an open line."""
    if request.method != "GET" or response.cache_control.no_store or response.is_streamed:
        return False
    is_page = response.mimetype == "text/html" and response.status_code < 300
    is_safe = request.is_secure or request.host.rpartition(":")[0] in LOCAL or request.host in LOCAL
    return is_safe and (is_page or response.status_code == 304)


def install(app: Flask) -> None:
    """After everything that changes a page, before it is compressed in another way."""
    app.after_request(_close)
