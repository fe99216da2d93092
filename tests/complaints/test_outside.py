"""THE CASEBOOK: nobody of the disposing department writes down the complainant's say, by whatever door (D5)."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest
from flask import Flask
from sqlalchemy import select

from app.complaints.actions import feedback, leave, work
from app.complaints.errors import Refused
from app.domain.policy import Forbidden
from app.extensions import db
from app.models.complaint import Complaint
from app.models.office import Charge, Post
from tests.complaints.way import START, disposed
from tests.office import Office, make_office

LATER = START + timedelta(days=2)
YES = dict.fromkeys(feedback.QUESTIONS, "yes")
SAID = "ख़ुद बताया कि अब ज़रूरत नहीं रही"


@pytest.fixture
def office(app: Flask):
    with app.app_context():
        yield make_office(db.session, START)


def answer(complaint: Complaint, actor, channel: str) -> Complaint:  # type: ignore[no-untyped-def]
    return feedback.record_answer(db.session, complaint.id, answers=YES, channel=channel, by=actor, at=LATER)


@pytest.mark.parametrize("channel", ["call_desk", "dc_call", "camp", "visit"])
@pytest.mark.parametrize("who", ["caller", "nodal", "dc"])
def test_a_second_charge_in_the_department_shuts_every_channel(office: Office, who: str, channel: str) -> None:
    complaint, actor = disposed(db.session, office), office.actors[who]
    gone = db.session.scalars(select(Charge).where(Charge.post_id == office.posts["officer"].id)).one()
    gone.to_at = START + timedelta(hours=5)
    db.session.flush()
    seat = Charge(district_id=office.district.id, post_id=office.posts["officer"].id, person_id=actor.person_id or 0,
                  kind="additional", from_at=gone.to_at)  # fmt: skip
    db.session.add(seat)
    db.session.flush()
    with pytest.raises(Refused, match="outside_disposing_department"):
        answer(complaint, actor, channel)
    seat.to_at = LATER - timedelta(hours=1)
    db.session.flush()
    assert answer(complaint, actor, channel).state == "closed_satisfied"


def test_who_covers_for_an_empty_chair_of_the_department_is_inside(office: Office) -> None:
    complaint = disposed(db.session, office)
    covering = replace(office.actors["dc"], covers=frozenset({office.posts["hod"].id}))
    with pytest.raises(Refused, match="outside_disposing_department"):
        answer(complaint, covering, "dc_call")
    elsewhere = Post(code="x", kind_id=office.posts["hod"].kind_id, department_id=None, level=3, name_hi="x",
                     name_en="x", place_id=office.places["D"].id, district_id=office.district.id,
                     valid_from=START)  # fmt: skip
    db.session.add(elsewhere)
    db.session.flush()
    other = replace(office.actors["dc"], covers=frozenset({elsewhere.id}))
    assert answer(complaint, other, "dc_call").state == "closed_satisfied"


def test_nor_withdraws_nor_keeps_it(office: Office) -> None:
    complaint, caller = disposed(db.session, office), office.actors["caller"]
    leave.ask_withdrawal(db.session, complaint.id, text=SAID, by=office.actors["cell"], at=LATER)
    work.start_call(db.session, complaint.id, by=caller, at=LATER)
    covering = replace(caller, covers=frozenset({office.posts["officer"].id}))
    with pytest.raises(Refused, match="never_by_officer"):
        leave.withdraw(db.session, complaint.id, text=SAID, by=covering, at=LATER)
    with pytest.raises(Forbidden):
        leave.keep_open(db.session, complaint.id, text=SAID, by=covering, at=LATER)
    leave.keep_open(db.session, complaint.id, text=SAID, by=caller, at=LATER)
