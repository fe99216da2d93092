"""DESK: steps, tests: a petition's parts, its people and the court (D12-7, 8, 9, 17)."""

from __future__ import annotations

from datetime import UTC, datetime

from sqlalchemy import select

from app.complaints.tell import people_of
from app.extensions import db
from app.models.attachment import Attachment
from app.models.complaint import Complaint, Stint
from app.models.party import Complainant, Party, Phone
from tests.desks.casework.conftest import MOBILE, Case, photo

SECOND = "गाँव के स्कूल की सड़क पर पुलिया टूटी हुई है"
THIRD = "बुज़ुर्ग माँ की पेंशन तीन महीने से नहीं आई"


def parts(case: Case) -> list[Complaint]:
    with case.app.app_context():
        query = select(Complaint).where(Complaint.parent_kind == "part").order_by(Complaint.id)
        return list(db.session.scalars(query))


def people(case: Case) -> list[tuple[str, str]]:
    """Who stands behind it: (kind, name)."""
    with case.app.app_context():
        query = select(Party).where(Party.complaint_id == case.row().id).order_by(Party.kind != "first", Party.id)
        return [(party.kind, party.complainant.name) for party in db.session.scalars(query)]


def told(case: Case) -> list[str]:
    """The numbers that messages go to."""
    with case.app.app_context():
        row = db.session.get_one(Complaint, case.row().id)
        return [phone.number for _who, phone in people_of(db.session, row, at=datetime.now(UTC))]


def test_each_part_has_its_own_number_post_and_clock(any_case: Case) -> None:
    cell = any_case.as_("cell")
    assert f"/complaints/{cell.number}/petition" in cell.get().text
    assert "/split" in cell.get("/petition").text
    assert cell.get("/split").status_code == 200
    assert cell.post("split", text1=SECOND, category1="ROAD", text2=THIRD).status_code == 303
    whole, (road, pension) = cell.row(), parts(cell)
    assert {road.parent_id, pension.parent_id} == {whole.id}
    assert len({whole.number, road.number, pension.number}) == 3
    assert (road.state, road.body) == ("marked", SECOND)
    assert road.post_id == cell.office.posts["officer"].id
    assert road.due_at is not None
    assert pension.state == "registered"
    assert whole.state == "marked"  # the first matter goes on where it was
    with cell.app.app_context():
        clock = select(Stint).where(Stint.complaint_id == road.id, Stint.to_at.is_(None))
        assert db.session.scalars(clock).one().due_at == road.due_at
        assert db.session.scalars(select(Party).where(Party.complaint_id == road.id)).one().kind == "first"
    for number in (whole.number, road.number):
        listed = cell.client.get(f"/complaints/{number}/petition").text
        assert all(part.number in listed for part in (whole, road, pension))
    assert road.number in cell.get().text  # on the timeline
    assert whole.number in cell.client.get(f"/complaints/{road.number}").text


def test_a_part_is_not_split_again_and_nothing_is_lost(case: Case) -> None:
    cell = case.as_("cell")
    assert cell.post("split", text1="नहीं").status_code == 422
    assert parts(case) == []
    cell.post("split", text1=SECOND)
    (part,) = parts(case)
    again = Case(case.app, cell.client, part.number, case.office).post("split", text1=THIRD)
    assert again.status_code == 422
    assert THIRD in again.text
    assert len(parts(case)) == 1


def test_an_officer_does_not_split(case: Case) -> None:
    assert "/split" not in case.get("/petition").text
    assert case.get("/split").status_code == 403


def test_many_people_one_complaint(any_case: Case) -> None:
    case = any_case
    assert case.post("petitioner", name="गीता देवी", mobile="98123 00001").status_code == 303
    assert case.post("petitioner", name="सीता देवी", mobile="").status_code == 303
    assert people(case) == [("first", "फरियादी 1"), ("petitioner", "गीता देवी"), ("petitioner", "सीता देवी")]
    assert told(case) == [MOBILE, "9812300001"]
    twice = case.post("petitioner", name="गीता देवी", mobile="9812300001")
    assert twice.status_code == 422
    assert len(people(case)) == 3
    assert "सीता देवी" in case.get("/petition").text
    assert case.number in case.client.get("/search?q=सीता").text


def test_an_heir_goes_on_and_the_dead_get_no_message(any_case: Case) -> None:
    cell = any_case.as_("cell")
    told_why = {"reason_code": "died", "text": "पंचायत सचिव ने मृत्यु प्रमाण पत्र दिखाया"}
    assert cell.post("heir", name="राम कुमार", mobile=MOBILE, **told_why).status_code == 303
    assert people(cell) == [("first", "राम कुमार"), ("follower", "फरियादी 1")]
    assert told(cell) == [MOBILE]  # the same telephone, under the heir's name, and once
    with cell.app.app_context():
        assert db.session.scalars(select(Phone).where(Phone.to_at.is_not(None))).one().number == MOBILE
    assert "निधन" in cell.get().text
    assert cell.post("heir", name="कोई", reason_code="died", text="हाँ").status_code == 422
    assert any_case.post("heir", name="कोई", **told_why).status_code == 403


def test_an_heir_goes_on_with_every_part(any_case: Case) -> None:
    """From wherever it was written down: the petition is one (D12-7, D12-9)."""
    cell = any_case.as_("cell")
    assert cell.post("split", text1=SECOND, text2=THIRD).status_code == 303
    numbers = [cell.number, *(part.number for part in parts(cell))]
    told_why = {"reason_code": "died", "text": "पंचायत सचिव ने मृत्यु प्रमाण पत्र दिखाया"}
    of_part = Case(cell.app, cell.client, numbers[1], cell.office)
    assert of_part.post("heir", name="राम कुमार", mobile="9812300009", **told_why).status_code == 303
    for number in numbers:
        one = Case(cell.app, cell.client, number, cell.office)
        assert people(one) == [("first", "राम कुमार"), ("follower", "फरियादी 1")]
        assert told(one) == ["9812300009"]
        assert one.actions()[-1] == "change_petitioner"
        assert one.get().status_code == 200
    with cell.app.app_context():
        assert db.session.query(Phone).count() == 2, "one heir, not one for each part"


def test_what_somebody_else_goes_on_with_already_stays_theirs(case: Case) -> None:
    cell = case.as_("cell")
    assert cell.post("split", text1=SECOND).status_code == 303
    (part,) = parts(cell)
    with cell.app.app_context():
        party = db.session.scalars(select(Party).where(Party.complaint_id == part.id)).one()
        party.complainant = Complainant(
            district_id=party.district_id, name="सीता देवी", language="hi", created_at=datetime.now(UTC)
        )
        db.session.commit()
    words = {"reason_code": "handed_over", "text": "फरियादी ने स्वयं आकर बेटे को सौंपी"}
    assert cell.post("heir", name="बेटा", mobile="9812300009", **words).status_code == 303
    assert people(Case(cell.app, cell.client, part.number, cell.office)) == [("first", "सीता देवी")]


def test_who_only_moved_away_still_hears_of_it(case: Case) -> None:
    cell = case.as_("cell")
    words = {"reason_code": "handed_over", "text": "फरियादी ने स्वयं आकर बेटे को सौंपी"}
    assert cell.post("heir", name="बेटा", mobile="9812300009", **words).status_code == 303
    assert told(case) == ["9812300009", MOBILE]


def test_before_a_court_only_with_number_and_paper(any_case: Case) -> None:
    case = any_case
    words = {"court_case_no": "CWP 123/2026", "text": "उच्च न्यायालय में भूमि का विवाद"}
    refused = case.post("court", **words)
    assert refused.status_code == 422
    assert "उच्च न्यायालय" in refused.text
    assert case.row().court_case_no is None
    due = case.row().due_at
    assert case.post("court", **words, paper=photo()).status_code == 303
    row = case.row()
    assert (row.court_case_no, row.state, row.due_at) == ("CWP 123/2026", "marked", due)
    with case.app.app_context():
        assert db.session.scalars(select(Attachment)).one().kind == "order"
    assert "CWP 123/2026" in case.get().text
    assert case.post("court", court_case_no="", text=words["text"], paper=photo(2)).status_code == 422


def test_strangers_learn_nothing_of_a_petition(case: Case, stranger: Case) -> None:
    for tail in ("petition", "petitioner", "court"):
        assert stranger.get(f"/{tail}").status_code == 404
