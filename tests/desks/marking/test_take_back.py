"""DESK: marking, tests: what was assigned with others at once is taken back in time; what failed is kept."""

from __future__ import annotations

from flask import Flask

from tests.client import QualityClient
from tests.desks.counter_office import complaints, take_in

NOBODYS = "कखगघ चछजझ टठडढ तथदध"


def states(office: Flask) -> dict[str, str]:
    return {one.number: one.state for one in complaints(office)}


def row(page: str, key: str) -> str:
    return page.split(f'id="{key}"')[1].split("</li>")[0]


def test_one_row_or_all_wait_on_the_desk_again(office: Flask, clerk: QualityClient) -> None:
    one, two = take_in(office), take_in(office, mobile="9812300001")
    shown = clerk.post("/marking/bulk", data={"number": [one, two]}).text
    assert f'name="number" value="{one}">वापस लें' in row(shown, f"done-{one}")
    back = clerk.post("/marking/bulk/undo", data={"done": [one, two], "number": one}).text
    assert states(office) == {one: "registered", two: "marked"}
    assert "<button" in row(back, f"done-{two}")
    assert one in clerk.get("/marking").text
    clerk.post("/marking/bulk/undo", data={"done": [one, two], "all": "1"})
    assert set(states(office).values()) == {"registered"}


def test_its_kind_made_it_confidential_and_it_is_taken_back_all_the_same(office: Flask, clerk: QualityClient) -> None:
    number = take_in(office)
    picked = {"number": number, f"category-{number}": "police_staff"}
    shown = clerk.post("/marking/bulk", data=picked).text
    assert f"done-{number}" in shown
    assert complaints(office)[0].is_confidential
    assert clerk.get(f"/complaints/{number}").status_code == 404
    back = clerk.post("/marking/bulk/undo", data={"done": number}).text
    assert "1 में से 1 वापस ली गईं" in back
    assert states(office) == {number: "registered"}
    assert not complaints(office)[0].is_confidential


def test_what_was_picked_counts_and_is_kept_where_it_was_not_done(office: Flask, clerk: QualityClient) -> None:
    bad, good = take_in(office, text=NOBODYS), take_in(office, mobile="9812300001")
    picked = {"number": [bad, good], f"category-{bad}": "court_rti", f"category-{good}": "water_none"}
    shown = clerk.post("/marking/bulk", data=picked).text
    assert states(office) == {bad: "registered", good: "marked"}
    failed = row(shown, f"m-{bad}")
    assert 'class="err"' in failed
    assert 'value="court_rti" selected' in failed
    assert f'name="category-{bad}" value="court_rti"' in shown, "carried along when another row is taken back"
    carried = {"done": good, "number": good, "left": bad, f"category-{bad}": "court_rti"}
    back = clerk.post("/marking/bulk/undo", data=carried).text
    assert 'value="court_rti" selected' in row(back, f"m-{bad}")


def test_a_stranger_takes_nothing_back(office: Flask, clerk: QualityClient) -> None:
    number = take_in(office)
    clerk.post("/marking/bulk", data={"number": number})
    answer = clerk.post("/marking/bulk/undo", data={"done": [number, "NG26-1-1"], "all": "1"}).text
    assert "2 में से 1" in answer
    again = clerk.post("/marking/bulk/undo", data={"done": number}).text
    assert 'class="err"' in row(again, f"done-{number}")
    assert states(office) == {number: "registered"}


def test_the_other_language_of_such_a_page_is_a_page_that_exists(office: Flask, clerk: QualityClient) -> None:
    shown = clerk.post("/marking/bulk", data={"number": [take_in(office)]}).text
    other = shown.split('hreflang="en"')[0].rsplit('href="', 1)[1].split('"')[0]
    assert clerk.get(other).status_code == 200
