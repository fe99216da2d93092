"""THE CASEBOOK, tests: days are counted to the person who sat there, leave and empty chairs apart (D12-11)."""

from __future__ import annotations

from datetime import timedelta

from flask import Flask
from sqlalchemy import select
from sqlalchemy.orm import Session

from app.accounts import charges
from app.complaints.holders import held
from app.extensions import db
from app.models.office import Charge
from tests.complaints.test_empty_chairs import leave, sit
from tests.complaints.way import START
from tests.office import make_office, register_and_mark

DAY = timedelta(days=1)


def test_days_go_to_who_sat_there(any_app: Flask) -> None:
    with any_app.app_context():
        session: Session = db.session  # type: ignore[assignment]
        office = make_office(session, START - 10 * DAY)
        complaint = register_and_mark(session, office, at=START)
        leave(session, office, "officer", START + 3 * DAY)
        sit(session, office, "caller", "officer", START + 5 * DAY, kind="regular")
        cover = Charge(
            district_id=office.district.id, post_id=office.posts["officer"].id, person_id=office.people["sdm"].id,
            kind="link", from_at=START + 6 * DAY, to_at=START + 8 * DAY,
        )  # fmt: skip
        session.add(cover)
        session.flush()
        found = held(session, complaint, at=START + 10 * DAY)
        people = {person.id: name for name, person in office.people.items()}
        at_post = [(people.get(span.person.id) if span.person else None, span.days) for span in found if span.post]
        assert at_post == [("officer", 3), ("sdm", 2), ("caller", 1), ("sdm", 2), ("caller", 2)]
        assert [span.kind for span in found if span.post] == ["regular", "cover", "regular", "link", "regular"]
        assert sum(span.days for span in found) == 10
        assert found[-1].to_at is None


def test_who_sat_there_all_the_time_has_one_line(any_app: Flask) -> None:
    with any_app.app_context():
        session: Session = db.session  # type: ignore[assignment]
        office = make_office(session, START - 10 * DAY)
        complaint = register_and_mark(session, office, at=START)
        found = held(session, complaint, at=START + 4 * DAY)
        assert [(span.holder, span.days) for span in found] == [("cell", 0), ("post", 4)]


def test_the_days_of_an_empty_chair_are_those_of_who_covered_it(any_app: Flask) -> None:
    with any_app.app_context():
        session: Session = db.session  # type: ignore[assignment]
        office = make_office(session, START - 10 * DAY)
        complaint = register_and_mark(session, office, at=START)
        leave(session, office, "officer", START + DAY)
        leave(session, office, "sdm", START + 3 * DAY)
        for code in ("hod", "dc"):
            leave(session, office, code, START + 4 * DAY)
        found = [span for span in held(session, complaint, at=START + 6 * DAY) if span.post]
        assert [(span.person and span.person.username, span.kind, span.days) for span in found] == [
            ("officer", "regular", 1), ("sdm", "cover", 2), ("hod", "cover", 1), (None, "", 2)
        ]  # fmt: skip


def test_a_standing_link_officer_gets_no_days_while_the_holder_sits_there(any_app: Flask) -> None:
    with any_app.app_context():
        session: Session = db.session  # type: ignore[assignment]
        office = make_office(session, START - 10 * DAY)
        complaint = register_and_mark(session, office, at=START)
        sit(session, office, "caller", "officer", START + DAY)
        link = session.scalars(select(Charge).where(Charge.kind == "link")).one()
        charges.end(session, link, by=office.actors["admin"], at=START + 4 * DAY)
        found = [span for span in held(session, complaint, at=START + 6 * DAY) if span.post]
        assert [(span.person and span.person.username, span.days) for span in found] == [("officer", 6)]
