"""THE TESTS: the position ties – over month ends, reopenings, undone approvals, transfers – or names what does not."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date, datetime, timedelta
from urllib.parse import parse_qsl, urlsplit

import pytest
from sqlalchemy import text, update

from app.complaints import movements, queries
from app.complaints.actor import Actor
from app.complaints.moved import FIGURES, OPENING
from app.desks.reviews.links import Links
from app.domain.calendar import ist_date
from app.domain.states import Action
from app.models.complaint import Complaint
from app.models.event import Event
from app.models.movement import MovementSum
from app.reviews.departments import departments
from app.reviews.position import Position, kept, position, stretches
from app.reviews.scope import Period, Reach, financial_year
from app.reviews.standing import Counts, standing
from app.web.filtering import parsed
from tests.reviews.ways import (
    NOW,
    World,
    answered,
    disposed,
    ended,
    given_to_water,
    marked,
    registered,
    report_again,
    reported,
    undone,
    unmarked,
)

TODAY = ist_date(NOW)
YEAR_TURNS = datetime.fromisoformat("2026-04-01T00:00:00+05:30")
PERIODS = (
    financial_year(TODAY),
    Period(date(2026, 11, 1), TODAY),
    Period(date(2026, 3, 31), date(2026, 4, 1)),
    Period(date(2026, 5, 15), date(2026, 7, 2)),
    Period(TODAY, TODAY),
)


def _ago(days: float) -> datetime:
    return NOW - timedelta(days=days)


@pytest.fixture
def busy(world: World) -> World:
    """Complaints of three sources and two blocks, that went every way there is, around midnights of months."""
    marked(world, YEAR_TURNS - timedelta(seconds=1), source="CMW")
    marked(world, YEAR_TURNS, source="CMW", place=world.other_village)
    disposed(world, YEAR_TURNS + timedelta(days=30), source="SSV")
    undone(world, _ago(12))
    unmarked(world, _ago(11), source="CMW")
    again = disposed(world, _ago(60), source="CMW")
    answered(world, again, _ago(50), satisfied=False)
    answered(world, disposed(world, _ago(9)), _ago(8), satisfied=True)
    registered(world, _ago(2), source="SSV")
    reported(world, _ago(120), place=world.other_village)
    for action, days in ((Action.REFUSE, 3), (Action.MERGE, 4), (Action.WITHDRAW, 5), (Action.TRANSFER_OUT, 6)):
        begin = marked if action is Action.WITHDRAW else registered
        ended(world, begin(world, _ago(days + 40)), action, _ago(days))
    given_to_water(world, marked(world, _ago(140), source="CMW"), _ago(10))
    world.session.commit()
    return world


def _reaches(world: World) -> Iterator[Reach]:
    district, places = world.office.district.id, world.office.places
    yield Reach(district)
    yield Reach(district, place=places["S"].id)
    yield Reach(district, place=world.other_village.block_id)
    yield Reach(district, department=world.office.department.id)
    yield Reach(district, department=world.water.id, place=places["B"].id)


def _of(world: World, reach: Reach | None = None, period: Period = PERIODS[0], *, recount: bool = False) -> Position:
    reach = reach or Reach(world.office.district.id)
    groups = standing(world.session, reach, NOW)
    return position(world.session, reach, period, groups, at=NOW, recount=recount)


def test_the_difference_is_nought_wherever_one_looks(busy: World) -> None:
    for reach in _reaches(busy):
        for period in PERIODS:
            table = _of(busy, reach, period)
            assert [line.difference for line in table.lines] == [0] * len(table.lines), (reach, period)
            assert table.untied == []
            assert _of(busy, reach, period, recount=True) == table


def test_the_figures_are_those_that_were_made(busy: World) -> None:
    total = _of(busy).total
    assert total.counts == {
        "opening": 1, "received": 13, "reopened": 2, "transferred_in": 0, "disposed": 4, "rejected": 1, "merged": 1,
        "withdrawn": 1, "transferred_out": 1, "closed_other": 0,
    }  # fmt: skip
    assert (total.pending, total.old, total.difference) == (8, 4, 0)
    table = _of(busy)
    assert (table.satisfied, table.dissatisfied) == (1, 1)


def test_a_change_of_department_leaves_one_table_and_enters_the_other(busy: World) -> None:
    district = busy.office.district.id
    gave = _of(busy, Reach(district, department=busy.office.department.id)).total
    took = _of(busy, Reach(district, department=busy.water.id)).total
    assert (gave.counts["transferred_out"], gave.difference) == (2, 0)  # and one whose marking was taken back
    assert (took.counts["transferred_in"], took.pending, took.difference) == (1, 1, 0)


def test_a_period_gone_by_shows_what_was_pending_then(busy: World) -> None:
    april = _of(busy, period=Period(date(2026, 4, 1), date(2026, 4, 30)))
    assert april.total.pending == 2
    assert april.total.overdue is None
    march = _of(busy, period=Period(date(2026, 3, 1), date(2026, 3, 31)))
    assert (march.total.counts["received"], march.total.pending) == (1, 1)


def test_the_tables_tie_with_each_other(busy: World) -> None:
    for reach in _reaches(busy):
        total, groups = _of(busy, reach).total, standing(busy.session, reach, NOW)
        foot = sum((row.counts for row in departments(busy.session, reach, groups)), Counts())
        assert foot.total == sum(foot.levels) == sum(foot.bands) == total.pending
        assert (foot.overdue, foot.old) == (total.overdue, total.old)


def _rows_behind(world: World, link: str, by: Actor) -> int:
    filters = parsed(dict(parse_qsl(urlsplit(link).query)))
    return queries.listed(world.session, filters, by, NOW)[1]


def test_every_figure_is_the_length_of_the_list_behind_it(busy: World) -> None:
    by = busy.office.actors["nodal"]
    for reach in _reaches(busy):
        for period in PERIODS[:4]:
            is_today = period.until >= TODAY
            links = Links("/complaints", reach, period, is_today=is_today)
            for line in (table := _of(busy, reach, period)).lines + [table.total]:
                for figure in (OPENING, *FIGURES):
                    link = links.moved(figure, line.source)
                    assert _rows_behind(busy, link, by) == line.counts[figure], link
                assert _rows_behind(busy, links.pending(line.source), by) == line.pending
                if is_today:
                    assert _rows_behind(busy, links.pending(line.source, overdue=True), by) == line.overdue
                    assert _rows_behind(busy, links.old(line.source), by) == line.old


def test_so_are_the_figures_by_department(busy: World) -> None:
    by = busy.office.actors["nodal"]
    for reach in _reaches(busy):
        links = Links("/complaints", reach, PERIODS[0], is_today=True)
        for row in departments(busy.session, reach, standing(busy.session, reach, NOW)):
            counts = row.counts
            behind = [_rows_behind(busy, links.department(row.id, level=level), by) for level in range(5)]
            assert tuple(behind) == counts.levels
            assert _rows_behind(busy, links.department(row.id), by) == counts.total
            assert _rows_behind(busy, links.department(row.id, overdue=True), by) == counts.overdue
            assert _rows_behind(busy, links.department(row.id, state="atr_submitted"), by) == counts.approval
            assert _rows_behind(busy, links.department(row.id, age=(101, 180)), by) == counts.bands[5]


def test_reopened_work_is_counted_again(world: World) -> None:
    complaint = disposed(world, _ago(30))
    answered(world, complaint, _ago(20), satisfied=False)
    holder = {post.id: code for code, post in world.office.posts.items()}[complaint.post_id or 0]
    report_again(world, complaint, _ago(10), holder)
    total = _of(world).total
    assert (total.counts["received"], total.counts["disposed"], total.counts["reopened"]) == (1, 1, 1)
    assert (total.pending, total.difference) == (1, 0)


def test_a_state_changed_past_the_door_is_named(busy: World) -> None:
    victim = marked(busy, _ago(1), source="MTG")
    busy.session.commit()
    closed = {"state": "closed_satisfied", "holder": "nobody", "post_id": None, "alarm_at": None}
    busy.session.execute(update(Complaint).where(Complaint.id == victim.id).values(**closed))
    table = _of(busy)
    assert {line.source: line.difference for line in table.lines if line.difference} == {"MTG": 1}
    assert table.untied == [victim.number]


def test_a_deleted_entry_is_named(busy: World) -> None:
    victim = disposed(busy, _ago(1), source="MTG")
    busy.session.commit()
    on_table = " ON event" if busy.session.get_bind().dialect.name == "postgresql" else ""
    busy.session.execute(text(f"DROP TRIGGER event_kept{on_table}"))
    approval = busy.session.query(Event).filter_by(complaint_id=victim.id, action="approve").one()
    busy.session.execute(text("DELETE FROM notice WHERE event_id = :id"), {"id": approval.id})
    busy.session.execute(text("DELETE FROM event WHERE id = :id"), {"id": approval.id})
    table = _of(busy, recount=True)
    assert {line.source: line.difference for line in table.lines if line.difference} == {"MTG": 1}
    assert table.untied == [victim.number]
    district = busy.office.district.id
    assert {key[-1] for key in movements.verify(busy.session, district)} == {"disposed"}
    movements.rebuild(busy.session, district)
    assert movements.verify(busy.session, district) == {}
    assert _of(busy).total.difference == 1


def test_a_falsified_sum_shows_and_is_found(busy: World) -> None:
    district = busy.office.district.id
    assert movements.verify(busy.session, district) == {}
    rows = (MovementSum.department_id == 0, MovementSum.place_id == 0, MovementSum.figure == "merged")
    busy.session.execute(update(MovementSum).where(*rows).values(count=5))
    assert _of(busy).total.difference == -4
    assert _of(busy).untied == []
    assert {pair for pair in movements.verify(busy.session, district).values()} == {(5, 1)}


def test_stretches_cover_each_day_once() -> None:
    first, last = date(2026, 1, 29), date(2026, 5, 3)
    days = [first + timedelta(days=n) for n in range((last - first).days + 1)]
    for since in days:
        for until in days:
            covered = [day for day in days for span, start, end in stretches(since, until)
                       if start <= (day if span == "day" else day.replace(day=1)) <= end]  # fmt: skip
            assert covered == [day for day in days if since <= day <= until], (since, until)


def test_a_year_is_read_as_months(busy: World) -> None:
    spans = list(stretches(date(2026, 4, 1), TODAY))
    assert spans == [("month", date(2026, 4, 1), date(2026, 10, 31)), ("day", date(2026, 11, 1), TODAY)]
    reach = Reach(busy.office.district.id)
    assert kept(busy.session, reach, PERIODS[0]) == kept(busy.session, replace(reach), PERIODS[0])
