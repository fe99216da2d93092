"""ACCOUNTS, tests: from when a hand-over counts – nobody's days become somebody else's, and the newest order goes."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest
from flask import Flask
from sqlalchemy import select
from sqlalchemy.orm import Session

from app.accounts import charges
from app.accounts.handover import hand_over
from app.complaints.actions import work
from app.complaints.errors import Refused
from app.complaints.holders import held
from app.complaints.placing import in_charge
from app.domain.calendar import ist_date
from app.extensions import db
from app.models.office import Charge
from tests.complaints.test_empty_chairs import leave, signed_in
from tests.complaints.way import HOUR, START
from tests.office import Office, make_office, register_and_mark

DAY = timedelta(days=1)
MORNING = START - timedelta(hours=10, minutes=30)  # the first minute of that day in India


@pytest.fixture
def office(any_app: Flask):  # type: ignore[no-untyped-def]
    with any_app.app_context():
        yield make_office(db.session, START - 20 * DAY)  # type: ignore[arg-type]


def order(office: Office, who: str, from_at: datetime, at: datetime, where: str = "officer") -> Charge:
    return hand_over(
        db.session, post_id=office.posts[where].id, person_id=office.people[who].id, kind="regular",  # type: ignore[arg-type]
        from_at=from_at, order_no="DC/1", by=office.actors["nodal"], at=at,
    )  # fmt: skip


def sat(office: Office) -> list[tuple[datetime, datetime | None]]:
    """The charges of the officer's chair that were ever in force, oldest first."""
    rows = db.session.scalars(
        select(Charge).where(Charge.post_id == office.posts["officer"].id).order_by(Charge.from_at)
    )
    return [(row.from_at, row.to_at) for row in rows if row.to_at != row.from_at]


def test_an_order_is_written_down_two_days_later_but_not_ten(office: Office) -> None:
    register_and_mark(db.session, office, at=START - 12 * DAY)  # type: ignore[arg-type]
    with pytest.raises(Refused, match="charge_back"):
        order(office, "caller", MORNING - 10 * DAY, START)
    given = order(office, "caller", MORNING - 2 * DAY, START)
    assert given.from_at == MORNING - 2 * DAY


def test_days_in_which_the_earlier_holder_acted_stay_theirs(office: Office) -> None:
    session: Session = db.session  # type: ignore[assignment]
    complaint = register_and_mark(session, office, at=START - 3 * DAY)
    acted = START - 2 * DAY
    work.acknowledge(
        session, complaint.id, next_step="call", next_step_on=ist_date(START), by=office.actors["officer"], at=acted
    )
    with pytest.raises(Refused, match="acted_since") as refused:
        order(office, "caller", MORNING - 3 * DAY, START)
    assert refused.value.facts["date"] == ist_date(acted).strftime("%d-%m-%Y")
    given = order(office, "caller", MORNING - 2 * DAY, START)
    assert given.from_at > acted, "later on that very day"
    spans = [(span.person.username, span.days) for span in held(session, complaint, at=START) if span.person]
    assert spans == [("officer", 1), ("caller", 2)]


def test_days_in_which_somebody_covered_the_empty_chair_stay_theirs(office: Office) -> None:
    session: Session = db.session  # type: ignore[assignment]
    complaint = register_and_mark(session, office, at=START - 5 * DAY)
    leave(session, office, "officer", START - 4 * DAY)
    acted = START - DAY
    sdm = signed_in(session, office, "sdm", acted)
    work.acknowledge(session, complaint.id, next_step="call", next_step_on=ist_date(START), by=sdm, at=acted)
    for give in (order, _register):
        with pytest.raises(Refused, match="acted_since"):
            give(office, "caller", MORNING - 2 * DAY, START)
    given = order(office, "caller", MORNING, START)
    assert given.from_at == MORNING
    spans = [(span.person.username, span.kind) for span in held(session, complaint, at=START) if span.person]
    assert spans == [("officer", "regular"), ("sdm", "cover"), ("caller", "regular")]


def _register(office: Office, who: str, from_at: datetime, at: datetime) -> Charge:
    """The same by the register of charges."""
    return charges.give(
        db.session, post_id=office.posts["officer"].id, person_id=office.people[who].id, kind="regular",  # type: ignore[arg-type]
        from_at=from_at, order_no=None, by=office.actors["admin"], at=at,
    )  # fmt: skip


def test_the_register_of_charges_is_no_way_round(office: Office) -> None:
    leave(db.session, office, "officer", START - DAY)  # type: ignore[arg-type]
    with pytest.raises(Refused, match="charge_back"):
        _register(office, "caller", MORNING - 10 * DAY, START)
    with pytest.raises(Refused, match="post_filled"):
        _register(office, "caller", MORNING - 2 * DAY, START)
    assert _register(office, "caller", MORNING, START).from_at == MORNING


def test_a_chair_in_which_nobody_sat_may_have_been_held_for_long(office: Office) -> None:
    post = office.posts["officer"]
    db.session.delete(db.session.scalars(select(Charge).where(Charge.post_id == post.id)).one())
    db.session.flush()
    assert _register(office, "caller", MORNING - 200 * DAY, START).from_at == MORNING - 200 * DAY


def test_a_hand_over_begins_within_a_month_and_a_newer_order_goes_before_it(office: Office) -> None:
    with pytest.raises(Refused, match="charge_far"):
        order(office, "caller", MORNING + 400 * DAY, START)
    order(office, "caller", MORNING + 20 * DAY, START)
    began = sat(office)[0][0]
    assert sat(office) == [(began, MORNING + 20 * DAY), (MORNING + 20 * DAY, None)]
    order(office, "auditor", MORNING + 5 * DAY, START + HOUR)
    assert sat(office) == [(began, MORNING + 5 * DAY), (MORNING + 5 * DAY, None)]
    order(office, "caller", MORNING + 9 * DAY, START + 2 * HOUR)
    assert sat(office)[1:] == [(MORNING + 5 * DAY, MORNING + 9 * DAY), (MORNING + 9 * DAY, None)]


def test_a_hand_over_that_has_not_begun_is_called_off(office: Office) -> None:
    given = order(office, "caller", MORNING + 20 * DAY, START)
    charges.end(db.session, given, by=office.actors["admin"], at=START + HOUR)  # type: ignore[arg-type]
    assert [to_at for _from_at, to_at in sat(office)] == [None], "who sat there goes on"
    now = order(office, "caller", START + DAY, START + DAY)
    assert sat(office)[1:] == [(now.from_at, None)]


def test_a_charge_that_was_given_a_last_day_keeps_it(office: Office) -> None:
    session: Session = db.session  # type: ignore[assignment]
    mine = session.scalars(select(Charge).where(Charge.post_id == office.posts["officer"].id)).one()
    mine.to_at = MORNING + 5 * DAY
    session.flush()
    given = order(office, "caller", MORNING + 5 * DAY, START)
    charges.end(session, given, by=office.actors["admin"], at=START + HOUR)
    assert mine.to_at == MORNING + 5 * DAY


def test_the_day_on_which_the_last_charge_began_is_told_as_in_india(office: Office) -> None:
    order(office, "caller", MORNING - DAY, START)
    with pytest.raises(Refused, match="before_last_charge") as refused:
        order(office, "auditor", MORNING - 3 * DAY, START)
    assert refused.value.facts["date"] == ist_date(START - DAY).strftime("%d-%m-%Y")
    assert order(office, "auditor", MORNING - DAY, START).from_at == MORNING - DAY


def test_who_covered_for_the_leave_of_the_one_before_does_so_no_longer(office: Office) -> None:
    session: Session = db.session  # type: ignore[assignment]
    post_id = office.posts["officer"].id
    cover = charges.give(
        session, post_id=post_id, person_id=office.people["sdm"].id, kind="link", from_at=START - DAY,
        to_at=START + 9 * DAY, order_no=None, by=office.actors["admin"], at=START - DAY,
    )  # fmt: skip
    order(office, "caller", START, START)
    assert cover.to_at == START
    assert in_charge(session, post_id, START + HOUR) == office.people["caller"]
