"""DESK: the complainant's own pages, tests: three buttons that post – what they change, for whom, and until when."""

from __future__ import annotations

from datetime import timedelta

import pytest
from flask import Flask
from sqlalchemy import select, update

from app.extensions import db
from app.models.account import Person
from app.models.dialogue import Feedback
from app.models.office import Post
from app.models.party import Complainant, Party
from tests.complaints import way
from tests.desks.public.conftest import MOBILE, NAME, Outside, outside


def standing(of: Outside) -> list[Feedback]:
    with of.app.app_context():
        return list(db.session.scalars(select(Feedback).where(Feedback.replaced_at.is_(None))))


def say(of: Outside, answer: str, link: str = "") -> int:
    return of.client.post(link or of.link("feedback"), data={"r": answer}).status_code


@pytest.mark.parametrize("prefix", ["", "/en"], ids=["hi", "en"])
def test_the_page_asks_and_reading_it_changes_nothing(asked: Outside, prefix: str) -> None:
    link = asked.link("feedback")
    for _preview in range(3):
        page = asked.client.get(prefix + link)
        assert page.status_code == 200
    assert page.text.count('name="r"') == 3
    assert way.DONE in page.text
    for private in (MOBILE, NAME, "गाँव की सड़क", "श्री officer", "<script"):
        assert private not in page.text
    assert page.sql_count <= 4
    assert asked.row().state == "disposed"
    assert asked.client.head(link).status_code == 200
    assert standing(asked) == []


def test_yes_closes(asked: Outside) -> None:
    assert say(asked, "yes") == 303
    assert asked.row().state == "closed_satisfied"
    (row,) = standing(asked)
    assert (row.channel, row.answer, row.person_id) == ("web", "satisfied", None)
    assert "हाँ, पूरा हो गया।" in asked.client.get(asked.link("feedback")).text


@pytest.mark.parametrize(("answer", "kept"), [("partly", "partly"), ("no", "dissatisfied")])
def test_anything_else_opens_it_again_one_level_up(asked: Outside, answer: str, kept: str) -> None:
    link = asked.link("feedback")
    assert say(asked, answer, link) == 303
    row = asked.row()
    assert (row.state, row.level, row.cycle) == ("marked", 2, 2)
    assert [one.answer for one in standing(asked)] == [kept]
    page = asked.client.get(link).text
    assert "पद sdm" in page
    assert "आपके जवाब के लिए धन्यवाद" in page
    assert 'name="reason_code"' in page


def test_the_same_answer_twice_is_one(asked: Outside) -> None:
    link = asked.link("feedback")
    assert [say(asked, "no", link), say(asked, "no", link)] == [303, 303]
    assert len(standing(asked)) == 1
    assert asked.row().cycle == 2


def test_a_wrong_button_is_put_right_within_a_quarter_of_an_hour(asked_anywhere: Outside) -> None:
    asked = asked_anywhere
    link = asked.link("feedback")
    say(asked, "yes", link)
    assert "बजे तक बदल सकते हैं" in asked.client.get(link).text
    assert say(asked, "no", link) == 303
    assert [one.answer for one in standing(asked)] == ["dissatisfied"]
    assert asked.row().state == "marked"
    assert say(asked, "yes", link) == 303
    assert asked.row().state == "closed_satisfied"


def test_later_it_stays(asked: Outside) -> None:
    link = asked.link("feedback")
    say(asked, "yes", link)
    with asked.app.app_context():
        for row in db.session.scalars(select(Feedback)):
            row.at -= timedelta(minutes=16)
        db.session.commit()
    assert 'name="r"' not in asked.client.get(link).text
    assert say(asked, "no", link) == 409
    assert asked.row().state == "closed_satisfied"


def test_why_not_in_a_second_step(asked: Outside) -> None:
    link = asked.link("feedback")
    say(asked, "no", link)
    assert asked.client.post(f"{link}/why", data={"reason_code": "nonsense"}).status_code == 422
    told = {"reason_code": "half_done", "text": "आधी सड़क रह गई"}
    assert asked.client.post(f"{link}/why", data=told).status_code == 303
    (row,) = standing(asked)
    assert (row.reason_code, row.text) == ("half_done", "आधी सड़क रह गई")
    assert 'name="reason_code"' not in asked.client.get(link).text
    assert asked.client.post(f"{link}/why", data=told).status_code == 409


def test_no_reason_is_chosen_for_anybody(asked: Outside) -> None:
    link = asked.link("feedback")
    with asked.app.app_context():
        db.session.execute(update(Post).values(phone="01234-500133"))
        db.session.commit()
    say(asked, "partly", link)
    page = asked.client.post(f"{link}/why", data={"reason_code": "", "text": "आधी सड़क रह गई"})
    assert page.status_code == 422
    assert "आधी सड़क रह गई" in page.text
    assert [one.reason_code for one in standing(asked)] == ["not_said"]
    shown = asked.client.get(link).text
    assert '<select id="reason_code"' in shown
    assert '<option value="">' in shown
    assert "01234-500100" in shown.split("बोलकर बताना है?")[1].split("</p>")[0], (
        "the DC's office hears it, no department"
    )


def test_money_asked_for_makes_it_confidential(asked: Outside) -> None:
    link = asked.link("feedback")
    say(asked, "no", link)
    asked.client.post(f"{link}/why", data={"reason_code": "bribe_asked", "text": ""})
    row = asked.row()
    assert row.is_confidential
    assert row.against_person_id == asked.office.people["officer"].id


def test_a_link_of_an_older_life_answers_nothing(app: Flask) -> None:
    older = outside(app, way.disposed)
    link = older.link("feedback")
    say(older, "no", link)
    older.change(lambda c: setattr(c, "state", "in_action"))
    page = older.client.get(link)
    assert page.status_code == 200
    assert "काम चल रहा है" in page.text
    assert say(older, "yes", link) == 409
    assert older.row().state == "in_action"


def test_an_answer_by_the_call_desk_ends_the_question(app: Flask) -> None:
    answered = outside(app, lambda session, office, at: way.answered(session, office, "yes", at))
    link = answered.link("feedback")
    page = answered.client.get(link)
    assert "अब यह सवाल नहीं पूछा जा रहा" in page.text
    assert say(answered, "no", link) == 409
    assert answered.row().state == "closed_satisfied"


def test_nobody_answers_for_the_office(asked: Outside) -> None:
    link = asked.link("feedback")
    with asked.app.app_context():
        hod = asked.office.people["hod"].id
        db.session.execute(update(Person).where(Person.id == hod).values(phone=MOBILE))
        db.session.commit()
    page = asked.client.post(link, data={"r": "yes"})
    assert page.status_code == 422
    assert "राय कोई और पूछेगा" in page.text
    assert asked.row().state == "disposed"


def test_who_is_no_party_any_more_has_no_say(asked: Outside) -> None:
    link = asked.link("feedback")
    with asked.app.app_context():
        db.session.delete(db.session.scalars(select(Party)).one())
        db.session.commit()
    assert asked.client.get(link).status_code == 404
    assert say(asked, "yes", link) == 404


def test_of_several_people_none_changes_anothers_answer(asked: Outside) -> None:
    with asked.app.app_context():
        row = asked.row()
        other = Complainant(district_id=row.district_id, name="गीता देवी", created_at=row.received_at)
        db.session.add(other)
        db.session.flush()
        db.session.add(
            Party(district_id=row.district_id, complaint_id=row.id, complainant_id=other.id, kind="petitioner",
                  joined_at=row.received_at)
        )  # fmt: skip
        db.session.commit()
    link = asked.link("feedback")
    assert say(asked, "yes", link) == 303
    assert say(asked, "no", link) == 409


def test_a_confidential_one_asks_without_the_words(asked: Outside) -> None:
    asked.change(lambda c: setattr(c, "is_confidential", True))
    page = asked.client.get(asked.link("feedback")).text
    assert way.DONE not in page
    assert page.count('name="r"') == 3


def test_no_button_is_no_answer(asked: Outside) -> None:
    assert say(asked, "") == 422
    assert say(asked, "maybe") == 422
