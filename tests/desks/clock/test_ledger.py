"""DESK: clock, tests: "why is it due on this day?" adds up on the screen, in both languages, with who and when."""

from __future__ import annotations

import re
from datetime import UTC, date, datetime, timedelta

from sqlalchemy import select

from app.complaints.actions import decide, extend
from app.complaints.actions.recount import calendar_changed
from app.complaints.actions.rise import rise
from app.domain.calendar import ist_date
from app.extensions import db
from app.models.complaint import Complaint, Stint
from app.models.office import Holiday
from tests.client import HTMX
from tests.complaints.test_rise import WHY
from tests.complaints.way import answered
from tests.desks.casework.conftest import Case

SUM = re.compile(r'<p class="b">(\d\d-\d\d-\d{4}) (.*?)= (\d\d-\d\d-\d{4}), 17:00</p>')


def read(text: str) -> tuple[date, int, date]:
    """First day, sum of the days, last day as the page says them."""
    found = SUM.search(text)
    assert found, text
    days = sum(int(part) if sign == "+" else -int(part) for sign, part in re.findall(r"([+−]) (\d+)", found[2]))
    first, last = (datetime.strptime(found[n], "%d-%m-%Y").date() for n in (1, 3))
    return first, days, last


def close_the_due_day(case: Case) -> date:
    """The nodal officer orders the day off on which it is due."""
    with case.app.app_context():
        due = case.row().due_at
        assert due is not None
        on = ist_date(due)
        nodal = case.office.actors["nodal"]
        at = datetime.now(UTC)
        db.session.add(
            Holiday(district_id=nodal.district_id, on=on, name_hi="बाढ़", name_en="Flood", kind="emergency",
                    order_no="DC/2026/7", valid_from=at)
        )  # fmt: skip
        db.session.flush()
        calendar_changed(db.session, by=nodal, at=at)
        db.session.commit()
    return on


def test_the_arithmetic_adds_up(any_case: Case) -> None:
    case = any_case
    first, days, last = read(case.get("/deadline").text)
    due = case.row().due_at
    assert due is not None
    assert last == ist_date(due)
    assert first + timedelta(days=days) == last


def test_the_date_to_accept_by_comes_first_until_it_is_accepted(case: Case) -> None:
    waiting = case.get("/deadline").text
    assert waiting.index("स्वीकार करना") < waiting.index('id="why-h"')
    case.accept()
    accepted = case.get("/deadline").text
    assert accepted.index("स्वीकार करना") > accepted.index('id="why-h"')


def test_an_order_is_told_with_its_number_and_who_entered_it(case: Case) -> None:
    on = close_the_due_day(case)
    page = case.get("/deadline").text
    first, days, last = read(page)
    assert last > on
    assert first + timedelta(days=days) == last
    assert "DC/2026/7" in page
    assert "बाढ़" in page
    assert "श्री nodal" in page
    english = case.client.get(f"/en/complaints/{case.number}/deadline").text
    assert "Flood" in english
    assert "Why is it due on" in english


def test_the_case_page_leads_there_and_folds_it_out(case: Case) -> None:
    page = case.get().text
    address = f"/complaints/{case.number}/deadline"
    assert f'href="{address}"' in page
    assert f'hx-get="{address}"' in page
    fold = case.client.get(address, headers=HTMX)
    assert fold.text.lstrip().startswith('<section class="card" id="why"')


def test_the_days_of_an_earlier_holder_are_explained_too_and_to_him_first(any_case: Case) -> None:
    case = any_case
    case.accept()
    first = case.row().due_at
    assert first
    with case.app.app_context():
        at = datetime.now(UTC)
        rise(db.session, case.row().id, why="powers", text=WHY, by=case.office.actors["officer"], at=at)
        db.session.commit()
    now_due = case.row().due_at
    assert now_due
    mine, above = case.get("/deadline").text, case.as_("sdm").get("/deadline").text
    for page, due in ((mine, first), (above, now_due)):
        assert read(page)[2] == ist_date(due)
        assert len(SUM.findall(page)) == 3, "the cell, the officer, the sub-divisional officer"
        assert "पद officer – श्री officer" in page
    assert WHY in above


def test_a_closed_complaint_still_tells_why_it_was_due(case: Case) -> None:
    with case.app.app_context():
        answered(db.session, case.office, "yes", at=datetime.now(UTC), no=5)
        db.session.commit()
        number = db.session.scalars(select(Complaint.number).order_by(Complaint.id.desc()).limit(1)).one()
    page = case.as_("dc").client.get(f"/complaints/{number}/deadline").text
    assert "अभी कोई समय-सीमा नहीं चल रही" in page
    assert len(SUM.findall(page)) == 2


def test_more_time_is_told_with_its_reason_and_its_decider(case: Case) -> None:
    case.accept()
    with case.app.app_context():
        row, at = case.row(), datetime.now(UTC)
        asked = extend.ask(db.session, row.id, days=3, reason_code="weather", text="बारिश के बाद ही काम हो सकेगा",
                           by=case.office.actors["officer"], at=at)  # fmt: skip
        decide.decide(db.session, row.id, "extension", granted=True, text="ठीक है", by=case.office.actors["sdm"],
                      at=at + timedelta(hours=1))  # fmt: skip
        assert asked.decision == "granted"
        db.session.commit()
    page = case.get("/deadline").text
    assert "बारिश के बाद ही काम हो सकेगा" in page
    assert "श्री sdm" in page


def test_who_entered_an_ordinary_holiday_is_told(case: Case) -> None:
    due = case.row().due_at
    assert due
    fields = {"on": ist_date(due).isoformat(), "kind": "public", "name_hi": "मेला", "name_en": "Fair"}
    assert case.as_("admin").client.post("/office/holidays/new", data=fields).status_code == 303
    page = case.get("/deadline").text
    assert page.count("श्री admin") == 2, "the order, and the closed day"


def test_a_stored_date_that_does_not_tie_is_said_aloud(case: Case) -> None:
    with case.app.app_context():
        stint = db.session.query(Stint).filter_by(complaint_id=case.row().id, to_at=None).one()
        stint.due_at += timedelta(days=1)
        db.session.commit()
    assert 'role="alert"' in case.get("/deadline").text


def test_strangers_do_not_see_it(case: Case) -> None:
    assert case.as_("admin").get("/deadline").status_code in (403, 404)
