"""The review of the asking: what is counted, that lines tie to the total, and who is named to whom."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from flask import Flask

from app.complaints.actions import silence, work
from app.complaints.actions.feedback import record_answer
from app.complaints.actor import system
from app.extensions import db
from app.reviews.calls import Calls, Figures, calls
from app.reviews.scope import Period, Reach
from tests.complaints.way import START, answered, disposed
from tests.office import Office, make_office, seated

DAY = timedelta(days=1)
LATER = START + 2 * DAY


def told(office: Office, since: datetime = START, until: datetime = START + 20 * DAY) -> Calls:
    db.session.flush()
    return calls(db.session, Reach(office.district.id), Period(since.date(), until.date()))


def rung(office: Office, complaint_id: int, at: datetime, result: str = "not_picked") -> None:
    work.log_dialogue(db.session, complaint_id, kind="call", result=result, by=office.actors["caller"], at=at)


def story(office: Office) -> None:
    """A yes, a half after a call in vain, a wrong number, and one that ended in silence."""
    answered(db.session, office, "yes", no=1)
    half = disposed(db.session, office, no=2)
    rung(office, half.id, LATER)
    rung(office, half.id, LATER + DAY, "talked")
    answers = {"contacted": "no", "done": "partly", "satisfied": "partly"}
    record_answer(db.session, half.id, answers=answers, channel="call_desk", reason_code="half_done",
                  by=office.actors["caller"], at=LATER + DAY)  # fmt: skip
    rung(office, disposed(db.session, office, no=3).id, LATER, "wrong_number")
    silent = disposed(db.session, office, no=4)
    for days, hours in ((2, 0), (5, 4), (9, 8)):
        rung(office, silent.id, START + timedelta(days=days, hours=hours))
    at = silent.feedback_due_at
    assert at is not None
    silence.close_silent(db.session, silent.id, by=system(office.district.id), at=at)


def test_every_figure_ties_on_both_databases(any_app: Flask) -> None:
    with any_app.app_context():
        office = make_office(db.session, START)
        story(office)
        found = told(office)
        assert found.total == Figures(
            asked=4, tries=6, reached=1, invalid=1, satisfied=1, partly=1, dissatisfied=0, no_response=1, ignored=1
        )
        assert found.total.share == 17
        assert found.difference == 0
        assert [line.who.code for line in found.departments] == ["PWD"]  # type: ignore[union-attr]
        by_caller = sum((line.figures for line in found.callers), Figures())
        assert (by_caller.tries, by_caller.no_response) == (6, 1)
        assert [line.who is None for line in found.callers] == [False, True]
        assert told(office, START + 17 * DAY).total == Figures()
        assert told(office, START - 3 * DAY, START).total == Figures()


def test_a_line_that_does_not_tie_is_seen() -> None:
    assert Calls([], [], Figures(asked=2)).difference == 2


@pytest.mark.parametrize(("who", "named"), [("dc", True), ("cell", True), ("hod", False), ("sdm", False)])
def test_the_page_names_callers_only_to_the_district(app: Flask, who: str, named: bool) -> None:
    at = datetime.now(UTC) - timedelta(days=1)
    with app.app_context():
        office = make_office(db.session, at)
        rung(office, disposed(db.session, office, at - timedelta(days=1)).id, at)
        db.session.commit()
    client = seated(app, who)
    assert "/reviews/calls" in client.get("/reviews").text
    shown = client.get("/en/reviews/calls")
    assert shown.status_code == 200
    assert "Public works" in shown.text
    assert ("Shri caller" in shown.text) is named
    assert client.get("/reviews/calls?since=x").status_code == 422
    part = client.get("/reviews/calls", headers={"HX-Request": "true"})
    assert part.text.lstrip().startswith('<div id="review">')


def test_officers_and_callers_have_no_review_of_it(app: Flask) -> None:
    with app.app_context():
        make_office(db.session, datetime.now(UTC))
        db.session.commit()
    for who in ("officer", "caller"):
        assert seated(app, who).get("/reviews/calls").status_code == 403
