"""DESK: casework, tests: the ticked rows – a note with a result for each and five minutes to think better, paper, a
list for the field. Never closing."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest
from flask import Flask

from app.complaints.actions import work
from app.complaints.errors import Refused
from app.domain.states import Action
from app.extensions import db
from app.models.event import Event
from tests.client import HTMX
from tests.desks.casework.conftest import Case, opened

NOTE = "कल सुबह सभी जगह एक साथ जाना है"


@pytest.fixture
def any_case(any_app: Flask) -> Case:
    return opened(any_app)


@pytest.fixture
def case(app: Flask) -> Case:
    return opened(app)


def pairs(text: str) -> list[str]:
    return re.findall(r'name="note" value="([^"]+)"', text)


def test_ticked_rows_go_to_the_page_that_was_asked_for(case: Case) -> None:
    numbers = [case.number, case.another()]
    assert case.client.get("/complaints").text.count('form="bulk"') == 2
    for do in ("note", "print", "carry"):
        reply = case.client.post("/complaints/chosen", data={"do": do, "number": numbers})
        assert reply.status_code == 303
        shown = case.client.get(reply.headers["Location"])
        assert shown.status_code == 200
        assert all(number in shown.text for number in numbers), do
    assert case.client.post("/complaints/chosen", data={"do": "note"}).status_code == 303
    assert case.client.post("/complaints/chosen", data={"do": "close", "number": numbers}).status_code == 400


def test_a_note_is_written_to_each_and_each_says_what_came_of_it(any_case: Case) -> None:
    case = any_case
    second = case.another()
    fields = {"number": [second, case.number, "NG26-999-9", second], "text": NOTE}
    done = case.client.post("/complaints/chosen/note", data=fields)
    assert done.status_code == 200
    assert "3 में से 2" in done.text
    assert "NG26-999-9" in done.text
    assert case.actions()[-1] == "comment"
    back = case.client.post("/complaints/chosen/note/undo", data={"note": pairs(done.text)}, headers=HTMX)
    assert "2 में से 2" in back.text
    assert back.text.lstrip().startswith('<div id="chosen"')
    assert case.actions()[-1] == "strike_note"
    assert f"<s>{NOTE}</s>" in case.get().text
    again = case.client.post("/complaints/chosen/note/undo", data={"note": pairs(done.text)})
    assert "2 में से 0" in again.text


def test_an_empty_note_is_said_at_the_field_and_keeps_what_was_ticked(case: Case) -> None:
    reply = case.client.post("/complaints/chosen/note", data={"number": case.number, "text": " "}, headers=HTMX)
    assert reply.status_code == 422
    assert case.number in reply.text
    assert case.actions()[-1] != "comment"


def test_a_note_is_struck_by_its_author_within_five_minutes(any_case: Case) -> None:
    case = any_case
    assert case.post("comment", text=NOTE).status_code == 303
    with case.app.app_context():
        row = case.row()
        note = db.session.query(Event).filter_by(complaint_id=row.id, action=Action.COMMENT.value).one()
        officer, late = case.office.actors["officer"], note.at + timedelta(minutes=6)
        assert note.no is not None
        with pytest.raises(Refused, match="five_minutes"), db.session.begin_nested():
            work.strike_note(db.session, row.id, note.no, by=officer, at=late)  # type: ignore[arg-type]
        with pytest.raises(Refused, match="own_note"), db.session.begin_nested():
            work.strike_note(
                db.session, row.id, note.no, by=case.office.actors["hod"], at=note.at,  # type: ignore[arg-type]
            )  # fmt: skip
        with pytest.raises(Refused, match="required"), db.session.begin_nested():
            work.strike_note(db.session, row.id, 999, by=officer, at=note.at)  # type: ignore[arg-type]


def test_what_is_taken_along_shows_no_number_in_full(case: Case) -> None:
    case.accept()
    shown = case.client.get("/complaints/chosen/carry", query_string={"number": [case.number]})
    assert shown.status_code == 200
    assert "9700000001" not in shown.text
    assert re.search(r"[•X×*]+\d{2,4}|\d{2}[•X×*]+", shown.text), "the masked number is there"
    assert "शिकायतकर्ता को कॉल करें" in shown.text


def test_nobody_prints_what_is_not_theirs_to_see(case: Case) -> None:
    caller = case.as_("caller")
    assert caller.client.get("/complaints/chosen/print", query_string={"number": [case.number]}).status_code == 404
    assert caller.client.get("/complaints/chosen/carry", query_string={"number": ["x'--"]}).status_code == 404


def test_lists_of_the_cell_can_be_ticked_too(case: Case) -> None:
    cell = case.as_("cell")
    listed = cell.client.get("/complaints?pending=1")
    assert 'form="bulk"' in listed.text
    assert "/complaints/chosen" in listed.text


def test_one_list_leads_to_one_page_after_the_other(case: Case) -> None:
    """Back from "print" the browser shows the same form, with the same key, and the officer takes them along."""
    numbers, key = [case.number, case.another()], "the key of one form"
    for do in ("print", "carry", "print", "note"):
        reply = case.client.post("/complaints/chosen", data={"do": do, "number": numbers, "idem": key})
        assert reply.status_code == 303
        assert f"/complaints/chosen/{do}" in reply.headers["Location"]
