"""DESK: steps, tests: the category corrected with its dates, progress reports, and what seniors ask for regularly."""

from __future__ import annotations

from datetime import timedelta

from app.extensions import db
from app.models.category import Category
from app.models.complaint import Complaint
from app.models.event import ClockEvent
from app.models.morning import ProgressReport
from tests.desks.casework.conftest import Case

WORDS = "आधी सड़क बन गई है, बाकी दो दिन में बनेगी"


def long_profile(case: Case) -> str:
    """A second category of the department, with more days."""
    with case.app.app_context():
        office = case.office
        road = db.session.get_one(Category, office.category.id)
        db.session.add(
            Category(code="LAND", district_id=road.district_id, department_id=road.department_id, name_hi="ज़मीन",
                     name_en="Land", profile="complex", proof="photo", words=[], valid_from=road.valid_from)
        )  # fmt: skip
        db.session.commit()
    return "LAND"


def events(case: Case, kind: str) -> list[ClockEvent]:
    with case.app.app_context():
        return db.session.query(ClockEvent).filter_by(complaint_id=case.row().id, kind=kind).all()


def owed(case: Case) -> list[ProgressReport]:
    with case.app.app_context():
        return db.session.query(ProgressReport).filter_by(complaint_id=case.row().id).order_by("id").all()


def test_the_head_corrects_the_category_and_the_dates_follow(any_case: Case) -> None:
    case, code = any_case, long_profile(any_case)
    before, head = case.row(), any_case.as_("hod")
    assert f"/complaints/{case.number}/category" in head.get().text
    assert head.get("/category").status_code == 200
    answer = head.post("category", category=code, post=str(before.post_id), text="ज़मीन का मामला")
    assert answer.status_code == 303
    after = case.row()
    assert after.profile == "complex"
    assert before.due_at
    assert after.due_at
    assert after.due_at - before.due_at >= timedelta(days=6)
    (change,) = events(case, "category_change")
    assert (change.due_before, change.due_after, change.days) == (before.due_at, after.due_at, 15)
    page = head.get("/deadline").text
    assert "श्रेणी सुधारी गई" in page
    assert 'role="alert"' not in page


def test_after_three_days_only_the_cell_moves_the_dates(case: Case) -> None:
    code = long_profile(case)
    with case.app.app_context():
        row = db.session.get_one(Complaint, case.row().id)
        row.marked_at -= timedelta(days=4)
        db.session.commit()
    before = case.row()
    assert case.as_("hod").post("category", category=code, post=str(before.post_id)).status_code == 303
    assert case.row().due_at == before.due_at
    assert case.row().profile == "complex"
    assert not events(case, "category_change")


def test_a_correction_that_came_too_late_is_counted_by_the_cell_alone(case: Case) -> None:
    code = long_profile(case)
    with case.app.app_context():
        row = db.session.get_one(Complaint, case.row().id)
        row.marked_at -= timedelta(days=4)
        db.session.commit()
    before, head, cell = case.row(), case.as_("hod"), case.as_("cell")
    same = {"category": code, "post": str(before.post_id)}
    assert "पहली श्रेणी के दिनों से" not in cell.get("/category").text
    assert head.post("category", **same).status_code == 303
    assert "पहली श्रेणी के दिनों से" not in head.get("/category").text
    assert head.post("category", **same).status_code == 422
    assert case.row().due_at == before.due_at
    assert "पहली श्रेणी के दिनों से" in cell.get("/category").text
    assert cell.post("category", **same).status_code == 303
    due = case.row().due_at
    assert due
    assert before.due_at
    assert due - before.due_at >= timedelta(days=6)
    assert cell.post("category", **same).status_code == 422, "once is enough"
    assert 'role="alert"' not in cell.get("/deadline").text


def test_a_correction_that_changes_nothing_is_said_at_the_field(case: Case) -> None:
    case.accept()
    before = case.row()
    code = case.office.category.code
    answer = case.as_("hod").post("category", htmx=True, category=code, post=str(before.post_id), text="वही है")
    assert answer.status_code == 422
    assert "कुछ बदला नहीं" in answer.text
    assert "वही है" in answer.text
    assert (case.row().state, case.row().version) == ("in_action", before.version)


def test_an_officer_does_not_correct_the_category(case: Case) -> None:
    assert "/category" not in case.get().text
    assert case.get("/category").status_code == 403


def test_a_progress_report_counts_and_a_plain_note_does_not(case: Case) -> None:
    from jobs import morning

    assert f"/complaints/{case.number}/progress" in case.get().text, "a walk-in"
    case.post("comment", text="सिर्फ़ टिप्पणी")
    assert case.post("progress", htmx=True, text="हाँ").status_code == 422
    assert [row.state for row in owed(case)] == ["owed"]
    assert case.post("progress", text=WORDS).status_code == 303
    with case.app.app_context():
        morning.run()
    assert [row.state for row in owed(case)] == ["given", "owed"]
    assert WORDS in case.get().text


def test_only_the_holder_writes_it(case: Case) -> None:
    assert "/progress" not in case.as_("hod").get().text
    assert case.as_("hod").post("progress", text=WORDS).status_code == 403


def test_the_dc_asks_for_reports_every_three_days(case: Case) -> None:
    assert "/regular-reports" not in case.get().text
    dc = case.as_("dc")
    assert f"/complaints/{case.number}/regular-reports" in dc.get().text
    assert dc.get("/regular-reports").status_code == 200
    assert dc.post("regular-reports", every="0").status_code == 422
    assert dc.post("regular-reports", every="3").status_code == 303
    assert case.row().report_every_days == 3
    assert [row.state for row in owed(case)] == ["lapsed", "owed"]


def test_it_goes_to_another_post_of_the_department_with_its_dates(case: Case) -> None:
    due, other = case.row().due_at, case.office.posts["sdm"].id
    cell = case.as_("cell")
    assert "श्रेणी या पद सुधारें" in cell.get().text
    assert cell.post("category", category="ROAD", post=str(other), text="यह काम उनका है").status_code == 303
    row = case.row()
    assert (row.post_id, row.due_at, row.state) == (other, due, "marked")
    assert cell.post("category", category="ROAD", post=str(other)).status_code == 422
