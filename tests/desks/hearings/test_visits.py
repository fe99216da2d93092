"""DESK: hearings, tests: a visit with place and photo is a word with the complainant."""

from __future__ import annotations

from sqlalchemy import select

from app.extensions import db
from app.models.attachment import Attachment
from app.models.dialogue import Dialogue
from tests.desks.casework.conftest import Case, photo, report_fields

WORDS = "मौके पर नाली टूटी मिली, शिकायतकर्ता साथ थे"


def the_visit(case: Case) -> Dialogue:
    with case.app.app_context():
        return db.session.scalars(select(Dialogue)).one()


def test_a_visit_has_place_photo_and_words(any_case: Case) -> None:
    case = any_case
    assert f"/complaints/{case.number}/visit" in case.get().text
    assert "स्थान V" in case.get("/visit").text
    answer = case.post("visit", kind="visit", result="talked", place="स्थान V, नाली के पास", text=WORDS, photo=photo(),
                       lat="29.1", lon="76.2", accuracy="12")  # fmt: skip
    assert answer.status_code == 303
    entry = the_visit(case)
    assert (entry.kind, entry.reached, entry.place_text) == ("visit", True, "स्थान V, नाली के पास")
    with case.app.app_context():
        lying = db.session.scalars(select(Attachment)).one()
    assert entry.attachment_id == lying.id
    assert (entry.latitude, entry.longitude) == (lying.latitude, lying.longitude)
    assert entry.latitude is not None
    said = case.get().text
    assert WORDS in said
    assert "नाली के पास" in said


def test_a_village_hearing_counts_as_spoken(case: Case) -> None:
    case.accept()
    told = {"kind": "hearing", "result": "satisfied", "place": "पंचायत भवन", "text": WORDS}
    assert case.post("visit", **told).status_code == 303
    assert case.post("report", **report_fields()).status_code == 303


def test_what_is_missing_is_said_and_all_is_kept(case: Case) -> None:
    answer = case.post("visit", htmx=True, kind="visit", result="talked", place="", text=WORDS)
    assert answer.status_code == 422
    assert WORDS in answer.text
    assert case.post("visit", kind="visit", result="talked", place="यहाँ", text="ठीक").status_code == 422
    assert case.post("visit", kind="visit", result="dancing", place="यहाँ", text=WORDS).status_code == 422
    assert "dialogue" not in case.actions()


def test_strangers_log_no_visit(case: Case, stranger: Case) -> None:
    assert stranger.get("/visit").status_code == 404
    assert stranger.post("visit", kind="visit", result="talked", place="यहाँ", text=WORDS).status_code == 404
