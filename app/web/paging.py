"""WEB: pages of a list – which one is asked for, and the addresses of the others. Plain links, no endless scroll."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TypeVar

from flask import request, url_for

Row = TypeVar("Row")
_FURTHEST = 6  # digits


def page_number() -> int:
    """The page asked for; nonsense is the first."""
    text = request.args.get("page", "1")
    return max(1, int(text)) if text.isascii() and text.isdigit() and len(text) < _FURTHEST else 1


def cut(rows: Sequence[Row], size: int, number: int) -> tuple[Sequence[Row], int, bool]:
    """What a page shows of all rows, which page that is, and whether more follow. Past the end is the last page: the
    rows that stood there were decided meanwhile."""
    number = max(1, min(number, -(-len(rows) // size)))
    return rows[(number - 1) * size : number * size], number, len(rows) > number * size


def kept(*names: str) -> dict[str, str]:
    """What the shown list is narrowed to, and its page: an entry made on it comes back to the same cards."""
    return {name: request.args[name] for name in (*names, "page") if request.args.get(name)}


def list_page(number: int) -> str:
    """The address of another page of the list that is shown."""
    asked = {name: value for name, value in request.args.items() if not name.startswith("_") and name != "endpoint"}
    return url_for(str(request.endpoint), **{**asked, "page": str(number)})  # type: ignore[arg-type]


def pages_of(endpoint: str, *names: str) -> Callable[[int], str]:
    """The addresses of the pages of a list that is also shown as the answer to an entry made on it."""
    return lambda number: url_for(endpoint, **{**kept(*names), "page": str(number)})  # type: ignore[arg-type]
