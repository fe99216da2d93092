"""THE CASEBOOK, tests: an officer complained against neither sees nor handles it, in whatever chair (D12-1)."""

from __future__ import annotations

from datetime import timedelta

import pytest
from flask import Flask
from sqlalchemy import select
from sqlalchemy.orm import Session

from app.complaints.actions import escalate, give_way, mark, split
from app.complaints.actor import Actor, system
from app.complaints.directory import Directory
from app.complaints.errors import Refused
from app.complaints.placing import shunned
from app.complaints.queries import visible_to
from app.complaints.step import allowed
from app.domain.policy import Right
from app.domain.states import Action
from app.extensions import db
from app.models.complaint import Complaint
from tests.complaints.test_empty_chairs import leave, sit
from tests.complaints.way import HOUR, START
from tests.office import Office, make_office, register_one


def against_officer(session: Session, office: Office) -> Complaint:
    return register_one(session, office, at=START, against_post_id=office.posts["officer"].id)


def sees(session: Session, by: Actor, complaint: Complaint) -> bool:
    return session.scalar(select(Complaint.id).where(Complaint.id == complaint.id, visible_to(by))) is not None


def in_chair(office: Office, who: str, where: str) -> Actor:
    """The person of one post acting in another."""
    chair = office.actors[where]
    return Actor(
        district_id=chair.district_id, role=chair.role, person_id=office.people[who].id, post_id=chair.post_id,
        department_id=chair.department_id, tree=chair.tree,
    )  # fmt: skip


def test_who_sat_there_is_written_down_and_kept_out_in_every_chair(any_app: Flask) -> None:
    with any_app.app_context():
        session: Session = db.session  # type: ignore[assignment]
        office = make_office(session, START)
        complaint = against_officer(session, office)
        assert complaint.against_person_id == office.people["officer"].id
        mark.mark(
            session,
            complaint.id,
            category=office.category,
            post=office.posts["sdm"],
            by=office.actors["cell"],
            at=START,
        )
        for where in ("sdm", "hod", "cell", "dc"):
            assert sees(session, office.actors[where], complaint), where
            accused = in_chair(office, "officer", where)
            assert not sees(session, accused, complaint), where
            for right in (Right.REVEAL_PHONE, Action.ACKNOWLEDGE, Action.MARK):
                assert not allowed(session, complaint, right, accused), (where, right)


def test_marking_and_climbing_pass_over_the_chairs_of_that_person(any_app: Flask) -> None:
    with any_app.app_context():
        session: Session = db.session  # type: ignore[assignment]
        office = make_office(session, START)
        complaint = against_officer(session, office)
        leave(session, office, "sdm", START)
        sit(session, office, "officer", "sdm", START, kind="additional")
        at = START + HOUR
        assert shunned(session, complaint, at) == {office.posts["officer"].id, office.posts["sdm"].id}
        desk = Directory(session, office.district.id, at)
        assert desk.post_for(office.category, office.village, never=desk.never(complaint)) == office.posts["hod"]
        with pytest.raises(Refused, match="not_complained_against"), session.begin_nested():
            mark.mark(
                session, complaint.id, category=office.category, post=office.posts["sdm"], by=office.actors["cell"],
                at=at,
            )  # fmt: skip
        complaint = session.get_one(Complaint, complaint.id, populate_existing=True)
        complaint.department_id, complaint.level = office.department.id, 1
        stop = escalate.next_stop(session, complaint, at=at)
        assert stop is not None
        assert stop == (2, office.posts["hod"])


@pytest.mark.parametrize(("chair", "then"), [("sdm", "hod"), ("hod", "dc")])
def test_what_lies_in_a_chair_goes_on_when_that_person_gets_it(any_app: Flask, chair: str, then: str) -> None:
    with any_app.app_context():
        session: Session = db.session  # type: ignore[assignment]
        office = make_office(session, START)
        complaint = against_officer(session, office)
        mark.mark(
            session,
            complaint.id,
            category=office.category,
            post=office.posts[chair],
            by=office.actors["cell"],
            at=START,
        )
        at = START + timedelta(days=1)
        assert give_way.crossed(session, at, 10) == []
        leave(session, office, chair, at)
        sit(session, office, "officer", chair, at, kind="regular")
        assert give_way.crossed(session, at, 10) == [complaint.id]
        job = system(office.district.id)
        assert give_way.give_way(session, complaint.id, by=job, at=at)
        assert complaint.post_id == office.posts[then].id
        assert give_way.crossed(session, at, 10) == []
        assert not give_way.give_way(session, complaint.id, by=job, at=at)


def test_a_part_is_against_who_sat_there_when_the_petition_came(any_app: Flask) -> None:
    with any_app.app_context():
        session: Session = db.session  # type: ignore[assignment]
        office = make_office(session, START)
        complaint = against_officer(session, office)
        at = START + HOUR
        leave(session, office, "officer", at)
        sit(session, office, "caller", "officer", at, kind="regular")
        matter = split.Matter("नाली का पानी भी सड़क पर भर जाता है")
        (part,) = split.split(session, complaint.id, [matter], by=office.actors["cell"], at=at)
        assert part.against_person_id == complaint.against_person_id == office.people["officer"].id


def test_a_part_whose_kind_leads_to_the_accused_goes_to_the_senior(any_app: Flask) -> None:
    with any_app.app_context():
        session: Session = db.session  # type: ignore[assignment]
        office = make_office(session, START)
        complaint = against_officer(session, office)
        matter = split.Matter("नाली का पानी भी सड़क पर भर जाता है", office.category)
        (part,) = split.split(session, complaint.id, [matter], by=office.actors["cell"], at=START + HOUR)
        assert (part.state, part.post_id) == ("marked", office.posts["sdm"].id)
