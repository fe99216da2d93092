"""THE TESTS: from the counter to a number, a post, a message and a slip."""

from __future__ import annotations

import re
from io import BytesIO

import pytest
from flask import Flask

from app.demo.pictures import draw_photo
from app.extensions import db
from app.models.attachment import Attachment
from app.models.office import Post
from tests.client import QualityClient
from tests.desks.counter_office import FIELD, actions, complaints, fields_in, open_office, owed, signed_in, take_in

ASSIGNED = FIELD | {"category": "water_none"}


def test_registered_and_assigned_in_one_go(office: Flask, clerk: QualityClient) -> None:
    answer = clerk.post("/intake/new", data=ASSIGNED)
    assert answer.status_code == 303
    one = complaints(office)[0]
    assert answer.location.endswith(f"/intake/{one.number}/slip")
    assert (one.state, one.holder) == ("marked", "post")
    assert actions(office)[-2:] == ["register", "mark"]
    assert owed(office) == ["O01", "S01"]
    with office.app_context():
        assert db.session.get_one(Post, one.post_id).code.startswith("je")


def test_register_only_leaves_it_for_the_marking_desk(office: Flask, clerk: QualityClient) -> None:
    assert clerk.post("/intake/new", data=FIELD | {"then": "only"}).status_code == 303
    assert complaints(office)[0].state == "registered"
    assert owed(office) == []  # S01 is owed at marking (ruling 17)


def test_without_a_kind_the_page_asks_with_a_suggestion(office: Flask, clerk: QualityClient) -> None:
    asked = clerk.post("/intake/new", data=FIELD)
    assert asked.status_code == 200
    assert complaints(office) == []
    sent = fields_in(asked.text, "intake")
    assert sent["category"] == "water_none"
    assert sent["text"] == FIELD["text"]
    assert "हैंडपंप" in asked.text.split("सुझाव")[1]
    assert clerk.post("/intake/new", data=sent).status_code == 303
    assert complaints(office)[0].state == "marked"


def test_a_double_click_is_one_complaint(office: Flask, clerk: QualityClient) -> None:
    sent = ASSIGNED | {"idem": "11111111-2222-4333-8444-555555555555"}
    first, second = clerk.post("/intake/new", data=sent), clerk.post("/intake/new", data=sent)
    assert first.location == second.location
    assert len(complaints(office)) == 1
    assert owed(office) == ["O01", "S01"]


def test_what_is_no_grievance_is_told_where_to_go(office: Flask, clerk: QualityClient) -> None:
    text = "अदालत में केस चल रहा है, आरटीआई का जवाब चाहिए"
    asked = clerk.post("/intake/new", data=FIELD | {"text": text})
    assert fields_in(asked.text, "intake")["category"] == "court_rti"
    assert "आरटीआई खिड़की" in asked.text
    answer = clerk.post("/intake/new", data=fields_in(asked.text, "intake"))
    assert complaints(office)[0].state == "registered"
    assert "आरटीआई खिड़की" in clerk.get(answer.location).text


def test_the_slip_speaks_the_complainants_language(office: Flask, clerk: QualityClient) -> None:
    answer = clerk.post("/intake/new", data=ASSIGNED | {"language": "en"})
    number = complaints(office)[0].number
    a4, roll = clerk.get(answer.location).text, clerk.get(f"{answer.location}?size=80").text
    assert '<html lang="en">' in a4
    assert "What happens next" in a4
    assert number in a4
    assert "01234-500100" in a4
    assert re.search(r'class="slip\s*"', a4)
    assert 'class="slip roll"' in roll
    clerk.post("/intake/new", data=ASSIGNED | {"mobile": "9812312312", "place": "Sonpur", "similar_seen": number})
    hindi = clerk.get(f"/en/intake/{complaints(office)[1].number}/slip").text
    assert '<html lang="hi">' in hindi
    assert "आगे क्या होगा" in hindi


def test_the_slip_says_whose_it_is_and_who_has_it_but_no_phone(office: Flask, clerk: QualityClient) -> None:
    slip = clerk.get(clerk.post("/intake/new", data=ASSIGNED).location).text
    with office.app_context():
        post = db.session.merge(complaints(office)[0]).post
        assert post is not None
        assert post.name_hi in slip
    assert FIELD["name"] in slip
    assert FIELD["place"] in slip
    assert FIELD["mobile"] not in slip


@pytest.mark.parametrize(("pressed", "state"), [("only", "registered"), ("assign", "marked")])
def test_the_button_beside_a_similar_one_registers(
    office: Flask, clerk: QualityClient, pressed: str, state: str
) -> None:
    """Without JavaScript the page in between has no other purpose."""
    clerk.post("/intake/new", data=ASSIGNED)
    asked = clerk.post("/intake/new", data=ASSIGNED | {"then": pressed})
    button = re.search(r'<button class="sm" name="then" value="(\w+)" form="intake">', asked.text)
    assert button
    answer = clerk.post("/intake/new", data=fields_in(asked.text, "intake") | {"then": button[1]})
    assert answer.status_code == 303
    assert [one.state for one in complaints(office)] == ["marked", state]


def test_the_next_complaint_begins_with_the_phone(office: Flask, clerk: QualityClient) -> None:
    slip = clerk.get(clerk.post("/intake/new", data=ASSIGNED).location).text
    assert re.search(r'href="/intake/new" autofocus', slip)
    page = clerk.get("/intake/new").text
    number = complaints(office)[0].number
    assert number in page.split('id="today"')[1]
    assert f'data-draft="intake-{number}"' in page  # the words of the last complaint do not come back
    assert 'data-clear-draft="intake"' in page


def test_the_petitions_photo_survives_the_question(office: Flask, clerk: QualityClient) -> None:
    picture = draw_photo("handpump", "before", 1)
    with_photo = FIELD | {"photo": (BytesIO(picture), "petition.jpg")}
    asked = clerk.post("/intake/new", data=with_photo, content_type="multipart/form-data")
    assert asked.status_code == 200
    clerk.post("/intake/new", data=fields_in(asked.text, "intake"))
    with office.app_context():
        row = db.session.scalars(db.select(Attachment)).one()
    assert (row.kind, row.complaint_id) == ("complaint", complaints(office)[0].id)


def test_what_is_no_photo_is_refused_and_the_text_kept(office: Flask, clerk: QualityClient) -> None:
    bad = ASSIGNED | {"photo": (BytesIO(b"hello"), "petition.jpg")}
    answer = clerk.post("/intake/new", data=bad, content_type="multipart/form-data")
    assert answer.status_code == 422
    assert fields_in(answer.text, "intake")["text"] == FIELD["text"]
    assert complaints(office) == []


def test_a_forged_photo_ticket_is_worth_nothing(office: Flask, clerk: QualityClient) -> None:
    clerk.post("/intake/new", data=ASSIGNED | {"photo_kept": "forged.ticket"})
    with office.app_context():
        assert db.session.scalars(db.select(Attachment)).all() == []


def test_confidential_matters_go_to_the_nodal_officer(office: Flask, clerk: QualityClient) -> None:
    answer = clerk.post("/intake/new", data=FIELD | {"category_other": "police_staff"})
    one = complaints(office)[0]
    assert (one.state, one.is_confidential) == ("registered", True)
    slip = clerk.get(answer.location)
    assert slip.status_code == 200
    assert one.subject not in slip.text
    assert one.subject not in clerk.get("/intake/new").text


def test_against_an_officer_the_senior_answers(office: Flask, clerk: QualityClient) -> None:
    clerk.post("/intake/new", data=ASSIGNED)
    first = complaints(office)[0]
    with office.app_context():
        post = db.session.get_one(Post, first.post_id)
        name, senior = post.name_hi, post.reports_to_id
    vague = clerk.post("/intake/new", data=ASSIGNED | {"against": "कनिष्ठ", "similar_seen": first.number})
    assert vague.status_code == 422
    clerk.post("/intake/new", data=ASSIGNED | {"against": name, "similar_seen": first.number})
    second = complaints(office)[1]
    assert (second.against_post_id, second.post_id) == (first.post_id, senior)


def test_an_officer_in_the_field_registers_but_does_not_assign(office: Flask) -> None:
    officer = signed_in(office, "officer")
    assert "दर्ज करें और सौंपें" not in officer.get("/intake/new").text
    answer = officer.post("/intake/new", data=FIELD | {"then": "assign"})
    assert complaints(office)[0].state == "registered"
    assert officer.get(answer.location).status_code == 200


def test_registering_needs_few_statements(office: Flask, clerk: QualityClient) -> None:
    clerk.post("/intake/new", data=ASSIGNED | {"then": "only"})
    seen = complaints(office)[0].number
    only = clerk.post("/intake/new", data=ASSIGNED | {"then": "only", "similar_seen": seen, "mobile": "9812312312"})
    assert only.sql_count <= 22


def test_registering_and_assigning_needs_no_more_statements_than_now(office: Flask, clerk: QualityClient) -> None:
    assert clerk.post("/intake/new", data=ASSIGNED).sql_count <= 37


def test_the_way_through_the_counter_on_both_databases(any_app: Flask) -> None:
    clerk = signed_in(open_office(any_app), "cell")
    asked = clerk.post("/intake/new", data=FIELD)
    slip = clerk.post("/intake/new", data=fields_in(asked.text, "intake"))
    assert clerk.get(slip.location).status_code == 200
    waiting = take_in(any_app, mobile="9812300001")
    ticked = clerk.post("/marking/bulk", data={"number": [waiting, complaints(any_app)[0].number]})
    assert "2 में से 1 सौंपी गईं" in ticked.text
    assert [one.state for one in complaints(any_app)] == ["marked", "marked"]
    assert owed(any_app) == ["O01", "O01", "S01", "S01"]
