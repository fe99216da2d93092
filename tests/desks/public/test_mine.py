"""DESK: the complainant's own pages, tests: the code opens the own view, and what can be done there."""

from __future__ import annotations

import io
from datetime import UTC, datetime, timedelta

import pytest
from flask import Flask
from sqlalchemy import select, update

from app.complaints.actions import ask, work
from app.domain.calendar import ist_date
from app.extensions import db
from app.models.account import Person
from app.models.attachment import Attachment
from app.models.complaint import Complaint
from app.models.event import Event
from app.models.notice import Notice
from app.models.party import Complainant, Party
from app.models.say import AccessCode
from tests.complaints import way
from tests.desks.casework.conftest import photo
from tests.desks.public.conftest import CODE_WORDS, LAST4, MOBILE, NAME, Outside, outside
from tests.press.reading import text_of

WORDS = "पानी अब भी भरा है, नाली नहीं बनी"
REASON = "पंचायत ने अपने पैसे से काम करा दिया"
NO_FIT = "यह कोड सही नहीं है"
QUESTION = "नाली किस घर के सामने से टूटी है?"


def asks(of: Outside, complaint: Complaint) -> None:
    """The officer accepts it, and wants to know something."""
    at = datetime.now(UTC) - timedelta(hours=1)
    officer = of.office.actors["officer"]
    work.acknowledge(db.session, complaint.id, next_step="call", next_step_on=ist_date(at), by=officer, at=at)
    ask.ask(
        db.session, complaint.id, question=QUESTION, how_to_answer="phone",
        answer_by=ist_date(at) + timedelta(days=2), by=officer, at=at,
    )  # fmt: skip


def test_asking_for_a_code_never_tells_whether_it_is_sent(someone: Outside) -> None:
    right, wrong = someone.ask_code(), someone.ask_code(last4="9999")
    assert right.status_code == wrong.status_code == 200
    assert CODE_WORDS in right.text
    told, other = (page.text.split("<h1>")[1] for page in (right, wrong))
    assert told == other.replace('value="9999"', 'value="0001"'), "but for what was typed, the same page"
    assert someone.codes_sent() == 1
    for _again in range(3):
        assert someone.ask_code().status_code == 200
    assert someone.codes_sent() == 3


def test_a_confidential_complaint_opens_by_code_alone(someone: Outside) -> None:
    someone.change(lambda c: setattr(c, "is_confidential", True))
    assert someone.open().client.get("/mine").status_code == 200


def test_wrong_codes_are_counted_and_the_right_one_then_fails(someone: Outside) -> None:
    someone.ask_code()
    code = someone.code()
    fields = {"number": someone.number, "last4": LAST4}
    for n in range(1, 6):
        page = someone.client.post("/track/open", data={**fields, "code": f"{(int(code) + n) % 10**6:06}"})
        assert page.status_code == 422
        assert NO_FIT in page.text
    assert someone.client.post("/track/open", data={**fields, "code": code}).status_code == 422


@pytest.mark.parametrize("prefix", ["", "/en"], ids=["hi", "en"])
def test_the_own_view_has_the_own_things_and_nobody_elses(asked: Outside, prefix: str) -> None:
    with asked.app.app_context():
        row = asked.row()
        other = Complainant(district_id=row.district_id, name="गीता देवी", created_at=row.received_at)
        db.session.add(other)
        db.session.flush()
        db.session.add(
            Party(district_id=row.district_id, complaint_id=row.id, complainant_id=other.id, kind="petitioner",
                  joined_at=row.received_at)
        )  # fmt: skip
        work.comment(db.session, row.id, text="अंदर की बात", by=asked.office.actors["cell"], at=row.last_event_at)
        db.session.commit()
    page = asked.open().client.get(f"{prefix}/mine")
    assert page.status_code == 200
    for mine in (asked.number, NAME, "गड्ढे में पानी", way.DONE):
        assert mine in page.text
    for hidden in (MOBILE, "गीता देवी", "श्री officer", "Shri", "अंदर की बात", "<script"):
        assert hidden not in page.text
    assert page.headers["Cache-Control"] == "no-store"
    assert page.text.count("<h1") == 1


def test_the_view_shuts_when_idle_when_over_and_when_closed(someone: Outside) -> None:
    client = someone.open().client
    with client.session_transaction() as kept:
        code, seen = kept["look"]
        kept["look"] = [code, seen - 1900]
    assert client.get("/mine").headers["Location"] == "/track"
    with client.session_transaction() as kept:
        kept["look"] = [code, seen]
    assert client.get("/mine").status_code == 200
    assert client.post("/mine/close").status_code == 303
    with client.session_transaction() as kept:  # a cookie that somebody had copied
        kept["look"] = [code, seen]
    assert client.get("/mine").status_code == 303


def test_it_is_no_officers_session(someone: Outside) -> None:
    client = someone.open().client
    assert client.get(f"/complaints/{someone.number}").status_code == 303
    assert "/sign-in" in client.get("/complaints").headers["Location"]


def test_words_and_a_photo_are_laid_into_the_file(someone: Outside) -> None:
    client = someone.open().client
    answer = client.post("/mine/words", data={"text": WORDS, "photo": photo()}, content_type="multipart/form-data")
    assert answer.status_code == 303
    page = client.get("/mine").text
    assert WORDS in page
    with someone.app.app_context():
        row = db.session.scalars(select(Attachment)).one()
        assert (row.kind, row.person_id) == ("complaint", None)
        told = db.session.scalars(select(Event).where(Event.role == "public").order_by(Event.no))
        assert [event.action for event in told] == ["comment", "add_evidence"]
    assert client.get(f"/mine/files/{row.id}").mimetype == "image/jpeg"
    assert client.get(f"/mine/files/{row.id + 1}").status_code == 404


@pytest.mark.parametrize("by_link", [True, False])
def test_what_is_no_photo_is_refused_and_the_words_are_kept(someone: Outside, by_link: bool) -> None:
    address = someone.link() if by_link else "/mine/words"
    someone.open()
    told = {"text": WORDS, "photo": (io.BytesIO(b"#!/bin/sh\nrm -rf /"), "photo.jpg")}
    page = someone.client.post(address, data=told, content_type="multipart/form-data")
    assert page.status_code == 422
    assert WORDS in page.text
    assert someone.last_event().action == "mark"
    assert someone.client.post(address, data={"text": "क" * 1001}).status_code == 422
    assert someone.client.post(address, data={"text": ""}).status_code == 422


def test_a_link_adds_words_also_to_a_closed_one_and_ten_a_day(app: Flask) -> None:
    closed = outside(app, lambda session, office, at: way.answered(session, office, "yes", at))
    link = closed.link()
    for n in range(10):
        assert closed.client.post(link, data={"text": f"{WORDS} {n}"}).status_code == 303
    page = closed.client.post(link, data={"text": WORDS})
    assert page.status_code == 422
    assert "आज बहुत कुछ" in page.text


def test_a_link_shows_no_person_and_no_subject(someone: Outside) -> None:
    for prefix in ("", "/en"):
        page = someone.client.get(prefix + someone.link())
        assert page.status_code == 200
        for private in (MOBILE, NAME, "गड्ढे", "श्री officer"):
            assert private not in page.text
        assert page.text.count('class="done"') == 1
    assert someone.client.get("/t/222222222222").status_code == 404
    assert someone.client.get(someone.link("feedback").replace("/f/", "/t/")).status_code == 404


def test_reminding_counts_once_in_seven_days(app: Flask) -> None:
    early = outside(app)
    client = early.open().client
    assert "/mine/remind" in client.get("/mine").text
    client.post("/mine/remind")
    assert early.row().reminders == 0
    early.change(lambda c: setattr(c, "received_at", c.received_at - timedelta(days=7)))
    client.post("/mine/remind")
    assert early.row().reminders == 1
    client.post("/mine/remind")
    assert early.row().reminders == 1
    assert "याद दिला सकते हैं" in client.get("/mine").text


def test_taking_back_needs_a_second_code(someone: Outside) -> None:
    client = someone.open().client
    assert client.get("/mine/withdraw").status_code == 200
    look = someone.code()
    assert client.post("/mine/withdraw/code").status_code == 200
    code = someone.code()
    if look != code:
        page = client.post("/mine/withdraw", data={"text": REASON, "code": look})
        assert page.status_code == 422
        assert REASON in page.text
    assert client.post("/mine/withdraw", data={"text": "हाँ", "code": code}).status_code == 422
    assert someone.row().state == "marked"
    assert client.post("/mine/withdraw", data={"text": REASON, "code": code}).status_code == 303
    row = someone.row()
    assert row.state == "withdrawn"
    assert someone.last_event().role == "public"
    assert "वापस ले ली" in client.get("/mine").text
    assert "पहले ही बंद" in client.get("/mine/withdraw").text


def test_who_takes_it_back_is_told_beside_the_codes_of_the_day(someone: Outside) -> None:
    with someone.app.app_context():
        left = update(Notice).where(Notice.template_key == "S01")
        db.session.execute(left.values(state="delivered", next_try_at=None, accepted_at=Notice.owed_at))
        db.session.commit()
    client = someone.open().client
    client.post("/mine/withdraw/code")
    assert client.post("/mine/withdraw", data={"text": REASON, "code": someone.code()}).status_code == 303
    with someone.app.app_context():
        told = db.session.scalars(select(Notice).where(Notice.template_key == "S10W")).one()
        assert (told.state, told.held_reason) == ("queued", None)
    assert "शिकायतकर्ता ने वापस ली" in client.get("/mine").text.split("पिछला क़दम")[1][:80]


@pytest.mark.parametrize(("text", "file"), [("हाँ", False), ("४८२१", False), ("", True)])
def test_the_officers_question_is_answered_in_the_own_view(someone: Outside, text: str, file: bool) -> None:
    someone.change(lambda c: asks(someone, c))
    client = someone.open().client
    page = client.get("/mine").text
    assert QUESTION in page.split("<h1")[1].split("<ol")[0], "before everything else"
    assert page.count('name="text"') == 1
    assert client.post("/mine/words", data={"text": ""}).status_code == 422
    assert someone.row().state == "awaiting_complainant"
    told = {"text": text, **({"photo": photo()} if file else {})}
    assert client.post("/mine/words", data=told, content_type="multipart/form-data").status_code == 303
    row = someone.row()
    assert row.state == "in_action"
    assert row.alarm_at is not None, "the clock goes on"
    with someone.app.app_context():
        said = db.session.scalars(select(Event).where(Event.action == "answer")).one()
        assert (said.role, said.data["channel"]) == ("public", "web")
    after = client.get("/mine").text
    assert "अधिकारी आपसे पूछते हैं" not in after
    assert (text or "फ़ोटो या काग़ज़ देखें") in after
    assert client.post("/mine/words", data={"text": WORDS}).status_code == 303
    assert someone.last_event().action == "comment"


def test_words_by_the_link_which_shows_no_question_answer_none(someone: Outside) -> None:
    someone.change(lambda c: asks(someone, c))
    link = someone.link()
    assert QUESTION not in someone.client.get(link).text
    assert someone.client.post(link, data={"text": WORDS}).status_code == 303
    assert someone.row().state == "awaiting_complainant"


def test_an_officers_mobile_takes_nothing_back(asked: Outside) -> None:
    client = asked.open().client
    client.post("/mine/withdraw/code")
    with asked.app.app_context():
        officer = asked.office.people["officer"].id
        db.session.execute(update(Person).where(Person.id == officer).values(phone=MOBILE))
        db.session.commit()
    page = client.post("/mine/withdraw", data={"text": REASON, "code": asked.code()})
    assert page.status_code == 422
    assert asked.row().state == "disposed"


def test_a_closed_one_is_opened_again_one_level_up(app: Flask) -> None:
    closed = outside(app, lambda session, office, at: way.answered(session, office, "yes", at))
    client = closed.open().client
    assert "/mine/reopen" in client.get("/mine").text
    assert client.post("/mine/reopen", data={"text": "नहीं"}).status_code == 422
    assert client.post("/mine/reopen", data={"text": WORDS}).status_code == 303
    row = closed.row()
    assert (row.state, row.level, row.cycle) == ("marked", 2, 2)
    assert "फिर खोली गई" in client.get("/mine").text


def test_after_thirty_days_it_stays_closed(app: Flask) -> None:
    closed = outside(app, lambda session, office, at: way.answered(session, office, "yes", at), days=40)
    client = closed.open().client
    assert client.post("/mine/reopen", data={"text": WORDS}).status_code == 422
    assert closed.row().state == "closed_satisfied"


def test_the_own_paper(asked: Outside) -> None:
    answer = asked.open().client.post("/mine/file")
    assert answer.content_type == "application/pdf"
    said = text_of(answer.data)
    for mine in (asked.number, NAME, "लोक निर्माण", "पद officer"):
        assert mine in said, mine
    assert "श्री officer" not in said
    assert MOBILE not in said


def test_without_a_code_nothing_opens(someone: Outside) -> None:
    for path in ("/mine", "/mine/withdraw", "/mine/reopen", "/mine/files/1"):
        assert someone.client.get(path).headers["Location"] == "/track"
    for path in ("words", "remind", "withdraw", "withdraw/code", "reopen", "file"):
        assert someone.client.post(f"/mine/{path}").headers["Location"] == "/track"
    with someone.app.app_context():
        assert db.session.scalars(select(AccessCode)).all() == []


def test_whoever_is_asked_finds_the_question_from_every_page(asked: Outside) -> None:
    track, feedback = asked.link(), asked.link("feedback")
    for page in (asked.client.get(track), asked.open().client.get("/mine")):
        assert f'href="{feedback}"' in page.text
    asked.client.post(feedback, data={"r": "yes"})
    assert feedback not in asked.client.get(track).text
