"""The demo district in the registers: whole, consistent, and every desk has something to do."""

from __future__ import annotations

from datetime import timedelta

import pytest
from flask import Flask
from sqlalchemy import func, select

from app.accounts.passwords import matches
from app.complaints import chain, queries
from app.complaints.actions.escalate import due_alarms
from app.complaints.actor import Actor
from app.complaints.placing import in_charge, post_at, tree_of
from app.demo import load, masters, papers, stories
from app.demo.people import DEMO_PASSWORD, demo_users
from app.domain.policy import Role
from app.domain.states import FINAL, State
from app.evidence import documents
from app.extensions import db
from app.models.account import Person
from app.models.attachment import Attachment
from app.models.category import Category
from app.models.complaint import Complaint, Stint
from app.models.dialogue import Dialogue, Feedback
from app.models.event import Event
from app.models.notice import Notice
from app.models.office import Charge, Department, District, Post, SlaProfile
from app.models.place import Place
from app.models.report import Report, Request
from tests.demo.conftest import LOADED_AT, Loaded


def count(navgram: Loaded, model: type, *where: object) -> int:
    return navgram.session.scalar(select(func.count()).select_from(model).where(*where)) or 0  # type: ignore[arg-type]


def acting(navgram: Loaded, username: str) -> Actor:
    charge = navgram.session.scalars(
        select(Charge).join(Person, Person.id == Charge.person_id).where(Person.username == username)
    ).one()
    post = navgram.session.get_one(Post, charge.post_id)
    role = Role(post.kind.role)
    return Actor(
        district_id=post.district_id, role=role, person_id=charge.person_id, post_id=post.id,
        department_id=post.department_id, tree=tree_of(navgram.session, post.id) if role is Role.SDM else frozenset(),
    )  # fmt: skip


def test_the_registers_are_of_the_promised_size(navgram: Loaded) -> None:
    assert count(navgram, Department) == 12
    assert count(navgram, Category) == 25
    assert count(navgram, SlaProfile) == 5
    kinds = dict(navgram.session.execute(select(Place.kind, func.count()).group_by(Place.kind)).all())
    assert (kinds["sub_division"], kinds["block"], kinds["town"]) == (3, 6, 3)
    assert kinds["village"] >= 110
    assert count(navgram, Complaint) == len(navgram.report.numbers) >= 60
    assert count(navgram, Person) == navgram.report.persons


def test_places_know_their_block_and_sub_division(navgram: Loaded) -> None:
    by_code = {place.code: place for place in navgram.session.scalars(select(Place))}
    ids = {place.id: place for place in by_code.values()}
    for place in by_code.values():
        if place.kind in ("village", "gram_panchayat", "ward", "town"):
            assert ids[place.block_id].kind == "block"
            assert ids[place.sub_division_id].kind == "sub_division"
            assert ids[place.block_id].parent_id == place.sub_division_id


def test_the_municipality_finds_its_secretary_from_a_ward_and_nobody_from_a_village(navgram: Loaded) -> None:
    urban = navgram.session.scalars(select(Department.id).where(Department.code == "urban")).one()

    def found(place: Place | None, level: int) -> Post | None:
        return post_at(navgram.session, department_id=urban, level=level, place=place, at=navgram.at)

    for place in navgram.session.scalars(select(Place).where(Place.kind.in_(("ward", "town")))):
        town = place.parent_id if place.kind == "ward" else place.id
        for level, kind in ((1, "secretary_town"), (2, "eo_town")):
            post = found(place, level)
            assert post is not None
            assert (post.kind.code, post.place_id) == (kind, town)
    village = navgram.session.scalars(select(Place).where(Place.kind == "village").limit(1)).one()
    assert found(village, 1) is None
    assert found(village, 3) is not None  # the head of department serves the district


def test_every_story_ends_where_it_says(navgram: Loaded) -> None:
    expected = {row["key"]: row["expect"] for row in masters.read("complaints")}
    rows = {c.number: c for c in navgram.session.scalars(select(Complaint))}
    assert set(expected) == set(navgram.report.numbers)
    for key, number in navgram.report.numbers.items():
        if key not in navgram.report.moved:
            assert (rows[number].state, rows[number].level) == (expected[key]["state"], expected[key]["level"]), key
    assert len(navgram.report.moved) <= 12


def test_what_a_story_shows_is_shown(navgram: Loaded) -> None:
    rows = {c.number: c for c in navgram.session.scalars(select(Complaint))}
    shown = {
        "sent_back": lambda c: c.is_sent_back,
        "dc_watch": lambda c: c.is_dc_watch,
        "urgent": lambda c: c.is_urgent,
        "confidential": lambda c: c.is_confidential,
        "reopened": lambda c: c.cycle > 1,
    }
    for row in masters.read("complaints"):
        for flag in set(row["expect"]["shows"]) & set(shown):
            assert shown[flag](rows[navgram.report.numbers[row["key"]]]), (row["key"], flag)
    flagged = navgram.session.scalars(select(Report).where(Report.state == "submitted")).all()
    fresh = [check for report in flagged for check in report.checks if check["code"] == "photo_fresh"]
    assert [check["value"] for check in fresh if not check["ok"]] == [navgram.report.numbers["c21"]]


def test_the_history_is_one_unbroken_diary(navgram: Loaded) -> None:
    session = navgram.session
    district = session.scalars(select(District.id)).one()
    assert chain.verify(session, district) is None
    events = session.scalars(select(Event).order_by(Event.chain_no)).all()
    assert len(events) == navgram.report.events >= 400
    assert all(event.at <= navgram.at for event in events)
    last: dict[int, Event] = {}
    for event in events:
        before = last.get(event.complaint_id)
        assert before is None or before.at <= event.at
        last[event.complaint_id] = event
    registered = [event.at for event in events if event.action == "register"]
    assert registered == sorted(registered)


def test_every_open_complaint_has_exactly_one_open_stint(navgram: Loaded) -> None:
    open_stints = dict(
        navgram.session.execute(
            select(Stint.complaint_id, func.count()).where(Stint.to_at.is_(None)).group_by(Stint.complaint_id)
        ).all()
    )
    for complaint in navgram.session.scalars(select(Complaint)):
        assert open_stints.get(complaint.id, 0) == (0 if complaint.state in FINAL else 1), complaint.number


def test_nothing_is_left_that_should_have_risen_already(navgram: Loaded) -> None:
    assert due_alarms(navgram.session, navgram.at, 100) == []


def test_every_desk_has_something_to_do(navgram: Loaded) -> None:
    hod = acting(navgram, "hod")
    assert count(navgram, Report, Report.state == "submitted", Report.approver_post_id == hod.post_id) >= 6
    assert count(navgram, Complaint, Complaint.state == State.DISPOSED) >= 6
    assert count(navgram, Complaint, Complaint.state == State.REGISTERED) >= 3
    assert count(navgram, Complaint, Complaint.state == State.CLOSED_SATISFIED) >= 15
    chips = queries.chip_counts(navgram.session, acting(navgram, "officer"), navgram.at)
    assert chips["all"] >= 8
    assert chips["new"] >= 1
    assert chips["back"] >= 1
    assert chips["up"] >= 1
    assert chips["approval"] >= 1
    assert len(queries.worklist(navgram.session, acting(navgram, "sdm"), navgram.at)) >= 4


def test_reports_lie_with_files_that_can_be_opened(navgram: Loaded) -> None:
    store = navgram.app.extensions["photos"]
    files = navgram.session.scalars(select(Attachment)).all()
    asked = set(navgram.session.scalars(select(Request.paper_id)))  # papers of what was proposed
    assert {file.kind for file in files} >= {"complaint", "before", "after", "order", "receipt", "letter", "statement"}
    for file in files:
        assert store.exists(file.store_key)
        assert file.report_id or file.kind == "complaint" or file.id in asked
        assert file.mime == "application/pdf" or store.exists(file.thumb_key)


def test_the_complainants_were_asked(navgram: Loaded) -> None:
    answers = dict(navgram.session.execute(select(Feedback.answer, func.count()).group_by(Feedback.answer)).all())
    assert answers["satisfied"] >= 15
    assert answers["dissatisfied"] + answers["partly"] >= 4
    assert count(navgram, Dialogue, Dialogue.result == "pending") == 0
    assert count(navgram, Feedback, Feedback.dialogue_id.is_(None)) == 0


def test_only_the_last_days_messages_are_still_owed(navgram: Loaded) -> None:
    queued = navgram.session.scalars(select(Notice).where(Notice.state == "queued")).all()
    assert queued
    assert all(notice.owed_at >= navgram.at - timedelta(days=1) for notice in queued)
    old = navgram.session.scalars(select(Notice).where(Notice.owed_at < navgram.at - timedelta(days=1))).all()
    assert {(notice.state, notice.held_reason) for notice in old} <= {
        ("cancelled", "demo_history"), ("cancelled", "folded"), ("cancelled", "answered"),
    }  # fmt: skip


def test_the_ten_shown_users_sit_in_charge_with_the_printed_password(navgram: Loaded) -> None:
    for user in demo_users():
        person = navgram.session.scalars(select(Person).where(Person.username == user.username)).one()
        assert person.is_demo
        post_id = acting(navgram, user.username).post_id
        assert post_id is not None
        assert in_charge(navgram.session, post_id, navgram.at) == person
    assert matches(DEMO_PASSWORD, person.password_hash)
    settings = navgram.app.extensions["nivaran"]
    printed = load.sign_ins_text(settings)
    assert settings.public_url in printed
    assert DEMO_PASSWORD in printed
    assert all(f"  {user.username} " in printed for user in demo_users())


def test_a_broken_story_leaves_nothing_behind(app: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*_args: object, **_named: object) -> None:
        raise stories.StoryBroken("the third complaint")

    monkeypatch.setattr(stories.Teller, "mark", fail)
    with app.app_context():
        assert load.is_empty(db.session)
        with pytest.raises(stories.StoryBroken):
            load.load(db.session, app.extensions["photos"], at=LOADED_AT)
        db.session.rollback()
        assert load.is_empty(db.session)
        assert count(Loaded(app, None), Person) == 0  # type: ignore[arg-type]


def test_a_paper_is_a_pdf_that_the_evidence_room_takes() -> None:
    made = papers.draw_paper(("No. 118/2026 (copy)", "आदेश 118"))
    assert documents.examine(made).kind == "pdf"
    assert rb"No. 118/2026 \(copy\)" in made
