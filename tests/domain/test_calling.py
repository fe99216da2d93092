"""THE RULES: days 2, 5 and 9, each time at another part of the day, three hours apart, and when it was enough."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from app.domain.calendar import IST
from app.domain.calling import BANDS, next_turn
from app.domain.clock import silence_suffices, time_band

DAYS = (2, 5, 9)


def ist(day: int, hour: int, minute: int = 0) -> datetime:
    """An hour of a day of November 2026 in India; the 2nd is a Monday."""
    return datetime(2026, 11, day, hour, minute, tzinfo=IST).astimezone(UTC)


SETTLED = ist(2, 11)


def test_the_first_call_is_on_day_two_from_nine() -> None:
    turn = next_turn(SETTLED, [], DAYS, ist(2, 12))
    assert turn is not None
    assert (turn.no, turn.at, turn.until, turn.band, turn.why) == (1, ist(4, 9), ist(4, 12), "morning", "first")
    assert not turn.is_due(ist(2, 12))
    now = next_turn(SETTLED, [], DAYS, ist(4, 14))
    assert now is not None
    assert now.is_due(ist(4, 14))
    assert now.band == "afternoon"


@pytest.mark.parametrize(("hour", "next_hour"), [(10, 12), (13, 9), (18, 9)])
def test_the_next_try_is_at_another_part_of_the_day(hour: int, next_hour: int) -> None:
    turn = next_turn(SETTLED, [ist(4, hour)], DAYS, ist(6, 8))
    assert turn is not None
    assert (turn.no, turn.at, turn.why) == (2, ist(7, next_hour), "again")
    assert time_band(turn.at) != time_band(ist(4, hour))


def test_nobody_is_rung_at_night_nor_twice_within_three_hours() -> None:
    night = next_turn(SETTLED, [], DAYS, ist(5, 20, 30))
    assert night is not None
    assert night.at == ist(6, 9)
    wish = next_turn(SETTLED, [ist(4, 10)], DAYS, ist(4, 10, 40), asked_at=ist(4, 10, 30))
    assert wish is not None
    assert (wish.at, wish.why) == (ist(4, 13), "asked")


def test_whoever_asks_for_a_call_is_rung_before_the_day() -> None:
    turn = next_turn(SETTLED, [], DAYS, ist(3, 9, 30), asked_at=ist(2, 22))
    assert turn is not None
    assert turn.is_due(ist(3, 9, 30))
    assert turn.why == "asked"


def test_following_the_turns_is_always_enough_after_three() -> None:
    for begin in range(0, 24):
        settled, tries, at = SETTLED + timedelta(hours=begin), [], SETTLED + timedelta(hours=begin)
        while (turn := next_turn(settled, tries, DAYS, at)) is not None:
            assert BANDS[turn.band][0] <= turn.at.astimezone(IST).time() < BANDS[turn.band][1]
            tries.append(turn.at)
            at = turn.at
        assert len(tries) == 3
        assert len({time_band(one) for one in tries}) == 3
        assert silence_suffices(tries)


def test_three_mornings_do_not_end_it_the_evening_is_still_owed() -> None:
    tries = [ist(4, 9), ist(7, 9), ist(11, 9)]
    turn = next_turn(SETTLED, tries, DAYS, ist(12, 10))
    assert turn is not None
    assert (turn.at, turn.why) == (ist(12, 17), "evening")
