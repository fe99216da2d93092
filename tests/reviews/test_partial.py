"""THE TESTS: the form of the review by htmx – the tables alone, the address in the browser, what was typed kept."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
import time_machine
from flask import Flask

from app.extensions import db
from tests.client import HTMX, QualityClient
from tests.reviews.ways import NOW, make_world, marked

PERIOD = "since=2026-06-01&until=2026-06-30"


@pytest.fixture
def client(app: Flask) -> Iterator[QualityClient]:
    with time_machine.travel(NOW, tick=False):
        with app.app_context():
            marked(make_world(db.session, NOW), NOW)  # type: ignore[arg-type]
            db.session.commit()
        client: QualityClient = app.test_client()  # type: ignore[assignment]
        client.sign_in("dc")
        yield client


def test_only_the_review_travels(client: QualityClient) -> None:
    whole = client.get(f"/en/reviews?{PERIOD}")
    assert 'hx-get="/en/reviews"' in whole.text
    assert 'hx-push-url="true"' in whole.text
    part = client.get(f"/en/reviews?{PERIOD}", headers=HTMX)
    assert part.text.startswith('<div id="review">')
    assert part.status_code == 200
    assert len(part.data) < len(whole.data) - 1500
    assert "ETag" not in part.headers
    for name in ("tiles", "r1", "r2", "r3", "r5"):
        assert f'id="{name}"' in part.text
    said = part.text.split('role="status" tabindex="-1" data-focus>')[1].split("</p>")[0]
    assert "01-06-2026 – 30-06-2026" in said


def test_a_wrong_day_is_said_at_its_field(client: QualityClient) -> None:
    part = client.get("/en/reviews?since=wrong&until=2026-06-30", headers=HTMX)
    assert part.status_code == 422
    assert 'value="wrong"' in part.text
    assert 'id="since-e" role="alert"' in part.text
    assert "data-focus" not in part.text


def test_the_other_language_shows_the_same_period(client: QualityClient) -> None:
    part = client.get(f"/en/reviews?{PERIOD}", headers=HTMX).text
    link = next(tag for tag in part.split("<a ") if tag.startswith('id="other-language"'))
    assert 'hx-swap-oob="true"' in link
    assert f'href="/reviews?{PERIOD.replace("&", "&amp;")}"' in link
    assert 'id="other-language" href' in client.get("/en/reviews").text


def test_a_phone_shows_few_columns_of_the_walk_ins(client: QualityClient) -> None:
    text = client.get("/en/reviews/walk-ins").text
    heads = text.split("<thead>")[1].split("</thead>")[0]
    assert heads.count("<th") - heads.count(" c2") - heads.count('class="c2') == 3
    assert 'class="allc"' in text
