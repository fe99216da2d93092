"""What the office may do with a notice, and how it reads the outbox."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

import pytest
from flask import Flask
from sqlalchemy import select

from app.extensions import db
from app.models.notice import Notice
from app.notices import holding, queries, sending
from app.notices.gateways.base import Outcome, SendResult
from tests.office import Office, make_office, register_and_mark

NOON = datetime(2026, 9, 1, 6, 30, tzinfo=UTC)
NIGHT = datetime(2026, 9, 1, 18, 0, tzinfo=UTC)


@pytest.fixture
def office(any_app: Flask) -> Iterator[Office]:
    with any_app.app_context():
        made = make_office(db.session, NOON)
        for no in (1, 2, 3):
            register_and_mark(db.session, made, at=NOON + timedelta(minutes=no), no=no)
        db.session.commit()
        yield made
        db.session.remove()


def first() -> Notice:
    return db.session.scalars(select(Notice).order_by(Notice.id).limit(1)).one()


def test_a_held_notice_stays_until_it_is_released(office: Office) -> None:
    notice = first()
    assert holding.hold(db.session, notice.id, by=office.people["cell"].id, at=NOON)
    assert not holding.hold(db.session, notice.id, by=office.people["cell"].id, at=NOON)
    db.session.commit()
    assert notice.id not in sending.due(db.session, NOON + timedelta(days=1), 100)
    assert holding.release(db.session, notice.id, by=office.people["cell"].id, at=NIGHT)
    assert not holding.release(db.session, notice.id, by=office.people["cell"].id, at=NIGHT)
    assert notice.next_try_at == datetime(2026, 9, 2, 2, 30, tzinfo=UTC), "released at night, it leaves at eight"
    db.session.commit()
    events = queries.history(db.session, notice.id)
    assert [event.kind for event in events] == ["held", "asked"]
    assert {event.detail for event in events} == {f"person {office.people['cell'].id}"}


def test_only_what_ended_badly_is_asked_for_again(office: Office) -> None:
    notice = first()
    at = NOON + timedelta(minutes=5)
    assert not holding.retry(db.session, notice.id, by=1, at=at)
    assert sending.claim(db.session, notice.id, "console", at=at)
    assert sending.settle(db.session, notice.id, 1, SendResult(Outcome.REJECT), at=at)
    assert holding.retry(db.session, notice.id, by=1, at=at)
    db.session.commit()
    assert notice.id in sending.due(db.session, at, 100)


def test_a_notice_that_is_not_there_is_no_error(office: Office) -> None:
    assert not holding.hold(db.session, 10**9, by=1, at=NOON)


def test_the_outbox_is_read_in_pages_newest_first(office: Office) -> None:
    rows, total = queries.listed(db.session, office.district.id, size=4)
    assert total == 6
    assert [row.id for row in rows] == sorted((row.id for row in rows), reverse=True)
    rest, _ = queries.listed(db.session, office.district.id, size=4, page=2)
    assert len(rest) == 2
    assert not {row.id for row in rows} & {row.id for row in rest}


def test_the_outbox_is_searched_by_number_and_state(office: Office) -> None:
    notice = first()
    assert notice.complaint is not None
    by_complaint, _ = queries.listed(db.session, office.district.id, q=notice.complaint.number.lower())
    assert {row.complaint_id for row in by_complaint} == {notice.complaint_id}
    by_mobile, total = queries.listed(db.session, office.district.id, q=notice.to_number[-4:])
    assert notice.id in {row.id for row in by_mobile}
    assert total < 6
    assert queries.listed(db.session, office.district.id, q="%")[1] == 0
    assert queries.listed(db.session, office.district.id, state="held") == ([], 0)


def test_states_are_counted_per_district(office: Office) -> None:
    other = make_office(db.session, NOON, letters="ZZ")
    holding.hold(db.session, first().id, by=1, at=NOON)
    db.session.flush()
    assert queries.counts(db.session, office.district.id) == {"queued": 5, "held": 1}
    assert queries.counts(db.session, other.district.id) == {}
