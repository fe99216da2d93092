"""The table of the slow line says "ok" only where every figure is within its budget, and names each that is not."""

from __future__ import annotations

from dataclasses import replace

from bench import budgets
from bench.line import Leg, Seen, line, over
from bench.visits import PAGES

WORKLIST = next(visit for visit in PAGES if visit.name == "worklist, officer")
GOOD = Seen(
    WORKLIST, "hi",
    first=Leg(budgets.FIRST_VISIT, budgets.FIRST_REQUESTS, 9_000, budgets.WORKLIST_FIRST, 9.0),
    repeat=Leg(budgets.STAFF_PAGE, 1, 0, budgets.WORKLIST_REPEAT, 2.0),
    unchanged=Leg(budgets.UNCHANGED, 1, 0, 0.6, 0.7),
    partial=Leg(budgets.PARTIAL, 1, 0, 1.0, 1.0),
)  # fmt: skip


def test_a_page_within_its_budgets_is_ok() -> None:
    assert over(GOOD) == []
    assert line(GOOD)[-1] == "ok"
    assert line(replace(GOOD, partial=None))[-3:] == ("–", "–", "ok")


def test_each_figure_is_held_and_named() -> None:
    worse = {
        "first bytes": replace(GOOD, first=replace(GOOD.first, size=budgets.FIRST_VISIT + 1)),
        "first requests": replace(GOOD, first=replace(GOOD.first, requests=budgets.FIRST_REQUESTS + 1)),
        "first usable": replace(GOOD, first=replace(GOOD.first, usable=4.01)),
        "next bytes": replace(GOOD, repeat=replace(GOOD.repeat, size=budgets.STAFF_PAGE + 1)),
        "next requests": replace(GOOD, repeat=replace(GOOD.repeat, requests=2)),
        "next usable": replace(GOOD, repeat=replace(GOOD.repeat, usable=1.21)),
        "unchanged bytes": replace(GOOD, unchanged=replace(GOOD.unchanged, size=budgets.UNCHANGED + 1)),
        "partial bytes": replace(GOOD, partial=Leg(budgets.PARTIAL + 1, 1, 0, 1.0, 1.0)),
    }
    for name, seen in worse.items():
        assert over(seen) == [f"over: {name}"]


def test_the_worklist_has_the_stricter_seconds() -> None:
    case = next(visit for visit in PAGES if visit.name.startswith("case"))
    slower = replace(GOOD, first=replace(GOOD.first, usable=4.5))
    assert over(slower) == ["over: first usable"]
    assert over(replace(slower, visit=case)) == []


def test_an_open_line_has_no_budget_in_bytes() -> None:
    """Browsers take brotli only over TLS."""
    heavy = replace(GOOD, first=replace(GOOD.first, size=budgets.FIRST_VISIT + 1, usable=4.01))
    assert over(heavy) == ["over: first bytes", "first usable"]
    assert over(replace(heavy, packed=False)) == ["over: first usable"]
