"""THE TESTS: the review page and the meeting file, as each role opens them."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest
import time_machine
from flask import Flask
from sqlalchemy import update

from app.domain.states import Action
from app.extensions import db
from app.models.category import Category
from app.models.complaint import SOURCES, Complaint
from app.models.office import Department
from tests.client import QualityClient
from tests.page_quality import brotli_size
from tests.reviews.ways import NOW, World, answered, disposed, ended, make_world, marked, registered

SQL, BYTES = 12, 6_000  # engineering budgets: dashboard of the DC
LINK = re.compile(r'<a href="((?:/en)?/complaints\?[^"]+)"[^>]*>(?:<b>)?([\d,]+)<')


@pytest.fixture
def world(any_app: Flask) -> Iterator[World]:
    """Filled and closed: each request must have an application context of its own, for the language lives there."""
    with time_machine.travel(NOW, tick=False):
        with any_app.app_context():
            made = make_world(db.session, NOW)  # type: ignore[arg-type]
            _fill(made)
            db.session.commit()
        yield made


@pytest.fixture
def client(any_app: Flask, world: World) -> QualityClient:
    return any_app.test_client()  # type: ignore[return-value]


def _fill(world: World) -> None:
    marked(world, NOW - timedelta(days=120), source="CMW")
    marked(world, NOW - timedelta(days=250), source="CMW", place=world.other_village)
    again = disposed(world, NOW - timedelta(days=20), source="SSV")
    answered(world, again, NOW - timedelta(days=10), satisfied=False)
    answered(world, disposed(world, NOW - timedelta(days=6)), NOW - timedelta(days=5), satisfied=True)
    ended(world, registered(world, NOW - timedelta(days=9)), Action.REFUSE, NOW - timedelta(days=8))
    for _ in range(4):
        marked(world, NOW - timedelta(days=12), source="CPG")


def test_every_number_on_the_page_is_the_length_of_its_list(client: QualityClient) -> None:
    client.sign_in("dc")
    for address in ("/reviews", "/reviews?since=2026-11-01&until=2026-11-15", "/en/reviews"):
        links = {
            (url.replace("&amp;", "&"), int(n.replace(",", ""))) for url, n in LINK.findall(client.get(address).text)
        }
        assert len(links) > 15, address
        for url, number in links:
            title = re.search(r"<h1>.*?· ([\d,]+)</span>", client.get(url).text)
            assert title is not None, url
            assert int(title[1].replace(",", "")) == number, url


def test_both_languages_show_the_same_figures(client: QualityClient) -> None:
    client.sign_in("dc")
    hindi, english = (
        [re.findall(r'<td(?: [^>]*)?>(?:<a[^>]*>)?([\d,]+)', client.get(address).text)
         for address in ("/reviews", "/en/reviews")]
    )  # fmt: skip
    assert hindi == english
    assert len(hindi) > 40


def test_the_dashboard_keeps_its_budgets(any_app: Flask, client: QualityClient, world: World) -> None:
    with any_app.app_context():
        _crowd(world)
        db.session.commit()
    client.sign_in("dc")
    for address in ("/reviews", "/en/reviews"):
        answer: Any = client.get(address)
        assert answer.sql_count <= SQL, answer.sql_count
        assert brotli_size(answer.data) <= BYTES, brotli_size(answer.data)


def _crowd(world: World) -> None:
    """Every source, a dozen departments, ten old complaints: as full as a page of a real district gets."""
    scope = {"district_id": world.office.district.id, "valid_from": NOW - timedelta(days=400)}
    names = ("बिजली निगम", "राजस्व", "पुलिस", "समाज कल्याण", "खाद्य व आपूर्ति", "वन", "नगर परिषद", "शिक्षा", "स्वास्थ्य", "पंचायत")
    made = [Department(code=f"D{n}", name_hi=name, name_en=f"Department {n}", **scope) for n, name in enumerate(names)]
    db.session.add_all(made)
    db.session.flush()
    for n, source in enumerate(SOURCES * 4):
        complaint = marked(world, NOW - timedelta(days=3 * n + 1), source=source)
        days = NOW.date() - timedelta(days=(n * 37) % 230)
        changed = {"department_id": made[n % len(made)].id, "level": n % 4 + 1, "received_on": days}
        db.session.execute(update(Complaint).where(Complaint.id == complaint.id).values(**changed))


def test_who_sees_what(client: QualityClient, world: World) -> None:
    figures = {}
    for name in ("dc", "nodal", "cell", "sdm", "hod", "auditor", "admin"):
        client.sign_in(name)
        answer = client.get("/reviews")
        assert answer.status_code == 200, name
        figures[name] = re.findall(r"<b>([\d,–%.]+)</b>", answer.text)[:5]
        assert bool(LINK.findall(answer.text)) == (name != "admin"), name
    assert figures["dc"] == figures["nodal"] == figures["cell"] == figures["auditor"] == figures["admin"]
    assert figures["hod"][2] == figures["dc"][2]
    for name in ("officer", "caller"):
        client.sign_in(name)
        assert client.get("/reviews").status_code == 403
        assert client.get("/reviews/print").status_code == 403


def test_a_block_is_asked_for(client: QualityClient, world: World) -> None:
    client.sign_in("dc")
    answer = client.get("/en/reviews", query_string={"place": world.other_village.block_id})
    assert "Block 2" in answer.text
    assert re.findall(r"<b>(\d+)</b>", answer.text)[1:3] == ["0", "1"]  # disposed, pending


@pytest.mark.parametrize(
    ("query", "field"),
    [({"since": "1 April"}, "since"), ({"since": "2026-11-20", "until": "2026-11-01"}, "until"),
     ({"until": "2027-01-01"}, "until"), ({"place": "99999"}, "place"), ({"place": "x"}, "place")],
)  # fmt: skip
def test_bad_input_is_said_at_its_field_and_kept(client: QualityClient, query: dict[str, str], field: str) -> None:
    client.sign_in("dc")
    answer = client.get("/reviews", query_string=query)
    assert answer.status_code == 422
    assert f'id="{field}-e"' in answer.text
    if field != "place":
        assert f'value="{query[field]}"' in answer.text


def _change(app: Flask, source: str, **values: Any) -> str:
    """Write past the door into the first complaint of a source; its number."""
    with app.app_context():
        row = db.session.query(Complaint).filter_by(source=source).order_by(Complaint.id).first()
        assert row is not None
        db.session.execute(update(Complaint).where(Complaint.id == row.id).values(**values))
        db.session.commit()
        return row.number


def test_a_state_changed_past_the_door_stands_on_the_page(any_app: Flask, client: QualityClient) -> None:
    victim = _change(any_app, "CPG", is_urgent=True)
    client.sign_in("dc")
    assert victim not in client.get("/reviews").text
    _change(any_app, "CPG", state="closed_satisfied", holder="nobody", post_id=None, alarm_at=None)
    for address in ("/reviews", "/reviews?recount=1", "/reviews/print"):
        assert victim in client.get(address).text, address


def test_confidential_ones_are_counted_but_not_shown(any_app: Flask, client: QualityClient) -> None:
    secret = _change(any_app, "CMW", is_confidential=True)
    client.sign_in("dc")
    assert secret in client.get("/reviews").text
    client.sign_in("cell")
    page = client.get("/en/reviews").text
    assert secret not in page
    assert "1 more are counted but not shown" in page


def test_the_meeting_file_has_every_old_complaint_and_room_to_write(client: QualityClient) -> None:
    client.sign_in("dc")
    answer = client.get("/reviews/print")
    assert answer.status_code == 200
    assert answer.text.count('class="ln"') == 2 * 2
    for table in ("r1", "r2", "r3", "r5"):
        assert f'id="{table}"' in answer.text


def test_an_office_without_complaints_has_a_review(any_app: Flask) -> None:
    with any_app.app_context():
        world = make_world(db.session, NOW)  # type: ignore[arg-type]
        assert db.session.get(Category, world.pipes.id)
        db.session.commit()
    client: Any = any_app.test_client()
    with time_machine.travel(NOW, tick=False):
        client.sign_in("dc")
        for address in ("/reviews", "/reviews/print"):
            assert client.get(address).status_code == 200
