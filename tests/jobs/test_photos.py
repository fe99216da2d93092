"""A declared photo that does not come in 48 hours: the report counts as never submitted, and only that one."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import time_machine
from sqlalchemy import select

from app.domain.states import State
from app.extensions import db
from app.models.notice import Notice
from jobs import photos
from tests.desks.casework.conftest import Case
from tests.desks.outbox.conftest import Device, any_case, declared, device, one_photo

__all__ = ["any_case", "device"]


def give_up(case: Case, hours: int) -> int:
    with case.app.app_context(), time_machine.travel(datetime.now(UTC) + timedelta(hours=hours), tick=False):
        return photos.give_up()


def test_in_48_hours_it_is_waited_for_and_then_no_longer(device: Device) -> None:
    case = device.case
    due = case.row().due_at
    assert (give_up(case, 47), case.row().state) == (0, State.ATR_SUBMITTED)
    assert (give_up(case, 49), give_up(case, 49)) == (1, 0)
    row = case.row()
    assert (row.state, row.due_at, row.is_sent_back) == (State.IN_ACTION, due, True)
    assert (device.photo().state, device.photo().refused_code) == ("refused", "not_arrived")
    assert device.report().state == "lapsed"
    assert case.actions()[-2:] == ["report", "not_arrived"]
    with case.app.app_context():
        assert "O04" in db.session.scalars(select(Notice.template_key)).all()
    assert "48 घंटे में नहीं आई" in case.get().text
    assert device.send().status_code == 404, "too late: it is sent again with its report"


def test_what_has_come_is_not_given_up(device: Device) -> None:
    device.send()
    assert (give_up(device.case, 49), device.case.row().state) == (0, State.ATR_SUBMITTED)


def test_the_same_photo_may_be_declared_again_and_come(device: Device) -> None:
    give_up(device.case, 49)
    assert declared(device.case, device.data).status_code == 303
    assert device.send().status_code == 200
    assert (device.photo().state, device.report().state) == ("checked", "submitted")


def test_a_photo_that_no_report_waits_for_returns_nothing(any_case: Case) -> None:
    any_case.accept()
    data = one_photo(6)
    from tests.desks.outbox.conftest import sha

    any_case.post("photos", kind="before", file_sha=sha(data))
    assert give_up(any_case, 49) == 1
    assert any_case.row().state == State.IN_ACTION
    assert "not_arrived" not in any_case.actions()
