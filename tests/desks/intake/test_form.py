"""THE TESTS: what the counter accepts, refuses and keeps."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from flask import Flask

from app.domain.text import verhoeff_valid
from app.extensions import db
from app.models.party import Complainant, Phone
from app.models.place import Place
from tests.client import QualityClient
from tests.desks.counter_office import FIELD, complaints, fields_in, place_named, signed_in
from tests.page_quality import brotli_size

ASSIGNED = FIELD | {"category": "water_none"}


def test_the_cursor_stands_in_the_phone_field(clerk: QualityClient) -> None:
    page = clerk.get("/intake/new").text
    assert page.count(" autofocus=") == 1
    assert 'id="mobile"' in page.split(' autofocus="autofocus"')[0].rsplit("<", 1)[1]
    assert "no-store" in clerk.get("/intake/new").headers["Cache-Control"]


def test_nine_digits_are_counted_and_all_is_kept(office: Flask, clerk: QualityClient) -> None:
    answer = clerk.post("/intake/new", data=ASSIGNED | {"mobile": "98765 4321", "address": "मकान 12", "urgent": "y"})
    assert answer.status_code == 422
    assert "मोबाइल नंबर 10 अंकों का लिखें – अभी 9 हैं" in answer.text
    kept = fields_in(answer.text, "intake")
    assert kept["mobile"] == "98765 4321"
    assert (kept["name"], kept["place"], kept["text"]) == (FIELD["name"], FIELD["place"], FIELD["text"])
    assert (kept["address"], kept["urgent"], kept["category"]) == ("मकान 12", "y", "water_none")
    assert complaints(office) == []


def test_without_a_phone_another_way_is_needed(office: Flask, clerk: QualityClient) -> None:
    answer = clerk.post("/intake/new", data=ASSIGNED | {"mobile": ""})
    assert answer.status_code == 422
    assert "मिलने का दूसरा तरीक़ा" in answer.text
    answer = clerk.post("/intake/new", data=ASSIGNED | {"mobile": "", "contact": "९८१२३४५६७८", "other_way": "सरपंच"})
    assert answer.status_code == 303
    with office.app_context():
        phone = db.session.scalars(db.select(Phone)).one()
        assert (phone.number, phone.kind) == ("9812345678", "contact")  # reaches them, is never asked for feedback
        assert db.session.scalars(db.select(Complainant)).one().other_way == "सरपंच"


def test_no_name_needs_a_reason_and_keeps_the_phone(office: Flask, clerk: QualityClient) -> None:
    assert clerk.post("/intake/new", data=ASSIGNED | {"name": ""}).status_code == 422
    answer = clerk.post("/intake/new", data=ASSIGNED | {"name": "", "anonymous_reason": "डर है"})
    assert answer.status_code == 303
    assert complaints(office)[0].is_anonymous
    with office.app_context():
        assert db.session.scalars(db.select(Phone)).one().number == "9876543210"


def test_an_unknown_village_offers_the_nearest(office: Flask, clerk: QualityClient) -> None:
    answer = clerk.post("/intake/new", data=ASSIGNED | {"place": "सोनपूर"})
    assert answer.status_code == 422
    assert "“सोनपुर” करें" in answer.text or "“सोनपुर”" in answer.text
    assert fields_in(answer.text, "intake")["place"] == "सोनपूर"
    assert 'name="place_is" value="सोनपुर"' in answer.text
    pressed = {k: v for k, v in fields_in(answer.text, "intake").items()} | {"place_is": "सोनपुर"}
    assert clerk.post("/intake/new", data=pressed).status_code == 303
    assert complaints(office)[0].place_text.startswith("सोनपुर")


@pytest.mark.parametrize("typed", ["Sonpur", "sonpur", " सोनपुर "])
def test_a_village_is_known_in_both_scripts(office: Flask, clerk: QualityClient, typed: str) -> None:
    assert clerk.post("/intake/new", data=ASSIGNED | {"place": typed}).status_code == 303
    assert complaints(office)[0].block_id is not None


def test_a_place_that_is_nowhere_near_is_only_refused(clerk: QualityClient) -> None:
    answer = clerk.post("/intake/new", data=ASSIGNED | {"place": "Xqzwv"})
    assert answer.status_code == 422
    assert 'name="place_is"' not in answer.text


def test_ten_letters_at_least(clerk: QualityClient) -> None:
    answer = clerk.post("/intake/new", data=ASSIGNED | {"text": "पानी!!!!!!! 12345"})
    assert answer.status_code == 422
    assert fields_in(answer.text, "intake")["text"] == "पानी!!!!!!! 12345"


def test_the_same_number_of_another_portal_is_refused(office: Flask, clerk: QualityClient) -> None:
    told = ASSIGNED | {"source": "CMW", "source_no": "CMOFF/N/2026/1"}
    assert clerk.post("/intake/new", data=told).status_code == 303
    answer = clerk.post(
        "/intake/new", data=told | {"mobile": "9812300000", "similar_seen": complaints(office)[0].number}
    )
    assert answer.status_code == 422
    assert len(complaints(office)) == 1
    assert fields_in(answer.text, "intake")["source_no"] == "CMOFF/N/2026/1"


def test_a_paper_is_not_dated_tomorrow(clerk: QualityClient) -> None:
    for day in ("2099-01-01", "0001-01-01", "1999-12-31", (date.today() + timedelta(days=2)).isoformat()):  # noqa: DTZ011
        answer = clerk.post("/intake/new", data=ASSIGNED | {"received_on": day})
        assert answer.status_code == 422
        assert fields_in(answer.text, "intake")["received_on"] == day


def test_why_somebody_gives_no_name_is_more_than_a_sign(clerk: QualityClient) -> None:
    answer = clerk.post("/intake/new", data=ASSIGNED | {"name": "", "anonymous_reason": "x"})
    assert answer.status_code == 422
    assert fields_in(answer.text, "intake")["anonymous_reason"] == "x"


def test_an_aadhaar_number_is_hidden_on_save(office: Flask, clerk: QualityClient) -> None:
    number = next(f"23412341234{digit}" for digit in range(10) if verhoeff_valid(f"23412341234{digit}"))
    clerk.post("/intake/new", data=ASSIGNED | {"text": f"{FIELD['text']} आधार {number}"})
    saved = complaints(office)[0]
    assert number not in saved.body + saved.search_text + saved.subject
    assert number[-4:] in saved.body


def test_the_page_is_small_in_both_languages(clerk: QualityClient) -> None:
    for address in ("/intake/new", "/en/intake/new"):
        answer = clerk.get(address)
        assert answer.status_code == 200
        assert brotli_size(answer.data) <= 5000, address
    assert "Register and assign" in clerk.get("/en/intake/new").text
    assert "दर्ज करें और सौंपें" in clerk.get("/intake/new").text


def test_who_may_not_register_is_turned_away(office: Flask) -> None:
    assert signed_in(office, "auditor").get("/intake/new").status_code == 403
    assert signed_in(office, "caller").post("/intake/new", data=FIELD).status_code == 403


def test_two_villages_of_one_name_are_told_apart_by_their_block(office: Flask, clerk: QualityClient) -> None:
    with office.app_context():
        here = place_named("सोनपुर")
        other = db.session.scalars(
            db.select(Place).where(Place.kind == "village", Place.block_id != here.block_id).limit(1)
        ).one()
        other.name_hi, other.name_en = here.name_hi, here.name_en
        block, other_id = db.session.get_one(Place, other.block_id).name_hi, other.id
        db.session.commit()
    answer = clerk.post("/intake/new", data=ASSIGNED)
    assert answer.status_code == 422
    written = f"सोनपुर (ब्लॉक {block})"
    assert f'name="place_is" value="{written}"' in answer.text
    assert clerk.post("/intake/new", data=ASSIGNED | {"place": written}).status_code == 303
    assert complaints(office)[0].place_id == other_id
