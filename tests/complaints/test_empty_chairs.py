"""THE CASEBOOK, tests: a complaint never waits for a vacancy – link officer, then the reporting post, then the cell."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest
from flask import Flask
from sqlalchemy import select
from sqlalchemy.orm import Session

from app.accounts import sessions
from app.complaints import queries
from app.complaints.actions import mark, work
from app.complaints.actor import Actor
from app.complaints.errors import Refused
from app.complaints.placing import covered_by, filled
from app.complaints.step import allowed
from app.domain.calendar import ist_date
from app.domain.states import Action
from app.extensions import db
from app.models.office import Charge, Post
from tests.complaints.way import HOUR, START
from tests.office import Office, make_office, register_and_mark, register_one

NEVER = timedelta(days=365)


def leave(session: Session, office: Office, code: str, at: datetime) -> None:
    """The chair is empty from now on."""
    held = select(Charge).where(Charge.post_id == office.posts[code].id, Charge.to_at.is_(None))
    for charge in session.scalars(held):
        charge.to_at = at
    session.flush()


def sit(session: Session, office: Office, who: str, where: str, at: datetime, kind: str = "link") -> None:
    """Give the person of one post a charge of another."""
    session.add(
        Charge(
            district_id=office.district.id, post_id=office.posts[where].id, person_id=office.people[who].id, kind=kind,
            from_at=at,
        )
    )  # fmt: skip
    session.flush()


def signed_in(session: Session, office: Office, code: str, at: datetime) -> Actor:
    """The actor as a signed-in browser has it."""
    token = sessions.begin(session, office.people[code], address="", agent="", at=at)
    assert token is not None
    who = sessions.find(session, token, idle=NEVER, longest=NEVER, at=at)
    assert who is not None
    return who.actor


def covers(session: Session, office: Office, code: str, at: datetime) -> set[str]:
    found = set(session.scalars(select(covered_by(select(Post.id).where(Post.id == office.posts[code].id), at).c.id)))
    return {name for name, post in office.posts.items() if post.id in found}


def test_the_work_of_an_empty_chair_is_on_the_list_of_its_senior(any_app: Flask) -> None:
    with any_app.app_context():
        session: Session = db.session  # type: ignore[assignment]
        office = make_office(session, START)
        complaint = register_and_mark(session, office, at=START)
        at = START + HOUR
        assert complaint not in queries.worklist(session, signed_in(session, office, "sdm", at), at)
        leave(session, office, "officer", at)
        sdm = signed_in(session, office, "sdm", at)
        assert complaint in queries.worklist(session, sdm, at)
        assert queries.chip_counts(session, sdm, at)["new"] == 1
        session.commit()  # as between two requests
        work.acknowledge(session, complaint.id, next_step="call", next_step_on=ist_date(at), by=sdm, at=at)
        assert complaint.acknowledged_at == at
        assert complaint.post_id == office.posts["officer"].id  # it stays the post's own


def test_nobody_covers_while_somebody_sits_there(any_app: Flask) -> None:
    with any_app.app_context():
        session: Session = db.session  # type: ignore[assignment]
        office = make_office(session, START)
        assert covers(session, office, "sdm", START) == set()
        leave(session, office, "officer", START)
        assert covers(session, office, "sdm", START) == {"officer"}
        assert covers(session, office, "hod", START) == set()
        leave(session, office, "sdm", START)
        assert covers(session, office, "hod", START) == {"sdm", "officer"}


def test_a_link_officer_comes_before_the_senior_and_both_see_it(any_app: Flask) -> None:
    with any_app.app_context():
        session: Session = db.session  # type: ignore[assignment]
        office = make_office(session, START)
        complaint = register_and_mark(session, office, at=START)
        sit(session, office, "caller", "officer", START)
        link = Actor(
            district_id=office.district.id, role=office.actors["officer"].role,
            person_id=office.people["caller"].id, post_id=office.posts["officer"].id,
        )  # fmt: skip
        both = (link, office.actors["officer"])
        assert all(allowed(session, complaint, Action.ACKNOWLEDGE, by) for by in both)
        assert all(complaint in queries.worklist(session, by, START) for by in both)
        leave(session, office, "officer", START + HOUR)
        sit(session, office, "caller", "officer", START + HOUR)
        assert covers(session, office, "sdm", START + 2 * HOUR) == set()
        assert filled(session, office.posts["officer"], START + 2 * HOUR) == office.posts["officer"]


def test_it_is_marked_to_who_covers_and_at_last_kept_by_the_cell(any_app: Flask) -> None:
    with any_app.app_context():
        session: Session = db.session  # type: ignore[assignment]
        office = make_office(session, START)
        leave(session, office, "officer", START)
        assert register_and_mark(session, office, at=START + HOUR).post_id == office.posts["sdm"].id
        for code in ("sdm", "hod", "dc"):
            leave(session, office, code, START + HOUR)
        kept = register_one(session, office, at=START + 2 * HOUR, no=2)
        with pytest.raises(Refused, match="post_in_charge"), session.begin_nested():
            mark.mark(
                session, kept.id, category=office.category, post=office.posts["officer"], by=office.actors["cell"],
                at=START + 2 * HOUR,
            )  # fmt: skip
        session.refresh(kept)
        assert (kept.state, kept.holder) == ("registered", "cell")
