"""DESK: the lines of the tables as cells ready to be shown – the text of a figure and the way to its complaints.

Made here and not in macros: a review has four hundred cells, and a page of them must stay cheap.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from app.desks.reviews.links import Links
from app.domain.pendency import AGE_BANDS, OVER_DAYS
from app.reviews.departments import Row
from app.reviews.position import Line
from app.web.filters import number

SHOWN_ON_PHONES = frozenset({"received"})  # of the columns of R1; the rest are a tick away
YOUNG = 50  # days; younger bands are a tick away on a phone
SECOND, BAD = "c2", "bad"


@dataclass(frozen=True)
class Cell:
    """What stands in a cell; `link` is empty for nought, `css` the classes it has besides."""

    text: str
    link: str = ""
    css: str = ""


@dataclass(frozen=True)
class Shown:
    """A line of a table: `what` it is of (a source, a department, nothing for the last line) and its cells."""

    what: Any
    cells: Sequence[Cell]


def _cell(n: int | None, link: str, css: str = "") -> Cell:
    return Cell("–", "", css) if n is None else Cell(number(n), link if n else "", css)


def position_line(line: Line, columns: Sequence[str], links: Links) -> Shown:
    """R1: the columns of movements, then pending, overdue, over a hundred days, the difference."""

    def cells() -> Iterator[Cell]:
        for name in columns:
            yield _cell(line.counts[name], links.moved(name, line.source), "" if name in SHOWN_ON_PHONES else SECOND)
        yield _cell(line.pending, links.pending(line.source))
        yield _cell(line.overdue, links.pending(line.source, overdue=True))
        yield _cell(line.old, links.old(line.source), BAD if line.old and line.source else "")
        yield _cell(line.difference, "", f"{SECOND} {BAD}" if line.difference else SECOND)

    return Shown(line.source, list(cells()))


def department_line(row: Row, links: Links, *, is_last: bool = False) -> Shown:
    """R2: the five levels, pending, overdue, and what waits for somebody else."""
    which, counts = None if is_last else row.id, row.counts

    def cells() -> Iterator[Cell]:
        for level, n in enumerate(counts.levels):
            yield _cell(n, links.department(which, level=level), SECOND)
        yield _cell(counts.total, links.department(which))
        yield _cell(
            counts.overdue, links.department(which, overdue=True), BAD if counts.overdue and not is_last else ""
        )
        yield _cell(counts.awaiting, links.department(which, state="awaiting_complainant"), SECOND)
        yield _cell(counts.on_hold, links.department(which, state="on_hold"), SECOND)
        yield _cell(counts.approval, links.department(which, state="atr_submitted"))

    return Shown(row.department, list(cells()))


def age_line(row: Row, links: Links, *, is_last: bool = False) -> Shown:
    """R3: the seven bands and the oldest in days."""
    which, counts = None if is_last else row.id, row.counts

    def cells() -> Iterator[Cell]:
        for band, n in zip(AGE_BANDS, counts.bands, strict=True):
            young = band.high is not None and band.high <= YOUNG
            old = bool(n) and band.low > OVER_DAYS and not is_last
            link = links.department(which, age=(band.low, band.high))
            yield _cell(n, link, SECOND if young else BAD if old else "")
        yield Cell(number(counts.oldest))

    return Shown(row.department, list(cells()))
