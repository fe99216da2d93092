"""DESK: the complainant's own pages, tests: who registers from home gets a number, and the cell a complaint."""

from __future__ import annotations

import pytest
from flask import Flask
from sqlalchemy import select, update

from app.extensions import db
from app.models.account import Person
from app.models.attachment import Attachment
from tests.desks.counter_office import acting, open_office, signed_in
from tests.desks.public.registering import MOBILE, TOLD, WORDS, Writer, picture, writer
from tests.evidence.photos import exif

LANGUAGES = pytest.mark.parametrize("prefix", ["", "/en"], ids=["hi", "en"])
AADHAAR = "2341 2341 2346"


@pytest.fixture
def home(app: Flask) -> Writer:
    return writer(open_office(app))


@pytest.fixture
def home_anywhere(any_app: Flask) -> Writer:
    """The same, on both databases."""
    return writer(open_office(any_app))


def test_from_the_mobile_to_the_receipt(home_anywhere: Writer) -> None:
    home = home_anywhere
    sent = home.whole(name="  सुनीता   देवी ")
    assert sent.status_code == 303
    [row] = home.rows()
    assert (row.source, row.state, row.holder, row.body, row.language) == ("WEB", "registered", "cell", WORDS, "hi")
    assert row.place_text.startswith("सोनपुर")
    [first] = home.events()
    assert (first.action, first.role, first.person_id) == ("register", "public", None)
    [code, told] = home.notices()
    assert (code.template_key, told.template_key, told.to_number) == ("S15R", "S01R", MOBILE)
    receipt = home.client.get(sent.headers["Location"])
    assert row.number in receipt.text
    assert told.slots["link"] in receipt.text
    assert MOBILE not in receipt.text
    assert "सुनीता" not in receipt.text
    [phone] = home.phones()
    assert (phone.number, phone.kind, phone.is_staff, phone.entered_by_id) == (MOBILE, "own", False, None)
    assert phone.verified_at is not None


def test_the_cell_finds_it_as_one_from_the_web(home: Writer) -> None:
    home.whole()
    desk = signed_in(home.app, "cell").get("/marking")
    assert home.rows()[0].number in desk.text
    assert "वेबसाइट" in desk.text


@LANGUAGES
def test_in_the_language_of_the_page(home: Writer, prefix: str) -> None:
    home.prefix = prefix
    sent = home.proven().check(place="Sonpur", language="en")
    assert home.send(sent).status_code == 303
    assert [one.lang for one in home.notices()] == ["en" if prefix else "hi", "en"]


def test_without_a_code_nothing_is_written(home: Writer) -> None:
    assert home.client.get("/register/write").status_code == 303
    page = home.check()
    assert WORDS in page.text  # carried along
    assert home.rows() == []
    fields = {"mobile": MOBILE, "text": WORDS, "place": "सोनपुर", "name": "सुनीता", "language": "hi"}
    code_page = home.client.post("/register/code", data=fields)
    assert WORDS in code_page.text
    opened = home.open(text=WORDS, place="सोनपुर", name="सुनीता", language="hi")
    assert opened.status_code == 200
    assert f">\n{WORDS}</textarea>" in opened.text


def test_a_second_tap_is_no_second_complaint(home_anywhere: Writer) -> None:
    home = home_anywhere
    page = home.proven().check()
    first, again = home.send(page), home.send(page)
    assert first.headers["Location"] == again.headers["Location"]
    assert again.headers["X-Replayed"] == "1"
    assert len(home.rows()) == 1
    changed = home.send(page, text="बिल्कुल अलग बात लिख दी है")
    assert changed.status_code == 409
    assert "बिल्कुल अलग बात" in changed.text


def test_one_code_is_one_complaint(home: Writer) -> None:
    home.whole()
    assert home.client.get("/register/write").status_code == 303
    assert home.check(text="एक और बात है: गली की लाइट बंद पड़ी है").status_code == 200
    assert len(home.rows()) == 1


@pytest.mark.parametrize(
    ("field", "typed", "said"),
    [("text", "पानी", "थोड़ा और लिखें"), ("place", "", "यह भरना ज़रूरी है"), ("name", "", "यह भरना ज़रूरी है")],
)
def test_what_is_missing_is_said_at_the_field_and_all_is_kept(home: Writer, field: str, typed: str, said: str) -> None:
    page = home.proven().check(**{field: typed})
    assert page.status_code == 422
    assert said in page.text
    for name, value in TOLD.items():
        assert name in ("language", field) or value in page.text
    assert home.rows() == []


def test_a_village_as_people_write_it_is_offered(home: Writer) -> None:
    page = home.proven().check(place="सोनपूर")
    assert page.status_code == 422
    offered = page.text.split('id="place_is"')[1].split("</select>")[0]
    key = offered.split(">सोनपुर<")[0].rsplit('value="', 1)[1].split('"')[0]
    assert home.check(place="सोनपूर", place_is=key).status_code == 200
    assert home.send(home.check(place="सोनपूर", place_is=key)).status_code == 303
    assert home.rows()[0].place_text.startswith("सोनपुर")


def test_a_village_nobody_finds_is_chosen_by_its_block(home: Writer) -> None:
    page = home.proven().check(place="झझझझझ")
    assert "नाम नहीं मिला" in page.text
    block = page.text.split('id="block"')[1].split(">किशनगढ़<")[0].rsplit('value="', 1)[1].split('"')[0]
    listed = home.check(place="झझझझझ", block=block)
    assert ">सोनपुर<" in listed.text.split('id="place_is"')[1].split("</select>")[0]
    assert home.check(place="झझझझझ", place_is="999999").status_code == 422


def test_a_step_back_keeps_everything(home: Writer) -> None:
    page = home.proven().check()
    back = home.send(page, then="back")
    assert back.status_code == 200
    for value in (WORDS, "सोनपुर", "सुनीता देवी"):
        assert value in back.text
    assert home.rows() == []


def test_an_aadhaar_number_is_hidden_before_and_after(home: Writer) -> None:
    page = home.proven().check(text=f"{WORDS} मेरा आधार {AADHAAR} है", name=f"सुनीता {AADHAAR}")
    assert AADHAAR not in page.text.split("<form")[1].split('name="name"')[0]
    home.send(page)
    assert AADHAAR not in home.rows()[0].body
    assert "XXXX XXXX 2346" in home.rows()[0].body


def test_a_photo_is_looked_at_shrunk_and_stripped(home: Writer) -> None:
    page = home.proven().check()
    wrong = home.send(page, photo=(__file__ and open(__file__, "rb"), "photo.jpg"))  # noqa: SIM115
    assert wrong.status_code == 422
    assert "फ़ोटो, PDF" in wrong.text
    assert home.rows() == []
    assert home.send(wrong, photo=picture()).status_code == 303
    with home.app.app_context():
        [row] = db.session.scalars(select(Attachment)).all()
        assert (row.kind, row.mime, row.person_id) == ("complaint", "image/jpeg", None)
        assert row.bytes <= 300 * 1024
        kept = b"".join(home.app.extensions["photos"].open(row.store_key))
    assert b"Exif" not in kept
    assert exif() is not None


def test_a_photo_survives_a_question_in_between(home: Writer) -> None:
    page = home.proven().check()
    between = home.send(page, then="kinds", photo=picture())
    assert 'name="photo_kept"' in between.text
    assert home.send(between, category="water_none").status_code == 303
    with home.app.app_context():
        assert len(db.session.scalars(select(Attachment)).all()) == 1


def test_the_kind_is_suggested_and_may_be_left_to_the_office(home: Writer) -> None:
    page = home.proven().check()
    assert "पानी नहीं आ रहा, हैंडपंप खराब" in page.text
    home.send(page)
    assert home.rows()[0].category_id is None
    other = writer(home.app, "9876500001").proven()
    sent = other.send(other.check(text="थाने के सिपाही ने पैसे माँगे और धमकाया भी"), category="police_staff")
    assert sent.status_code == 303
    assert home.rows()[1].is_confidential
    receipt = other.client.get(sent.headers["Location"])
    assert "पुलिस" not in receipt.text
    assert "सोनपुर" not in receipt.text


def test_what_is_no_complaint_is_told_first_and_taken_all_the_same(home: Writer) -> None:
    page = home.proven().check()
    with home.app.app_context():
        from app.models.category import Category

        kind = db.session.scalars(select(Category).where(Category.department_id.is_(None))).first()
        assert kind is not None
        code, notice = kind.code, kind.notice_hi
    told = home.send(page, category=code)
    assert notice in told.text
    assert home.rows() == []
    assert home.send(told).status_code == 303


def test_an_office_phone_is_taken_and_flagged(home: Writer) -> None:
    with home.app.app_context():
        mine = acting("officer").person_id
        db.session.execute(update(Person).where(Person.id == mine).values(phone=MOBILE))
        db.session.commit()
    assert home.whole().status_code == 303
    assert home.phones()[0].is_staff


def test_it_is_found_from_the_door_and_from_tracking(home: Writer) -> None:
    for page in ("/sign-in", "/track"):
        assert 'href="/register"' in home.client.get(page).text
