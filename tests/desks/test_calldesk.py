"""The call desk: the number is shown on pressing call, three questions, only a clear yes closes."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from flask import Flask
from sqlalchemy import func, select

from app.extensions import db
from app.models.complaint import Complaint
from app.models.dialogue import Dialogue, Feedback
from tests.client import HTMX, QualityClient
from tests.complaints.way import disposed
from tests.office import make_office

YES = {"contacted": "yes", "done": "yes", "satisfied": "yes"}


@pytest.fixture
def number(app: Flask) -> str:
    at = datetime.now(UTC) - timedelta(hours=6)
    with app.app_context():
        complaint = disposed(db.session, make_office(db.session, at), at)
        db.session.commit()
        return complaint.number


def the_complaint() -> Complaint:
    return db.session.scalars(select(Complaint)).one()


@pytest.mark.parametrize("prefix", ["", "/en"])
def test_the_number_is_masked_until_call_is_pressed(client: QualityClient, number: str, prefix: str) -> None:
    client.sign_in("caller")
    assert number in client.get(f"{prefix}/call-desk").text
    page = client.get(f"{prefix}/call-desk/{number}")
    assert "9700000001" not in page.text
    assert "पद officer" not in page.text  # the script never says who the officer is
    shown = client.post(f"{prefix}/call-desk/{number}/call")
    assert "tel:+919700000001" in shown.text
    assert shown.headers["Cache-Control"] == "no-store"
    part = client.post(f"{prefix}/call-desk/{number}/call", headers=HTMX)
    assert "tel:+919700000001" in part.text
    assert "<html" not in part.text
    assert part.headers["Cache-Control"] == "no-store"


def test_a_clear_yes_closes(app: Flask, client: QualityClient, number: str) -> None:
    client.sign_in("caller")
    client.post(f"/call-desk/{number}/call")
    assert client.post(f"/call-desk/{number}/answer", data=YES).status_code == 303
    with app.app_context():
        assert the_complaint().state == "closed_satisfied"
        talks = db.session.scalars(select(Dialogue).where(Dialogue.by_call_desk)).all()
        assert [(talk.result, talk.reached) for talk in talks] == [("satisfied", True)]  # the opened call, completed
        assert db.session.scalars(select(Feedback)).one().dialogue_id == talks[0].id


def test_the_summary_says_which_questions_are_open(client: QualityClient, number: str) -> None:
    client.sign_in("caller")
    client.post(f"/en/call-desk/{number}/call")
    refused = client.post(f"/en/call-desk/{number}/answer", data={})
    summary = refused.text.split('class="esum"')[1].split("</div>")[0]
    for question in (
        "Did anyone from the department get in touch with you?",
        "Is the work done?",
        "Are you satisfied?",
    ):
        assert f"{question} – This is needed." in summary


def test_half_done_reopens_one_level_up(app: Flask, client: QualityClient, number: str) -> None:
    client.sign_in("caller")
    said = YES | {"satisfied": "partly", "done": "partly", "text": "आधी सड़क ही बनी"}
    refused = client.post(f"/call-desk/{number}/answer", data=said)
    assert refused.status_code == 422
    assert "आधी सड़क ही बनी" in refused.text  # why is missing; the words stay
    assert client.post(f"/call-desk/{number}/answer", data=said | {"reason_code": "half_done"}).status_code == 303
    with app.app_context():
        complaint = the_complaint()
        assert (complaint.state, complaint.level, complaint.cycle) == ("marked", 2, 2)


def test_not_done_and_yet_satisfied_is_asked_again(app: Flask, client: QualityClient, number: str) -> None:
    client.sign_in("caller")
    said = YES | {"done": "no", "text": "सड़क नहीं बनी"}
    answer = client.post(f"/call-desk/{number}/answer", data=said)
    assert answer.status_code == 422
    assert "सड़क नहीं बनी" in answer.text
    with app.app_context():
        assert the_complaint().state == "disposed"


def test_nobody_is_called_while_the_approval_can_be_taken_back(app: Flask, client: QualityClient, number: str) -> None:
    client.sign_in("caller")
    assert number in client.get("/call-desk").text
    with app.app_context():
        the_complaint().disposed_at = datetime.now(UTC) - timedelta(minutes=2)
        db.session.commit()
    assert number not in client.get("/call-desk").text


def test_not_picking_up_is_never_a_yes(app: Flask, client: QualityClient, number: str) -> None:
    client.sign_in("caller")
    assert client.post(f"/call-desk/{number}/not-reached", data={"result": "not_picked"}).status_code == 303
    client.get("/call-desk")  # says once that it was noted
    assert number not in client.get("/call-desk").text  # rests for three hours
    with app.app_context():
        assert the_complaint().state == "disposed"
        assert db.session.scalar(select(func.count()).select_from(Feedback)) == 0


def test_the_dc_asks_in_the_meeting_under_a_channel_of_their_own(
    app: Flask, client: QualityClient, number: str
) -> None:
    client.sign_in("dc")
    assert client.post(f"/call-desk/{number}/answer", data=YES).status_code == 303
    with app.app_context():
        assert db.session.scalars(select(Feedback)).one().channel == "dc_call"


def test_officers_have_no_call_desk(client: QualityClient, number: str) -> None:
    for who in ("officer", "hod", "sdm", "cell"):
        client.sign_in(who)
        assert client.get("/call-desk").status_code == 403
        assert client.post(f"/call-desk/{number}/answer", data=YES).status_code == 403
