"""DESK: the complainant's own pages, tests: why it ended, where it went, how it stands – where messages say."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

import pytest
from flask import Flask

from app.complaints import timeline
from app.complaints.actions import extend, leave
from app.domain.calendar import ist_date
from app.extensions import db
from app.models.complaint import Complaint
from app.web import story
from bench import budgets
from tests.complaints import way
from tests.complaints.asked import SAID, WHY, asks_closure, asks_refusal, say, spoken
from tests.complaints.way import HOUR
from tests.desks.public.conftest import Outside, outside
from tests.office import Office
from tests.page_quality import brotli_size

NOTE = "यह मामला लम्बा चल सकता है, केवल हमारी फ़ाइल के लिए"
AUTHORITY, LETTER = "नगर निगम, करनाल", "DC/2026/118"
INTERIM = "रोड़ी मंगवाई है, काम शुरू हो गया है"
WHERE = "अपने विभाग के स्थापना अधिकारी"
AGREED = "आपकी राय से बंद"
LANGUAGES = pytest.mark.parametrize("prefix", ["", "/en"], ids=["hi", "en"])
Made = Callable[[Any, Office, datetime], Complaint]


def refused(session: Any, office: Office, at: datetime) -> Complaint:
    row = asks_refusal(session, office, at)
    say(row, office.actors["nodal"], at + 2 * HOUR)
    return row.complaint


def closed(session: Any, office: Office, at: datetime) -> Complaint:
    complaint = spoken(session, office, at)
    row = asks_closure(session, complaint, office.actors["officer"], at + 3 * HOUR)
    for who in ("hod", "dc"):
        say(row, office.actors[who], at + 4 * HOUR)
    return complaint


def sent_out(session: Any, office: Office, at: datetime) -> Complaint:
    complaint = way.accepted(session, office, at)
    return leave.transfer_out(
        session, complaint.id, authority=AUTHORITY, reference_no=LETTER, text=NOTE, by=office.actors["nodal"],
        at=at + 2 * HOUR,
    )  # fmt: skip


def written_to(session: Any, office: Office, at: datetime) -> Complaint:
    complaint = way.accepted(session, office, at)
    return extend.interim_reply(
        session, complaint.id, text=f"{INTERIM}, श्री officer ने कहा", expected_on=ist_date(at) + timedelta(days=9),
        by=office.actors["officer"], at=at + 2 * HOUR,
    )  # fmt: skip


def unanswered(session: Any, office: Office, at: datetime) -> Complaint:
    complaint = way.disposed(session, office, at)
    complaint.state, complaint.closed_at, complaint.holder = "closed_no_response", at + 5 * HOUR, "nobody"
    return complaint


@pytest.mark.parametrize(
    ("made", "said"),
    [(refused, (WHY, WHERE)), (closed, (WHY,)), (sent_out, (AUTHORITY, LETTER)), (written_to, (INTERIM,))],
)
def test_it_is_said_at_the_link_and_in_the_own_view_and_not_by_number(app: Flask, made: Made, said: Any) -> None:
    of = outside(app, made)
    by_link = of.client.get(of.link())
    assert by_link.sql_count <= budgets.PUBLIC.sql
    assert brotli_size(by_link.data) <= budgets.PUBLIC.size
    own = of.open().client.get("/mine")
    for words in said:
        assert words in by_link.text
        assert words in own.text
        assert words not in of.track().text
    for page in (by_link, own):
        assert NOTE not in page.text


def test_officers_are_not_named_in_what_they_write(app: Flask) -> None:
    of = outside(app, written_to)
    assert "श्री officer" not in of.client.get(of.link()).text


def test_a_confidential_one_tells_nothing_at_the_link(app: Flask) -> None:
    of = outside(app, closed)
    of.change(lambda c: setattr(c, "is_confidential", True))
    page = of.client.get(of.link())
    assert (page.status_code, WHY in page.text) == (200, False)
    assert of.client.get(f"{of.link()}/order").status_code == 404


@LANGUAGES
def test_the_order_is_to_be_read_and_nobody_said_it_was_solved(app: Flask, prefix: str) -> None:
    of = outside(app, closed)
    link = of.link()
    page = of.client.get(prefix + link)
    assert f'href="{prefix}{link}/order"' in page.text
    own = of.open().client.get(f"{prefix}/mine")
    assert "/mine/files/" in own.text
    hindi = ("डीसी के आदेश से बंद", AGREED, "समाधान")
    said = {"": hindi, "/en": ("Closed by order of the DC", "Closed by your word", "Solved")}
    for shown in (page, own):
        steps = shown.text.partition('<ol class="steps">')[2].partition("</ol>")[0]
        assert [words in steps for words in said[prefix]] == [True, False, False]
    assert SAID not in page.text, "what the complainant said stands in the office's file"


def test_a_complaint_closed_in_silence_is_not_called_closed_by_ones_word(app: Flask) -> None:
    of = outside(app, unanswered)
    steps = of.client.get(of.link()).text.partition('<ol class="steps">')[2]
    assert ("आपके जवाब के बिना बंद" in steps, AGREED in steps) == (True, False)


def test_there_is_no_order_where_nothing_was_closed_by_one(someone: Outside) -> None:
    assert someone.client.get(f"{someone.link()}/order").status_code == 404


def test_the_office_reads_where_the_person_was_sent(app: Flask) -> None:
    of = outside(app, refused)
    with app.test_request_context("/"):
        (line, *_before) = timeline.lines(timeline.events_of(db.session, of.row()))
        assert f"यहाँ जाने को कहा: {WHERE}" in story.notes(line)
