"""DESK: casework, tests: who was signed out while writing signs in elsewhere and sends the same once more."""

from __future__ import annotations

import uuid

import pytest
from sqlalchemy import select

from app.extensions import db
from app.models.dialogue import Dialogue
from app.web.errors import written
from tests.desks.casework.conftest import Case
from tests.desks.counter_office import fields_in

SAID = "घर पर बात हुई, पानी कल से आएगा"


@pytest.mark.parametrize("htmx", [False, True])
def test_one_press_sends_what_was_typed(case: Case, htmx: bool) -> None:
    case.client.delete_cookie("session")
    told = case.post("dialogue", htmx, idem=str(uuid.uuid4()), kind="visit", result="talked", text=SAID)
    assert told.status_code == 419
    assert f'action="/complaints/{case.number}/dialogue"' in told.text
    case.client.sign_in("officer")
    sent = case.post("dialogue", **fields_in(told.text, "again"))
    assert sent.status_code == 303
    with case.app.app_context():
        talk = db.session.scalars(select(Dialogue)).one()
        assert (talk.kind, talk.result, talk.text) == ("visit", "talked", SAID)


@pytest.mark.parametrize("htmx", [False, True])
def test_of_what_was_sent_only_the_persons_words_are_shown(case: Case, htmx: bool) -> None:
    case.client.delete_cookie("session")
    told = case.post("dialogue", htmx, idem=str(uuid.uuid4()), kind="visit", result="talked", text=SAID)
    shown = told.text.split('id="written"')[1]
    assert SAID in shown
    assert "talked" not in shown
    assert "visit" not in shown


def test_a_question_asked_while_typing_is_no_entry_to_send_again(case: Case) -> None:
    case.client.delete_cookie("session")
    told = case.post("dialogue", True, text=SAID)
    assert 'id="again"' not in told.text
    assert SAID in told.text


def test_codes_choices_and_what_the_phone_adds_are_not_words() -> None:
    ours = [("source", "WLK"), ("language", "hi"), ("then", "assign"), ("rev", "12"), ("lat", "28.912345"),
            ("next_step_on", "2026-11-23"), ("category", "water_none"), ("similar_seen", "HR/SNP/1")]  # fmt: skip
    typed = [("name", "ram"), ("text", "ok"), ("mobile", "98765 43210"), ("place", "सोनपुर")]
    assert written(ours + typed) == ["ram", "ok", "98765 43210", "सोनपुर"]
