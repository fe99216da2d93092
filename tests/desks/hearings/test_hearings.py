"""DESK: hearings, tests: called with day, hour and place, both sides told, an order with attendance, or put off."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

from sqlalchemy import select, update

from app.complaints.actions.escalate import escalate
from app.complaints.actor import system
from app.domain.calendar import ist_date
from app.extensions import db
from app.models.complaint import Complaint
from app.models.dialogue import Dialogue
from app.models.hearing import Hearing
from app.models.notice import Notice
from tests.desks.casework.conftest import Case, photo

ORDER = "दोनों पक्ष सुने गए। नाली पंद्रह दिन में बनाई जाए"


def day(ahead: int = 3) -> date:
    """So many days from today; ahead of today, the next one on which the office is open."""
    on = ist_date(datetime.now(UTC)) + timedelta(days=ahead)
    while ahead > 0 and (on.weekday() == 6 or (on.weekday() == 5 and 8 <= on.day <= 14)):
        on += timedelta(days=1)
    return on


def called(case: Case, **other: str) -> Case:
    told = {"on": day().isoformat(), "clock": "11.30", "place": "डीसी सभागार", "before": "dc", **other}
    assert case.post("hearings", **told).status_code == 303
    return case


def rows(case: Case) -> list[Hearing]:
    with case.app.app_context():
        return list(db.session.scalars(select(Hearing).order_by(Hearing.no)))


def over(case: Case) -> None:
    """The hour of the hearing has come and gone."""
    with case.app.app_context():
        db.session.execute(update(Hearing).values(at=datetime.now(UTC) - timedelta(hours=1)))
        db.session.commit()


def change(case: Case, **values: object) -> None:
    with case.app.app_context():
        db.session.execute(update(Complaint).values(**values))
        db.session.commit()


def test_both_sides_are_called(any_case: Case) -> None:
    nodal = any_case.as_("nodal")
    assert f"/complaints/{nodal.number}/hearings" in nodal.get().text
    assert nodal.get("/hearings").status_code == 200
    called(nodal)
    (row,) = rows(nodal)
    assert (row.no, row.post_id, row.result) == (1, nodal.office.posts["dc"].id, None)
    assert row.at.astimezone(UTC) == datetime.combine(day(), datetime.min.time(), UTC) + timedelta(hours=6)
    with nodal.app.app_context():
        notices = db.session.scalars(select(Notice).where(Notice.template_key.in_(("S14", "O14")))).all()
        texts = {notice.template_key: notice.rendered for notice in notices}
    assert set(texts) == {"S14", "O14"}
    assert all("11:30" in text and day().strftime("%d-%m") in text for text in texts.values())
    assert "डीसी सभागार" in nodal.get().text  # on the timeline
    assert "डीसी सभागार" in nodal.client.get("/hearings").text


def test_the_order_with_attendance_and_paper(any_case: Case) -> None:
    case = any_case
    called(case.as_("nodal"))
    over(case)
    dc = case.as_("dc")
    assert 'name="complainant_came"' in dc.get("/hearings").text
    answer = dc.post("hearings/1", result="decided", words=ORDER, complainant_came="yes", office_came="no",
                     who_came="फरियादी", paper=photo())  # fmt: skip
    assert answer.status_code == 303
    (row,) = rows(case)
    assert (row.result, row.complainant_came, row.office_came, row.words) == ("decided", True, False, ORDER)
    assert row.attachment_id is not None
    with case.app.app_context():
        talk = db.session.scalars(select(Dialogue).where(Dialogue.kind == "hearing")).one()
        assert talk.reached
        assert talk.place_text == "डीसी सभागार"
    assert ORDER in dc.get().text
    assert ORDER in dc.get("/hearings").text


def test_put_off_it_stands_on_the_next_day(case: Case) -> None:
    called(case.as_("nodal"))
    dc = case.as_("dc")
    lacking = dc.post("hearings/1", result="adjourned", words="शिकायतकर्ता बीमार हैं")
    assert lacking.status_code == 422
    told = {
        "result": "adjourned",
        "words": "शिकायतकर्ता बीमार हैं",
        "on": day(9).isoformat(),
        "clock": "15",
        "place": "सभागार",
    }
    assert dc.post("hearings/1", **told).status_code == 303
    first, second = rows(case)
    assert (first.result, second.result, second.previous_id) == ("adjourned", None, first.id)
    assert ist_date(second.at) == day(9)
    assert dc.post("hearings/1", **told).status_code == 409


def test_what_is_missing_is_said_and_all_is_kept(case: Case) -> None:
    called(case.as_("nodal"))
    dc = case.as_("dc")
    early = dc.post("hearings/1", htmx=True, result="decided", words=ORDER, complainant_came="yes", office_came="yes")
    assert early.status_code == 422
    assert early.text.lstrip().startswith('<div class="narrow m0" id="hearings"')
    assert ORDER in early.text
    over(case)
    assert dc.post("hearings/1", result="decided", words=ORDER, office_came="yes").status_code == 422
    assert (
        dc.post("hearings/1", result="decided", words="ठीक", complainant_came="no", office_came="no").status_code == 422
    )
    assert rows(case)[0].result is None


def test_a_past_hour_and_a_second_one_are_refused(case: Case) -> None:
    nodal = case.as_("nodal")
    assert nodal.post("hearings", on=day(-1).isoformat(), clock="11:00", place="यहाँ", before="dc").status_code == 422
    assert nodal.post("hearings", on=day().isoformat(), clock="25:99", place="यहाँ", before="dc").status_code == 422
    called(nodal)
    assert nodal.post("hearings", on=day().isoformat(), clock="11", place="यहाँ", before="dc").status_code == 422
    assert len(rows(case)) == 1


def test_nobody_is_called_to_a_closed_office_unawares(case: Case) -> None:
    nodal = case.as_("nodal")
    sunday = day() + timedelta(days=6 - day().weekday())
    told = {"on": sunday.isoformat(), "clock": "11:00", "place": "सभागार", "before": "dc"}
    assert 'name="closed_too"' not in nodal.get("/hearings").text
    refused = nodal.post("hearings", **told)
    assert refused.status_code == 422
    assert 'id="on-e1"' in refused.text
    assert 'name="closed_too"' in refused.text
    assert "सभागार" in refused.text
    assert rows(case) == []
    assert nodal.post("hearings", **told, closed_too="y").status_code == 303
    assert ist_date(rows(case)[0].at) == sunday


def test_an_officer_hears_only_what_the_law_wants_heard(case: Case) -> None:
    assert "/hearings" not in case.get().text
    told = {"on": day().isoformat(), "clock": "11", "place": "तहसील", "before": "holder"}
    assert case.post("hearings", **told).status_code == 422
    change(case, profile="hearing")
    assert f"/complaints/{case.number}/hearings" in case.get().text
    called(case, before="holder", place="तहसील")
    assert rows(case)[0].post_id == case.office.posts["officer"].id


def test_after_the_second_reopening_it_is_heard_before_the_dc(case: Case) -> None:
    cell = case.as_("cell")
    assert cell.post("hearings", on=day().isoformat(), clock="11", place="यहाँ").status_code == 422
    change(case, cycle=3)
    called(cell)
    assert rows(case)[0].post_id == case.office.posts["dc"].id
    over(case)
    words = {"result": "decided", "words": ORDER, "complainant_came": "yes", "office_came": "yes"}
    assert cell.post("hearings/1", **words).status_code == 403
    assert case.post("hearings/1", **words).status_code == 422  # it is before the DC, not before the officer


def test_the_cause_list_of_a_day_is_on_paper(case: Case) -> None:
    called(case.as_("nodal"))
    dc = case.as_("dc")
    paper = dc.client.get(f"/hearings/print?on={day().isoformat()}")
    assert case.number in paper.text
    assert "फरियादी 1" in paper.text
    assert "11:30" in paper.text
    assert case.number not in dc.client.get("/hearings/print").text
    assert dc.client.get("/hearings/print?on=soon").status_code == 200


def test_what_nobody_wrote_down_is_shown_first(case: Case) -> None:
    called(case.as_("nodal"))
    over(case)
    with case.app.app_context():
        db.session.execute(update(Hearing).values(at=datetime.now(UTC) - timedelta(days=2)))
        db.session.commit()
    assert "कुछ दर्ज नहीं" in case.as_("dc").client.get("/hearings").text


def test_strangers_see_no_hearing(case: Case, stranger: Case) -> None:
    called(case.as_("nodal"))
    assert stranger.get("/hearings").status_code == 404
    assert case.number not in stranger.client.get("/hearings").text
    assert case.as_("caller").client.get("/hearings").status_code == 403


def test_a_confidential_hearing_is_not_for_the_cell(case: Case) -> None:
    called(case.as_("nodal"))
    change(case, is_confidential=True, cycle=3)
    cell = case.as_("cell")
    assert case.number not in cell.client.get("/hearings").text
    assert cell.get("/hearings").status_code == 404
    assert cell.get("/petition").status_code == 404
    assert case.number in case.as_("nodal").client.get("/hearings").text


def test_who_holds_it_after_the_one_who_called_goes_on_hearing(case: Case) -> None:
    change(case, profile="hearing")
    case.accept()
    called(case, before="holder")
    over(case)
    with case.app.app_context():
        row = db.session.scalars(select(Complaint)).one()
        at = datetime.now(UTC)
        row.alarm_at = row.due_at = at - timedelta(minutes=1)
        db.session.flush()
        assert escalate(db.session, row.id, by=system(row.district_id), at=at)
        db.session.commit()
    told = {"result": "decided", "words": ORDER, "complainant_came": "yes", "office_came": "yes"}
    assert case.as_("sdm").post("hearings/1", **told).status_code == 303
    assert rows(case)[0].recorded_post_id == case.office.posts["sdm"].id
