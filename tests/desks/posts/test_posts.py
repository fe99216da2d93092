"""DESK: posts, tests: charge changes hands with a list for both signatures; empty chairs are seen and emptied."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from flask import Flask
from sqlalchemy import select
from sqlalchemy.orm import Session

from app.accounts import charges
from app.complaints import charge_report
from app.domain.calendar import ist_date
from app.extensions import db
from app.models.complaint import Complaint
from app.models.office import Charge
from tests.client import QualityClient
from tests.complaints.asked import asks_days, asks_hold, spoken
from tests.complaints.way import HOUR, START, reported
from tests.desks.casework.conftest import Case, opened
from tests.office import make_office


@pytest.fixture
def case(any_app: Flask) -> Case:
    return opened(any_app)


def client(case: Case, username: str) -> QualityClient:
    browser: QualityClient = case.app.test_client()  # type: ignore[assignment]
    browser.sign_in(username)
    return browser


def hand_over(case: Case, who: str, post: str, by: str = "nodal", **other: str):  # type: ignore[no-untyped-def]
    fields = {
        "post_id": str(case.office.posts[post].id), "person_id": str(case.office.people[who].id), "kind": "regular",
        "on": "", "order_no": "डीसी/1234", **other,
    }  # fmt: skip
    return client(case, by).post("/posts/hand-over", data=fields)


def end(case: Case, code: str) -> None:
    with case.app.app_context():
        query = select(Charge).where(Charge.post_id == case.office.posts[code].id, Charge.to_at.is_(None))
        for charge in db.session.scalars(query):
            charges.end(db.session, charge, by=case.office.actors["admin"], at=datetime.now(UTC))
        db.session.commit()


def test_charge_changes_hands_and_the_list_is_printed(case: Case) -> None:
    case.accept()
    tomorrow = (datetime.now(UTC) + timedelta(days=1)).date().isoformat()
    assert case.post("dialogue", kind="call", result="talked", text="बात हुई", promised_on=tomorrow).status_code == 303
    assert client(case, "admin").get("/posts/hand-over").status_code == 200
    reply = hand_over(case, "caller", "officer")
    assert reply.status_code == 303
    assert case.get().status_code in (302, 303, 401)  # who handed over is out of the post
    paper = client(case, "nodal").get(reply.headers["Location"])
    assert paper.status_code == 200
    day = datetime.fromisoformat(tomorrow).strftime("%d-%m-%Y")
    for words in (case.number, "श्री officer", "श्री caller", "डीसी/1234", day):
        assert words in paper.text, words
    with case.app.app_context():
        rows = db.session.scalars(select(Charge).where(Charge.post_id == case.office.posts["officer"].id)).all()
        ended, begun = sorted(rows, key=lambda row: row.id)
        assert ended.to_at == begun.from_at
        assert db.session.scalars(select(Complaint.post_id)).one() == case.office.posts["officer"].id


def test_a_charge_is_not_handed_to_who_has_it_nor_without_an_order(case: Case) -> None:
    again = hand_over(case, "officer", "officer")
    assert again.status_code == 422
    assert "पहले से" in again.text
    assert hand_over(case, "caller", "officer", order_no="").status_code == 422
    assert client(case, "officer").get("/posts/hand-over").status_code == 403


def test_an_administrator_writes_the_order_but_reads_no_complaint(case: Case) -> None:
    reply = hand_over(case, "caller", "officer", by="admin")
    assert reply.headers["Location"].endswith("/office/charges")
    key = case.office.posts["officer"].id
    assert client(case, "admin").get(f"/posts/{key}/charge-report").status_code == 403


def test_the_charge_report_is_for_who_sits_there(case: Case) -> None:
    key = case.office.posts["officer"].id
    assert case.number in client(case, "officer").get(f"/posts/{key}/charge-report").text
    assert client(case, "sdm").get(f"/posts/{key}/charge-report").status_code == 404
    with case.app.app_context():
        row = db.session.get(Complaint, case.row().id)
        assert row is not None
        row.is_confidential = True
        subject = row.subject
        db.session.commit()
    shown = client(case, "cell").get(f"/posts/{key}/charge-report").text
    assert case.number in shown
    assert subject not in shown


def test_an_empty_chair_is_on_the_list_of_its_senior_and_of_the_cell(case: Case) -> None:
    cell = client(case, "cell")
    assert "पद officer" not in cell.get("/posts").text.split("<form")[0]
    end(case, "officer")
    assert "पद sdm" in cell.get("/posts").text
    sdm = case.as_("sdm")
    assert case.number in sdm.client.get("/complaints").text
    sdm.accept()
    row = case.row()
    assert (row.state, row.post_id) == ("in_action", case.office.posts["officer"].id)


def test_the_cell_moves_the_complaints_of_an_abolished_post(case: Case) -> None:
    case.accept()
    second = case.another()
    before, key = case.row(), case.office.posts["officer"].id
    cell = client(case, "cell")
    listed = cell.get(f"/posts/{key}/move")
    assert case.number in listed.text
    assert second in listed.text
    fields = {"number": [case.number, second, "NG26-999-9"], "target": str(case.office.posts["sdm"].id)}
    done = cell.post(f"/posts/{key}/move", data=fields)
    assert done.status_code == 200
    assert "3 में से 2" in done.text
    row = case.row()
    assert (row.post_id, row.due_at) == (case.office.posts["sdm"].id, before.due_at)
    assert cell.post(f"/posts/{key}/move", data={"number": case.number}).status_code == 422
    assert client(case, "officer").get("/posts").status_code == 403


def test_the_case_shows_whose_days_they_were(case: Case) -> None:
    page = case.get("/holders")
    assert page.status_code == 200
    assert "श्री officer" in page.text
    assert "/holders" in case.get().text


def test_a_leave_has_a_last_day(case: Case) -> None:
    admin = client(case, "admin")
    fields = {
        "person_id": str(case.office.people["caller"].id), "post_id": str(case.office.posts["officer"].id),
        "kind": "link", "until": (datetime.now(UTC) + timedelta(days=5)).date().isoformat(),
    }  # fmt: skip
    assert admin.post("/office/charges/new", data=fields | {"until": "2020-01-01"}).status_code == 422
    assert admin.post("/office/charges/new", data=fields | {"until": "9999-12-31"}).status_code == 422
    needs = admin.post("/office/charges/new", data=fields | {"until": ""})
    assert needs.status_code == 422, "neither an end nor an order"
    assert 'href="#until"' in needs.text
    assert admin.post("/office/charges/new", data=fields).status_code == 303
    with case.app.app_context():
        link = db.session.scalars(select(Charge).where(Charge.kind == "link")).one()
        assert link.to_at is not None
        assert link.to_at > link.from_at
        key = link.id
    assert admin.post(f"/office/charges/{key}/retire").status_code == 303, "the holder is back before that day"
    with case.app.app_context():
        assert db.session.get_one(Charge, key).to_at <= datetime.now(UTC)


def test_a_hand_over_far_ahead_is_refused_and_one_soon_is_named_as_such(case: Case) -> None:
    today = ist_date(datetime.now(UTC))
    far = hand_over(case, "caller", "officer", on="2027-12-31" if today.year < 2027 else "2099-12-31")
    assert far.status_code == 422
    assert 'href="#on"' in far.text
    soon = today + timedelta(days=5)
    reply = hand_over(case, "caller", "officer", on=soon.isoformat())
    paper = client(case, "nodal").get(reply.headers["Location"]).text
    assert f"कार्यभार लेंगे: श्री caller, {soon.strftime('%d-%m-%Y')}" in paper
    assert "अब कार्यभार" not in paper
    assert hand_over(case, "auditor", "officer").status_code == 303, "a newer order goes before one that has not begun"
    paper = client(case, "nodal").get(reply.headers["Location"]).text
    assert "श्री auditor" in paper
    assert "श्री caller" not in paper


def test_the_charge_report_lists_what_waits_for_a_decision(any_app: Flask) -> None:
    with any_app.app_context():
        session: Session = db.session  # type: ignore[assignment]
        office = make_office(session, START)
        told = reported(session, office)
        stopped = spoken(session, office, no=2)
        asks_hold(session, stopped, office.actors["officer"], START + 5 * HOUR)
        asked = spoken(session, office, no=3)
        asks_days(session, asked, office.actors["officer"], START + 5 * HOUR)
        numbers, asked_above = {told.number, stopped.number}, {asked.number}
        at, hod, sdm = START + 6 * HOUR, office.posts["hod"], office.posts["sdm"]
        paper = charge_report.of(session, hod, by=office.actors["hod"], at=at)
        assert {(row.complaint.number, row.kind, row.stage) for row in paper.waiting} == {
            (told.number, "report", "decide"), (stopped.number, "hold", "recommend")
        }  # fmt: skip
        above = charge_report.of(session, sdm, by=office.actors["sdm"], at=at)
        assert [row.complaint.number for row in above.waiting] == [asked.number]
        asked.is_confidential = True
        session.flush()
        secret = charge_report.of(session, sdm, by=office.actors["cell"], at=at)
        assert [row.is_secret for row in secret.waiting] == [True]
        session.commit()
    browser: QualityClient = any_app.test_client()  # type: ignore[assignment]
    browser.sign_in("hod")
    shown = browser.get(f"/posts/{office.posts['hod'].id}/charge-report").text
    assert all(number in shown for number in numbers)
    assert not any(number in shown for number in asked_above)
    assert "सिफ़ारिश करनी है" in shown


def test_a_head_of_department_hands_over_the_posts_of_the_own_department_alone(case: Case) -> None:
    hod = client(case, "hod")
    offered = hod.get("/posts/hand-over").text.split('name="post_id"')[1].split("</select>")[0]
    inside, outside = (str(case.office.posts[code].id) for code in ("officer", "caller"))
    assert f'value="{inside}"' in offered
    assert f'value="{outside}"' not in offered
    assert f'value="{case.office.posts["hod"].id}"' not in offered, "not the own one"
    assert hand_over(case, "caller", "officer", by="hod").status_code == 303
    assert hand_over(case, "officer", "caller", by="hod").status_code == 422
    assert "/posts/hand-over" in hod.get("/").text


def test_a_senior_accepts_for_a_junior_who_goes_on_holding_it(case: Case) -> None:
    tomorrow = (datetime.now(UTC) + timedelta(days=2)).date().isoformat()
    assert case.as_("cell").post("acknowledge", next_step="call", next_step_on=tomorrow).status_code == 403
    assert "/acknowledge" in case.as_("hod").get().text
    case.as_("sdm").accept()
    row = case.row()
    assert (row.state, row.post_id) == ("in_action", case.office.posts["officer"].id)
