"""The rows of T33 keep their own door: nobody else gets in by them, and what was touched here stays open."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest
from sqlalchemy import select

from app.complaints.actions.import_ import Foreign, end_as_there, take_over
from app.complaints.actions.mark import mark
from app.complaints.errors import Refused
from app.complaints.timeline import events_of, lines
from app.domain.policy import Forbidden
from app.domain.states import IllegalStep
from app.models.complaint import Complaint
from tests.exchange.conftest import NOON, Desk
from tests.office import register_one

LATER = NOON + timedelta(days=1)
OPEN = Foreign(
    source="CPG", source_no="X/1", subject="Light", body="No light", received_on=date(2020, 1, 2)
)  # fmt: skip
OVER = replace(OPEN, ending="closed", said_there="Closed", ended_on=date(2020, 3, 4))


def taken(desk: Desk, foreign: Foreign = OPEN, *, by: str = "cell", is_new: bool = True) -> Complaint:
    return take_over(
        desk.session, foreign, is_new=is_new, marking_due=LATER, batch_id=None, by=desk.office.actors[by], at=NOON
    )


@pytest.mark.parametrize("code", ["officer", "hod", "caller", "auditor"])
def test_who_may_not_import_does_not(desk: Desk, code: str) -> None:
    with pytest.raises(Forbidden):
        taken(desk, by=code)
    assert desk.session.scalars(select(Complaint)).all() == []


def test_what_is_here_already_is_not_taken_twice(desk: Desk) -> None:
    with pytest.raises(Refused, match="source_number_unique"):
        taken(desk, is_new=False)


def test_only_what_has_just_come_in_may_be_ended_as_there(desk: Desk) -> None:
    office, row = desk.office, taken(desk)
    mark(desk.session, row.id, category=office.category, post=office.posts["officer"], by=desk.by, at=LATER)
    with pytest.raises(IllegalStep):
        end_as_there(desk.session, row, OVER, by=desk.by, at=LATER)
    counter = register_one(desk.session, office, at=NOON)
    with pytest.raises(Refused, match="just_imported"):
        end_as_there(desk.session, counter, OVER, by=desk.by, at=LATER)
    assert counter.state == "registered"


def test_the_case_page_tells_it(desk: Desk) -> None:
    row = taken(desk, OVER)
    end_as_there(desk.session, row, OVER, by=desk.by, at=NOON)
    newest, first = lines(events_of(desk.session, row))
    assert (newest.code, newest.facts["said_there"]) == ("import_closed", "Closed")
    assert newest.facts["on_there"] == "2020-03-04"
    assert (first.code, first.at) == ("import", NOON)
