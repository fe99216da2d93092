"""THE CASEBOOK on both databases: sent up by hand with a reason, one level, once; a report taken back in time."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest
from flask import Flask
from sqlalchemy import select

from app.complaints import ledger_check
from app.complaints.actions import approve, escalate, work
from app.complaints.actions.mark import mark
from app.complaints.actions.recall import recall
from app.complaints.actions.rise import rise
from app.complaints.actions.send_down import send_down
from app.complaints.actor import system
from app.complaints.errors import Conflict, Refused
from app.domain.calendar import ist_date
from app.domain.policy import Forbidden
from app.domain.states import IllegalStep
from app.extensions import db
from app.models.complaint import Complaint, Stint
from app.models.event import Event
from app.models.notice import Notice
from app.models.report import Report
from tests.complaints.way import HOUR, START, accepted, reported
from tests.office import Office, make_office

DAY = timedelta(days=1)
WHY = "पुलिया का बजट और मंज़ूरी केवल मंडल कार्यालय दे सकता है, मेरे अधिकार में यह काम नहीं है"


@pytest.fixture
def office(any_app: Flask):
    with any_app.app_context():
        yield make_office(db.session, START)


def up(complaint: Complaint, office: Office, who: str = "officer", text: str = WHY, why: str = "powers") -> Complaint:
    return rise(db.session, complaint.id, why=why, text=text, by=office.actors[who], at=START + DAY)


def told(key: str) -> list[Notice]:
    return list(db.session.scalars(select(Notice).where(Notice.template_key == key)))


def test_the_holder_sends_it_one_level_up(office: Office) -> None:
    complaint = accepted(db.session, office)
    due = complaint.due_at
    up(complaint, office)
    assert (complaint.level, complaint.post_id, complaint.state) == (2, office.posts["sdm"].id, "in_action")
    assert due is not None
    assert complaint.due_at == due + DAY  # the new level's own seven days
    assert complaint.acknowledged_at is None
    assert len(told("S07M")) == 1
    assert not told("S07")  # nobody is told that it was late
    assert [notice.person_id for notice in told("O03")] == [office.people["sdm"].id]
    with pytest.raises(Forbidden):
        up(complaint, office)


def test_a_higher_post_pulls_it_up_and_the_holder_hears_of_it(office: Office) -> None:
    complaint = accepted(db.session, office)
    up(complaint, office, "sdm", why="not_moving")
    assert complaint.post_id == office.posts["sdm"].id
    assert {notice.person_id for notice in told("O03")} == {office.people["sdm"].id, office.people["officer"].id}


def test_not_without_a_reason_that_can_be_read(office: Office) -> None:
    complaint = accepted(db.session, office)
    with pytest.raises(Refused, match="too_short"):
        up(complaint, office, text="बजट नहीं है")
    with pytest.raises(Refused, match="required"):
        up(complaint, office, why="tired")
    assert complaint.level == 1


def test_from_the_head_of_department_the_dc_watches_once(office: Office) -> None:
    complaint = accepted(db.session, office)
    up(complaint, office)
    up(complaint, office, "sdm")
    assert (complaint.level, complaint.is_dc_watch) == (3, False)
    up(complaint, office, "hod")
    assert (complaint.level, complaint.post_id, complaint.is_dc_watch) == (3, office.posts["hod"].id, True)
    watched = {office.people["hod"].id, office.people["dc"].id}  # told that it stays, not that it went anywhere
    assert {notice.person_id for notice in told("O03W")} == watched
    with pytest.raises(Refused, match="once_per_stint"):
        up(complaint, office, "dc")
    assert not escalate.escalate(db.session, complaint.id, by=system(office.district.id), at=START + 60 * DAY)


def test_sent_up_with_a_reason_is_no_default(office: Office) -> None:
    complaint = accepted(db.session, office)
    up(complaint, office)
    reasons = db.session.scalars(select(Stint.end_reason).where(Stint.complaint_id == complaint.id, Stint.level == 1))
    assert reasons.all() == ["raised"]


def test_a_report_is_taken_back_and_the_clock_never_stopped(office: Office) -> None:
    complaint = reported(db.session, office)
    due = complaint.due_at
    at = START + 5 * HOUR
    recall(db.session, complaint.id, text="गलत सड़क का फ़ोटो लग गया था", by=office.actors["officer"], at=at)
    assert (complaint.state, complaint.due_at, complaint.alarm_at) == ("in_action", due, due)
    assert db.session.scalars(select(Report.state)).one() == "recalled"
    with pytest.raises(Conflict):
        approve.approve(db.session, complaint.id, remark="ठीक है जी, देखा", by=office.actors["hod"], at=at)
    with pytest.raises(Conflict):
        recall(db.session, complaint.id, text="गलत सड़क का फ़ोटो लग गया था", by=office.actors["officer"], at=at)


def test_only_its_author_takes_a_report_back_and_only_before_it_is_decided(office: Office) -> None:
    complaint = reported(db.session, office)
    with pytest.raises(Forbidden):
        recall(db.session, complaint.id, text="मुझे ठीक नहीं लगता है", by=office.actors["sdm"], at=START + 5 * HOUR)
    approve.approve(
        db.session, complaint.id, remark="मौके पर जाकर देखा, काम पूरा हुआ है", by=office.actors["hod"], at=START + 5 * HOUR
    )
    with pytest.raises((Conflict, IllegalStep)):
        recall(db.session, complaint.id, text="गलत सड़क का फ़ोटो था", by=office.actors["officer"], at=START + 6 * HOUR)


def test_sent_up_before_it_was_accepted(office: Office) -> None:
    complaint = accepted(db.session, office)
    up(complaint, office)
    work.acknowledge(
        db.session, complaint.id, next_step="call", next_step_on=ist_date(START + DAY), by=office.actors["sdm"],
        at=START + DAY + HOUR,
    )  # fmt: skip
    assert complaint.acknowledged_at is not None


def test_sent_down_and_up_again_it_wins_no_time(office: Office) -> None:
    complaint = accepted(db.session, office)
    up(complaint, office)
    due = complaint.due_at
    for week in range(3):
        at = START + (2 + week) * DAY
        take_up(complaint, office, "sdm", at)
        send_down(db.session, complaint.id, direction="मौके पर जाकर नाली साफ़ करवाएँ", due_on=ist_date(at) + DAY,
                  by=office.actors["sdm"], at=at + HOUR)  # fmt: skip
        rise(db.session, complaint.id, why="powers", text=WHY, by=office.actors["officer"], at=at + 2 * HOUR)
        assert (complaint.level, complaint.due_at) == (2, due)
    assert due is not None
    assert escalate.escalate(db.session, complaint.id, by=system(office.district.id), at=due)
    assert (complaint.level, complaint.post_id) == (3, office.posts["hod"].id)
    assert complaint.due_at is not None
    assert complaint.due_at > due
    assert list(ledger_check.verify(db.session, office.district.id)) == []


def take_up(complaint: Complaint, office: Office, who: str, at: datetime) -> None:
    if complaint.acknowledged_at is None:
        work.acknowledge(db.session, complaint.id, next_step="call", next_step_on=ist_date(at), by=office.actors[who],
                         at=at)  # fmt: skip


def test_who_accepted_in_time_is_not_late_when_the_category_is_corrected(office: Office) -> None:
    complaint = accepted(db.session, office)
    first = complaint.acknowledged_at
    at = START + 4 * DAY
    mark(db.session, complaint.id, category=office.category, post=office.posts["officer"], by=office.actors["cell"],
         at=at)  # fmt: skip
    work.acknowledge(db.session, complaint.id, next_step="call", next_step_on=ist_date(at) + DAY,
                     by=office.actors["officer"], at=at + HOUR)  # fmt: skip
    said = select(Event.data).where(Event.complaint_id == complaint.id, Event.action == "acknowledge")
    assert [data["in_time"] for data in db.session.scalars(said.order_by(Event.no))] == [True, None]
    assert complaint.acknowledged_at == first, "the date that the clock asked for was met then"
