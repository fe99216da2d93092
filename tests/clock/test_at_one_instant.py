"""THE CASEBOOK: a day declared off counts at once, also in the session that has just read the calendar."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from flask import Flask

from app.accounts import registers
from app.complaints.actions.recount import calendar_changed
from app.complaints.clockwork import calendar_of
from app.domain.calendar import ist_date
from app.extensions import db
from app.models.office import Holiday
from tests.office import make_office

AT = datetime(2026, 11, 17, 6, tzinfo=UTC)  # a Tuesday


def test_a_calendar_read_before_the_change_is_not_kept(app: Flask) -> None:
    with app.app_context():
        office = make_office(db.session, AT)
        tomorrow = ist_date(AT) + timedelta(days=1)
        assert calendar_of(db.session, office.district.id, office.village, AT).is_working(tomorrow)
        day = {"on": tomorrow, "name_hi": "अवकाश", "name_en": "Holiday", "kind": "public"}
        registers.add(db.session, Holiday, day, by=office.actors["nodal"], at=AT)
        calendar_changed(db.session, by=office.actors["nodal"], at=AT)
        assert not calendar_of(db.session, office.district.id, office.village, AT).is_working(tomorrow)
