"""WEB: what comes in is such that both databases can take it and that it is spelt one way, before any desk sees it.

PostgreSQL refuses a text with the character NUL, which nobody types; both refuse a key beyond 64 bits (ruling 26).
Keyboards write one Hindi letter as one character or as two: here, for every field, they become the same (NFC).
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any
from unicodedata import normalize

from flask import Flask, Request
from werkzeug.datastructures import ImmutableMultiDict
from werkzeug.routing import IntegerConverter, Map

GREATEST_KEY = 2**63 - 1


class Fields(ImmutableMultiDict[str, Any]):
    """The fields of a query or form: NFC, without NUL in their values."""

    def __init__(self, fields: Iterable[tuple[str, Any]] | None = None) -> None:
        super().__init__([(name, _whole(value)) for name, value in _pairs(fields)])


def _pairs(fields: Any) -> Iterable[tuple[str, Any]]:
    return fields.items(multi=True) if hasattr(fields, "items") else fields or ()


def _whole(value: Any) -> Any:
    return normalize("NFC", value.replace("\0", "")) if isinstance(value, str) else value


class OfficeRequest(Request):
    """A request whose fields any database can take."""

    parameter_storage_class = Fields


class Key(IntegerConverter):
    """`<int:key>` in an address: what no key can be leads nowhere."""

    regex = r"\d{1,19}"

    def __init__(self, map: Map, *args: Any, **limits: Any) -> None:
        super().__init__(map, *args, **({"max": GREATEST_KEY} | limits))


def install(app: Flask) -> None:
    """To be called before any address is added."""
    app.request_class = OfficeRequest
    app.url_map.converters["int"] = Key
