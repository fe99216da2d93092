"""The ladder against the table of D4."""

import pytest

from app.domain.ladder import (
    LEVELS,
    PROFILES,
    Allowance,
    Area,
    NoSuchLevel,
    Rise,
    first_level,
    next_level,
    reopen_level,
)


@pytest.mark.parametrize(
    ("code", "ack_days", "ack_hours", "days", "total"),
    [
        ("urgent", None, 4, {1: 1, 2: 1, 3: 2, 4: 3}, 7),
        ("standard", 3, None, {1: 7, 2: 7, 3: 7, 4: 15}, 36),
        ("complex", 3, None, {1: 15, 2: 10, 3: 10, 4: 15}, 50),
        ("hearing", 3, None, {}, 60),
        ("reopened", 1, None, {2: 7, 3: 7, 4: 15}, 29),
    ],
)
def test_profiles(code: str, ack_days: int | None, ack_hours: int | None, days: dict[int, int], total: int) -> None:
    profile = PROFILES[code]
    assert profile.code == code
    assert (profile.ack_working_days, profile.ack_office_hours) == (ack_days, ack_hours)
    assert {level: profile.allowance(level).days for level in days} == days
    assert profile.total == total


def test_there_are_five_profiles_and_each_has_one_measure_of_acknowledging() -> None:
    assert set(PROFILES) == {"urgent", "standard", "complex", "hearing", "reopened"}
    assert all((p.ack_working_days is None) != (p.ack_office_hours is None) for p in PROFILES.values())


def test_a_hearing_has_its_working_days_once() -> None:
    hearing = PROFILES["hearing"]
    assert hearing.allowance(2) == Allowance(60, working=True)
    assert hearing.allowance(3, risen=True) == Allowance(7)
    assert PROFILES["complex"].allowance(3, risen=True) == Allowance(10)


@pytest.mark.parametrize(("code", "level"), [("reopened", 1), ("standard", 0), ("standard", 5), ("hearing", 0)])
def test_a_level_without_days_is_refused(code: str, level: int) -> None:
    with pytest.raises(NoSuchLevel):
        PROFILES[code].allowance(level)


def test_who_comes_next() -> None:
    assert next_level(1) == Rise(2)
    assert next_level(2) == Rise(3)
    assert next_level(3) == Rise(3, dc_watch=True)
    assert next_level(3, move_to_l4=True) == Rise(4)
    assert next_level(4) is None
    assert next_level(4, move_to_l4=True) is None


def test_the_unmarked_rises_to_the_nodal_officer() -> None:
    assert next_level(0) == Rise(0, to_nodal=True)


def test_one_level_at_a_time() -> None:
    for level in LEVELS:
        rise = next_level(level, move_to_l4=True)
        assert rise is None or rise.level - level in (0, 1)


@pytest.mark.parametrize(("closed_at", "lands"), [(0, 2), (1, 2), (2, 3), (3, 4), (4, 4)])
def test_where_the_reopened_lands(closed_at: int, lands: int) -> None:
    assert reopen_level(closed_at) == lands
    assert PROFILES["reopened"].allowance(lands).days > 0


def test_levels_off_the_ladder_are_refused() -> None:
    for wrong in (-1, 5):
        with pytest.raises(NoSuchLevel):
            next_level(wrong)
        with pytest.raises(NoSuchLevel):
            reopen_level(wrong)
    with pytest.raises(NoSuchLevel):
        first_level(PROFILES["standard"], 0)


def test_where_a_complaint_begins() -> None:
    assert first_level(PROFILES["standard"]) == 1
    assert first_level(PROFILES["standard"], 2) == 2
    assert first_level(PROFILES["reopened"]) == 2
    assert first_level(PROFILES["hearing"], 2) == 2


def test_areas_have_the_four_names_of_the_ladder_table() -> None:
    assert [str(area) for area in Area] == ["block", "sub_division", "district", "department"]
