"""DESK: papers, tests: the whole file holds everything, hides what the reader may not know, and is written down."""

from __future__ import annotations

import hashlib
import re

from sqlalchemy import select
from werkzeug.test import TestResponse

from app.complaints.actions.work import comment
from app.extensions import db
from app.models.attachment import Attachment
from app.models.category import Category
from app.models.complaint import Complaint
from app.models.event import Event
from app.models.party import Complainant, Party
from tests.desks.casework.conftest import MOBILE, TEXT, Case, report_fields
from tests.press.reading import text_of

NOTE = "श्री officer ने बताया, नंबर 98765 43210, दूसरी फरियादी गीता देवी"


def reported(case: Case) -> Case:
    case.ready()
    assert case.post("report", **report_fields()).status_code == 303
    return case


def looked(case: Case, **asked: str) -> tuple[str, dict[str, str]]:
    """The copy as it is shown before it is made, and the fields that make it."""
    shown = case.post("file", **asked)
    assert shown.status_code == 200, shown.text
    seen = re.search(r'name="seen" value="(\w+)"', shown.text)
    return shown.text, {**asked, "seen": seen[1] if seen else ""}


def made(case: Case, **asked: str) -> TestResponse:
    told = {"reader": "office", "photos": "y", **asked}
    return case.post("file", **(told if told["reader"] == "office" else looked(case, **told)[1]))


def pdf(case: Case, **asked: str) -> str:
    answer = made(case, **asked)
    assert answer.status_code == 200, answer.text
    assert answer.content_type == "application/pdf"
    assert answer.headers["Cache-Control"] == "no-store"
    assert case.number in answer.headers["Content-Disposition"]
    return text_of(answer.data)


def with_neighbour(case: Case) -> int:
    """A second complainant, and a note that names people and a number; the first one's party."""
    with case.app.app_context():
        row = db.session.get_one(Complaint, case.row().id)
        other = Complainant(district_id=row.district_id, name="गीता देवी", created_at=row.received_at)
        db.session.add(other)
        db.session.flush()
        db.session.add(
            Party(district_id=row.district_id, complaint_id=row.id, complainant_id=other.id, kind="petitioner",
                  joined_at=row.received_at)
        )  # fmt: skip
        comment(db.session, row.id, text=NOTE, by=case.office.actors["cell"], at=row.last_event_at)
        db.session.commit()
        return db.session.scalars(select(Party.id).where(Party.kind == "first")).one()


def test_the_file_has_everything_in_hindi(any_case: Case) -> None:
    case = reported(any_case)
    assert f"/complaints/{case.number}/file" in case.get().text
    assert case.get("/file").status_code == 200
    said = pdf(case)
    for words in (case.number, "शिकायत की पूरी फ़ाइल", "फरियादी 1", "लोक निर्माण", "गाँव की सड़क टूटी हुई है",
                  "बातचीत", "समय-सीमा का हिसाब", "पृष्ठ 1 /", "मंज़ूरी"):  # fmt: skip
        assert words in said, words
    assert [word for word in TEXT.split() if word not in said] == []
    with case.app.app_context():
        sha = db.session.scalars(select(Attachment.sha256)).one()
    assert sha in said.replace(" ", "")
    assert MOBILE not in said.replace(" ", "")


def test_making_one_is_an_audited_event(case: Case) -> None:
    case.post("file", reader="stranger")
    with case.app.app_context():
        assert not list(db.session.scalars(select(Event).where(Event.action == "case_file")))  # only looked at
    answer = made(case, reader="stranger")
    with case.app.app_context():
        note = db.session.scalars(select(Event).where(Event.action == "case_file")).one()
        assert note.person_id == case.office.people["officer"].id
        assert note.data["number"] == case.number
        assert note.data["reader"] == "stranger"
        assert note.data["sha256"] == hashlib.sha256(answer.data).hexdigest()
        assert note.complaint_id is None


def test_the_office_reads_all_names_but_no_number(case: Case) -> None:
    with_neighbour(case)
    said = pdf(case)
    assert "गीता देवी" in said
    assert "फरियादी 1" in said
    assert "श्री cell" in said
    assert "98765" not in said


def test_a_complainant_reads_only_the_own_name(case: Case) -> None:
    first = with_neighbour(case)
    said = pdf(case, reader=f"party-{first}")
    assert "फरियादी 1" in said
    assert "गीता देवी" not in said
    assert "श्री cell" not in said
    assert "XXXXX" in said


def test_somebody_else_reads_no_name_at_all(case: Case) -> None:
    with_neighbour(reported(case))
    said = pdf(case, reader="stranger")
    for name in ("फरियादी 1", "गीता देवी", "श्री cell", "श्री officer", "98765"):
        assert name not in said, name
    assert "पद officer" in said  # a post is no private person


def test_without_photos_the_file_is_smaller_and_the_list_stays(case: Case) -> None:
    reported(case)
    whole, bare = case.post("file", reader="office", photos="y").data, case.post("file", reader="office").data
    assert len(bare) < len(whole)
    assert "SHA-256" in text_of(bare)


def test_who_may_not_see_the_complaint_gets_no_file(case: Case, stranger: Case) -> None:
    for other in (stranger, case.as_("caller"), case.as_("admin")):
        assert other.get("/file").status_code in (403, 404)
        assert other.post("file", reader="office").status_code in (403, 404)


def test_a_confidential_file_needs_a_right_of_its_own(case: Case) -> None:
    with case.app.app_context():
        db.session.scalars(select(Complaint)).one().is_confidential = True
        db.session.commit()
    assert f"/complaints/{case.number}/file" not in case.get().text
    assert case.get("/file").status_code == 404
    assert case.post("file", reader="office").status_code == 404
    assert case.as_("nodal").post("file", reader="office").status_code == 200


def test_a_choice_that_is_none_is_said_at_the_field(case: Case) -> None:
    answer = case.post("file", reader="party-999")
    assert answer.status_code == 422
    assert "सूची में से" in answer.text


def test_nothing_unusual_stops_the_press(case: Case) -> None:
    """Every state and every kind of row can be set: an unmarked one has no department, a code no words."""
    with case.app.app_context():
        row = db.session.scalars(select(Complaint)).one()
        row.body = 'पहली पंक्ति\n\n  दूसरी #panic("x") \u0000 ☃ ਪੰਜਾਬੀ'.replace("\u0000", "")
        db.session.scalars(select(Category)).one().name_hi = "<b>सड़क</b>"
        db.session.commit()
    assert "<b>सड़क</b>" in pdf(case)
