"""DESK: papers, tests: what a copy for others hides – by itself, by hand – and that it is shown before it is made."""

from __future__ import annotations

from sqlalchemy import select

from app.complaints.actions.work import comment
from app.domain.masking import HIDDEN
from app.extensions import db
from app.models.complaint import Complaint
from app.models.hearing import Hearing
from app.models.party import Complainant
from app.models.report import Request
from tests.desks.casework.conftest import Case
from tests.desks.papers.test_case_file import looked, made, pdf

TEXT = "ठेकेदार रामफल सैनी और पंच सुरेश ने बताया, पड़ोसी विनोद आया। गवाह महेन्द्र से आराम से बात, नीली कोठी के पास"


def told(case: Case) -> None:
    """A note with names; the first complainant is one of them, another a witness, a third came to a hearing."""
    with case.app.app_context():
        row = db.session.get_one(Complaint, case.row().id)
        db.session.scalars(select(Complainant)).one().name = "विनोद कुमार"
        office, at = case.office, row.last_event_at
        comment(db.session, row.id, text=TEXT, by=office.actors["cell"], at=at)
        scope = {"district_id": row.district_id, "complaint_id": row.id, "cycle": 1}
        db.session.add(
            Request(kind="rejection", proposer_id=office.people["officer"].id, reason_code="false", text="-",
                    proposer_post_id=office.posts["officer"].id, proposed_at=at, data={"witness": "महेन्द्र लाल, सरपंच"},
                    decision="taken_back", decided_at=at, **scope)
        )  # fmt: skip
        db.session.add(
            Hearing(no=1, post_id=office.posts["hod"].id, at=at, place="-", called_at=at, result="called_off",
                    recorded_at=at, words="-", who_came="ठेकेदार सुरेश और पंच", **scope)
        )  # fmt: skip
        db.session.commit()


def test_parts_of_names_witnesses_and_who_came_are_hidden_by_themselves(any_case: Case) -> None:
    told(any_case)
    said = pdf(any_case, reader="stranger")
    for name in ("विनोद", "सुरेश", "महेन्द्र"):
        assert name not in said, name
    for word in ("पड़ोसी", "पंच", "आराम", "रामफल सैनी", "नीली कोठी"):
        assert word in said, word
    assert "विनोद" in pdf(any_case)  # the office's own


def test_what_is_added_by_hand_is_hidden_after_it_was_looked_at(case: Case) -> None:
    told(case)
    shown, fields = looked(case, reader="stranger")
    assert "रामफल सैनी" in shown
    assert f"<mark>{HIDDEN}</mark>" in shown
    more = {"reader": "stranger", "more": "रामफल सैनी\nनीली कोठी; राम, हरिकेश"}
    stale = case.post("file", **{**fields, **more})
    assert stale.content_type.startswith("text/html")  # another set than the one that was looked at
    shown, fields = looked(case, **more)
    assert "नीली कोठी; राम, हरिकेश</textarea>" in shown
    assert "“हरिकेश” फ़ाइल में" in shown
    assert "“रामफल सैनी” फ़ाइल में" not in shown
    said = pdf(case, **more)
    for name in ("रामफल", "सैनी", "नीली कोठी"):
        assert name not in said, name
    assert "आराम" in said


def test_what_was_typed_is_kept_on_an_error(case: Case) -> None:
    for reader in ("party-999", "office"):
        answer = case.post("file", reader=reader, more="रामफल सैनी")
        assert answer.status_code == 422
        assert "रामफल सैनी</textarea>" in answer.text
    assert "कार्यालय की प्रति में" in answer.text


def test_the_page_promises_no_more_than_is_done(case: Case) -> None:
    assert "सभी नाम" not in case.get("/file").text
    assert "फ़ोटो में जो पढ़ा जा सके" not in case.get("/file").text  # no photo here
    assert made(case, reader="stranger").content_type == "application/pdf"
