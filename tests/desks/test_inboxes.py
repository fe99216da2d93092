"""THE TESTS: every inbox can be gone through to its last entry, without a script, and an entry keeps its page."""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta

import pytest
from flask import Flask
from sqlalchemy import select

from app.complaints import guidance
from app.extensions import db
from app.models.complaint import Complaint
from app.models.party import Phone
from tests.client import QualityClient
from tests.complaints.asked import NO, asks_hold, spoken
from tests.complaints.way import disposed, reported
from tests.office import Office, make_office

MANY = 12  # a page has ten cards
PAGES = 5


def brought(app: Flask, bring: object, count: int) -> Office:
    at = datetime.now(UTC) - timedelta(hours=6)
    with app.app_context():
        office = make_office(db.session, at)
        for no in range(1, count + 1):
            bring(office, at, no)  # type: ignore[operator]
        db.session.commit()
    return office


def on_pages(client: QualityClient, address: str, pattern: str) -> list[list[str]]:
    """What each page shows, from the first to the one that has no next."""
    found = []
    for _ in range(PAGES):
        text = client.get(address).text
        found.append(re.findall(pattern, text))
        following = re.search(r'href="([^"]+)">[^<]*→</a>', text.partition('class="row sb pager"')[2])
        if following is None:
            return found
        address = following[1].replace("&amp;", "&")
    raise AssertionError("no last page")


def numbers(app: Flask) -> list[str]:
    with app.app_context():
        return list(db.session.scalars(select(Complaint.number).order_by(Complaint.id)))


@pytest.mark.parametrize("address", ["/approvals", "/approvals?chip=attention", "/en/approvals"])
def test_approvals(any_app: Flask, address: str) -> None:
    brought(any_app, lambda office, at, no: reported(db.session, office, at, no), MANY)
    client: QualityClient = any_app.test_client()  # type: ignore[assignment]
    client.sign_in("hod")
    pages = on_pages(client, address, r'<article id="a-([^"]+)"')
    assert [len(page) for page in pages] == [10, 2]
    assert sum(pages, []) == numbers(any_app)


def test_an_approval_of_the_second_page_comes_back_to_it(app: Flask, client: QualityClient) -> None:
    brought(app, lambda office, at, no: reported(db.session, office, at, no), MANY)
    client.sign_in("hod")
    last = numbers(app)[-1]
    form = re.search(rf'<form id="d-{last}" method="post" action="([^"]+)"', client.get("/approvals?page=2").text)
    assert form
    address = form[1].replace("&amp;", "&")
    refused = client.post(address, data={"decision": "approve", "remark": "ठीक"})
    assert refused.status_code == 422
    assert f'id="e-{last}"' in refused.text
    assert "ठीक</textarea>" in refused.text
    assert 'href="/approvals?page=1"' in refused.text  # an address that can be opened, not the one of the entry
    for number in (last, numbers(app)[-2]):
        done = client.post(address.replace(last, number), data={"decision": "half_done"})
        assert done.location == "/approvals?page=2"
    assert len(re.findall('<article id="a-', client.get("/approvals?page=2").text)) == 10  # the last page that is left


def test_decisions(any_app: Flask) -> None:
    def asked(office: Office, at: datetime, no: int) -> None:
        complaint = spoken(db.session, office, at, no)
        asks_hold(db.session, complaint, office.actors["officer"], at + timedelta(hours=3), no=no)

    brought(any_app, asked, MANY)
    client: QualityClient = any_app.test_client()  # type: ignore[assignment]
    client.sign_in("hod")
    pages = on_pages(client, "/decisions", r'<article id="d-([^"]+)-hold"')
    assert [len(page) for page in pages] == [10, 2]
    assert sorted(sum(pages, [])) == sorted(numbers(any_app))
    for number in pages[1]:
        address = f"/decisions/{number}/hold?page=2"
        refused = client.post(address, data={"decision": "refuse", "words": "नहीं"})
        assert refused.status_code == 422
        assert "नहीं</textarea>" in refused.text
        assert client.post(address, data={"decision": "refuse", "words": NO}).location == "/decisions?page=2"
    assert len(re.findall('<article id="d-', client.get("/decisions?page=2").text)) == 10


@pytest.mark.parametrize("mute", [False, True])
def test_the_call_desk(app: Flask, client: QualityClient, mute: bool, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("app.desks.calldesk.queries.LIST", 2)
    brought(app, lambda office, at, no: disposed(db.session, office, at, no), 5)
    if mute:
        with app.app_context():
            for phone in db.session.scalars(select(Phone)):
                phone.is_bad = True
            db.session.commit()
    client.sign_in("caller")
    pages = on_pages(client, "/call-desk", r'<a class="btn[^"]*" href="/call-desk/([^"]+)"')
    assert [len(page) for page in pages] == [2, 2, 1]
    assert sorted(sum(pages, [])) == sorted(numbers(app))


def test_guidance(app: Flask, client: QualityClient, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("app.desks.guidance.views.SHOWN", 2)
    at = datetime.now(UTC) - timedelta(hours=6)
    with app.app_context():
        office = make_office(db.session, at)
        for no in range(5):
            text = f"पहले मौके पर जाकर सड़क की फ़ोटो लें, फिर नाप लेकर मरम्मत के सामान की सूची बनाएँ और बताएँ {no}"
            guidance.write(db.session, office.category, text=text, by=office.actors["hod"], at=at)
        db.session.commit()
    client.sign_in("hod")
    pages = on_pages(client, "/guidance", r'aria-labelledby="g(\d+)"')
    assert [len(page) for page in pages] == [2, 2, 1]
    assert len(set(sum(pages, []))) == 5
