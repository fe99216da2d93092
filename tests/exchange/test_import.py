"""One run: rows in, folded, refused; again nothing; history kept and marked; tables that add up."""

from __future__ import annotations

from collections import Counter
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

from sqlalchemy import select

from app.complaints import chain
from app.complaints.actions.mark import mark
from app.complaints.queries import Filters, listed
from app.domain.pendency import column, difference
from app.models.complaint import Complaint, Stint
from app.models.event import ClockEvent, Event
from app.models.imports import ImportBatch, SourceRecord
from app.models.notice import Notice
from tests.exchange import invented
from tests.exchange.conftest import NOON, Desk

LATER = NOON + timedelta(days=1)


def test_every_line_of_the_file_is_accounted_for(any_desk: Desk, tmp_path: Path) -> None:
    told = any_desk.take("hello_sarkar", invented.hello_sarkar(tmp_path / "hs"))
    assert (told.rows, told.in_, told.updated, told.same, told.folded, told.refused) == (10, 5, 0, 0, 0, 5)
    assert any_desk.told("refused") == [
        (8, "ticket_number", "required"),
        (9, "created_at", "bad_date"),
        (10, "status", "unknown_status"),
        (11, "text", "no_text"),
        (12, "created_at", "date_ahead"),
    ]
    assert any_desk.count(Complaint) == 5
    batch = any_desk.session.scalars(select(ImportBatch)).one()
    assert batch.counts["in"] == 5
    assert batch.ended_at == NOON
    assert batch.person_id == any_desk.by.person_id


def test_the_same_list_again_changes_nothing(any_desk: Desk, tmp_path: Path) -> None:
    folder = invented.hello_sarkar(tmp_path / "hs")
    any_desk.take("hello_sarkar", folder)
    before = any_desk.head(), any_desk.count(Complaint), any_desk.count(Event), any_desk.count(Stint)
    told = any_desk.take("hello_sarkar", folder, at=LATER)
    assert (told.in_, told.updated, told.same, told.refused, told.deeds) == (0, 0, 5, 5, 0)
    assert (any_desk.head(), any_desk.count(Complaint), any_desk.count(Event), any_desk.count(Stint)) == before


def test_what_is_open_there_waits_with_the_cell_and_nobody_is_written_to(any_desk: Desk, tmp_path: Path) -> None:
    any_desk.take("hello_sarkar", invented.hello_sarkar(tmp_path / "hs"))
    row = any_desk.complaint("HS-T-2")
    assert (row.state, row.holder, row.source, row.is_imported) == ("registered", "cell", "SMG", True)
    assert (row.received_on, row.received_at) == (date(2024, 3, 4), NOON)
    assert (row.place_id, row.place_text) == (None, "वार्ड ४, कल्पना")
    assert row.source_office == "खानेपानी कार्यालय"
    assert row.due_at is not None
    assert row.due_at > NOON
    assert row.category_id is None
    assert any_desk.count(Notice) == 0
    assert any_desk.count(ClockEvent) == 0


def test_the_officers_clock_starts_with_the_marking_here(any_desk: Desk, tmp_path: Path) -> None:
    any_desk.take("hello_sarkar", invented.hello_sarkar(tmp_path / "hs"))
    office = any_desk.office
    row = any_desk.complaint("HS-T-2")
    mark(any_desk.session, row.id, category=office.category, post=office.posts["officer"], by=any_desk.by, at=LATER)
    clock = any_desk.session.scalars(select(ClockEvent).where(ClockEvent.kind == "start")).one()
    assert clock.at == LATER
    assert (row.state, row.post_id) == ("marked", office.posts["officer"].id)
    assert row.due_at is not None
    assert row.due_at > LATER


def test_what_is_over_there_never_waits_here_and_is_never_called_satisfied(any_desk: Desk, tmp_path: Path) -> None:
    any_desk.take("hello_sarkar", invented.hello_sarkar(tmp_path / "hs"))
    states = {row.source_no: row.state for row in any_desk.session.scalars(select(Complaint))}
    assert states == {
        "HS-T-1": "closed_special", "HS-T-2": "registered", "HS-T-3": "registered", "HS-T-4": "rejected",
        "HS-T-5": "closed_special",
    }  # fmt: skip
    closing = any_desk.events("HS-T-1")[-1]
    assert closing.data["closed_at_source"] is True
    assert (closing.action, closing.data["said_there"]) == ("import_closed", "CLOSED")
    assert (closing.at, closing.data["on_there"]) == (NOON, "2024-04-02")
    assert any_desk.complaint("HS-T-1").alarm_at is None
    waiting = any_desk.session.scalars(select(Stint.complaint_id).where(Stint.to_at.is_(None))).all()
    assert sorted(waiting) == sorted(any_desk.complaint(no).id for no in ("HS-T-2", "HS-T-3"))


def test_their_history_is_kept_in_its_order_and_marked(any_desk: Desk, tmp_path: Path) -> None:
    told = any_desk.take("hello_sarkar", invented.hello_sarkar(tmp_path / "hs"))
    assert told.deeds == 6
    events = any_desk.events("HS-T-1")
    past = events[1:-1]
    assert [event.data["number"] for event in past] == ["11", "12", "13", "14"]
    assert all(event.is_imported and event.action == "imported_history" and event.at == NOON for event in past)
    assert {event.class_from == event.class_to for event in past} == {True}
    assert past[0].said_at == datetime(2024, 3, 1, 3, 15, tzinfo=UTC)
    assert past[0].data["odd"] == ["before_received"]
    assert (past[3].text, past[3].data["dropped"]) == ("", "llllll")
    assert not events[0].is_imported
    assert not events[-1].is_imported


def test_what_is_odd_is_taken_and_counted(any_desk: Desk, tmp_path: Path) -> None:
    told = any_desk.take("hello_sarkar", invented.hello_sarkar(tmp_path / "hs"))
    assert told.notes == {
        "before_received": 2, "junk_remark": 2, "repeated_remark": 1, "signs_repaired": 1, "legacy_font": 1,
        "bad_history_date": 1, "text_from_form": 1, "no_office": 1, "unknown_channel": 1, "no_closing_date": 1,
        "closed_before_received": 1, "stray_action": 1,
    }  # fmt: skip
    assert any_desk.complaint("HS-T-2").body.startswith("सडकमा बत्ती बलेको छैन")
    assert any_desk.complaint("HS-T-3").body == "समस्याको प्रकृति: ढल जाम भएको\nवडा नम्बर: ४"
    assert any_desk.complaint("HS-T-4").source == "IMP"
    record = any_desk.session.scalars(
        select(SourceRecord).where(SourceRecord.complaint_id == any_desk.complaint("HS-T-2").id)
    ).one()
    assert "बलेकाे" in record.data["row"]["text"]  # as it stood


def test_the_tables_add_up_to_nothing_left_over(any_desk: Desk, tmp_path: Path) -> None:
    any_desk.take("hello_sarkar", invented.hello_sarkar(tmp_path / "hs"))
    any_desk.take("stl_csb", invented.stl_csb(tmp_path / "csb"))
    moves = any_desk.session.execute(select(Event.class_from, Event.class_to, Event.moved_on)).all()
    assert {move.moved_on for move in moves} == {NOON.date()}
    counted = Counter(name for move in moves if (name := column(move.class_from, move.class_to)))
    closing = any_desk.session.scalars(select(Complaint.id).where(Complaint.state == "registered")).all()
    assert counted == {"received": 11, "closed_other": 4, "rejected": 3}
    rest = dict.fromkeys(("reopened", "transferred_in", "disposed", "merged", "withdrawn", "transferred_out"), 0)
    assert difference(opening=0, closing=len(closing), **counted, **rest) == 0
    assert chain.verify(any_desk.session, any_desk.office.district.id) is None


def test_duplicates_fold_into_one_and_a_later_value_wins(any_desk: Desk, tmp_path: Path) -> None:
    told = any_desk.take("stl_csb", invented.stl_csb(tmp_path / "csb"))
    assert (told.rows, told.in_, told.folded, told.refused) == (8, 6, 2, 0)
    assert any_desk.told("folded") == [(2, None, "same_line"), (4, "CALLERTYPE", "same_number")]
    assert any_desk.complaint("CSB-902").source == "WEB"  # the later blank erases nothing
    assert any_desk.complaint("CSB-901").source_office == "FORESTRY"
    assert any_desk.complaint("CSB-903").source_office == "STREET DEPT"
    assert any_desk.complaint("CSB-904").place_text.endswith("Ward 06, St. Louis")
    assert told.notes == {
        "odd_place": 1, "no_closing_date": 1, "due_before_received": 1, "closed_before_received": 1, "no_office": 2,
    }  # fmt: skip
    assert any_desk.complaint("CSB-902").state == any_desk.complaint("CSB-903").state == "rejected"


def test_an_imported_complaint_is_found_by_its_words_and_its_number_there(any_desk: Desk, tmp_path: Path) -> None:
    any_desk.take("hello_sarkar", invented.hello_sarkar(tmp_path / "hs"))
    for words in ("ढल जाम", "hs-t-3"):
        found, total = listed(any_desk.session, Filters(q=words), any_desk.by, NOON)
        assert (total, found[0].source_no) == (1, "HS-T-3")
