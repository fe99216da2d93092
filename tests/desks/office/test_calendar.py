"""DESK: office, tests: a holiday moves what runs to a later day and says so in the ledger; settings keep their past."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest

from app.complaints import ledger_check
from app.complaints.actions import recount
from app.complaints.settings import setting
from app.domain.calendar import HolidayNotice, WorkingCalendar, as_known, ist_date
from app.domain.ledger import ClockFact, FactKind, replay
from app.extensions import db
from app.models.complaint import Complaint, Stint
from app.models.event import ClockEvent
from app.models.office import Holiday, Setting
from app.models.place import Place
from jobs import recount as night
from tests.desks.office.conftest import Desk
from tests.office import register_and_mark, register_one

LONG_AGO = datetime(2024, 1, 1, tzinfo=UTC)
NAMES = {"name_hi": "छुट्टी", "name_en": "Day off"}


def marked(desk: Desk, no: int = 1) -> Complaint:
    key = desk.do(lambda: register_and_mark(db.session, desk.office, at=datetime.now(UTC), no=no).id)
    return desk.one(Complaint, id=key)  # type: ignore[no-any-return]


def holiday(desk: Desk, on: date, **more: Any) -> int:
    fields = {"on": on.isoformat(), "kind": "public", **NAMES, **more}
    return desk.post("/office/holidays/new", **fields).status_code


def changes(desk: Desk, complaint: Complaint) -> list[ClockEvent]:
    return desk.rows(ClockEvent, complaint_id=complaint.id, kind="calendar_change")


def test_a_holiday_moves_a_due_date_later_and_is_in_the_ledger(desk: Desk) -> None:
    before = marked(desk)
    assert before.due_at
    assert holiday(desk, ist_date(before.due_at)) == 303
    after, stint = desk.one(Complaint, id=before.id), desk.one(Stint, complaint_id=before.id, to_at=None)
    assert after.due_at > before.due_at
    assert stint.due_at == after.due_at
    assert after.alarm_at
    assert after.alarm_at <= after.due_at
    (change,) = changes(desk, before)
    assert (change.due_before, change.due_after) == (before.due_at, after.due_at)
    assert change.person_id == desk.office.people["admin"].id


def test_the_ledger_counted_again_gives_the_stored_date(desk: Desk) -> None:
    before = marked(desk)
    assert before.due_at
    for ahead in (0, 1, 2, -3):
        holiday(desk, ist_date(before.due_at) + timedelta(days=ahead))
    desk.post(f"/office/holidays/{desk.rows(Holiday)[1].id}/retire")
    declared = [HolidayNotice(row.on, row.name_hi, row.valid_from, row.valid_to) for row in desk.rows(Holiday)]
    (start,) = desk.rows(ClockEvent, complaint_id=before.id, kind="start")
    facts = [ClockFact(FactKind.START, start.at, start.days)]
    facts += [ClockFact(FactKind.CALENDAR_CHANGE, change.at) for change in changes(desk, before)]
    counted = replay(facts, as_known(WorkingCalendar(), declared))
    assert counted.due == desk.one(Complaint, id=before.id).due_at
    assert counted.due > before.due_at


def test_a_holiday_before_the_acknowledgement_moves_that_too(desk: Desk) -> None:
    before = marked(desk)
    assert before.ack_due_at
    holiday(desk, ist_date(before.ack_due_at))
    after = desk.one(Complaint, id=before.id)
    assert after.ack_due_at > before.ack_due_at
    assert after.due_at >= before.due_at
    assert changes(desk, before)[-1].data["ack_before"] == before.ack_due_at.isoformat()


def test_a_retired_holiday_never_makes_a_date_earlier(desk: Desk) -> None:
    before = marked(desk)
    assert before.due_at
    holiday(desk, ist_date(before.due_at))
    moved = desk.one(Complaint, id=before.id)
    desk.post(f"/office/holidays/{desk.one(Holiday).id}/retire")
    assert desk.one(Complaint, id=before.id).due_at == moved.due_at
    assert len(changes(desk, before)) == 1


def test_a_holiday_elsewhere_or_on_another_day_moves_nothing(desk: Desk) -> None:
    before = marked(desk)
    assert before.due_at
    holiday(desk, ist_date(before.due_at) + timedelta(days=20))
    assert not changes(desk, before)
    assert desk.one(Complaint, id=before.id).version == before.version


@pytest.mark.parametrize("place", ["V", "B", "S"])
def test_a_local_holiday_reaches_its_own_area(desk: Desk, place: str) -> None:
    before = marked(desk)
    assert before.due_at
    on = ist_date(before.due_at)
    assert holiday(desk, on, kind="local") == 422, "a local holiday has a place"
    if place == "V":
        assert holiday(desk, on, kind="local", place_id=desk.office.places["V"].id) == 422, "a village is typed"
        assert holiday(desk, on, kind="local", small="कहीं नहीं") == 422
        assert holiday(desk, on, kind="public", small="V") == 422
        assert holiday(desk, on, kind="local", small="V") == 303
        page = desk.client.get(f"/office/holidays/{desk.one(Holiday).id}").text
        assert 'value="V"' in page
        assert "स्थान V" in desk.client.get("/office/holidays").text
    else:
        assert holiday(desk, on, kind="local", place_id=desk.office.places[place].id) == 303
    assert desk.one(Complaint, id=before.id).due_at > before.due_at


def test_what_is_shut_in_a_town_is_shut_in_its_wards(desk: Desk) -> None:
    def ward() -> int:
        block, scope = desk.office.places["B"], {"district_id": desk.office.district.id, "valid_from": LONG_AGO}
        areas = {"sub_division_id": block.sub_division_id, "block_id": block.id}
        town = Place(code="T", kind="town", parent_id=block.id, name_hi="शहर", name_en="Town", **scope, **areas)
        db.session.add(town)
        db.session.flush()
        row = Place(code="W", kind="ward", parent_id=town.id, name_hi="वार्ड 1", name_en="Ward 1", **scope, **areas)
        db.session.add(row)
        db.session.flush()
        return row.id

    where = desk.one(Place, id=desk.do(ward))
    key = desk.do(lambda: register_and_mark(db.session, desk.office, at=datetime.now(UTC), place=where).id)
    elsewhere, before = marked(desk, 2), desk.one(Complaint, id=key)
    assert holiday(desk, ist_date(before.due_at), kind="local", place_id=where.parent_id) == 303
    assert desk.one(Complaint, id=key).due_at > before.due_at
    assert desk.one(Complaint, id=elsewhere.id).due_at == elsewhere.due_at


def test_what_is_shut_in_the_district_as_a_place_is_shut_everywhere(desk: Desk) -> None:
    before = marked(desk)
    assert before.due_at
    on, root = ist_date(before.due_at), desk.office.places["D"].id
    assert holiday(desk, on, kind="emergency", order_no="DC/2", place_id=root) == 422, "the whole district is no place"
    desk.do(lambda: db.session.add(Holiday(
        district_id=desk.office.district.id, on=on, name_hi="बाढ़", name_en="Flood", kind="emergency", place_id=root,
        order_no="DC/2", valid_from=datetime.now(UTC),
    )))  # fmt: skip
    after = marked(desk, 2)
    assert after.due_at
    assert after.due_at > before.due_at
    with desk.app.app_context():
        torn = [number for number, _what in ledger_check.verify(db.session, desk.office.district.id)]
        assert after.number not in torn


def test_an_emergency_needs_its_order_number(desk: Desk) -> None:
    on = date(2030, 1, 1)
    assert holiday(desk, on, kind="emergency") == 422
    assert holiday(desk, on, kind="emergency", order_no="DC/12") == 303


def test_an_emergency_may_be_of_one_place_and_the_form_says_so(desk: Desk) -> None:
    assert "an emergency in one place" in desk.client.get("/en/office/holidays/new").text
    place = desk.office.places["S"].id
    assert holiday(desk, date(2030, 1, 1), kind="emergency", order_no="DC/12", place_id=str(place)) == 303


def test_a_holiday_moves_the_marking_deadline_of_the_cell(desk: Desk) -> None:
    key = desk.do(lambda: register_one(db.session, desk.office, at=datetime.now(UTC)).id)
    before = desk.one(Complaint, id=key)
    holiday(desk, ist_date(before.due_at))
    assert desk.one(Complaint, id=key).due_at > before.due_at


def test_a_moved_holiday_keeps_the_old_row(desk: Desk) -> None:
    before = marked(desk)
    assert before.due_at
    holiday(desk, date(2030, 1, 1))
    old = desk.one(Holiday)
    desk.post(f"/office/holidays/{old.id}", on=ist_date(before.due_at).isoformat(), kind="public", **NAMES)
    first, second = desk.rows(Holiday)
    assert (first.on, first.valid_to) == (date(2030, 1, 1), second.valid_from)
    assert desk.one(Complaint, id=before.id).due_at > before.due_at


def test_many_complaints_are_left_to_the_night_watch(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    before = [marked(desk, no) for no in (1, 2, 3)]
    monkeypatch.setattr(recount, "AT_ONCE", 2)
    assert before[0].due_at
    holiday(desk, ist_date(before[0].due_at))
    assert not changes(desk, before[0]), "not in this transaction"
    with desk.app.app_context():
        assert night.run() == 3
        assert night.run() == 0, "carried through"
    for complaint in before:
        assert len(changes(desk, complaint)) == 1
        assert desk.one(Complaint, id=complaint.id).due_at > complaint.due_at


SETTINGS: dict[str, Any] = {
    "weekly_off": ["6"], "off_saturdays": ["2"], "undo_seconds": "600", "feedback_days": "15",
    "walk_in_report_days": "7", "frequent_over": "10", "dc_title_hi": "उपायुक्त", "dc_title_en": "Deputy Commissioner",
    "feedback_call_days": ["2", "5", "9"], "sms_part_paise": "25",
}  # fmt: skip


def test_a_setting_keeps_its_past(desk: Desk) -> None:
    assert desk.post("/office/settings", **SETTINGS).status_code == 303
    assert not desk.rows(Setting), "nothing differs from the defaults"
    desk.post("/office/settings", **(SETTINGS | {"feedback_days": "१०"}))
    desk.post("/office/settings", **(SETTINGS | {"feedback_days": "12"}))
    first, second = desk.rows(Setting, key="feedback_days")
    assert (first.value, second.value, second.valid_to) == (10, 12, None)
    assert first.valid_to == second.valid_from
    with desk.app.app_context():
        assert setting(db.session, desk.office.district.id, "feedback_days", datetime.now(UTC)) == 12
    assert [trace["fields"] for trace in desk.audit("setting_changed")] == [["feedback_days"], ["feedback_days"]]
    shown = desk.client.get("/office/settings")
    assert 'value="12"' in shown.text
    assert "श्री admin" in shown.text


def test_a_setting_out_of_its_limits_is_refused_and_stays_typed(desk: Desk) -> None:
    reply = desk.post("/office/settings", **(SETTINGS | {"feedback_days": "900", "dc_title_en": "Collector"}))
    assert reply.status_code == 422
    assert 'href="#feedback_days"' in reply.text
    assert "Collector" in reply.text
    closed = desk.post("/office/settings", **(SETTINGS | {"weekly_off": [str(n) for n in range(7)]}))
    assert closed.status_code == 422
    rarely = desk.post("/office/settings", **(SETTINGS | {"feedback_call_days": ["2", "5"]}))
    assert rarely.status_code == 422
    assert not desk.rows(Setting)


def test_another_week_moves_what_runs(desk: Desk) -> None:
    before = marked(desk)
    assert before.due_at
    weekday = str(ist_date(before.due_at).weekday())
    desk.post("/office/settings", **(SETTINGS | {"weekly_off": ["6", weekday]}))
    assert desk.one(Complaint, id=before.id).due_at > before.due_at


def test_every_setting_has_its_field(desk: Desk) -> None:
    from app.complaints.settings import DEFAULTS
    from app.desks.office.settings import SettingsForm

    with desk.app.test_request_context():
        assert {field.name for field in SettingsForm()} == set(DEFAULTS)
