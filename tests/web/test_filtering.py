"""THE TESTS: the address of a filtered list says exactly what the list is."""

from datetime import date

import pytest
from werkzeug.exceptions import BadRequest

from app.complaints.queries import Filters
from app.web.filtering import BadFilter, filter_args, filters_from, parsed

EACH = (
    Filters(),
    Filters(heap="late", chip="up", q="पानी"),
    Filters(state="on_hold", department=3, place=7, pending=True),
    Filters(unaccepted=True),
    Filters(department=0, level=0, overdue=True),
    Filters(age=(101, None)),
    Filters(age=(0, 7), source="CMW"),
    Filters(moved="disposed", source="SSV", since=date(2026, 4, 1), until=date(2026, 11, 22)),
)


@pytest.mark.parametrize("filters", EACH)
def test_there_and_back(filters: Filters) -> None:
    assert parsed(filter_args(filters)) == filters


def test_what_is_open_is_not_written() -> None:
    assert filter_args(department=0, level=None, overdue=False, source="") == {"department": "0"}
    assert filter_args(Filters(pending=True), level=2) == {"pending": "1", "level": "2"}


def test_foreign_arguments_are_left_alone() -> None:
    assert parsed({"page": "2", "low": "1"}) == Filters()


@pytest.mark.parametrize(
    ("name", "value"),
    [("heap", "never"), ("state", "draft"), ("source", "XXX"), ("department", "-1"), ("place", "१२"), ("level", "5"),
     ("age", "old"), ("moved", "pending"), ("since", "22-11-2026"), ("until", "2026-13-01"), ("overdue", "yes"),
     ("chip", "x")],
)  # fmt: skip
def test_a_broken_address_is_not_answered_with_everything(name: str, value: str) -> None:
    with pytest.raises(BadFilter):
        parsed({name: value})
    with pytest.raises(BadRequest):
        filters_from({name: value})
