"""DESK: hearings, tests: whoever was called hears that it is off; what must be heard is shown; the day tells of it."""

from __future__ import annotations

from sqlalchemy import select

from app.extensions import db
from app.models.notice import Notice
from tests.desks.casework.conftest import Case
from tests.desks.hearings.test_hearings import ORDER, called, change, day, over, rows


def told(case: Case, *keys: str) -> dict[str, tuple[str, str]]:
    with case.app.app_context():
        found = db.session.scalars(select(Notice).where(Notice.template_key.in_(keys)))
        return {notice.template_key: (notice.state, notice.rendered) for notice in found}


def test_called_off_is_told_to_both_sides(any_case: Case) -> None:
    called(any_case.as_("nodal"))
    dc = any_case.as_("dc")
    assert dc.post("hearings/1", result="called_off", words="डीसी उस दिन चंडीगढ़ में हैं").status_code == 303
    found = told(any_case, "S14X", "O14X")
    assert {key: state for key, (state, _text) in found.items()} == {"S14X": "queued", "O14X": "queued"}
    assert all(day().strftime("%d-%m") in text and any_case.number in text for _state, text in found.values())


def test_an_order_or_a_later_day_is_not_told_as_called_off(case: Case) -> None:
    called(case.as_("nodal"))
    dc = case.as_("dc")
    again = {"on": day(9).isoformat(), "clock": "15", "place": "सभागार"}
    assert dc.post("hearings/1", result="adjourned", words="शिकायतकर्ता बीमार हैं", **again).status_code == 303
    over(case)
    words = {"result": "decided", "words": ORDER, "complainant_came": "yes", "office_came": "yes"}
    assert dc.post("hearings/2", **words).status_code == 303
    assert told(case, "S14X", "O14X") == {}


def test_what_was_reopened_twice_is_to_be_heard(any_case: Case) -> None:
    case = any_case
    dc = case.as_("dc")
    assert case.number not in dc.client.get("/hearings").text
    change(case, cycle=3)
    assert case.number in dc.client.get("/hearings").text
    assert "2 बार दोबारा खुली" in dc.client.get("/hearings").text
    page = dc.get().text
    box = page[page.index('id="now"') : page.index('id="facts"')]
    assert "सुनवाई करनी है" in box
    assert f"/complaints/{case.number}/hearings" in box
    called(dc)
    assert "सुनवाई करनी है" not in dc.get().text
    assert "2 बार दोबारा खुली" not in dc.client.get("/hearings").text


def test_a_hearing_called_off_is_to_be_called_again(case: Case) -> None:
    change(case, cycle=3)
    dc = case.as_("dc")
    called(dc)
    assert dc.post("hearings/1", result="called_off", words="डीसी उस दिन चंडीगढ़ में हैं").status_code == 303
    page = dc.get().text
    assert "सुनवाई करनी है" in page
    assert "सुनवाई रद्द हुई" in page
    called(dc)
    assert len(rows(case)) == 2


def test_the_day_in_short_tells_of_a_hearing(any_case: Case) -> None:
    case = any_case
    case.accept()
    for who in ("officer", "dc"):
        assert "सुनवाई निकट" not in case.as_(who).client.get("/today").text
    called(case.as_("nodal"), on=day(20).isoformat())  # newly called, though far ahead
    for who in ("officer", "dc"):
        page = case.as_(who).client.get("/today").text
        assert "सुनवाई निकट" in page
        assert case.number in page
    assert "सुनवाई निकट" not in case.as_("sdm").client.get("/today").text
