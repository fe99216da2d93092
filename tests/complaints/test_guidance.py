"""THE CASEBOOK on both databases: guidance of seniors reaches complaints of its category and area, newest first."""

from __future__ import annotations

from datetime import timedelta

import pytest
from flask import Flask
from sqlalchemy import select

from app.complaints import guidance
from app.complaints.errors import NotFound, Refused
from app.domain.policy import Forbidden
from app.extensions import db
from app.models.guidance import GuidanceNote
from tests.complaints.way import START, accepted
from tests.office import Office, make_office

DAY = timedelta(days=1)
NOTE = "पहले सड़क की चौड़ाई नापें, फिर पंचायत से प्रस्ताव लें और गड्ढे भरने का फ़ोटो लगाएँ"


@pytest.fixture
def office(any_app: Flask):
    with any_app.app_context():
        yield make_office(db.session, START)


def write(office: Office, who: str, text: str = NOTE, day: int = 0) -> GuidanceNote:
    return guidance.write(db.session, office.category, text=text, by=office.actors[who], at=START + day * DAY)


def test_the_newest_of_any_area_around_the_complaint(office: Office) -> None:
    complaint = accepted(db.session, office)
    assert guidance.for_case(db.session, complaint) == []
    wide = write(office, "hod")
    assert guidance.for_case(db.session, complaint) == [wide]
    near = write(office, "sdm", day=1)
    assert guidance.for_case(db.session, complaint) == [near, wide]  # neither hides the other
    newer = write(office, "sdm", NOTE + " और माप पुस्तिका में दर्ज करें", day=2)
    assert guidance.for_case(db.session, complaint) == [newer, wide]
    assert (newer.version, near.retired_at) == (2, START + 2 * DAY)
    guidance.retire(db.session, newer.id, by=office.actors["cell"], at=START + 3 * DAY)
    assert guidance.for_case(db.session, complaint) == [wide]
    assert len(db.session.scalars(select(GuidanceNote)).all()) == 3
    assert [note.id for note in guidance.listed(db.session, office.actors["hod"], limit=9)] == [
        wide.id, newer.id, near.id,
    ]  # fmt: skip


def test_not_of_another_area(office: Office) -> None:
    complaint = accepted(db.session, office)
    note = write(office, "sdm")
    note.place_id = office.places["B"].id
    complaint.block_id = complaint.place_id = office.places["S"].id
    db.session.flush()
    assert guidance.for_case(db.session, complaint) == []


def test_from_the_second_level_on_and_not_in_two_words(office: Office) -> None:
    for who in ("officer", "cell", "caller"):
        with pytest.raises(Forbidden):
            write(office, who)
    with pytest.raises(Refused, match="too_short"):
        write(office, "hod", "जल्दी करें")
    note = write(office, "sdm")
    with pytest.raises(Forbidden):
        guidance.retire(db.session, note.id, by=office.actors["hod"], at=START + DAY)
    guidance.retire(db.session, note.id, by=office.actors["sdm"], at=START + DAY)
    with pytest.raises(NotFound):
        guidance.retire(db.session, note.id, by=office.actors["cell"], at=START + DAY)
