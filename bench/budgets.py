"""THE BENCH: the budgets of the main pages, as numbers. Held by tests/web/test_budgets.py; times are only printed."""

from __future__ import annotations

from dataclasses import dataclass

STAFF_PAGE, REVIEW_PAGE, PUBLIC_PAGE, PARTIAL = 5 * 1024, 6 * 1024, 2 * 1024, 1024
FIRST_VISIT, FIRST_REQUESTS = 30 * 1024, 5  # until the page can be used: page, style, scripts, icon
AFTERWARDS = 3 * 1024  # the worker and its pages, when the page is there
UNCHANGED = 307  # a 304 in all: 0.3 KB
GROWTH = 1.5
# Seconds at 50 kbit/s and 500 ms until a page can be used: worklist, every other page; first visit and the next ones.
WORKLIST_FIRST, WORKLIST_REPEAT = 4.0, 1.2
PAGE_FIRST, PAGE_REPEAT = 5.0, 1.5


@dataclass(frozen=True)
class Budget:
    """Brotli-5 bytes of the answer, SQL statements, CPU as a multiple of the bare page."""

    size: int
    sql: int
    cpu: float


WORKLIST = Budget(STAFF_PAGE, 6, 6)
CASE = Budget(STAFF_PAGE, 8, 6)
SEARCH = Budget(STAFF_PAGE, 5, 6)
DESK = Budget(STAFF_PAGE, 8, 6)  # the other desks: as the case page
LANDING = Budget(STAFF_PAGE, 12, 10)
REVIEW = Budget(REVIEW_PAGE, 12, 10)
PUBLIC = Budget(PUBLIC_PAGE, 4, 3)
STEP = Budget(PARTIAL, 10, 5)
REGISTER = Budget(STAFF_PAGE, 15, 8)
REGISTER_AND_STEP = Budget(STAFF_PAGE, REGISTER.sql + STEP.sql, REGISTER.cpu + STEP.cpu)
