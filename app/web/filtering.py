"""WEB: the query of a list's address and the filters it stands for, there and back.

`/complaints?department=3&level=2&pending=1&place=7`, `?moved=disposed&source=CMW&since=2026-04-01&until=2026-11-22`.
Both the review tables, which write such addresses, and the lists, which read them, go through here.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import fields
from datetime import date
from typing import Any

from flask import abort

from app.complaints.moved import LISTED
from app.complaints.queries import Filters
from app.domain.states import STORED
from app.models.complaint import SOURCES

HEAPS = ("late", "today", "soon", "later")
CHIPS = ("all", "late", "today", "new", "back", "up", "gone", "reopened", "approval", "parts")
YEARS = range(1900, 2201)  # beyond, midnight in India is no instant in UTC any more
_AGE = re.compile(r"(\d{1,5})-(\d{1,5})?")
Reader = Callable[[str], Any]


class BadFilter(ValueError):
    """A value that no list has."""


def _one_of(*known: str) -> Reader:
    def read(raw: str) -> str:
        if raw not in known:
            raise BadFilter(raw)
        return raw

    return read


def _number(raw: str) -> int:
    if not re.fullmatch(r"\d{1,12}", raw, re.ASCII):
        raise BadFilter(raw)
    return int(raw)


def _level(raw: str) -> int:
    if (level := _number(raw)) > 4:
        raise BadFilter(raw)
    return level


def _age(raw: str) -> tuple[int, int | None]:
    """`8-15`, or `101-` for a hundred and one days and more."""
    found = _AGE.fullmatch(raw)
    if found is None:
        raise BadFilter(raw)
    return int(found[1]), int(found[2]) if found[2] else None


def _day(raw: str) -> date:
    try:
        day = date.fromisoformat(raw)
    except ValueError:
        raise BadFilter(raw) from None
    if day.year not in YEARS:
        raise BadFilter(raw)
    return day


def _yes(raw: str) -> bool:
    return bool(_one_of("1")(raw))


_READ: dict[str, Reader] = {
    "heap": _one_of(*HEAPS), "chip": _one_of(*CHIPS), "q": str.strip, "state": _one_of(*(str(s) for s in STORED)),
    "source": _one_of(*SOURCES), "department": _number, "place": _number, "level": _level, "age": _age,
    "overdue": _yes, "pending": _yes, "watched": _yes, "regretted": _yes, "mute": _yes, "unaccepted": _yes,
    "whole": _yes,
    "moved": _one_of(*LISTED), "since": _day, "until": _day,
}  # fmt: skip


def parsed(args: Mapping[str, str]) -> Filters:
    """The filters an address asks for; what it does not name is left open. Raises BadFilter for what no list has."""
    return Filters(**{name: read(args[name]) for name, read in _READ.items() if args.get(name)})


def filters_from(args: Mapping[str, str]) -> Filters:
    """`parsed`, answering 400 to a broken address: a list that silently shows too much would be a wrong figure."""
    try:
        return parsed(args)
    except BadFilter:
        abort(400)


def filter_args(filters: Filters | None = None, **more: Any) -> dict[str, str]:
    """The query of an address: the given filters and `more` fields of Filters; what is open is left out."""
    given = {} if filters is None else {f.name: getattr(filters, f.name) for f in fields(filters)}
    return {name: _written(value) for name, value in {**given, **more}.items() if not _is_open(value)}


def _is_open(value: Any) -> bool:
    return value is None or value is False or value == ""  # nought is a level, and a department not given yet


def _written(value: Any) -> str:
    if value is True:
        return "1"
    if isinstance(value, tuple):
        least, most = value
        return f"{least}-{'' if most is None else most}"
    return value.isoformat() if isinstance(value, date) else str(value)
