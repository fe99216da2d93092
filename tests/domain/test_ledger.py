"""The deadline ledger: the due date recounted from its facts, and every day of it explained."""

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.domain.calendar import IST, HolidayNotice, NaiveTime, OffKind, WorkingCalendar, as_known, ist_date
from app.domain.clock import clock_start, level_due
from app.domain.ledger import ClockFact, Deadline, FactKind, FactRefused, LineKind, replay

CAL = WorkingCalendar(holidays={date(2026, 10, 2): "Gandhi Jayanti"})


def ist(text: str) -> datetime:
    return datetime.strptime(text, "%Y-%m-%d %H:%M").replace(tzinfo=IST)


def fact(kind: str, at: str, days: int = 0, *, working: bool = False, note: str = "") -> ClockFact:
    return ClockFact(FactKind(kind), ist(at), days, working, note)


def steps(deadline: Deadline) -> list[tuple[str, int]]:
    return [(line.kind.value, line.days) for line in deadline.lines]


MARKED = fact("start", "2026-09-08 10:00", 7)
PAUSED = fact("pause", "2026-09-10 16:00")
RESUMED = fact("resume", "2026-09-15 10:00")


def test_the_example_of_ruling_10() -> None:
    deadline = replay([MARKED, PAUSED, RESUMED], CAL)
    assert deadline.due == ist("2026-09-21 17:00")
    assert deadline.due.tzinfo is UTC
    assert steps(deadline) == [("start", 7), ("pause", 0), ("resume", 5), ("off_day", 1)]
    start, _, resume, shift = deadline.lines
    assert (start.due_before, start.due_after) == (None, ist("2026-09-15 17:00"))
    assert (resume.due_before, resume.due_after) == (ist("2026-09-15 17:00"), ist("2026-09-20 17:00"))
    assert shift.off is not None
    assert (shift.off.on, shift.off.kind) == (date(2026, 9, 20), OffKind.WEEKLY)
    assert deadline.paused_days == 5
    assert deadline.paused_since is None


def test_marking_on_saturday_night_is_a_line_of_its_own() -> None:
    deadline = replay([fact("start", "2026-09-19 23:50", 7)], CAL)
    assert deadline.start == ist("2026-09-21 09:00")
    assert steps(deadline) == [("start_moved", 2), ("start", 7)]
    moved = deadline.lines[0]
    assert moved.off is None  # that Saturday is worked: it was late, not shut
    assert (moved.due_before, moved.due_after) == (None, None)


def test_marking_on_a_holiday_names_the_holiday() -> None:
    moved = replay([fact("start", "2026-10-02 11:00", 7)], CAL).lines[0]
    assert (moved.kind, moved.days, moved.note) == (LineKind.START_MOVED, 1, "Gandhi Jayanti")


def test_each_closed_day_in_a_row_has_its_line_and_reason() -> None:
    cal = WorkingCalendar(holidays={date(2026, 11, 13): "Fair"})
    deadline = replay([fact("start", "2026-11-06 10:00", 7)], cal)
    offs = [line for line in deadline.lines if line.kind is LineKind.OFF_DAY]
    assert [line.off.kind.value for line in offs if line.off] == ["holiday", "second_saturday", "weekly"]
    assert offs[0].note == "Fair"
    assert deadline.due == offs[-1].due_after == ist("2026-11-16 17:00")


def test_an_open_pause_is_told_and_the_clock_stands() -> None:
    deadline = replay([MARKED, PAUSED], CAL)
    assert deadline.paused_since == PAUSED.at
    assert deadline.due == ist("2026-09-15 17:00")


def test_two_pauses_and_an_extension_add_up() -> None:
    facts = [
        MARKED,
        PAUSED,
        fact("resume", "2026-09-12 10:00"),
        fact("pause", "2026-09-14 10:00"),
        fact("resume", "2026-09-15 18:00"),
        fact("extend", "2026-09-16 10:00", 3, note="order 41"),
    ]
    deadline = replay(facts, CAL)
    assert (deadline.paused_days, deadline.extended_days) == (3, 3)
    assert deadline.due == ist("2026-09-21 17:00")
    assert [line.note for line in deadline.lines if line.kind is LineKind.EXTEND] == ["order 41"]


def test_a_category_corrected_counts_from_the_first_start_both_ways() -> None:
    longer = replay([MARKED, fact("category_change", "2026-09-10 10:00", 15)], CAL)
    assert longer.due == ist("2026-09-23 17:00")
    assert steps(longer) == [("start", 7), ("category_change", 8)]
    shorter = replay([MARKED, fact("category_change", "2026-09-09 10:00", 1)], CAL)
    assert shorter.due == ist("2026-09-09 17:00")
    assert shorter.lines[-1].days == -6


def test_a_hearing_tells_its_working_days() -> None:
    deadline = replay([fact("start", "2026-09-08 10:00", 5, working=True)], CAL)
    assert deadline.due == ist("2026-09-15 17:00")
    assert (deadline.lines[0].days, deadline.lines[0].working_days) == (7, 5)
    assert replay([MARKED], CAL).lines[0].working_days == 0


FAIR = HolidayNotice(date(2026, 9, 15), "Fair", ist("2026-09-14 12:00"))
ORDERED = fact("calendar_change", "2026-09-14 12:00", note="order 7")


def test_a_holiday_ordered_in_time_moves_the_deadline_with_its_reason() -> None:
    calendar_at = as_known(CAL, [FAIR])
    assert replay([MARKED], calendar_at).due == ist("2026-09-15 17:00")
    deadline = replay([MARKED, ORDERED], calendar_at)
    assert deadline.due == ist("2026-09-16 17:00")
    assert steps(deadline) == [("start", 7), ("calendar_change", 0), ("off_day", 1)]
    assert [line.note for line in deadline.lines] == ["", "order 7", "Fair"]


def test_a_holiday_ordered_after_the_deadline_leaves_it() -> None:
    late = replace(FAIR, declared_at=ist("2026-09-15 17:00"))
    change = fact("calendar_change", "2026-09-15 17:00")
    assert replay([MARKED, change], as_known(CAL, [late])).due == ist("2026-09-15 17:00")


def test_a_stopped_clock_takes_every_new_holiday() -> None:
    notice = HolidayNotice(date(2026, 9, 21), "Fair", ist("2026-09-16 12:00"))
    facts = [MARKED, PAUSED, fact("calendar_change", "2026-09-16 12:00"), fact("resume", "2026-09-16 15:00")]
    deadline = replay(facts, as_known(CAL, [notice]))
    assert deadline.paused_days == 6
    assert deadline.due == ist("2026-09-22 17:00")


def test_a_holiday_taken_back_keeps_the_date_given() -> None:
    notice = replace(FAIR, withdrawn_at=ist("2026-09-15 09:00"))
    back = fact("calendar_change", "2026-09-15 09:00")
    deadline = replay([MARKED, ORDERED, back], as_known(CAL, [notice]))
    assert deadline.due == ist("2026-09-16 17:00")
    assert steps(deadline)[-1] == ("kept", 1)


def test_a_holiday_on_the_day_of_marking_moves_the_start() -> None:
    notice = HolidayNotice(date(2026, 9, 8), "Storm", ist("2026-09-08 15:00"))
    deadline = replay([MARKED, fact("calendar_change", "2026-09-08 15:00")], as_known(CAL, [notice]))
    assert deadline.start == ist("2026-09-09 09:00")
    assert steps(deadline) == [("start", 7), ("calendar_change", 1)]
    assert deadline.due == ist("2026-09-16 17:00")


def test_an_extension_counts_by_the_calendar_of_its_own_day() -> None:
    notice = HolidayNotice(date(2026, 9, 18), "Fair", ist("2026-09-16 12:00"))
    deadline = replay([MARKED, fact("extend", "2026-09-17 10:00", 3)], as_known(CAL, [notice]))
    assert deadline.due == ist("2026-09-19 17:00")


def test_what_an_older_order_moved_is_not_told_as_extension() -> None:
    notice = HolidayNotice(date(2026, 9, 8), "Storm", ist("2026-09-16 12:00"))
    deadline = replay([MARKED, fact("extend", "2026-09-17 10:00", 3)], as_known(CAL, [notice]))
    assert steps(deadline)[:3] == [("start", 7), ("calendar_change", 1), ("extend", 3)]


@pytest.mark.parametrize(
    ("facts", "reason"),
    [
        ([], "no_start"),
        ([PAUSED], "no_start"),
        ([MARKED, fact("start", "2026-09-09 10:00", 7)], "started_twice"),
        ([PAUSED, MARKED], "no_start"),
        ([MARKED, RESUMED, PAUSED], "not_paused"),
        ([MARKED, PAUSED, PAUSED], "paused"),
        ([MARKED, fact("extend", "2026-09-01 10:00", 1)], "out_of_order"),
        ([MARKED, fact("extend", "2026-09-09 10:00", -1)], "days"),
    ],
)
def test_facts_that_are_no_clock_are_refused(facts: list[ClockFact], reason: str) -> None:
    with pytest.raises(FactRefused) as refused:
        replay(facts, CAL)
    assert refused.value.reason == reason


def test_a_naive_fact_is_refused() -> None:
    with pytest.raises(NaiveTime):
        replay([MARKED, ClockFact(FactKind.PAUSE, datetime(2026, 9, 10))], CAL)


DAYS = st.dates(date(2026, 8, 1), date(2027, 3, 31))
HOLIDAYS = st.dictionaries(DAYS, st.just("holiday"), max_size=25)
STARTS = st.datetimes(datetime(2026, 8, 1), datetime(2026, 12, 1), timezones=st.just(UTC))
KINDS = st.sampled_from(["turn", "turn", "extend", "calendar_change", "category_change"])
MOVES = st.lists(st.tuples(KINDS, st.integers(0, 200), st.integers(0, 20), st.booleans()), max_size=10)


def story(at: datetime, days: int, moves: list[tuple[str, int, int, bool]]) -> list[ClockFact]:
    """Any moves as facts in order; `turn` pauses a running clock and resumes a stopped one."""
    facts = [ClockFact(FactKind.START, at, days)]
    running = True
    for kind, hours, count, working in moves:
        at += timedelta(hours=hours)
        if kind == "turn":
            facts.append(ClockFact(FactKind.PAUSE if running else FactKind.RESUME, at))
            running = not running
        else:
            counts = kind != "calendar_change"
            facts.append(ClockFact(FactKind(kind), at, count if counts else 0, counts and working))
    return facts


STORIES = st.builds(story, STARTS, st.integers(0, 30), MOVES)


def ordered(days: dict[date, str], hours: list[int], since: datetime) -> Callable[[datetime], WorkingCalendar]:
    """The holidays as notices ordered at various times after `since`, some of them late."""
    notices = [
        HolidayNotice(day, name, since + timedelta(hours=hours[n % len(hours)]))
        for n, (day, name) in enumerate(days.items())
    ]
    return as_known(WorkingCalendar(), notices)


@settings(deadline=None, max_examples=200)
@given(STORIES, HOLIDAYS, st.lists(st.integers(0, 1500), min_size=1, max_size=8))
def test_the_lines_always_sum_to_the_due_date(facts: list[ClockFact], days: dict[date, str], hours: list[int]) -> None:
    deadline = replay(facts, ordered(days, hours, facts[0].at))
    total = sum(line.days for line in deadline.lines)
    assert ist_date(facts[0].at) + timedelta(days=total) == ist_date(deadline.due)
    dated = [line for line in deadline.lines if line.due_after]
    assert dated[-1].due_after == deadline.due
    for line, following in zip(dated, dated[1:], strict=False):
        assert following.due_before == line.due_after


@settings(deadline=None, max_examples=200)
@given(STORIES, HOLIDAYS, DAYS)
def test_a_holiday_added_never_brings_a_replayed_date_forward(
    facts: list[ClockFact], days: dict[date, str], added: date
) -> None:
    before = WorkingCalendar(holidays=days)
    after = WorkingCalendar(holidays={**days, added: "ordered today"})
    assert replay(facts, after).due >= replay(facts, before).due


@settings(deadline=None, max_examples=200)
@given(STORIES, HOLIDAYS, st.lists(st.integers(0, 1500), min_size=1, max_size=8))
def test_only_a_new_category_brings_a_date_forward(
    facts: list[ClockFact], days: dict[date, str], hours: list[int]
) -> None:
    calendar_at = ordered(days, hours, facts[0].at)
    dues = [replay(facts[:n], calendar_at).due for n in range(1, len(facts) + 1)]
    for earlier, later, made_by in zip(dues, dues[1:], facts[1:], strict=False):
        assert later >= earlier or made_by.kind is FactKind.CATEGORY_CHANGE


@settings(deadline=None)
@given(STARTS, st.integers(0, 60), st.integers(0, 20), st.integers(0, 7), st.booleans(), HOLIDAYS)
def test_replay_and_the_plain_rule_agree(
    at: datetime, days: int, paused: int, extended: int, working: bool, holidays: dict[date, str]
) -> None:
    cal = WorkingCalendar(holidays=holidays)
    facts = [
        ClockFact(FactKind.START, at, days, working),
        ClockFact(FactKind.PAUSE, at),
        ClockFact(FactKind.RESUME, at + timedelta(days=paused)),
        ClockFact(FactKind.EXTEND, at + timedelta(days=paused), extended),
    ]
    due = level_due(clock_start(at, cal), days, cal, timedelta(days=paused), extended, working=working)
    assert replay(facts, cal).due == due
