"""An officer's working day over a line that is cut again and again, also when the office had done the work already.

Real processes (the supervisor with Redis, web, worker and clock), Chromium, and the cutting proxy between them. Every
first answer to a note or a report is swallowed after the commit. At the end the office's books are counted.
"""

from __future__ import annotations

import hashlib
import io
import random
import sqlite3
from collections import Counter
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from PIL import Image
from sqlalchemy import select

from app.complaints import chain
from app.extensions import db
from app.models.attachment import Attachment
from app.models.complaint import Complaint
from app.models.event import Event
from app.models.office import District
from app.models.report import Report
from tests.browser import phone
from tests.jobs.conftest import eventually
from tests.line.officer import TALKED, Officer
from tests.line.running import RunningOffice
from tools.line.cutting import Line

if TYPE_CHECKING:
    from playwright.sync_api import Browser

pytestmark = pytest.mark.browser
FORGET = "CREATE TRIGGER forget AFTER INSERT ON idempotency_key BEGIN DELETE FROM idempotency_key; END"


@dataclass(frozen=True)
class Weather:
    """Bytes a second each way; bytes from the device after which the line is cut beside the twenty seconds, so that no
    photo gets through in one go however quick the machine is; how fine the photos are."""

    rate: float
    cut_after: int | None
    dots: tuple[int, int]


SHORT = Weather(rate=100_000, cut_after=45_000, dots=(80, 60))
LONG = Weather(rate=25_000, cut_after=None, dots=(320, 240))
EVERY, DOWN_FOR = 20.0, 1.0


def pictures(folder: Path, count: int, dots: tuple[int, int]) -> list[Path]:
    """Each its own, as a phone has made it small already: it is sent byte for byte."""
    made = []
    for seed in range(count):
        out = io.BytesIO()
        rough = Image.frombytes("RGB", dots, random.Random(seed).randbytes(dots[0] * dots[1] * 3))
        rough.resize((1280, 960), Image.Resampling.BICUBIC).save(out, "JPEG", quality=40)
        made.append(folder / f"after-{seed}.jpg")
        made[-1].write_bytes(out.getvalue())
    return made


@contextmanager
def a_bad_line(office: RunningOffice, weather: Weather) -> Iterator[Line]:
    line = Line(office.port)
    line.up.rate = line.down.rate = weather.rate
    line.swallow = lambda asked: (
        asked.startswith("POST") and asked.endswith(("/dialogue", "/report")) and (asked not in line.swallowed)
    )
    line.up.left = line.up.again = weather.cut_after
    line.start()
    line.cut_every(EVERY, DOWN_FOR)
    try:
        yield line
    finally:
        line.stop()


def work(office: RunningOffice, chromium: Browser, weather: Weather, photos: list[Path]) -> Line:
    """The day: list, case, call, report with photo, next."""
    with a_bad_line(office, weather) as line, phone(chromium, line.url, service_workers="allow") as page:
        page.set_default_timeout(15_000)
        officer = Officer(page)
        officer.sign_in()
        for number, photo in zip(office.numbers, photos, strict=True):
            officer.reach("/complaints", f"a[href$='/complaints/{number}']")
            officer.call(number)
            officer.report(number, photo)
        officer.wait_until_sent()
    return line


@contextmanager
def an_office(folder: Path, migrated: Path, complaints: int, before: str = "") -> Iterator[RunningOffice]:
    """Running; `before` is SQL for its database."""
    office = RunningOffice(folder, migrated, complaints)
    with closing(sqlite3.connect(office.database)) as connection:
        connection.executescript(before)
    office.start()
    try:
        yield office
    finally:
        office.stop()


@pytest.mark.parametrize(("complaints", "weather"), [(3, SHORT), pytest.param(30, LONG, marks=pytest.mark.long)])
def test_a_day_ends_with_every_report_and_every_photo_once(
    tmp_path: Path, migrated_sqlite: Path, chromium: Browser, complaints: int, weather: Weather
) -> None:
    photos = pictures(tmp_path, complaints, weather.dots)
    with an_office(tmp_path, migrated_sqlite, complaints) as office:
        line = work(office, chromium, weather, photos)
        assert line.cuts > complaints // 2, "the line was cut again and again"
        assert len(line.swallowed) == 2 * complaints, "each note and each report was taken once without an answer"
        check(office, photos)


def check(office: RunningOffice, photos: list[Path]) -> None:
    """Exactly one of everything, the photos byte for byte as they were taken."""
    with office.books.app_context():
        reports = db.session.execute(select(Complaint.number, Complaint.state).join(Report)).all()
        assert sorted(reports) == sorted((number, "atr_submitted") for number in office.numbers)
        files = db.session.scalars(select(Attachment)).all()
        assert {file.state for file in files} == {"checked"}
        sums = sorted(hashlib.sha256(photo.read_bytes()).hexdigest() for photo in photos)
        assert sorted(file.sha256 for file in files) == sums
        assert sorted(file.original_sha256 or "" for file in files) == sums
        store = office.books.extensions["photos"]
        assert all(store.size(file.store_key) > 0 for file in files)
        each_call_once(office)
        assert all(chain.verify(db.session, key) is None for key in db.session.scalars(select(District.id)))


def each_call_once(office: RunningOffice) -> None:
    """Call notes are what a repeated entry would double: a second report is refused by the state already."""
    said = select(Complaint.number).join(Event, Event.complaint_id == Complaint.id).where(Event.text == TALKED)
    assert Counter(db.session.scalars(said)) == dict.fromkeys(office.numbers, 1)


def test_without_the_kept_answers_the_day_would_not_end_well(
    tmp_path: Path, migrated_sqlite: Path, chromium: Browser
) -> None:
    """What the test above is worth: the table of keys forgets everything, and the call stands in the file twice."""
    with an_office(tmp_path, migrated_sqlite, complaints=1, before=FORGET) as office:
        with a_bad_line(office, SHORT) as line, phone(chromium, line.url) as page:
            officer = Officer(page)
            officer.sign_in()
            officer.call(office.numbers[0])
            assert eventually(lambda: office.count(f"event WHERE text = '{TALKED}'") > 1, 60)
        with office.books.app_context(), pytest.raises(AssertionError):
            each_call_once(office)
