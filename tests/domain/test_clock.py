"""Deadlines against dates worked out by hand, and the law that a holiday added never brings one forward."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.domain.calendar import IST, NaiveTime, WorkingCalendar
from app.domain.clock import (
    ack_due,
    approval_due,
    clock_start,
    holder_may_recount,
    level_due,
    marking_due,
    paused_days,
    silence_suffices,
    time_band,
    tries_suffice,
)

CAL = WorkingCalendar(
    holidays={
        date(2026, 8, 15): "Independence Day",
        date(2026, 10, 2): "Gandhi Jayanti",
        date(2026, 11, 13): "Local fair",
        date(2026, 12, 25): "Christmas",
        date(2027, 1, 26): "Republic Day",
    }
)


def ist(text: str) -> datetime:
    return datetime.strptime(text, "%Y-%m-%d %H:%M").replace(tzinfo=IST)


@pytest.mark.parametrize(
    ("marked", "starts"),
    [
        ("2026-09-19 23:50", "2026-09-21 09:00"),  # Saturday night: Monday (D13-15)
        ("2026-09-08 11:20", "2026-09-08 11:20"),
        ("2026-09-08 08:59", "2026-09-08 09:00"),
        ("2026-09-08 00:00", "2026-09-08 09:00"),
        ("2026-09-08 17:00", "2026-09-08 17:00"),
        ("2026-09-08 17:01", "2026-09-09 09:00"),
        ("2026-09-11 18:00", "2026-09-14 09:00"),  # second Saturday next day
        ("2026-09-12 10:00", "2026-09-14 09:00"),
        ("2026-09-20 06:00", "2026-09-21 09:00"),
        ("2026-10-02 12:00", "2026-10-03 09:00"),
        ("2026-12-31 20:00", "2027-01-01 09:00"),
        ("2028-02-28 17:30", "2028-02-29 09:00"),
    ],
)
def test_when_the_clock_starts(marked: str, starts: str) -> None:
    start = clock_start(ist(marked), CAL)
    assert start == ist(starts)
    assert start.tzinfo is UTC


@pytest.mark.parametrize(
    ("start", "days", "paused", "extended", "due"),
    [
        ("2026-09-08", 7, 5, 0, "2026-09-21"),  # ruling 10: the 20th is a Sunday
        ("2026-09-08", 7, 0, 0, "2026-09-15"),
        ("2026-09-04", 8, 0, 0, "2026-09-14"),  # second Saturday, Sunday
        ("2026-09-04", 1, 0, 0, "2026-09-05"),  # first Saturday is worked
        ("2026-09-25", 7, 0, 0, "2026-10-03"),  # Gandhi Jayanti, a Friday
        ("2026-10-03", 7, 0, 0, "2026-10-12"),
        ("2026-12-18", 7, 0, 0, "2026-12-26"),  # Christmas; fourth Saturday is worked
        ("2026-12-24", 15, 0, 0, "2027-01-08"),  # over the year's end
        ("2026-12-31", 1, 0, 0, "2027-01-01"),
        ("2026-12-26", 7, 1, 0, "2027-01-04"),  # 3 January is a Sunday
        ("2027-01-19", 7, 0, 0, "2027-01-27"),
        ("2028-02-22", 7, 0, 0, "2028-02-29"),  # leap day
        ("2028-02-26", 3, 1, 0, "2028-03-01"),
        ("2027-02-20", 8, 0, 0, "2027-03-01"),  # no leap day; the 28th is a Sunday
        ("2026-07-31", 15, 0, 0, "2026-08-17"),  # holiday on a Saturday, then Sunday
        ("2026-11-06", 7, 0, 0, "2026-11-16"),  # holiday, second Saturday, Sunday
        ("2026-09-08", 7, 0, 5, "2026-09-21"),
        ("2026-09-08", 7, 5, 7, "2026-09-28"),  # the 27th is a Sunday
        ("2026-10-01", 15, 0, 0, "2026-10-16"),
        ("2026-09-21", 0, 0, 0, "2026-09-21"),
    ],
)
def test_level_deadlines_dated_by_hand(start: str, days: int, paused: int, extended: int, due: str) -> None:
    got = level_due(ist(f"{start} 10:00"), days, CAL, timedelta(days=paused), extended)
    assert got == ist(f"{due} 17:00")
    assert got.tzinfo is UTC


@pytest.mark.parametrize(
    ("start", "days", "paused", "due"),
    [
        ("2026-09-08", 5, 0, "2026-09-15"),
        ("2026-09-01", 60, 0, "2026-11-16"),  # 24 in September, 25 in October, the 11th in November
        ("2026-09-08", 5, 5, "2026-09-21"),
    ],
)
def test_hearings_count_working_days(start: str, days: int, paused: int, due: str) -> None:
    got = level_due(ist(f"{start} 10:00"), days, CAL, timedelta(days=paused), working=True)
    assert got == ist(f"{due} 17:00")


def test_the_hour_of_marking_does_not_move_a_level_deadline() -> None:
    assert level_due(ist("2026-09-08 09:00"), 7, CAL) == level_due(ist("2026-09-08 17:00"), 7, CAL)


def test_part_of_a_paused_day_gives_no_day() -> None:
    assert level_due(ist("2026-09-08 10:00"), 7, CAL, timedelta(hours=47)) == ist("2026-09-16 17:00")


def test_nothing_shortens_a_deadline() -> None:
    start = ist("2026-09-08 10:00")
    with pytest.raises(ValueError, match="never shortens"):
        level_due(start, 7, CAL, timedelta(days=-1))
    with pytest.raises(ValueError, match="never shortens"):
        level_due(start, 7, CAL, extended_days=-1)
    with pytest.raises(ValueError, match="negative"):
        level_due(start, -1, CAL)
    with pytest.raises(ValueError, match="before"):
        paused_days(ist("2026-09-15 10:00"), ist("2026-09-10 10:00"))


def test_a_pause_counts_the_dates_on_the_wall() -> None:
    assert paused_days(ist("2026-09-10 16:00"), ist("2026-09-15 09:00")) == 5
    assert paused_days(ist("2026-09-10 09:00"), ist("2026-09-10 16:00")) == 0


@pytest.mark.parametrize(
    ("start", "due"),
    [
        ("2026-09-08 10:00", "2026-09-11 17:00"),
        ("2026-09-10 10:00", "2026-09-15 17:00"),  # second Saturday and Sunday do not count
        ("2026-09-30 10:00", "2026-10-05 17:00"),  # nor does Gandhi Jayanti
    ],
)
def test_three_working_days_to_acknowledge(start: str, due: str) -> None:
    assert ack_due(ist(start), CAL, working_days=3) == ist(due)


def test_four_office_hours_to_acknowledge_what_is_urgent() -> None:
    start = clock_start(ist("2026-09-19 23:50"), CAL)
    assert ack_due(start, CAL, office_hours=4) == ist("2026-09-21 13:00")
    assert ack_due(ist("2026-09-08 15:00"), CAL, office_hours=4) == ist("2026-09-09 11:00")


def test_acknowledgement_needs_one_measure() -> None:
    with pytest.raises(ValueError, match="either"):
        ack_due(ist("2026-09-08 10:00"), CAL)
    with pytest.raises(ValueError, match="either"):
        ack_due(ist("2026-09-08 10:00"), CAL, working_days=1, office_hours=4)


def test_marking_takes_one_working_day_and_approval_two() -> None:
    assert marking_due(ist("2026-09-08 10:00"), CAL) == ist("2026-09-09 17:00")
    assert marking_due(ist("2026-09-11 18:00"), CAL) == ist("2026-09-15 17:00")  # starts Monday the 14th
    assert approval_due(ist("2026-09-08 16:59"), CAL) == ist("2026-09-10 17:00")
    assert approval_due(ist("2026-09-30 10:00"), CAL) == ist("2026-10-03 17:00")


def test_a_category_recounts_for_three_days() -> None:
    marked = ist("2026-09-08 16:00")
    assert holder_may_recount(marked, ist("2026-09-11 23:00"))
    assert not holder_may_recount(marked, ist("2026-09-12 00:01"))


def test_every_deadline_refuses_an_instant_without_a_zone() -> None:
    naive = datetime(2026, 9, 8, 10)
    for count in (marking_due, approval_due, clock_start):
        with pytest.raises(NaiveTime):
            count(naive, CAL)
    with pytest.raises(NaiveTime):
        level_due(naive, 7, CAL)
    with pytest.raises(NaiveTime):
        time_band(naive)


@pytest.mark.parametrize(
    ("clock", "band"),
    [("00:00", "morning"), ("11:59", "morning"), ("12:00", "afternoon"), ("16:59", "afternoon"), ("17:00", "evening")],
)
def test_bands_of_the_day(clock: str, band: str) -> None:
    assert time_band(ist(f"2026-09-08 {clock}")) == band


@pytest.mark.parametrize(
    ("times", "enough"),
    [
        (["2026-09-08 10:00", "2026-09-08 15:00", "2026-09-09 18:00"], True),
        (["2026-09-08 10:00", "2026-09-08 15:00", "2026-09-08 18:00"], False),  # one day
        (["2026-09-08 10:00", "2026-09-09 11:00", "2026-09-10 18:00"], False),  # two bands
        (["2026-09-08 10:00", "2026-09-09 15:00"], False),
        (["2026-09-08 10:00", "2026-09-08 10:01", "2026-09-09 15:00", "2026-09-10 17:00"], True),
        ([], False),
    ],
)
def test_when_unanswered_calls_are_enough(times: list[str], enough: bool) -> None:
    assert tries_suffice([ist(text) for text in times]) is enough


@pytest.mark.parametrize(
    ("times", "enough"),
    [
        (["2026-09-08 10:00", "2026-09-08 11:00", "2026-09-09 18:00"], True),
        (["2026-09-08 10:00", "2026-09-09 11:00", "2026-09-10 16:00"], False),  # nobody called after work
        (["2026-09-08 10:00", "2026-09-15 11:00", "2026-09-22 18:00"], False),  # Tuesdays only
        (["2026-09-08 10:00", "2026-09-09 18:00"], False),
    ],
)
def test_when_silence_is_proven(times: list[str], enough: bool) -> None:
    assert silence_suffices([ist(text) for text in times]) is enough


DAYS = st.dates(date(2026, 1, 1), date(2027, 6, 30))
HOLIDAYS = st.dictionaries(DAYS, st.just("holiday"), max_size=30)
INSTANTS = st.datetimes(datetime(2026, 1, 1), datetime(2027, 1, 1), timezones=st.just(UTC))


@settings(deadline=None, max_examples=200)
@given(INSTANTS, HOLIDAYS, DAYS, st.integers(0, 60), st.integers(0, 20), st.integers(0, 7), st.booleans())
def test_a_holiday_added_never_brings_a_deadline_forward(
    at: datetime, days: dict[date, str], added: date, n: int, paused: int, extended: int, working: bool
) -> None:
    before = WorkingCalendar(holidays=days)
    after = replace(before, holidays={**days, added: "ordered today"})

    def dates(cal: WorkingCalendar) -> list[datetime]:
        start = clock_start(at, cal)
        pause = timedelta(days=paused)
        return [
            start,
            level_due(start, n, cal, pause, extended, working=working),
            ack_due(start, cal, working_days=n),
            ack_due(start, cal, office_hours=n),
            marking_due(at, cal),
            approval_due(at, cal),
        ]

    assert all(new >= old for old, new in zip(dates(before), dates(after), strict=True))


@settings(deadline=None)
@given(INSTANTS, INSTANTS, HOLIDAYS, st.integers(0, 40))
def test_what_is_marked_later_is_never_due_earlier(a: datetime, b: datetime, days: dict[date, str], n: int) -> None:
    cal = WorkingCalendar(holidays=days)
    first, second = sorted((a, b))
    assert level_due(clock_start(first, cal), n, cal) <= level_due(clock_start(second, cal), n, cal)
    assert marking_due(first, cal) <= marking_due(second, cal)
