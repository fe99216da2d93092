"""A newer list: what changed there is kept and shown, and nothing here is closed by another portal."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import select

from app.complaints import chain
from app.complaints.actions.mark import mark
from app.exchange import application
from app.models.complaint import Complaint
from app.models.event import Event
from app.models.imports import ImportBatch, ImportRow, SourceRecord
from tests.exchange import invented
from tests.exchange.conftest import NOON, Desk
from tests.office import register_one

LATER = NOON + timedelta(days=3)


def changed(number: str, **values: str) -> list[dict[str, str]]:
    return [row | values if row["ticket_number"] == number else row for row in invented.HS_ROWS]


def test_closed_there_stays_open_here_and_the_difference_is_on_record(desk: Desk, tmp_path: Path) -> None:
    desk.take("hello_sarkar", invented.hello_sarkar(tmp_path / "hs"))
    told = desk.take(
        "hello_sarkar", invented.hello_sarkar(tmp_path / "hs", changed("HS-T-2", status="CLOSED")), at=LATER
    )
    assert (told.in_, told.updated, told.same) == (0, 1, 4)
    assert desk.complaint("HS-T-2").state == "registered"
    last = desk.events("HS-T-2")[-1]
    assert (last.action, last.is_imported, last.data["changed"]) == (
        "source_changed", True, {"status": ["PROCESSING", "CLOSED"]},
    )  # fmt: skip
    mine = SourceRecord.complaint_id == desk.complaint("HS-T-2").id
    assert desk.session.scalars(select(SourceRecord.data).where(mine)).one()["ending"] == "closed"


def test_words_change_with_the_list_until_somebody_here_has_read_them(desk: Desk, tmp_path: Path) -> None:
    desk.take("hello_sarkar", invented.hello_sarkar(tmp_path / "hs"))
    first, second = "अर्कै कुरा लेखिएको छ यहाँ", "फेरि अर्कै कुरा लेखिएको छ"
    desk.take("hello_sarkar", invented.hello_sarkar(tmp_path / "hs", changed("HS-T-2", text=first)), at=LATER)
    row = desk.complaint("HS-T-2")
    assert row.body == first
    office = desk.office
    mark(desk.session, row.id, category=office.category, post=office.posts["officer"], by=desk.by, at=LATER)
    desk.session.commit()
    told = desk.take("hello_sarkar", invented.hello_sarkar(tmp_path / "hs", changed("HS-T-2", text=second)), at=LATER)
    assert told.updated == 1
    assert desk.complaint("HS-T-2").body == first
    assert desk.complaint("HS-T-2").state == "marked"


def test_only_new_actions_are_added(desk: Desk, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    desk.take("hello_sarkar", invented.hello_sarkar(tmp_path / "hs"))
    more = {"complaint_id": "2", "action_id": "77", "action_at": "2024-05-01 10:00:00", "action_name": "SOLVED"}
    monkeypatch.setattr(invented, "HS_PAST", (*invented.HS_PAST, more))
    told = desk.take("hello_sarkar", invented.hello_sarkar(tmp_path / "hs"), at=LATER)
    assert (told.updated, told.same, told.deeds) == (1, 4, 1)
    assert [event.data["number"] for event in desk.events("HS-T-2") if event.action == "imported_history"] == [
        "16",
        "77",
    ]
    assert desk.events("HS-T-2")[-1].at == LATER


def test_trying_writes_nothing_and_counts_the_same(desk: Desk, tmp_path: Path) -> None:
    folder = invented.hello_sarkar(tmp_path / "hs")
    tried = desk.take("hello_sarkar", folder, dry_run=True)
    assert [desk.count(model) for model in (Complaint, Event, ImportBatch, ImportRow)] == [0, 0, 0, 0]
    done = desk.take("hello_sarkar", folder)
    assert (tried.counts, tried.notes, tried.refused_lines) == (done.counts, done.notes, done.refused_lines)


def test_a_row_that_breaks_half_way_leaves_nothing_and_stops_nobody(
    any_desk: Desk, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The third complaint meets a fault of the database after its first event is written."""
    written = application.write_past

    def breaking(session, complaint, deeds, *, at):  # type: ignore[no-untyped-def]
        written(session, complaint, deeds, at=at)
        if complaint.source_no == "HS-T-3":
            session.add(SourceRecord(district_id=complaint.district_id, complaint_id=0, digest="", data={}, seen_at=at))
            session.flush()

    monkeypatch.setattr(application, "write_past", breaking)
    told = any_desk.take("hello_sarkar", invented.hello_sarkar(tmp_path / "hs"))
    assert (told.in_, told.refused) == (4, 6)
    assert (5, None, "register_refused") in any_desk.told("refused")
    assert any_desk.session.scalar(select(Complaint.id).where(Complaint.source_no == "HS-T-3")) is None
    serials = any_desk.session.scalars(select(Complaint.serial).order_by(Complaint.serial)).all()
    assert serials == [1, 2, 3, 4]
    assert chain.verify(any_desk.session, any_desk.office.district.id) is None
    monkeypatch.undo()
    again = any_desk.take("hello_sarkar", tmp_path / "hs", at=LATER)
    assert (again.in_, again.same) == (1, 4)


def test_a_number_typed_at_the_counter_becomes_one_with_the_imported_record(desk: Desk, tmp_path: Path) -> None:
    typed = register_one(desk.session, desk.office, at=NOON, source="SMG", source_no="HS-T-2")
    desk.session.commit()
    told = desk.take("hello_sarkar", invented.hello_sarkar(tmp_path / "hs"), at=LATER)
    assert (told.in_, told.updated) == (4, 1)
    row = desk.complaint("HS-T-2")
    assert row.id == typed.id
    assert row.body == typed.body
    assert not row.is_imported
