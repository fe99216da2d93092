"""Counting: classes, ages, heaps, and the identity that must come out at zero."""

from collections import Counter
from datetime import UTC, datetime

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.domain.calendar import IST, NaiveTime
from app.domain.pendency import (
    AGE_BANDS,
    CLASSES,
    COUNTED_AS,
    NOT_COUNTED,
    OVER_DAYS,
    PENDING,
    NoSuchMovement,
    age_days,
    band,
    column,
    days_left,
    difference,
    heap,
)

CAME = ("received", "reopened", "transferred_in")
WENT = ("disposed", "rejected", "merged", "withdrawn", "transferred_out", "closed_other")
COLUMNS = (*CAME, *WENT)


def ist(text: str) -> datetime:
    return datetime.strptime(text, "%Y-%m-%d %H:%M").replace(tzinfo=IST)


def test_every_state_has_a_class() -> None:
    assert len(COUNTED_AS) == 15
    pending = {state for state, counted in COUNTED_AS.items() if counted == PENDING}
    assert pending == {"registered", "marked", "in_action", "awaiting_complainant", "on_hold", "atr_submitted"}
    assert COUNTED_AS["draft"] == NOT_COUNTED
    assert COUNTED_AS["transferred_out"] == "transferred"
    assert COUNTED_AS["closed_special"] != COUNTED_AS["closed_satisfied"]


@pytest.mark.parametrize(
    ("days", "code"),
    [
        (0, "0-7"),
        (7, "0-7"),
        (8, "8-15"),
        (15, "8-15"),
        (16, "16-30"),
        (30, "16-30"),
        (31, "31-50"),
        (50, "31-50"),
        (51, "51-100"),
        (100, "51-100"),
        (101, "101-180"),
        (180, "101-180"),
        (181, ">180"),
        (4000, ">180"),
    ],
)
def test_age_bands(days: int, code: str) -> None:
    assert band(days).code == code


def test_bands_leave_no_gap_and_break_at_a_hundred() -> None:
    for lower, upper in zip(AGE_BANDS, AGE_BANDS[1:], strict=False):
        assert lower.high is not None
        assert upper.low == lower.high + 1
    assert band(OVER_DAYS) != band(OVER_DAYS + 1)
    with pytest.raises(ValueError, match="negative"):
        band(-1)


def test_age_goes_by_the_indian_date() -> None:
    assert age_days(ist("2026-09-08 23:50"), ist("2026-09-09 00:10")) == 1
    assert age_days(ist("2026-09-08 00:10"), ist("2026-09-08 23:50")) == 0
    assert age_days(datetime(2026, 9, 8, 18, 31, tzinfo=UTC), ist("2026-09-10 09:00")) == 1
    assert age_days(ist("2026-09-10 00:00"), ist("2026-09-08 00:00")) == 0
    assert age_days(ist("2028-02-28 12:00"), ist("2028-03-01 12:00")) == 2


@pytest.mark.parametrize(
    ("due", "name", "left"),
    [
        ("2026-09-07 17:00", "late", -1),
        ("2026-09-08 11:59", "late", 0),
        ("2026-09-08 12:00", "today", 0),
        ("2026-09-08 17:00", "today", 0),
        ("2026-09-09 09:00", "soon", 1),
        ("2026-09-11 17:00", "soon", 3),
        ("2026-09-12 00:00", "later", 4),
    ],
)
def test_heaps_at_noon_of_the_eighth(due: str, name: str, left: int) -> None:
    at = ist("2026-09-08 12:00")
    assert heap(ist(due), at) == name
    assert days_left(ist(due), at) == left


def test_counting_refuses_an_instant_without_a_zone() -> None:
    naive = datetime(2026, 9, 8)
    with pytest.raises(NaiveTime):
        age_days(naive, ist("2026-09-08 12:00"))
    with pytest.raises(NaiveTime):
        heap(ist("2026-09-08 12:00"), naive)


@pytest.mark.parametrize(
    ("before", "after", "name"),
    [
        ("draft", "registered", "received"),
        ("registered", "marked", None),
        ("in_action", "on_hold", None),
        ("atr_submitted", "disposed", "disposed"),
        ("disposed", "closed_satisfied", None),
        ("disposed", "in_action", "reopened"),
        ("closed_no_response", "marked", "reopened"),
        ("rejected", "marked", "reopened"),
        ("disposed", "atr_submitted", "reopened"),  # an approval undone
        ("merged", "marked", "reopened"),  # a merge taken apart
        ("in_action", "closed_special", "closed_other"),
        ("registered", "rejected", "rejected"),
        ("marked", "merged", "merged"),
        ("marked", "withdrawn", "withdrawn"),
        ("disposed", "withdrawn", None),
        ("in_action", "transferred_out", "transferred_out"),
        ("transferred_out", "marked", "transferred_in"),
    ],
)
def test_which_column_a_step_adds_to(before: str, after: str, name: str | None) -> None:
    assert column(COUNTED_AS[before], COUNTED_AS[after]) == name


@pytest.mark.parametrize(
    ("before", "after"), [(PENDING, NOT_COUNTED), (NOT_COUNTED, "disposed"), ("lost", PENDING), (PENDING, "lost")]
)
def test_movements_that_would_lose_a_complaint_are_refused(before: str, after: str) -> None:
    with pytest.raises(NoSuchMovement):
        column(before, after)


def test_the_difference_shows_what_a_table_lost() -> None:
    whole = dict.fromkeys(COLUMNS, 0) | {"received": 10, "reopened": 2, "disposed": 5, "merged": 1}
    assert difference(opening=20, closing=26, **whole) == 0
    assert difference(opening=20, closing=25, **whole) == 1
    assert difference(opening=20, closing=27, **whole) == -1


@settings(deadline=None)
@given(st.lists(st.lists(st.sampled_from(CLASSES[1:]), max_size=12), max_size=12), st.data())
def test_over_any_histories_and_any_cut_the_difference_is_zero(histories: list[list[str]], data: st.DataObject) -> None:
    moved: Counter[str] = Counter()
    opening = closing = 0
    for history in histories:
        path = [NOT_COUNTED, PENDING, *history]
        since = data.draw(st.integers(0, len(path) - 1))
        until = data.draw(st.integers(since, len(path) - 1))
        opening += path[since] == PENDING
        closing += path[until] == PENDING
        steps = zip(path[since:until], path[since + 1 : until + 1], strict=True)
        moved.update(name for a, b in steps if (name := column(a, b)))
    assert difference(opening=opening, closing=closing, **{name: moved[name] for name in COLUMNS}) == 0
