"""What the office sees of an imported complaint: its past with its own dates, and where it waits."""

from __future__ import annotations

from pathlib import Path

import pytest
import time_machine
from flask import Flask

from tests.exchange import invented
from tests.exchange.conftest import NOON, Desk


@pytest.fixture
def numbers(desk: Desk, tmp_path: Path) -> dict[str, str]:
    desk.take("hello_sarkar", invented.hello_sarkar(tmp_path / "hs"))
    return {no: desk.complaint(no).number for no in ("HS-T-1", "HS-T-2")}


def read(app: Flask, address: str) -> str:
    with time_machine.travel(NOON, tick=False):
        client = app.test_client()
        client.sign_in("cell")  # type: ignore[attr-defined]
        return client.get(address).get_data(as_text=True)


def test_the_case_page_tells_the_past_with_its_year_and_says_where_it_comes_from(
    app: Flask, numbers: dict[str, str]
) -> None:
    page = read(app, f"/complaints/{numbers['HS-T-1']}")
    for said in (
        "HS-T-1",
        "CLOSED (02-04-2024)",
        "COMMENT FROM CALL CENTER",
        "01-03-2024",
        "शिकायत मिलने से पहले की तारीख",
    ):
        assert said in page, said
    assert "llllll" not in page
    assert page.count("धारा मर्मत गरियो") == 2


def test_an_unreadable_reply_is_called_so(app: Flask, numbers: dict[str, str]) -> None:
    assert "पुराने फ़ॉन्ट में टाइप किया" in read(app, f"/complaints/{numbers['HS-T-2']}")


def test_what_is_open_there_waits_at_the_marking_desk_and_what_is_over_does_not(
    app: Flask, numbers: dict[str, str]
) -> None:
    page = read(app, "/marking")
    assert numbers["HS-T-2"] in page
    assert numbers["HS-T-1"] not in page
