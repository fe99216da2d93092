"""THE CASEBOOK: answers that the complainant gives without anybody asking – SMS, missed call, link."""

from __future__ import annotations

import pytest
from flask import Flask
from sqlalchemy import select

from app.complaints.actions import feedback
from app.complaints.actor import complainant
from app.complaints.errors import Refused
from app.domain.policy import Forbidden
from app.extensions import db
from app.models.complaint import Complaint, Cycle
from app.models.dialogue import Feedback
from app.models.event import Event
from tests.complaints.way import HOUR, START, disposed
from tests.office import Office, make_office

LATER = START + 30 * HOUR


@pytest.fixture
def office(app: Flask):
    with app.app_context():
        yield make_office(db.session, START)


def say(complaint: Complaint, satisfied: str, channel: str = "sms", **told: str) -> Feedback:
    """The complainant answers by himself; the row that this leaves."""
    more = {"answers": {"satisfied": satisfied}, **told}
    by = complainant(complaint.district_id, complaint.id)
    feedback.record_answer(db.session, complaint.id, channel=channel, by=by, at=LATER, **more)
    return db.session.scalars(select(Feedback)).one()


@pytest.mark.parametrize("channel", feedback.UNASKED)
def test_yes_closes_and_only_what_was_asked_is_written_down(office: Office, channel: str) -> None:
    complaint = disposed(db.session, office)
    said = say(complaint, "yes", channel)
    assert (complaint.state, complaint.closed_at) == ("closed_satisfied", LATER)
    assert (said.channel, said.answer, said.answers, said.reason_code) == (
        channel, "satisfied", {"satisfied": "yes"}, None,
    )  # fmt: skip
    assert (said.person_id, said.post_id) == (None, None)


def test_no_without_a_reason_reopens_and_says_that_none_was_given(office: Office) -> None:
    complaint = disposed(db.session, office)
    said = say(complaint, "no")
    assert (complaint.state, complaint.cycle, complaint.level) == ("marked", 2, 2)
    assert (said.answer, said.reason_code) == ("dissatisfied", "not_said")
    assert db.session.scalars(select(Cycle.reason_code).where(Cycle.no == 2)).one() == "not_said"
    event = db.session.scalars(select(Event).where(Event.action == "dissatisfied")).one()
    assert (event.role, event.person_id, event.data["channel"]) == ("public", None, "sms")


def test_a_reason_that_is_given_counts(office: Office) -> None:
    assert say(disposed(db.session, office), "partly", "web", reason_code="half_done").reason_code == "half_done"


@pytest.mark.parametrize(
    ("answers", "channel", "reason", "field"),
    [
        ({}, "sms", "", "satisfied"),
        ({"satisfied": "perhaps"}, "sms", "", "satisfied"),
        ({"satisfied": "yes", "done": "perhaps"}, "web", "", "done"),
        ({"satisfied": "no"}, "web", "made_up", "reason_code"),
        ({"satisfied": "yes"}, "call_desk", "", "contacted"),
        ({"satisfied": "no", "done": "no", "contacted": "no"}, "call_desk", "not_said", "reason_code"),
    ],
)
def test_what_is_missing_or_unknown_is_refused(
    office: Office, answers: dict[str, str], channel: str, reason: str, field: str
) -> None:
    complaint = disposed(db.session, office)
    with pytest.raises(Refused) as refused:
        feedback.record_answer(
            db.session, complaint.id, answers=answers, channel=channel, reason_code=reason,
            by=complainant(complaint.district_id, complaint.id), at=LATER,
        )  # fmt: skip
    assert (refused.value.field, complaint.state) == (field, "disposed")


def test_nobody_answers_for_a_complaint_that_is_not_shown_to_be_theirs(office: Office) -> None:
    complaint = disposed(db.session, office)
    with pytest.raises(Forbidden):
        feedback.record_answer(
            db.session, complaint.id, answers={"satisfied": "yes"}, channel="web",
            by=complainant(complaint.district_id), at=LATER,
        )  # fmt: skip
