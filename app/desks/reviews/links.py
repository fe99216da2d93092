"""DESK: the address of the complaints behind each figure. The list it opens has as many rows as the figure says, or
tells how many its reader may not open (decision 0022)."""

from __future__ import annotations

from functools import lru_cache
from typing import Any
from urllib.parse import urlencode

from app.complaints.moved import CLOSING
from app.reviews.departments import OLD
from app.reviews.scope import Period, Reach
from app.web.filtering import filter_args

WHOLE = "whole=1"  # the list then says what it leaves out of its figure


class Links:
    """Addresses of lists within a reach and a period; `base` is empty for readers who may not open complaints.

    What a whole line of a table has in common – its department, its source – comes last in them, what all have first:
    a page has three hundred, and the less stands between what two lines share, the smaller it is on the wire.
    """

    def __init__(self, base: str, reach: Reach, period: Period, *, is_today: bool) -> None:
        self._base, self._is_today = base, is_today
        self._reach, self._place = _query(**reach.filters()), _query(place=reach.place)
        self._days = _query(since=period.since, until=period.until)

    @property
    def may_open(self) -> bool:
        """Whether the reader may open complaints at all."""
        return bool(self._base)

    def moved(self, figure: str, source: str = "") -> str:
        """A column of R1: who moved so in the period."""
        return self._to(self._days, self._reach, _query(moved=figure), _query(source=source))

    def pending(self, source: str = "", **more: Any) -> str:
        """Pending now, narrowed by `more` fields of Filters; for a period gone by, pending at its end."""
        if not self._is_today and not more:
            return self.moved(CLOSING, source)
        return self._to(_query(pending=True), self._reach, _query(**more), _query(source=source))

    def old(self, source: str = "") -> str:
        """Over a hundred days."""
        return self.pending(source, age=OLD)

    def department(self, department: int | None, **more: Any) -> str:
        """A figure of R2 or R3; without a department that of the last line."""
        if department is None:
            return self._to(_query(pending=True), self._reach, _query(**more))
        return self._to(_query(pending=True), self._place, _query(**more), _query(department=department))

    def _to(self, *queries: str) -> str:
        return f"{self._base}?{'&'.join(query for query in (WHOLE, *queries) if query)}" if self._base else ""


@lru_cache(maxsize=4096)
def _query(**fields: Any) -> str:
    return urlencode(filter_args(**fields))
