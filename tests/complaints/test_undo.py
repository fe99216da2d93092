"""The casebook: what was accepted or marked with others at once is taken back within five minutes, as if not done."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import timedelta
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import select, update
from sqlalchemy.orm import Session

from app.complaints import chain, holders, ledger_check, movements
from app.complaints.actions import undo, work
from app.complaints.actions.escalate import escalate
from app.complaints.actions.mark import mark
from app.complaints.actions.recount import calendar_changed
from app.complaints.actor import system
from app.complaints.errors import Refused
from app.domain.policy import Forbidden
from app.extensions import db
from app.models.complaint import Complaint, Stint
from app.models.event import Event
from app.models.morning import ProgressReport
from app.models.notice import Notice
from app.models.office import Holiday
from tests.complaints.way import START
from tests.office import Office, make_office, register_and_mark, register_one

MINUTE, DAY = timedelta(minutes=1), timedelta(days=1)
LOOKS = (
    "state", "holder", "post_id", "level", "due_at", "ack_due_at", "acknowledged_at", "alarm_at", "next_step",
    "next_step_on", "category_id", "department_id", "profile", "is_confidential", "is_urgent", "marked_at",
    "progress_on", "report_every_days",
)  # fmt: skip


@pytest.fixture
def office(any_app: Flask) -> Iterator[Office]:
    with any_app.app_context():
        yield make_office(db.session, START)  # type: ignore[arg-type]


def session() -> Session:
    return db.session  # type: ignore[return-value]


def told_already() -> None:
    """What was owed so far has reached the phones: nothing of it waits any more."""
    gone = {"state": "accepted", "next_try_at": None, "accepted_at": START}
    session().execute(update(Notice).values(**gone).execution_options(synchronize_session="fetch"))


def looks(complaint: Complaint) -> dict[str, Any]:
    session().flush()
    return {name: getattr(complaint, name) for name in LOOKS}


def accepted(office: Office, complaint: Complaint, at: Any, code: str = "officer", **told: Any) -> Complaint:
    on = (at + DAY).date()
    told = {"undoable": True} | told
    return work.acknowledge(session(), complaint.id, next_step="visit", next_step_on=on, by=office.actors[code], at=at,
                            **told)  # fmt: skip


def marked(office: Office, complaint: Complaint, at: Any, **told: Any) -> Complaint:
    told = {"undoable": True} | told
    return mark(session(), complaint.id, category=office.category, post=office.posts["officer"],
                by=office.actors["cell"], at=at, **told)  # fmt: skip


def notices(key: str) -> list[Notice]:
    return list(session().scalars(select(Notice).where(Notice.template_key == key)))


def ties(office: Office) -> None:
    key = office.district.id
    session().flush()
    session().expire_all()
    assert list(ledger_check.verify(session(), key)) == []
    assert chain.verify(session(), key) is None
    assert movements.verify(session(), key) == {}
    assert movements.untied(session(), key) == []


def refused(do: Callable[[], object]) -> str:
    with pytest.raises(Refused) as no, session().begin_nested():
        do()
    return no.value.code


def test_an_acceptance_taken_back_is_as_if_it_had_not_been(office: Office) -> None:
    complaint = register_and_mark(session(), office, at=START)
    before, at = looks(complaint), START + DAY
    told_already()
    accepted(office, complaint, at)
    (told,) = notices("S02")
    assert (told.state, told.next_try_at) == ("queued", at + 5 * MINUTE)
    undo.undo_acknowledge(session(), complaint.id, by=office.actors["officer"], at=at + 4 * MINUTE)
    assert looks(complaint) == before
    assert (told.state, told.held_reason) == ("cancelled", "undone")
    ties(office)
    accepted(office, complaint, at + DAY)
    assert complaint.state == "in_action"
    assert [notice.state for notice in notices("S02")].count("queued") == 1


def test_accepted_where_it_had_climbed_to_it_is_in_progress_and_new_there_again(office: Office) -> None:
    complaint = register_and_mark(session(), office, at=START)
    accepted(office, complaint, START + MINUTE, undoable=False)
    due = complaint.due_at
    assert due is not None
    assert escalate(session(), complaint.id, by=system(complaint.district_id), at=due)
    before = looks(complaint)
    accepted(office, complaint, due + DAY, "sdm")
    undo.undo_acknowledge(session(), complaint.id, by=office.actors["sdm"], at=due + DAY + MINUTE)
    assert looks(complaint) == before
    assert complaint.state == "in_action"
    ties(office)


def test_what_was_accepted_by_itself_is_not_taken_back(office: Office) -> None:
    complaint = register_and_mark(session(), office, at=START)
    at, by = START + DAY, office.actors["officer"]
    told_already()
    accepted(office, complaint, at, undoable=False)
    assert refused(lambda: undo.undo_acknowledge(session(), complaint.id, by=by, at=at)) == "nobody_since"
    assert notices("S02")[0].next_try_at == at


def test_only_in_time_by_who_did_it_and_untouched(office: Office) -> None:
    complaint = register_and_mark(session(), office, at=START)
    at, officer = START + DAY, office.actors["officer"]
    told_already()
    accepted(office, complaint, at)

    def back(by: Any = officer, later: timedelta = MINUTE) -> Callable[[], object]:
        return lambda: undo.undo_acknowledge(session(), complaint.id, by=by, at=at + later)

    assert refused(back(later=5 * MINUTE)) == "five_minutes"
    assert refused(back(later=-MINUTE)) == "five_minutes"
    with pytest.raises(Forbidden), session().begin_nested():
        back(office.actors["cell"])()
    notices("S02")[0].state = "accepted"
    assert refused(back()) == "message_not_gone"
    notices("S02")[0].state = "queued"
    work.comment(session(), complaint.id, text="देखा", by=office.actors["cell"], at=at + MINUTE)
    assert refused(back(later=2 * MINUTE)) == "nobody_since"
    assert complaint.state == "in_action"


def test_a_day_ordered_off_meanwhile_is_something_done_to_it(office: Office) -> None:
    complaint = register_and_mark(session(), office, at=START)
    at, nodal = START + DAY, office.actors["nodal"]
    accepted(office, complaint, at)
    assert complaint.due_at is not None
    session().add(
        Holiday(district_id=office.district.id, valid_from=at, on=complaint.due_at.date(), name_hi="बंद",
                name_en="Shut", kind="emergency", order_no="DC/7")
    )  # fmt: skip
    session().flush()
    calendar_changed(session(), by=nodal, at=at + MINUTE)
    officer = office.actors["officer"]
    assert refused(lambda: undo.undo_acknowledge(session(), complaint.id, by=officer, at=at + 2 * MINUTE)) == (
        "nobody_since"
    )


def test_a_marking_taken_back_is_as_if_it_had_not_been(office: Office) -> None:
    complaint = register_one(session(), office, at=START)
    before, at = looks(complaint), START + 60 * MINUTE
    marked(office, complaint, at)
    assert {notice.next_try_at for key in ("S01", "O01") for notice in notices(key)} == {at + 5 * MINUTE}
    assert session().scalars(select(ProgressReport)).one().state == "owed"
    undo.undo_mark(session(), complaint.id, by=office.actors["cell"], at=at + MINUTE)
    assert looks(complaint) == before
    assert {notice.state for key in ("S01", "O01") for notice in notices(key)} == {"cancelled"}
    assert session().scalars(select(ProgressReport)).all() == []
    stints = session().scalars(select(Stint).order_by(Stint.arrival)).all()
    assert [(stint.holder, stint.end_reason) for stint in stints] == [
        ("cell", "marked"), ("post", "unmarked"), ("cell", None),
    ]  # fmt: skip
    ties(office)
    marked(office, complaint, at + MINUTE)
    assert complaint.state == "marked"
    undo.undo_mark(session(), complaint.id, by=office.actors["cell"], at=at + 3 * MINUTE)
    assert looks(complaint) == before
    ties(office)


def test_only_a_first_marking_is_taken_back_and_only_by_who_marked(office: Office) -> None:
    complaint = register_one(session(), office, at=START)
    marked(office, complaint, START)
    nodal, cell = office.actors["nodal"], office.actors["cell"]
    assert refused(lambda: undo.undo_mark(session(), complaint.id, by=nodal, at=START)) == "own_step"
    marked(office, complaint, START + MINUTE)
    assert refused(lambda: undo.undo_mark(session(), complaint.id, by=cell, at=START + MINUTE)) == "nobody_since"
    ties(office)


def test_over_midnight_no_day_is_the_officers(office: Office) -> None:
    complaint = register_one(session(), office, at=START)
    night = START.replace(hour=18, minute=28)  # 23:58 in India
    marked(office, complaint, night)
    undo.undo_mark(session(), complaint.id, by=office.actors["cell"], at=night + 4 * MINUTE)
    session().flush()
    spans = holders.held(session(), complaint, at=night + 2 * DAY)
    assert [(span.holder, span.days) for span in spans] == [("cell", 0), ("post", 0), ("cell", 2)]


def test_the_history_keeps_both(office: Office) -> None:
    complaint = register_one(session(), office, at=START)
    marked(office, complaint, START)
    undo.undo_mark(session(), complaint.id, by=office.actors["cell"], at=START + MINUTE)
    events = session().scalars(select(Event).where(Event.complaint_id == complaint.id).order_by(Event.no)).all()
    assert [event.action for event in events] == ["register", "mark", "undo_mark"]
    assert events[-1].data["undone"] == events[-2].no
