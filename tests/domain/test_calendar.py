"""The working calendar: which days an office works, and time counted only while it is open."""

from datetime import UTC, date, datetime, time, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.domain.calendar import (
    IST,
    CalendarRefused,
    HolidayNotice,
    NaiveTime,
    Off,
    OffKind,
    WorkingCalendar,
    as_known,
    ist_date,
    to_ist,
)

GANDHI = date(2026, 10, 2)
CAL = WorkingCalendar(holidays={GANDHI: "Gandhi Jayanti"})


def ist(text: str) -> datetime:
    return datetime.strptime(text, "%Y-%m-%d %H:%M").replace(tzinfo=IST)


def test_the_indian_date_turns_at_half_past_six_utc_in_the_evening() -> None:
    assert ist_date(datetime(2026, 9, 8, 18, 29, tzinfo=UTC)) == date(2026, 9, 8)
    assert ist_date(datetime(2026, 9, 8, 18, 30, tzinfo=UTC)) == date(2026, 9, 9)
    assert to_ist(datetime(2026, 9, 8, 3, 30, tzinfo=UTC)).time() == time(9)


def test_an_instant_without_a_zone_is_refused_everywhere() -> None:
    naive = datetime(2026, 9, 8, 10)
    with pytest.raises(NaiveTime):
        to_ist(naive)
    with pytest.raises(NaiveTime):
        CAL.clock_start(naive)
    with pytest.raises(NaiveTime):
        CAL.add_office_hours(naive, 4)
    with pytest.raises(NaiveTime):
        as_known(CAL, [])(naive)


@pytest.mark.parametrize(
    ("on", "off"),
    [
        (date(2026, 9, 20), Off(date(2026, 9, 20), OffKind.WEEKLY)),
        (date(2026, 9, 12), Off(date(2026, 9, 12), OffKind.SECOND_SATURDAY, nth=2)),
        (GANDHI, Off(GANDHI, OffKind.HOLIDAY, name="Gandhi Jayanti")),
        (date(2026, 9, 5), None),
        (date(2026, 9, 19), None),
        (date(2026, 9, 8), None),
        (date(2026, 8, 8), Off(date(2026, 8, 8), OffKind.SECOND_SATURDAY, nth=2)),
        (date(2026, 11, 14), Off(date(2026, 11, 14), OffKind.SECOND_SATURDAY, nth=2)),
        (date(2026, 11, 7), None),
    ],
)
def test_why_an_office_is_shut(on: date, off: Off | None) -> None:
    assert CAL.why_off(on) == off
    assert CAL.is_working(on) is (off is None)


def test_a_holiday_on_a_sunday_is_told_as_the_sunday() -> None:
    sunday = date(2026, 9, 20)
    off = WorkingCalendar(holidays={sunday: "Fair"}).why_off(sunday)
    assert off is not None
    assert off.kind is OffKind.WEEKLY


def test_districts_differ_in_their_saturdays_and_weekly_day() -> None:
    five_days = WorkingCalendar(weekly_off=frozenset({5, 6}))
    assert not five_days.is_working(date(2026, 9, 5))
    second_and_fourth = WorkingCalendar(off_saturdays=frozenset({2, 4}))
    fourth = second_and_fourth.why_off(date(2026, 9, 26))
    assert fourth is not None
    assert fourth.nth == 4
    assert not WorkingCalendar(off_saturdays=frozenset({5})).is_working(date(2026, 8, 29))


@pytest.mark.parametrize(
    ("on", "n", "then"),
    [
        (date(2026, 9, 8), 1, date(2026, 9, 9)),
        (date(2026, 9, 11), 1, date(2026, 9, 14)),  # second Saturday and Sunday between
        (date(2026, 9, 8), 5, date(2026, 9, 15)),
        (date(2026, 10, 1), 1, date(2026, 10, 3)),
        (date(2026, 9, 13), 0, date(2026, 9, 14)),
        (date(2026, 9, 13), 1, date(2026, 9, 14)),
        (date(2026, 12, 31), 2, date(2027, 1, 2)),
        (date(2028, 2, 28), 1, date(2028, 2, 29)),
    ],
)
def test_working_days_are_counted_after_the_day_itself(on: date, n: int, then: date) -> None:
    assert CAL.add_working_days(on, n) == then


@pytest.mark.parametrize(
    ("at", "hours", "then"),
    [
        ("2026-09-08 10:00", 4, "2026-09-08 14:00"),
        ("2026-09-08 13:00", 4, "2026-09-08 17:00"),
        ("2026-09-08 15:30", 4, "2026-09-09 11:30"),
        ("2026-09-08 07:00", 4, "2026-09-08 13:00"),
        ("2026-09-08 17:00", 4, "2026-09-09 13:00"),
        ("2026-09-11 16:00", 4, "2026-09-14 12:00"),
        ("2026-10-01 16:59", 4, "2026-10-03 12:59"),
        ("2026-09-20 11:00", 20, "2026-09-23 13:00"),
        ("2026-09-08 10:00", 0, "2026-09-08 10:00"),
    ],
)
def test_office_hours_run_only_while_the_office_is_open(at: str, hours: int, then: str) -> None:
    assert CAL.add_office_hours(ist(at), hours) == ist(then)


def test_time_is_counted_forwards_only() -> None:
    with pytest.raises(ValueError, match="forwards"):
        CAL.add_working_days(GANDHI, -1)
    with pytest.raises(ValueError, match="forwards"):
        CAL.add_office_hours(ist("2026-09-08 10:00"), -1)


def test_a_calendar_nobody_could_work_by_is_refused() -> None:
    with pytest.raises(CalendarRefused, match="weekly_off"):
        WorkingCalendar(weekly_off=frozenset(range(7)))
    with pytest.raises(CalendarRefused, match="weekly_off"):
        WorkingCalendar(weekly_off=frozenset({7}))
    with pytest.raises(CalendarRefused, match="off_saturdays"):
        WorkingCalendar(off_saturdays=frozenset({0}))
    with pytest.raises(CalendarRefused, match="hours"):
        WorkingCalendar(opens=time(17), closes=time(9))
    endless = WorkingCalendar(holidays={date(2026, 1, 1) + timedelta(days=n): "shut" for n in range(800)})
    with pytest.raises(CalendarRefused, match="no working day"):
        endless.on_or_after(date(2026, 1, 1))


def test_a_calendar_does_not_change_with_the_list_it_was_made_from() -> None:
    days = {GANDHI: "Gandhi Jayanti"}
    cal = WorkingCalendar(holidays=days)
    days.clear()
    assert not cal.is_working(GANDHI)
    assert hash(cal) == hash(WorkingCalendar(holidays=days))


def test_skipped_tells_every_closed_day_in_order() -> None:
    cal = WorkingCalendar(holidays={date(2026, 11, 13): "Fair"})
    kinds = [off.kind for off in cal.skipped(date(2026, 11, 13))]
    assert kinds == [OffKind.HOLIDAY, OffKind.SECOND_SATURDAY, OffKind.WEEKLY]
    assert cal.skipped(date(2026, 11, 12)) == ()


def test_a_notice_is_known_from_its_order_until_it_is_taken_back() -> None:
    fair = date(2026, 9, 21)
    notice = HolidayNotice(fair, "Fair", ist("2026-09-15 12:00"), ist("2026-09-18 12:00"))
    calendar_at = as_known(CAL, [notice])
    assert calendar_at(ist("2026-09-15 11:59")).is_working(fair)
    assert not calendar_at(ist("2026-09-15 12:00")).is_working(fair)
    assert calendar_at(ist("2026-09-18 12:00")).is_working(fair)
    assert not calendar_at(ist("2026-09-18 12:00")).is_working(GANDHI)


DAYS = st.dates(date(2026, 1, 1), date(2028, 12, 31))
HOLIDAYS = st.dictionaries(DAYS, st.just("holiday"), max_size=30)
INSTANTS = st.datetimes(datetime(2026, 1, 1), datetime(2028, 12, 1), timezones=st.just(UTC))


@settings(deadline=None)
@given(INSTANTS, HOLIDAYS)
def test_a_clock_starts_in_office_time_and_starting_twice_changes_nothing(at: datetime, days: dict[date, str]) -> None:
    cal = WorkingCalendar(holidays=days)
    start = cal.clock_start(at)
    assert start >= at
    assert start.tzinfo is UTC
    assert cal.is_working(ist_date(start))
    assert cal.opens <= to_ist(start).time() <= cal.closes
    assert cal.clock_start(start) == start


@settings(deadline=None)
@given(DAYS, st.integers(1, 40), HOLIDAYS)
def test_between_a_day_and_its_nth_working_day_lie_n_working_days(on: date, n: int, days: dict[date, str]) -> None:
    cal = WorkingCalendar(holidays=days)
    then = cal.add_working_days(on, n)
    after = (on + timedelta(days=k) for k in range(1, (then - on).days + 1))
    assert sum(cal.is_working(day) for day in after) == n
    assert cal.is_working(then)
