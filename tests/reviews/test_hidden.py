"""THE TESTS: for every role a figure is the lines of its list and what the list says it leaves out (decision 0022)."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import timedelta

import pytest
import time_machine
from flask import Flask
from sqlalchemy import update

from app.extensions import db
from app.models.complaint import Complaint
from tests.client import QualityClient
from tests.reviews.ways import NOW, World, answered, disposed, given_to_water, make_world, marked, registered, reported

ROLES = ("dc", "nodal", "cell", "hod", "sdm", "auditor")
LINK = re.compile(r'<a href="(/en/complaints\?[^"]+)"[^>]*>(?:<b>)?([\d,]+)<')
HEAD = re.compile(r'<h1>Complaints <span class="m lite">· ([\d,]+)</span>')
LEFT_OUT = re.compile(r"and (\d+) (?:confidential|of )")
DAY = timedelta(days=1)


@pytest.fixture
def world(app: Flask) -> Iterator[World]:
    with time_machine.travel(NOW, tick=False):
        with app.app_context():
            made = make_world(db.session, NOW)  # type: ignore[arg-type]
            _fill(made)
            db.session.commit()
        yield made


def _fill(world: World) -> None:
    """Half of everything is confidential; something lies with the cell and with another department."""
    secret = [marked(world, NOW - 120 * DAY, source="CMW"), registered(world, NOW - 2 * DAY),
              disposed(world, NOW - 9 * DAY), reported(world, NOW - 30 * DAY)]  # fmt: skip
    marked(world, NOW - 120 * DAY, source="CMW")
    marked(world, NOW - DAY, place=world.other_village)
    answered(world, disposed(world, NOW - 20 * DAY), NOW - 10 * DAY, satisfied=False)
    moved = [given_to_water(world, marked(world, NOW - 40 * DAY), NOW - 10 * DAY) for _ in range(2)]
    ids = [row.id for row in (*secret, moved[0])]
    world.session.flush()
    world.session.execute(update(Complaint).where(Complaint.id.in_(ids)).values(is_confidential=True))
    world.session.execute(update(Complaint).values(report_every_days=7))


@pytest.mark.parametrize("role", ROLES)
def test_every_figure_is_its_lines_and_what_they_leave_out(app: Flask, world: World, role: str) -> None:
    client: QualityClient = app.test_client()  # type: ignore[assignment]
    client.sign_in(role)
    links = {(url.replace("&amp;", "&"), int(n)) for url, n in LINK.findall(client.get("/en/reviews").text)}
    assert len(links) > 10
    hidden = 0
    for url, figure in links:
        text = client.get(url).text
        lines, left_out = text.count('<li class="g'), sum(map(int, LEFT_OUT.findall(text)))
        hidden += left_out
        assert [int(n) for n in HEAD.findall(text)] == [figure], url
        assert len(re.findall(r'href="/en/complaints/NG', text)) >= lines
        assert _lines(text) + left_out == figure, url
    assert bool(hidden) == (role not in ("dc", "nodal"))


def _lines(text: str) -> int:
    listed = re.search(r'<ol class="q">(.*?)</ol>', text, re.S)
    return len(re.findall(r"<li\b", listed[1])) if listed else 0


@pytest.mark.parametrize("role", ROLES)
def test_so_are_the_walk_ins(app: Flask, world: World, role: str) -> None:
    client: QualityClient = app.test_client()  # type: ignore[assignment]
    client.sign_in(role)
    text = client.get("/en/reviews/walk-ins").text
    figure = int(re.search(r'<h1>[^<]*<span class="m lite">· (\d+)', text)[1])  # type: ignore[index]
    lines = len(re.findall(r'<tr><th scope="row"><(?:a|span)[^>]* lang=', text))
    assert lines + sum(map(int, LEFT_OUT.findall(text))) == figure > 0


def test_a_search_or_a_narrowed_list_says_nothing_of_them(app: Flask, world: World) -> None:
    client: QualityClient = app.test_client()  # type: ignore[assignment]
    client.sign_in("cell")
    assert LEFT_OUT.findall(client.get("/en/complaints?pending=1&whole=1").text)
    for narrowed in ("pending=1", "pending=1&whole=1&q=सड़क", f"pending=1&whole=1&place={world.office.village.id}"):
        assert LEFT_OUT.findall(client.get(f"/en/complaints?{narrowed}").text) == []
    client.sign_in("hod")
    assert LEFT_OUT.findall(client.get(f"/en/complaints?pending=1&whole=1&department={world.water.id}").text) == []
