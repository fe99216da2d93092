"""DESK: guidance, tests: written by a senior, read by the junior on the complaint, retired by the office."""

from __future__ import annotations

import pytest
from flask import Flask

from tests.desks.casework.conftest import Case, opened

NOTE = "पहले सड़क की चौड़ाई नापें, फिर पंचायत से प्रस्ताव लें और गड्ढे भरने का फ़ोटो लगाएँ"


@pytest.fixture
def case(any_app: Flask) -> Case:
    """A complaint at its officer, on both databases."""
    return opened(any_app)


def test_a_note_on_its_way(case: Case) -> None:
    hod = case.as_("hod")
    address = f"/guidance/categories/{case.office.category.id}"
    assert address in hod.get().text
    assert hod.client.get(address).status_code == 200
    short = hod.client.post(address, data={"text": "जल्दी करें"})
    assert short.status_code == 422
    assert "जल्दी करें" in short.text
    assert hod.client.post(address, data={"text": NOTE}).status_code == 303
    page = case.get().text
    assert NOTE in page
    assert address not in page
    assert case.client.get(address).status_code == 403
    cell = case.as_("cell")
    listed = cell.client.get("/guidance").text
    assert 'href="/complaints">←' in listed
    assert NOTE in listed
    retire = listed.split('action="/guidance/')[1].split("/")[0]
    assert cell.client.post(f"/guidance/{retire}/retire").status_code == 303
    assert NOTE not in case.get().text
    assert NOTE in cell.client.get("/guidance").text
    assert case.client.get("/guidance").status_code == 403
