"""DESK: casework, tests: a list opened from a figure says in one line what it is a list of."""

from __future__ import annotations

import html
import re
from datetime import UTC, datetime, timedelta

import pytest
from flask import Flask

from tests.client import QualityClient
from tests.office import one_complaint, seated


@pytest.fixture
def dc(app: Flask) -> QualityClient:
    one_complaint(app, at=datetime.now(UTC) - timedelta(hours=1))
    return seated(app, "dc")


def shown(client: QualityClient, query: str) -> str | None:
    """The line of /en/complaints?query; None where there is none."""
    found = re.search(r'id="asked">Shown: ([^<]*)</p>', client.get(f"/en/complaints?{query}").text)
    return html.unescape(found[1]) if found else None


@pytest.mark.parametrize(
    ("query", "words"),
    [
        ("pending=1", "Pending"),
        ("pending=1&department=1&level=2", "Pending · Public works · L2"),
        ("pending=1&department=0&age=101-", "Pending · Not given to a department · 101 days and older"),
        ("pending=1&overdue=1&place=2&age=8-15", "Pending · Past the time limit · Place S · 8–15 days old"),
        ("moved=disposed&source=CMW&since=2026-04-01&until=2026-11-22",
         "Disposed · CM Window · 01-04-2026 – 22-11-2026"),
        ("moved=opening&since=2026-04-01&until=2026-11-22", "Opening · 01-04-2026"),
        ("moved=closing&since=2026-04-01&until=2026-11-22", "Pending at the end · 22-11-2026"),
        ("watched=1", "The DC is watching"),
        ("unaccepted=1", "Not accepted in time"),
        ("state=on_hold&until=2026-11-22", "On hold · until 22-11-2026"),
        ("heap=late&since=2026-11-22", "Time is over · from 22-11-2026 on"),
        ("department=999&pending=1", "Pending"),
        ("q=road", None),
    ],
)  # fmt: skip
def test_the_line_names_every_filter(dc: QualityClient, query: str, words: str | None) -> None:
    assert shown(dc, query) == words


def test_it_is_said_in_hindi_too(dc: QualityClient) -> None:
    assert "यहाँ दिख रही हैं: लंबित" in dc.get("/complaints?pending=1").text
