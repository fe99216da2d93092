"""DESK: the complainant's own pages, tests: number and digits tell public facts only; guessing tells nothing."""

from __future__ import annotations

from datetime import timedelta

import pytest
from sqlalchemy import select, update

from app.complaints import guesses
from app.desks.public.facts import SAID
from app.domain.states import STORED, Action
from app.extensions import db
from app.models.account import SignInAttempt
from app.models.complaint import Complaint
from app.models.party import Phone
from app.web.words import LAST
from tests.desks.public.conftest import LAST4, MOBILE, NAME, SUBJECT, Outside
from tests.office import register_one

WRONG = "मेल नहीं खाते"
TOO_MANY = "बहुत बार ग़लत"
LANGUAGES = pytest.mark.parametrize("prefix", ["", "/en"], ids=["hi", "en"])


@LANGUAGES
def test_public_facts_and_nothing_else(someone: Outside, prefix: str) -> None:
    page = someone.track(prefix=prefix)
    assert page.status_code == 200
    said = {"": ("पद officer", "लोक निर्माण", "जल्द स्वीकार करेंगे"), "/en": ("Post officer", "Public works", "soon accept")}
    for words in (someone.number, *said[prefix]):
        assert words in page.text
    for private in (MOBILE, NAME, SUBJECT, "सड़क", "श्री officer", "Shri"):
        assert private not in page.text
    assert page.headers["Cache-Control"] == "no-store"
    assert "noindex" in page.headers["X-Robots-Tag"]
    assert "<script" not in page.text


def test_a_number_may_be_typed_as_people_do(someone: Outside) -> None:
    plain = someone.number.replace("-", " ").lower().translate(str.maketrans("0123456789", "०१२३४५६७८९"))
    assert someone.track(plain, "०००१").status_code == 200


def test_wrong_either_way_is_the_same_page(someone: Outside) -> None:
    with someone.app.app_context():
        other = register_one(db.session, someone.office, at=someone.row().received_at, no=2).number
        db.session.rollback()
    no_such, wrong_mobile = someone.track(other, "0002"), someone.track(last4="9999")
    assert no_such.status_code == wrong_mobile.status_code == 422
    assert WRONG in no_such.text
    plain = [text.text.replace(other, "N").replace(someone.number, "N") for text in (no_such, wrong_mobile)]
    one, two = (text.split("<h1>")[1] for text in plain)
    assert one == two.replace('value="9999"', 'value="0002"'), "but for what was typed, the same page"


def test_what_is_typed_wrong_is_said_at_the_field_and_kept(someone: Outside) -> None:
    page = someone.track("NG26-1", "12")
    assert page.status_code == 422
    assert "चार अंक लिखें" in page.text
    assert 'value="NG26-1"' in page.text


def test_guessing_the_digits_of_one_complaint_ends_after_ten(someone: Outside) -> None:
    answers = [someone.track(last4=f"{n:04}") for n in range(5000, 5012)]
    assert [a.status_code for a in answers] == [422] * 10 + [429] * 2
    shut = someone.track()
    assert shut.status_code == 429
    assert TOO_MANY in shut.text
    assert "Retry-After" in shut.headers


def test_the_counters_hold_after_hundreds_of_tries_and_open_again(someone: Outside) -> None:
    someone.client.environ_base["REMOTE_ADDR"] = "10.0.0.9"
    found = [someone.track(last4=f"{n:04}").status_code for n in range(4, 304)]
    assert found.count(200) == 0
    assert found.count(422) == 10
    with someone.app.app_context():
        rows = {row.key.partition(":")[0]: row for row in db.session.scalars(select(SignInAttempt))}
        assert set(rows) == {"look", "look-from"}
        span = guesses.MOST["look"][1]
        db.session.execute(update(SignInAttempt).values(locked_until=rows["look"].locked_until - span))
        db.session.commit()
    assert someone.track().status_code == 200


def test_an_address_that_guesses_numbers_is_stopped_after_thirty(someone: Outside) -> None:
    with someone.app.app_context():
        at = someone.row().received_at
        numbers = [register_one(db.session, someone.office, at=at, no=no).number for no in range(2, 36)]
        db.session.rollback()
    found = [someone.track(number, "4321").status_code for number in numbers]
    assert found == [422] * 30 + [429] * 4
    someone.client.environ_base["REMOTE_ADDR"] = "10.0.0.7"
    assert someone.track().status_code == 200


def test_a_confidential_complaint_gives_nothing_by_number(someone: Outside) -> None:
    someone.change(lambda c: setattr(c, "is_confidential", True))
    answer = someone.track()
    assert answer.status_code == 422
    assert WRONG in answer.text
    page = someone.client.get(someone.link())
    assert page.status_code == 200
    assert "पद officer" not in page.text
    assert "लोक निर्माण" not in page.text


def test_an_anonymous_complaint_has_no_digits(someone: Outside) -> None:
    with someone.app.app_context():
        row = register_one(db.session, someone.office, at=someone.row().received_at, no=5)
        row.is_anonymous = True
        for phone in db.session.scalars(select(Phone).where(Phone.number == "9700000005")):
            db.session.delete(phone)
        number = row.number
        db.session.commit()
    assert someone.track(number, "0005").status_code == 422


def test_a_number_in_quarantine_or_a_neighbours_opens_nothing(someone: Outside) -> None:
    with someone.app.app_context():
        phone = db.session.scalars(select(Phone).where(Phone.number == MOBILE)).one()
        phone.quarantined_until = phone.from_at + timedelta(days=30)
        db.session.commit()
    assert someone.track().status_code == 422
    with someone.app.app_context():
        phone = db.session.scalars(select(Phone).where(Phone.number == MOBILE)).one()
        phone.quarantined_until, phone.kind = None, "contact"
        db.session.commit()
    assert someone.track().status_code == 422


def test_every_step_has_its_words() -> None:
    assert set(LAST) == set(Action)


def test_nothing_typed_is_said_once(someone: Outside) -> None:
    page = someone.client.post("/track", data={"number": "", "last4": LAST4})
    assert page.status_code == 422
    assert "एक जगह सुधार चाहिए" in page.text


def test_every_state_has_its_sentence() -> None:
    assert {str(state) for state in SAID} == {str(state) for state in STORED}


@pytest.mark.parametrize("state", ["merged", "transferred_out", "rejected", "withdrawn", "closed_no_response"])
def test_what_has_ended_says_how(someone: Outside, state: str) -> None:
    def end(row: Complaint) -> None:
        row.state, row.holder, row.post_id, row.alarm_at, row.due_at = state, "nobody", None, None, None

    someone.change(end)
    page = someone.track()
    assert page.status_code == 200
    said = {"merged": "दूसरी शिकायत के साथ", "transferred_out": "ज़िले से बाहर", "rejected": "नहीं ली जा सकी",
            "withdrawn": "वापस ले ली", "closed_no_response": "बात नहीं हो पाई"}  # fmt: skip
    assert said[state] in page.text
    assert ('class="steps"' in page.text) == (state == "closed_no_response")


def test_a_late_one_says_so(someone: Outside) -> None:
    someone.change(lambda c: setattr(c, "due_at", c.received_at + timedelta(hours=1)))
    assert "देर हो गई है" in someone.track().text


def test_strangers_find_it_from_the_door(someone: Outside) -> None:
    assert 'href="/track"' in someone.client.get("/sign-in").text
    assert someone.client.get("/track").status_code == 200
    assert LAST4 not in someone.client.get("/en/track").text
