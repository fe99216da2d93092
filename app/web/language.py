"""WEB: Hindi at the plain address, English under /en – one registration, one set of slugs."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Any, NamedTuple
from urllib.parse import quote

from flask import Flask, has_request_context, request
from flask_babel import force_locale, get_translations
from flask_babel.speaklater import LazyString
from markupsafe import Markup, escape

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


class _Page(NamedTuple):
    """What is the same for every word of one answer; `said` are the lazy words already said, by id."""

    lang: str
    catalogue: Any
    said: dict[int, tuple[Any, str]]


# A page says hundreds of words: asking each time which language it is in took half of the page's time.
_page: ContextVar[_Page | None] = ContextVar("page", default=None)


def lang() -> str:
    """The language of the page being answered: "hi" unless the address says otherwise."""
    if page := _page.get():
        return page.lang
    return request.environ.get(LANG, "hi") if has_request_context() else "hi"


def locale() -> str:
    """The Babel locale of the page: Indian grouping of digits in both languages."""
    return "en_IN" if lang() == "en" else "hi_IN"


def other_address() -> str:
    """This page in the other language; of the answer to what was sent, where no page has its address, the home page."""
    query = f"?{request.query_string.decode()}" if request.query_string and request.method == "GET" else ""
    rule = request.url_rule
    only_sent_to = rule is not None and "GET" not in (rule.methods or ())  # an answer that cannot be asked for again
    path = "/" if only_sent_to else quote(request.path)
    return (path if lang() == "en" else PREFIX + path) + query


def named(thing: Any) -> str:
    """The name of a register's row in the language of the page."""
    return "" if thing is None else (thing.name_en if lang() == "en" else thing.name_hi)


@contextmanager
def one_language() -> Iterator[None]:
    """Around the rendering of one answer: its catalogue is looked up once."""
    token = _page.set(_Page(lang(), get_translations(), {}))
    try:
        yield
    finally:
        _page.reset(token)


@contextmanager
def speaking(other: str) -> Iterator[None]:
    """A page in somebody else's language: its words, and the voice its template is compiled in."""
    with force_locale("en_IN" if other == "en" else "hi_IN"):
        token = _page.set(_Page(other, get_translations(), {}))
        try:
            yield
        finally:
            _page.reset(token)


def _catalogue() -> Any:
    page = _page.get()
    return get_translations() if page is None else page.catalogue


def _say(words: str, variables: dict[str, Any]) -> Markup:
    safe = Markup(words)  # noqa: S704 - our own words; what is filled in is escaped
    return safe % variables if variables or "%" in words else safe


def gettext(message: str, /, **variables: Any) -> Markup:
    """The templates' _(): our words in the language of the page, what is filled in escaped."""
    return _say(_catalogue().ugettext(message), variables)


def ngettext(one: str, many: str, num: int, /, **variables: Any) -> Markup:
    """The templates' ngettext(): as gettext, by number."""
    return _say(_catalogue().ungettext(one, many, num), {"num": num, **variables})


class _Lazy(LazyString):
    """A word of our lists, said in the language of the page where it is shown.

    Flask-Babel's own finds domain and catalogue anew for every word, and says each twice where a template escapes it.
    """

    def __init__(self, message: str, variables: dict[str, Any]) -> None:
        super().__init__(self._said, message, variables)

    @staticmethod
    def _said(message: str, variables: dict[str, Any]) -> str:
        words = str(_catalogue().ugettext(message))
        return words % variables if variables else words

    def __html__(self) -> Markup:
        return escape(str(self))


def lazy_gettext(message: str, /, **variables: Any) -> _Lazy:
    """As Flask-Babel's, for the lists of this house."""
    return _Lazy(message, variables)


def spoken(words: Any) -> str:
    """A lazy word of our lists as text; said many times on a page, looked up once."""
    page = _page.get()
    if page is None:
        return str(words)
    if id(words) not in page.said:
        page.said[id(words)] = (words, str(words))  # kept: the id of what is gone may come again
    return page.said[id(words)][1]


def install(app: Flask) -> None:
    """Templates speak through here."""
    app.jinja_env.globals.update(_=gettext, gettext=gettext, ngettext=ngettext)
