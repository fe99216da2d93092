"""WEB: Hindi at the plain address, English under /en – one registration, one set of slugs."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any

from flask import has_request_context, request

PREFIX = "/en"
LANG = "nivaran.lang"
Wsgi = Callable[[dict[str, Any], Callable[..., Any]], Iterable[bytes]]


class LanguageAddress:
    """WSGI layer: takes /en off the path and remembers the language; url_for then writes /en by itself."""

    def __init__(self, app: Wsgi) -> None:
        self.app = app

    def __call__(self, environ: dict[str, Any], start_response: Callable[..., Any]) -> Iterable[bytes]:
        path = environ.get("PATH_INFO", "")
        if path == PREFIX or path.startswith(PREFIX + "/"):
            environ[LANG] = "en"
            environ["SCRIPT_NAME"] = environ.get("SCRIPT_NAME", "") + PREFIX
            environ["PATH_INFO"] = path[len(PREFIX) :] or "/"
        return self.app(environ, start_response)


def lang() -> str:
    """The language of the page being answered: "hi" unless the address says otherwise."""
    return request.environ.get(LANG, "hi") if has_request_context() else "hi"


def locale() -> str:
    """The Babel locale of the page: Indian grouping of digits in both languages."""
    return "en_IN" if lang() == "en" else "hi_IN"


def other_address() -> str:
    """This page in the other language."""
    query = f"?{request.query_string.decode()}" if request.query_string and request.method == "GET" else ""
    return (request.path if lang() == "en" else PREFIX + request.path) + query


def named(thing: Any) -> str:
    """The name of a register's row in the language of the page."""
    return "" if thing is None else (thing.name_en if lang() == "en" else thing.name_hi)
