"""THE TESTS: what comes while the clerk types, and the same without JavaScript."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from flask import Flask

from app.extensions import db
from app.models.complaint import Complaint
from app.models.event import Event
from tests.client import HTMX, QualityClient
from tests.desks.counter_office import FIELD, complaints, fields_in, take_in
from tests.page_quality import brotli_size

ASSIGNED = FIELD | {"category": "water_none"}


def test_an_open_complaint_of_this_phone_is_shown_while_typing(office: Flask, clerk: QualityClient) -> None:
    number = take_in(office, mobile="9876543210", text="मनरेगा की मज़दूरी 41 दिन से नहीं मिली है")
    answer = clerk.post("/intake/similar", data={"mobile": "+91 98765 43210"}, headers=HTMX)
    assert "इस नंबर से 1 शिकायत पहले से चल रही है" in answer.text
    assert number in answer.text
    assert f'formaction="/intake/{number}/remind"' in answer.text
    assert brotli_size(answer.data) <= 1000


def test_half_a_number_shows_nothing(office: Flask, clerk: QualityClient) -> None:
    take_in(office, mobile="9876543210")
    answer = clerk.post("/intake/similar", data={"mobile": "98765"}, headers=HTMX)
    assert "NG26" not in answer.text


def test_without_javascript_the_page_asks_before_it_registers(office: Flask, clerk: QualityClient) -> None:
    number = take_in(office, mobile="9876543210")
    asked = clerk.post("/intake/new", data=ASSIGNED)
    assert asked.status_code == 200
    assert number in asked.text
    assert len(complaints(office)) == 1
    again = fields_in(asked.text, "intake")
    assert again["similar_seen"] == number
    assert clerk.post("/intake/new", data=again).status_code == 303
    assert len(complaints(office)) == 2


def test_much_the_same_words_from_the_same_place_are_shown(office: Flask, clerk: QualityClient) -> None:
    number = take_in(office, mobile="9812345670")
    other = clerk.post("/intake/suggest", data=FIELD | {"mobile": ""}, headers=HTMX)
    assert number in other.text
    far = clerk.post("/intake/suggest", data=FIELD | {"mobile": "", "place": "बड़ागाँव"}, headers=HTMX)
    assert number not in far.text


def test_the_same_one_becomes_a_reminder(office: Flask, clerk: QualityClient) -> None:
    number = take_in(office, mobile="9876543210")
    answer = clerk.post(f"/intake/{number}/remind", data=ASSIGNED)
    assert answer.status_code == 303
    assert len(complaints(office)) == 1
    with office.app_context():
        note = db.session.scalars(db.select(Event).where(Event.action == "comment")).one()
        assert FIELD["text"] in note.text
    assert number in clerk.get(answer.location).text


def test_suggestions_with_words_post_and_message(office: Flask, clerk: QualityClient) -> None:
    answer = clerk.post("/intake/suggest", data=FIELD, headers=HTMX)
    assert 'value="water_none" accesskey="1" checked' in answer.text
    assert "हैंडपंप" in answer.text
    assert "कनिष्ठ अभियंता (जल)" in answer.text
    assert "अक्षर · 1 SMS" in answer.text
    assert brotli_size(answer.data) <= 1000


def test_three_kinds_and_a_neighbour_still_fit_the_partial(office: Flask, clerk: QualityClient) -> None:
    take_in(office, mobile="9876543210")
    text = FIELD["text"] + " बिजली का बिल ज़्यादा है, सड़क टूटी है, राशन नहीं मिला, पेंशन बंद है"
    answer = clerk.post("/intake/suggest", data=FIELD | {"text": text}, headers=HTMX)
    assert answer.text.count('name="category"') == 3
    assert brotli_size(answer.data) <= 1200  # two blocks in one answer: 1000 for the kinds, the rest for the warning


def test_new_words_lead_elsewhere_but_the_clerks_choice_stays(office: Flask, clerk: QualityClient) -> None:
    road = FIELD | {"text": "गाँव की सड़क टूटी हुई है, गड्ढे हैं", "category": "water_none"}
    moved = clerk.post("/intake/suggest", data=road | {"suggested": "water_none"}, headers=HTMX).text
    assert 'value="road_repair" accesskey="1" checked' in moved
    stays = clerk.post("/intake/suggest", data=road | {"suggested": "road_repair"}, headers=HTMX).text
    assert 'value="water_none" accesskey="1" checked' in stays


def test_asking_writes_nothing_and_takes_no_key(office: Flask, clerk: QualityClient) -> None:
    page = fields_in(clerk.get("/intake/new").text, "intake")
    asked = clerk.post("/intake/suggest", data=page | FIELD, headers=HTMX)
    assert asked.status_code == 200
    assert clerk.post("/intake/suggest", data=FIELD).status_code == 200  # the plain answer is the whole page
    assert complaints(office) == []


def test_what_was_closed_a_while_ago_is_reopened_first(office: Flask, clerk: QualityClient) -> None:
    number = take_in(office, mobile="9876543210")
    with office.app_context():
        one = db.session.scalars(db.select(Complaint)).one()
        one.state, one.holder, one.alarm_at, one.closed_at = "closed_satisfied", "nobody", None, datetime.now(UTC)
        db.session.commit()
    answer = clerk.post("/intake/similar", data={"mobile": "9876543210"}, headers=HTMX)
    assert "पहले इसे फिर खोलें" in answer.text
    assert f"/intake/{number}/remind" not in answer.text
    with office.app_context():
        db.session.scalars(db.select(Complaint)).one().closed_at = datetime.now(UTC) - timedelta(days=31)
        db.session.commit()
    assert number not in clerk.post("/intake/similar", data={"mobile": "9876543210"}, headers=HTMX).text


def test_confidential_complaints_of_a_phone_are_not_told_to_the_counter(office: Flask, clerk: QualityClient) -> None:
    number = take_in(office, mobile="9876543210", confidential=True)
    assert number not in clerk.post("/intake/similar", data={"mobile": "9876543210"}, headers=HTMX).text
