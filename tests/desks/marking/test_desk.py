"""THE TESTS: the marking desk – one row, the ticked ones, and what the cell may not read."""

from __future__ import annotations

import pytest
from flask import Flask

from app.desks.marking.waiting import PAGE
from app.extensions import db
from app.models.complaint import Complaint
from app.models.office import Post
from tests.client import HTMX, QualityClient
from tests.desks.counter_office import FIELD, actions, complaints, owed, signed_in, take_in
from tests.page_quality import brotli_size


def change(app: Flask, number: str, **columns: object) -> None:
    with app.app_context():
        row = db.session.scalars(db.select(Complaint).where(Complaint.number == number)).one()
        for name, value in columns.items():
            setattr(row, name, value)
        db.session.commit()


def test_the_list_suggests_kind_and_post(office: Flask, clerk: QualityClient) -> None:
    number = take_in(office)
    page = clerk.get("/marking").text
    assert '<option value="water_none" selected>' in page
    assert "कनिष्ठ अभियंता (जल), किशनगढ़" in page
    assert f'name="number" value="{number}"' in page


def test_a_full_page_costs_few_statements_and_bytes(office: Flask, clerk: QualityClient) -> None:
    for no in range(PAGE + 1):
        take_in(office, mobile=f"98{no:08d}", text=f"{FIELD['text']} {no}")
    page = clerk.get("/marking")
    assert page.text.count('name="number"') == PAGE
    assert page.sql_count <= 8
    assert brotli_size(page.data) <= 5000
    assert 'href="/marking?page=2"' in page.text
    assert clerk.get("/marking?page=2").text.count('name="number"') == 1


def test_one_row_is_assigned_plainly_and_by_htmx(office: Flask, clerk: QualityClient) -> None:
    first, second = take_in(office), take_in(office, mobile="9812300001")
    plain = clerk.post(f"/marking/{first}", data={f"category-{first}": "water_none"})
    assert plain.status_code == 303
    assert first in clerk.get(plain.location).text
    row = clerk.post(f"/marking/{second}", data={f"category-{second}": "road_repair"}, headers=HTMX)
    assert f'id="m-{second}"' in row.text
    assert 'role="status"' in row.text
    assert [one.state for one in complaints(office)] == ["marked", "marked"]
    assert owed(office) == ["O01", "O01", "S01", "S01"]


def test_another_post_may_be_chosen(office: Flask, clerk: QualityClient) -> None:
    number = take_in(office)
    with office.app_context():
        post = (
            db.session.scalars(db.select(Post).where(Post.code == "xen-water")).first()
            or db.session.scalars(db.select(Post).where(Post.level == 3)).first()
        )
        assert post is not None
        post_id, name = post.id, post.name_hi
    assert name in clerk.get(f"/marking/{number}").text
    clerk.post(f"/marking/{number}", data={f"category-{number}": "water_none", f"post-{number}": str(post_id)})
    assert complaints(office)[0].post_id == post_id


def test_a_second_press_changes_nothing(office: Flask, clerk: QualityClient) -> None:
    number = take_in(office)
    sent = {f"category-{number}": "water_none"}
    clerk.post(f"/marking/{number}", data=sent, headers=HTMX)
    again = clerk.post(f"/marking/{number}", data=sent, headers=HTMX)
    assert again.status_code == 422
    assert actions(office).count("mark") == 1


def test_what_is_no_grievance_is_not_assigned(office: Flask, clerk: QualityClient) -> None:
    number = take_in(office)
    answer = clerk.post(f"/marking/{number}", data={f"category-{number}": "court_rti"})
    assert answer.status_code == 422
    assert complaints(office)[0].state == "registered"
    part = clerk.post(f"/marking/{number}", data={}, headers=HTMX)
    assert part.status_code == 422
    assert 'role="alert"' in part.text


def test_the_ticked_ones_with_one_that_fails(office: Flask, clerk: QualityClient) -> None:
    good, also = take_in(office), take_in(office, mobile="9812300001")
    bad = take_in(office, mobile="9812300002", text="कखगघ चछजझ टठडढ तथदध", place="सोनपुर")
    answer = clerk.post("/marking/bulk", data={"number": [good, bad, also]})
    assert answer.status_code == 200
    states = {one.number: one.state for one in complaints(office)}
    assert states == {good: "marked", also: "marked", bad: "registered"}
    assert "3 में से 2 सौंपी गईं" in answer.text
    failed = answer.text.split(f'id="m-{bad}"')[1].split("</li>")[0]
    assert 'class="err"' in failed
    assert owed(office).count("S01") == 2


def test_nothing_ticked_says_so(clerk: QualityClient) -> None:
    answer = clerk.post("/marking/bulk", data={})
    assert answer.status_code == 303
    assert "कुछ चुना नहीं गया" in clerk.get(answer.location).text


def test_the_cell_sees_of_a_confidential_one_its_number_only(office: Flask, clerk: QualityClient) -> None:
    number = take_in(office, text="थाने के सिपाही ने पैसे माँगे, नाम न बताएँ", confidential=True)
    page = clerk.get("/marking").text
    assert number in page
    assert "सिपाही" not in page
    assert clerk.get(f"/marking/{number}").status_code == 404
    assert clerk.post(f"/marking/{number}", data={f"category-{number}": "police_staff"}).status_code == 404
    assert "सिपाही" not in clerk.post("/marking/bulk", data={"number": number}).text
    assert complaints(office)[0].state == "registered"
    nodal = signed_in(office, "adc")
    assert "सिपाही" in nodal.get("/marking").text
    assert nodal.post(f"/marking/{number}", data={f"category-{number}": "police_staff"}).status_code == 303
    assert complaints(office)[0].state == "marked"


def test_the_list_narrows_by_source_and_by_way(office: Flask, clerk: QualityClient) -> None:
    walk_in, window = take_in(office), take_in(office, mobile="9812300001", source="CMW")
    change(office, window, is_imported=True)
    only = clerk.get("/marking?source=CMW").text
    assert window in only
    assert walk_in not in only
    assert walk_in in clerk.get("/marking?way=counter").text
    assert window not in clerk.get("/marking?way=counter").text
    assert clerk.get("/marking?source=NOPE&page=-3").status_code == 200


@pytest.mark.parametrize("username", ["officer", "sdm", "hod", "caller", "auditor"])
def test_who_does_not_assign_is_turned_away(office: Flask, username: str) -> None:
    assert signed_in(office, username).get("/marking").status_code == 403


def test_in_english_too(office: Flask, clerk: QualityClient) -> None:
    take_in(office)
    page = clerk.get("/en/marking").text
    assert "Assign the ticked ones" in page
    assert "No water supply, handpump broken" in page
