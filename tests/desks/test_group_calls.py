"""The call desk and several petitioners: the first and three drawn ones; all who are reached must say yes (D12-8)."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from flask import Flask
from sqlalchemy import select

from app.complaints.actions import feedback
from app.complaints.actions.petitioners import Newcomer, add_petitioner
from app.complaints.actor import complainant
from app.complaints.errors import Refused
from app.complaints.group import asked_of
from app.extensions import db
from app.models.complaint import Complaint
from tests.complaints.way import disposed
from tests.office import make_office, seated

YES = {"contacted": "yes", "done": "yes", "satisfied": "yes"}
AT = datetime.now(UTC) - timedelta(hours=6)


@pytest.fixture
def number(app: Flask) -> str:
    with app.app_context():
        office = make_office(db.session, AT)
        complaint = disposed(db.session, office, AT)
        for no in range(2, 9):
            mobile = f"97{no:08d}" if no != 5 else ""
            person = Newcomer(f"साथी {no}", mobile, "", "" if mobile else "गाँव के सरपंच")
            add_petitioner(db.session, complaint.id, person, by=office.actors["cell"], at=AT + timedelta(hours=5))
        db.session.commit()
        return complaint.number


def state(app: Flask) -> str:
    with app.app_context():
        return db.session.scalars(select(Complaint.state)).one()


def test_the_lot_is_drawn_again_the_same_and_only_among_numbers_that_serve(app: Flask, number: str) -> None:
    with app.app_context():
        complaint = db.session.scalars(select(Complaint)).one()
        drawn = [one.person.name for one in asked_of(db.session, complaint, datetime.now(UTC))]
        again = [one.person.name for one in asked_of(db.session, complaint, datetime.now(UTC))]
    assert drawn == again
    assert drawn[0] == "फरियादी 1"
    assert len(set(drawn)) == 4
    assert "साथी 5" not in drawn


def test_all_who_are_reached_say_yes_before_it_closes(app: Flask, number: str) -> None:
    caller = seated(app, "caller")
    assert caller.get(f"/call-desk/{number}").text.count("?who=") == 4
    assert caller.post(f"/call-desk/{number}/call").status_code == 200
    assert caller.post(f"/call-desk/{number}/answer", data=YES).status_code == 303
    assert state(app) == "disposed"
    vain = caller.post(f"/call-desk/{number}/not-reached", data={"result": "not_picked", "who": "2"})
    assert vain.status_code == 303
    assert caller.post(f"/call-desk/{number}/call", data={"who": "2"}).status_code == 422  # three hours
    assert caller.post(f"/call-desk/{number}/call", data={"who": "3"}).status_code == 200
    assert caller.post(f"/call-desk/{number}/answer", data=YES | {"who": "3"}).status_code == 303
    assert state(app) == "disposed"
    assert caller.post(f"/call-desk/{number}/answer", data=YES | {"who": "4"}).status_code == 303
    assert state(app) == "closed_satisfied"


def test_one_no_reopens_at_once(app: Flask, number: str) -> None:
    caller = seated(app, "caller")
    said = YES | {"done": "partly", "satisfied": "no", "reason_code": "half_done", "who": "3"}
    assert caller.post(f"/call-desk/{number}/answer", data=said).status_code == 303
    assert state(app) == "marked"


def test_one_yes_by_a_message_does_not_close_it_for_all(app: Flask, number: str) -> None:
    with app.app_context():
        complaint = db.session.scalars(select(Complaint)).one()
        by = complainant(complaint.district_id, complaint.id)
        with pytest.raises(Refused, match="others_are_asked"):
            feedback.record_answer(db.session, complaint.id, answers={"satisfied": "yes"}, channel="sms", by=by,
                                   at=datetime.now(UTC))  # fmt: skip
        feedback.record_answer(db.session, complaint.id, answers={"satisfied": "no"}, channel="sms", by=by,
                               at=datetime.now(UTC))  # fmt: skip
        assert complaint.cycle == 2
