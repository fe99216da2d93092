"""DESK: steps, tests: another office does its part; the complaint, its clock and the complainant's number stay."""

from __future__ import annotations

import io
import re
from datetime import UTC, datetime, timedelta

import pytest
from flask import Flask
from sqlalchemy import select

from app.complaints.actions import subtask
from app.complaints.errors import Refused
from app.extensions import db
from app.models.account import Person
from app.models.complaint import Complaint
from app.models.notice import Notice
from app.models.office import Charge, Department, Post, PostKind
from tests.client import DEMO_PASSWORD
from tests.desks.casework.conftest import Case, photo, report_fields
from tests.office import _hash

WORK = "सड़क के नीचे की पाइप लाइन पहले बदलनी है"
RESULT = "पाइप लाइन बदल दी गई है, सड़क बनाई जा सकती है"
NO_MORE = "सड़क अब दूसरी योजना से बन रही है"
PHONE = "9700000001"


def neighbour(case: Case, code: str = "jal") -> Post:
    """A post of another department with somebody in it, who signs in with its code."""
    with case.app.app_context():
        since = datetime.now(UTC) - timedelta(days=300)
        scope = {"district_id": case.office.district.id, "valid_from": since}
        kind = db.session.query(PostKind).filter_by(code="officer").one()
        water = db.session.query(Department).filter_by(code="JAL").one_or_none()
        if water is None:
            water = Department(code="JAL", name_hi="जल", name_en="Water", **scope)
            db.session.add(water)
            db.session.flush()
        post = Post(
            code=code, kind_id=kind.id, department_id=water.id, place_id=case.office.village.id, level=1,
            name_hi=f"पद {code}", name_en=f"Post {code}", **scope,
        )  # fmt: skip
        person = Person(
            district_id=case.office.district.id, username=code, name_hi=code, name_en=code, phone=None,
            password_hash=_hash(), created_at=since,
        )  # fmt: skip
        db.session.add_all([post, person])
        db.session.flush()
        db.session.add(
            Charge(district_id=post.district_id, post_id=post.id, person_id=person.id, kind="regular", from_at=since)
        )
        db.session.commit()
        db.session.refresh(post)
        db.session.expunge(post)
    assert DEMO_PASSWORD
    return post


def day(ahead: int) -> str:
    return (datetime.now(UTC) + timedelta(days=ahead)).date().isoformat()


def ask(case: Case, post: Post, ahead: int = 2) -> int:
    return case.post("parts/new", post=str(post.id), text=WORK, due_on=day(ahead)).status_code


def test_another_office_is_asked_takes_it_on_and_does_it(any_case: Case) -> None:
    case = any_case
    case.accept()
    post = neighbour(case)
    due = case.row().due_at
    jal = case.as_("jal")
    assert jal.get().status_code == 404
    assert "/parts" in case.get().text
    assert case.get("/parts/new").status_code == 200
    assert ask(case, post) == 303
    worklist = jal.client.get("/complaints?chip=parts").text
    assert WORK in worklist
    assert case.number in worklist
    assert 'href="/complaints?chip=parts"><b>1</b>' in jal.client.get("/").text
    seen = jal.get()
    assert seen.status_code == 200
    assert "मेरे हिस्से" in seen.text
    assert PHONE not in seen.text
    assert PHONE[:5] not in seen.text
    assert f'action="/complaints/{case.number}/call"' not in seen.text
    assert jal.post("call").status_code == 403
    assert jal.post("acknowledge", next_step="call", next_step_on=day(1)).status_code == 403
    assert jal.post("parts/1/accept").status_code == 303
    assert jal.post("parts/1/finish", result=RESULT).status_code == 303
    assert RESULT in case.get("/parts").text
    assert RESULT in case.get().text
    assert case.post("parts/1/close").status_code == 303
    row = case.row()
    assert (row.due_at, row.state, row.post_id) == (due, "in_action", case.office.posts["officer"].id)
    assert case.actions()[-4:] == ["subtask_give", "subtask_accept", "subtask_finish", "subtask_close"]
    assert jal.get().status_code == 200  # who worked on it keeps sight of it


def test_the_report_waits_for_the_parts(any_case: Case) -> None:
    case = any_case.ready()
    assert ask(case, neighbour(case)) == 303
    answer = case.post("report", **report_fields())
    assert answer.status_code == 422
    assert "दूसरे" in answer.text
    jal = case.as_("jal")
    assert jal.post("parts/1/decline", result="यह काम हमारे विभाग का नहीं है").status_code == 303
    assert case.post("report", **report_fields()).status_code == 303
    assert case.row().state == "atr_submitted"


def test_a_part_ends_before_the_own_time_limit(case: Case) -> None:
    case.accept()
    answer = case.post("parts/new", htmx=True, post=str(neighbour(case).id), text=WORK, due_on=day(60))
    assert answer.status_code == 422
    assert WORK in answer.text
    assert case.actions()[-1] == "acknowledge"


def test_nobody_is_asked_twice_nor_more_than_five(case: Case, app: Flask) -> None:
    case.accept()
    posts = [neighbour(case, f"jal{n}") for n in range(6)]
    assert ask(case, posts[0]) == 303
    assert ask(case, posts[0]) == 422
    for post in posts[1:5]:
        assert ask(case, post) == 303
    answer = case.post("parts/new", post=str(posts[5].id), text=WORK, due_on=day(2))
    assert answer.status_code == 422
    assert case.as_("jal5").get().status_code == 404


def test_a_part_that_runs_on_after_reopening_still_counts(any_case: Case) -> None:
    """Found by the random machine: the complaint was withdrawn and came back while the other office was at work."""
    case = any_case.ready()
    post = neighbour(case)
    assert ask(case, post) == 303
    with case.app.app_context():
        db.session.get_one(Complaint, case.row().id).cycle += 1
        db.session.commit()
    assert ask(case, post) == 422
    assert case.post("report", **report_fields()).status_code == 422
    assert case.post("parts/1/close", result=NO_MORE).status_code == 303
    assert ask(case, post) == 303


def test_only_who_was_asked_answers_and_only_the_holder_closes(case: Case) -> None:
    case.accept()
    assert ask(case, neighbour(case)) == 303
    neighbour(case, "other")
    assert case.as_("other").post("parts/1/accept").status_code == 404
    assert case.post("parts/1/finish", result=RESULT).status_code == 404
    jal = case.as_("jal")
    assert jal.post("parts/1/close", result=NO_MORE).status_code == 403
    short = jal.post("parts/1/finish", htmx=True, result="हो")
    assert short.status_code == 422
    assert short.text.lstrip().startswith('<section class="card" id="part-1"')
    assert jal.post("parts/1/finish", result=RESULT).status_code == 303
    assert jal.post("parts/1/accept", htmx=True).status_code == 422
    assert jal.post("comment", text="मौके पर पाइप देखी").status_code == 303


def test_what_is_confidential_is_given_to_no_other_office(case: Case) -> None:
    case.accept()
    post = neighbour(case)
    assert ask(case, post) == 303
    with case.app.app_context():
        row = db.session.get(type(case.row()), case.row().id)
        assert row is not None
        row.is_confidential = True
        db.session.commit()
        with pytest.raises(Refused, match="not_confidential"):
            subtask.give(
                db.session, row.id, post=db.session.get(Post, neighbour(case, "more").id), text=WORK,
                due_on=datetime.now(UTC).date() + timedelta(days=1), by=case.office.actors["officer"],
                at=datetime.now(UTC),
            )  # fmt: skip
    jal = case.as_("jal")
    assert jal.get().status_code == 404
    assert WORK not in jal.client.get("/complaints?chip=parts").text


def test_only_who_was_asked_is_shown_the_way_to_a_part(case: Case) -> None:
    case.accept()
    post = neighbour(case)
    assert ask(case, post) == 303
    assert "मेरे हिस्से का काम" in case.as_("jal").get().text
    for other in ("hod", "nodal", "dc", "cell"):
        assert "मेरे हिस्से का काम" not in case.as_(other).get().text, other


def test_a_part_carries_its_own_photo_both_ways(case: Case) -> None:
    case.accept()
    post = neighbour(case)
    given = case.post("parts/new", post=str(post.id), text=WORK, due_on=day(2), file=photo(1))
    assert given.status_code == 303
    jal = case.as_("jal")
    refused = jal.post("parts/1/finish", result=RESULT, file=(io.BytesIO(b"MZ no picture"), "x.jpg"))
    assert refused.status_code == 422
    assert RESULT in refused.text
    assert jal.post("parts/1/finish", htmx=True, result=RESULT, file=photo(2)).status_code == 200
    shown = re.findall(r'href="(/complaints/[^"]+/photos/[^"]+)"', case.get("/parts").text)
    assert len(shown) == 2
    assert all(case.client.get(address).mimetype == "image/jpeg" for address in shown)
    assert "फ़ोटो या कागज़ के साथ" in case.get().text


def test_no_form_where_no_day_is_left(case: Case) -> None:
    case.accept()
    assert 'name="due_on"' in case.get("/parts/new").text
    with case.app.app_context():
        db.session.query(Complaint).update({"due_at": datetime.now(UTC)})
        db.session.commit()
    text = case.get("/parts/new").text
    assert "कोई हिस्सा" in text or "हिस्सा" in text
    assert 'name="due_on"' not in text
    assert "data-primary" not in text


def test_a_part_that_nobody_answered_is_closed_with_words_and_the_office_is_told(any_case: Case) -> None:
    case = any_case
    case.accept()
    post = neighbour(case)
    with case.app.app_context():
        db.session.query(Person).filter_by(username="jal").update({"phone": "9800000077"})
        db.session.commit()
    assert ask(case, post) == 303
    for htmx in (False, True):
        short = case.post("parts/1/close", htmx=htmx, result="नहीं")
        assert short.status_code == 422
        assert "नहीं</textarea>" in short.text
        assert 'aria-describedby="why-1-e"' in short.text
    assert case.actions()[-1] == "subtask_give"
    assert case.post("parts/1/close", result=NO_MORE).status_code == 303
    shown = case.as_("jal").get("/parts").text
    assert "बिना जवाब" in shown
    assert NO_MORE in shown
    with case.app.app_context():
        told = db.session.scalars(select(Notice).where(Notice.template_key == "O10")).one()
        assert (told.audience, told.slots["no"]) == ("officer", case.number)


def test_two_answers_can_be_told_apart_after_both_were_closed(case: Case) -> None:
    case.accept()
    for no, (code, verb) in enumerate((("jal", "finish"), ("vidyut", "decline")), start=1):
        assert ask(case, neighbour(case, code)) == 303
        assert case.as_(code).post(f"parts/{no}/{verb}", result=RESULT).status_code == 303
        assert case.post(f"parts/{no}/close", htmx=True).status_code == 200
    one, two = case.get("/parts").text.split('id="part-2"')
    assert '<span class="tag g">' in one
    assert '<span class="tag r">' not in one
    assert '<span class="tag r">' in two
    with case.app.app_context():
        assert not db.session.scalars(select(Notice).where(Notice.template_key == "O10")).all()
