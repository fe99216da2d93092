"""The call desk: the number is shown on pressing call, three questions, only a clear yes closes."""

from __future__ import annotations

from datetime import UTC, datetime, time, timedelta

import pytest
import time_machine
from flask import Flask
from sqlalchemy import func, select

from app.domain.calendar import instant, ist_date
from app.extensions import db
from app.models.complaint import Complaint
from app.models.dialogue import Dialogue, Feedback
from app.models.event import Event
from bench.budgets import PARTIAL
from tests.client import HTMX, QualityClient
from tests.complaints.way import disposed
from tests.office import make_office
from tests.page_quality import brotli_size

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


@pytest.mark.parametrize(
    ("day", "clock", "heading"),
    [(1, "08:00", "On other days"), (2, "08:00", "Later today"), (2, "10:00", "Next call")],
)
def test_the_list_says_when_each_is_to_be_rung(
    app: Flask, client: QualityClient, number: str, day: int, clock: str, heading: str
) -> None:
    """The first call is for the second day after the approval cannot be taken back any more, from nine on."""
    with app.app_context():
        disposed_at = the_complaint().disposed_at
    assert disposed_at
    on = ist_date(disposed_at + timedelta(minutes=10)) + timedelta(days=day)
    with time_machine.travel(instant(on, time.fromisoformat(clock)), tick=False):
        client.sign_in("caller")
        page = client.get("/en/call-desk").text
    said = [words for words in ("Next call", "Later today", "On other days") if words in page]
    assert said == [heading]
    assert number in page.split(heading)[1]


def test_not_picking_up_is_never_a_yes(app: Flask, client: QualityClient, number: str) -> None:
    client.sign_in("caller")
    assert client.post(f"/call-desk/{number}/not-reached", data={"result": "not_picked"}).status_code == 303
    client.get("/call-desk")  # says once that it was noted
    assert 'id="next"' not in client.get("/call-desk").text  # rests for three hours at least
    again = client.post(f"/call-desk/{number}/call")
    assert again.status_code == 422
    assert "9700000001" not in again.text
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


def test_htmx_gets_the_questions_back_with_what_was_said(client: QualityClient, number: str) -> None:
    client.sign_in("caller")
    part = client.post(f"/call-desk/{number}/answer", data={"text": "आधी सड़क ही बनी"}, headers=HTMX)
    assert part.status_code == 422
    assert part.text.startswith('<form class="card" id="answer"')
    assert "आधी सड़क ही बनी" in part.text
    assert 'class="esum" role="alert"' in part.text
    assert 'id="call"' not in part.text


def test_htmx_gets_the_result_and_the_closed_call(client: QualityClient, number: str) -> None:
    client.sign_in("caller")
    part = client.post(f"/call-desk/{number}/answer", data=YES, headers=HTMX)
    assert part.status_code == 200
    assert part.text.startswith('<section class="card hl grn" id="answer" role="status"')
    assert 'id="call" hx-swap-oob="true"' in part.text  # nobody is to be called any more
    assert "/not-reached" not in part.text
    assert brotli_size(part.data) <= PARTIAL


def test_htmx_notes_a_call_that_came_to_nothing(app: Flask, client: QualityClient, number: str) -> None:
    client.sign_in("caller")
    refused = client.post(f"/en/call-desk/{number}/not-reached", data={"result": "yes"}, headers=HTMX)
    assert refused.status_code == 422
    assert 'role="alert"' in refused.text
    assert client.post(f"/en/call-desk/{number}/not-reached", data={"result": "yes"}).status_code == 422
    part = client.post(f"/en/call-desk/{number}/not-reached", data={"result": "call_later"}, headers=HTMX)
    assert part.status_code == 200
    assert "It comes up again later." in part.text
    assert brotli_size(part.data) <= PARTIAL
    with app.app_context():
        assert db.session.scalars(select(Dialogue.result).where(Dialogue.by_call_desk)).all() == ["call_later"]


def test_a_wrong_number_comes_to_the_cell_to_find_another(client: QualityClient, number: str) -> None:
    client.sign_in("cell")
    assert "mute=1" not in client.get("/").text
    client.sign_in("caller")
    assert client.post(f"/call-desk/{number}/not-reached", data={"result": "wrong_number"}).status_code == 303
    assert "चालू नंबर नहीं" in client.get("/call-desk").text
    client.sign_in("cell")
    assert "mute=1" in client.get("/").text
    assert number in client.get("/complaints?mute=1").text
    changed = client.post(
        f"/complaints/{number}/mobile", data={"mobile": "9812300007", "text": "पंचायत से नया नंबर मिला, पुष्टि की"}
    )
    assert changed.status_code == 303
    assert number not in client.get("/complaints?mute=1").text


@pytest.mark.parametrize("who", ["dc", "nodal"])
def test_the_senior_rings_from_the_case_page(app: Flask, client: QualityClient, number: str, who: str) -> None:
    client.sign_in(who)
    assert f"/call-desk/{number}" in client.get(f"/complaints/{number}").text
    script = client.get(f"/call-desk/{number}")
    assert "9700000001" not in script.text
    assert "tel:+919700000001" in client.post(f"/call-desk/{number}/call").text
    with app.app_context():
        shown = db.session.scalars(select(Event).order_by(Event.id.desc()).limit(1)).one()
        assert (shown.action, shown.data["result"], shown.role) == ("dialogue", "pending", who)
    assert client.post(f"/call-desk/{number}/answer", data=YES).status_code == 303
    with app.app_context():
        said = db.session.scalars(select(Feedback)).one()
        assert (said.channel, said.answer) == ("dc_call", "satisfied")


def test_no_such_door_for_the_department(client: QualityClient, number: str) -> None:
    for who in ("officer", "hod", "sdm"):
        client.sign_in(who)
        assert f"/call-desk/{number}" not in client.get(f"/complaints/{number}").text
