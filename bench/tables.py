"""THE BENCH: the figures as plain tables. A star marks what is over its budget."""

from __future__ import annotations

from collections.abc import Sequence

from bench import budgets
from bench.measured import Figures, Measured

HEAD = (
    "page or entry",
    "rows",
    "raw",
    "gzip",
    "dcz hi",
    "br hi",
    "br en",
    "max",
    "SQL",
    "max",
    "CPU ms",
    "x bare",
    "max",
)


def mark(value: float, limit: float, text: str) -> str:
    return f"{text}*" if value > limit else text


def _line(figures: Figures) -> tuple[str, ...]:
    budget = figures.visit.budget
    return (
        figures.visit.name, str(figures.rows), f"{figures.raw:,}", f"{figures.gz:,}", f"{figures.dcz:,}",
        mark(figures.br, budget.size, f"{figures.br:,}"), mark(figures.english, budget.size, f"{figures.english:,}"),
        f"{budget.size:,}", mark(len(figures.statements), budget.sql, str(len(figures.statements))), str(budget.sql),
        f"{figures.cpu * 1000:.1f}", mark(figures.times, budget.cpu, f"{figures.times:.1f}"), f"{budget.cpu:g}",
    )  # fmt: skip


def table(head: Sequence[str], rows: Sequence[Sequence[str]]) -> str:
    widths = [max(len(row[n]) for row in (head, *rows)) for n in range(len(head))]
    lines = []
    for row in (head, ["-" * width for width in widths], *rows):
        cells = [cell.ljust(width) if n == 0 else cell.rjust(width)
                 for n, (cell, width) in enumerate(zip(row, widths, strict=True))]  # fmt: skip
        lines.append("  ".join(cells))
    return "\n".join(lines)


def of_size(measured: Measured, database: str) -> str:
    """All visits of one office."""
    first = mark(measured.first_bytes, budgets.FIRST_VISIT, f"{measured.first_bytes:,}")
    asked = mark(measured.first_requests, budgets.FIRST_REQUESTS, str(measured.first_requests))
    return "\n".join((
        f"\n{database}, {measured.size:,} complaints. The bare page takes {measured.bare * 1000:.2f} ms of CPU.",
        table(HEAD, [_line(figures) for figures in measured.figures]),
        f"First visit in all: {first} bytes (max {budgets.FIRST_VISIT:,}), {asked} requests "
        f"(max {budgets.FIRST_REQUESTS}).",
    ))  # fmt: skip


def growth(small: Measured, large: Measured) -> str:
    """The same visits in two offices; the ratio is of the multiples of the bare page."""
    rows = []
    for less, more in zip(small.figures, large.figures, strict=True):
        ratio = more.times / less.times
        rows.append((
            less.visit.name, f"{less.rows} / {more.rows}", f"{less.cpu * 1000:.1f}", f"{more.cpu * 1000:.1f}",
            mark(ratio, budgets.GROWTH, f"{ratio:.2f}"), f"{len(less.statements)} / {len(more.statements)}",
        ))  # fmt: skip
    head = ("growth", "rows", f"CPU ms at {small.size:,}", f"at {large.size:,}", "ratio", "SQL")
    return f"\n{table(head, rows)}\nA ratio is over its budget above {budgets.GROWTH}; more rows on a page cost more."
