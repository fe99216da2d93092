"""The round of the requests: undecided ones go on, holds end on their day, and a second run finds nothing to do."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from flask import Flask

from app.complaints.actions import decide
from app.extensions import db
from app.models.complaint import Complaint
from app.models.report import Request
from jobs import requests as round_of_requests
from tests.complaints.asked import YES, asks_days, asks_hold, asks_refusal, spoken
from tests.office import make_office

DAY = timedelta(days=1)


def test_what_is_due_is_done_once(any_app: Flask) -> None:
    morning = datetime.now(UTC).replace(hour=5)  # never across midnight in India
    at = morning - 12 * DAY
    with any_app.app_context():
        office = make_office(db.session, at)
        undecided = asks_refusal(db.session, office, at)
        held = spoken(db.session, office, at, no=2)
        row = asks_hold(db.session, held, office.actors["officer"], at + DAY, days=5)
        decide.decide(db.session, held.id, "hold", granted=True, text=YES, by=office.actors["hod"], at=at + DAY)
        decide.decide(
            db.session, held.id, "hold", granted=True, paper_seen=True, by=office.actors["nodal"], at=at + DAY
        )
        fresh = spoken(db.session, office, morning - DAY, no=3)
        waiting = asks_days(db.session, fresh, office.actors["officer"], datetime.now(UTC))
        db.session.commit()
        ids = undecided.id, row.id, waiting.id
        assert round_of_requests.run() == {"requests": 1, "holds": 1}
        first = db.session.get_one(Request, ids[0], populate_existing=True)
        assert (first.decision, first.turn, first.decider_post_id) == (None, 1, office.posts["dc"].id)
        assert db.session.get_one(Complaint, held.id, populate_existing=True).state == "in_action"
        assert db.session.get_one(Request, ids[2], populate_existing=True).decision is None
        assert round_of_requests.run() == {"requests": 0, "holds": 0}
