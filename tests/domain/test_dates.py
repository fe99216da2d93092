"""THE RULES, tests: what may be a date of this office."""

from datetime import date

import pytest

from app.domain import dates

TODAY = date(2026, 11, 30)


@pytest.mark.parametrize(
    ("on", "known"),
    [(date.min, False), (date(1999, 12, 31), False), (date(2000, 1, 1), True), (date(2031, 12, 31), True),
     (date(2032, 1, 1), False), (date.max, False)],
)  # fmt: skip
def test_slips_of_the_hand_are_no_dates(on: date, known: bool) -> None:
    assert dates.is_one(on, TODAY) is known


def test_nothing_is_planned_beyond_the_longest_limit() -> None:
    assert dates.planned(TODAY) == date(2027, 2, 28)


@pytest.mark.parametrize(
    ("due", "last"),
    [(date(2026, 12, 8), date(2026, 12, 8)), (TODAY, TODAY), (date(2026, 11, 29), date(2026, 12, 7)),
     (None, date(2027, 2, 28))],
)  # fmt: skip
def test_a_direction_stays_within_the_limit_that_runs(due: date | None, last: date) -> None:
    assert dates.directed(TODAY, due) == last
