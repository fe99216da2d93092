"""The real lists, where they are at hand: what is imported equals what a plain count of the files says."""

from __future__ import annotations

import csv
import gzip
import io
from collections import Counter
from itertools import islice
from pathlib import Path

import pytest
from sqlalchemy import func, select

from app.complaints import chain
from app.complaints.stints import open_stint
from app.domain.text import is_junk
from app.exchange.report import Report
from app.models.complaint import Complaint
from app.models.event import Event
from app.models.notice import Notice
from tests.exchange.conftest import Desk

LIST = "service_requests.csv.gz"


def plain(path: Path) -> list[dict[str, str]]:
    """The file, read by nobody of ours."""
    with gzip.open(path) as packed:
        return list(csv.DictReader(io.TextIOWrapper(packed, encoding="utf-8", newline="")))


def states(desk: Desk) -> Counter[str]:
    return Counter(desk.session.scalars(select(Complaint.state)))


def twice(desk: Desk, name: str, folder: Path) -> Report:
    """Import, look at the chain, import again: nothing may have changed."""
    told = desk.take(name, folder)
    before = desk.head(), desk.count(Event), desk.count(Complaint)
    again = desk.take(name, folder)
    assert (again.in_, again.updated, again.same, again.folded) == (0, 0, told.in_, told.folded)
    assert (desk.head(), desk.count(Event), desk.count(Complaint)) == before
    assert chain.verify(desk.session, desk.office.district.id) is None
    assert desk.count(Notice) == 0
    return told


def test_hello_sarkar(desk: Desk, real: Path) -> None:
    rows = plain(real / "hello_sarkar_np" / "complaints.csv.gz")
    deeds = plain(real / "hello_sarkar_np" / "actions.csv.gz")
    told = twice(desk, "hello_sarkar", real / "hello_sarkar_np")
    assert (told.rows, told.in_, told.folded, told.refused, told.deeds) == (len(rows), 113, 0, 0, len(deeds))
    there = Counter(row["status"] for row in rows)
    fake = there["INCOMPLETE/FAKE/UNRELATED"]
    assert states(desk) == {
        "closed_special": there["CLOSED"], "rejected": fake, "registered": len(rows) - there["CLOSED"] - fake,
    }  # fmt: skip
    received = {row["id"]: row["created_at"] for row in rows}
    assert told.notes["before_received"] == sum(deed["action_at"] < received[deed["complaint_id"]] for deed in deeds)
    assert told.notes["text_from_form"] == sum(not row["text"].strip() for row in rows)
    assert told.notes["no_office"] == sum(not row["office_name"].strip() for row in rows)
    assert told.notes["legacy_font"] == 1
    nothing_said = [deed for deed in deeds if deed["description"] == "dhrf" or
                    (deed["description"] and not deed["sms_template"] and is_junk(deed["description"]))]  # fmt: skip
    assert told.notes["junk_remark"] == len(nothing_said)
    imported = desk.session.scalar(
        select(func.count()).select_from(Event).where(Event.is_imported, Event.class_from == Event.class_to)
    )
    assert imported == len(deeds)
    split = desk.session.scalars(select(Complaint.id).where(Complaint.body.contains("ाे"))).all()
    assert not split


def part(folder: Path, lines: int | None, here: Path) -> Path:
    """The first so many lines of the list – no field of it holds a line break – or all of it."""
    here.mkdir()
    with gzip.open(folder / LIST) as whole, gzip.open(here / LIST, "wb") as some:
        some.writelines(islice(whole, lines))
    return here


@pytest.mark.parametrize("lines", [401, pytest.param(None, marks=pytest.mark.long)])
def test_st_louis(desk: Desk, real: Path, tmp_path: Path, lines: int | None) -> None:
    folder = part(real / "stl_csb", lines, tmp_path / "csb")
    rows = plain(folder / LIST)
    assert len(rows) == (lines - 1 if lines else 4119)
    numbers = {row["REQUESTID"] for row in rows}
    told = twice(desk, "stl_csb", folder)
    assert (told.rows, told.refused) == (len(rows), 0)
    assert (told.in_, told.folded) == (len(numbers), len(rows) - len(numbers))
    assert told.folds["same_line"] == len(rows) - len({tuple(row.values()) for row in rows})
    last = {row["REQUESTID"]: row for row in rows}.values()
    there = Counter(row["STATUS"].upper() for row in last)
    assert +states(desk) == +Counter(
        {"closed_special": there["CLOSED"], "rejected": there["CANCEL"], "registered": there["SCHEDULED"]}
    )
    assert told.notes["closed_before_received"] == sum(
        bool(row["DATETIMECLOSED"]) and row["DATETIMECLOSED"] < row["DATETIMEINIT"] for row in last
    )
    assert told.notes["no_closing_date"] == sum(
        row["STATUS"].upper() == "CANCEL" and not row["DATETIMECLOSED"] and not row["DATECANCELLED"] for row in last
    )
    offices = desk.session.scalars(select(Complaint.source_office).distinct()).all()
    assert not [name for name in offices if name.endswith(",") or name[-3:].isdigit()]
    waiting = desk.session.scalars(select(Complaint).where(Complaint.state == "registered")).all()
    assert all(open_stint(desk.session, row) for row in waiting)
