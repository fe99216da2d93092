"""DESK: casework, tests: an officer's way from accepting to the report, and everything that is refused on it."""

from __future__ import annotations

import io
import uuid
from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import func, select, update

from app.domain.states import State
from app.extensions import db
from app.models.attachment import Attachment
from app.models.category import Category
from app.models.dialogue import Dialogue
from app.models.report import Report
from tests.desks.casework.conftest import MOBILE, TEXT, Case, report_fields


def attachments(case: Case) -> int:
    with case.app.app_context():
        return db.session.scalar(select(func.count()).select_from(Attachment)) or 0


def reports(case: Case) -> list[Report]:
    with case.app.app_context():
        return list(db.session.scalars(select(Report)))


@pytest.mark.parametrize("htmx", [False, True])
def test_the_whole_way(any_case: Case, htmx: bool) -> None:
    case = any_case
    done = 200 if htmx else 303
    on = (datetime.now(UTC) + timedelta(days=2)).date().isoformat()
    assert case.post("acknowledge", htmx, next_step="visit", next_step_on=on).status_code == done
    assert case.row().state == State.IN_ACTION
    assert case.row().next_step == "visit"
    call = case.post("call", htmx)
    assert call.status_code == 200
    assert f"tel:+91{MOBILE}" in call.text
    assert call.headers["Cache-Control"] == "no-store"
    assert case.post("dialogue", htmx, kind="call", result="talked", text="कल आएँगे", promised_on=on).status_code == done
    assert case.post("comment", htmx, text="सामान कल आएगा").status_code == done
    sent = case.post("report", htmx, **report_fields())
    assert sent.status_code == done, sent.text
    assert case.row().state == State.ATR_SUBMITTED
    assert case.actions()[2:] == ["acknowledge", "dialogue", "dialogue", "comment", "report"]
    assert [row.text for row in reports(case)] == [TEXT]
    page = case.client.get(f"/en/complaints/{case.number}")
    assert "The report is with the approver" in page.text
    assert "/report" not in page.text
    assert MOBILE not in page.text


def test_after_each_step_htmx_loads_the_whole_page_anew(case: Case) -> None:
    """One box alone would leave state, deadline, history and the needs of the report as they were."""
    on = (datetime.now(UTC) + timedelta(days=2)).date().isoformat()
    steps = {
        "acknowledge": {"next_step": "visit", "next_step_on": on},
        "dialogue": {"kind": "visit", "result": "talked", "text": "बात हुई"},
        "report": report_fields(),
    }
    for tail, fields in steps.items():
        answer = case.post(tail, htmx=True, **fields)
        assert (answer.status_code, answer.data) == (200, b"")
        assert answer.headers["HX-Redirect"] == f"/complaints/{case.number}"
        assert "HX-Request" in answer.vary
        page = case.get()
        assert ' flash" role="status"' in page.text
        assert (f':{case.number}:{tail.replace("dialogue", "talk")}"' in page.text) is (tail != "acknowledge")
        assert ' flash"' not in case.get().text, "it is said once"


def test_a_repeated_press_is_led_to_the_page_too(case: Case) -> None:
    fields = {"kind": "visit", "result": "talked", "text": "बात हुई", "idem": str(uuid.uuid4())}
    first, second = (case.post("dialogue", htmx=True, **fields) for _ in range(2))
    assert second.headers["X-Replayed"] == "1"
    assert second.headers["HX-Redirect"] == first.headers["HX-Redirect"]
    assert case.actions().count("dialogue") == 1


def test_a_call_is_completed_not_doubled(case: Case) -> None:
    case.post("call")
    case.post("dialogue", kind="call", result="not_picked")
    with case.app.app_context():
        assert [(talk.result, talk.reached) for talk in db.session.scalars(select(Dialogue))] == [("not_picked", False)]


def test_a_visit_can_be_written_down(case: Case) -> None:
    case.post("dialogue", kind="visit", result="satisfied", text="मौके पर देखा")
    assert "मौके पर देखा" in case.get().text


@pytest.mark.parametrize("htmx", [False, True])
def test_no_talk_no_report(case: Case, htmx: bool) -> None:
    case.accept()
    answer = case.post("report", htmx, **report_fields())
    assert answer.status_code == 422
    assert TEXT in answer.text
    assert case.row().state == State.IN_ACTION
    assert (attachments(case), reports(case)) == (0, [])


@pytest.mark.parametrize("htmx", [False, True])
def test_no_photo_no_report(case: Case, htmx: bool) -> None:
    case.ready()
    answer = case.post("report", htmx, **report_fields(photo_after=(io.BytesIO(), "")))
    assert answer.status_code == 422
    assert TEXT in answer.text
    assert 'id="photo_after-e1"' in answer.text
    assert reports(case) == []


def test_a_reason_stands_for_a_photo(case: Case) -> None:
    case.ready()
    why = "फ़ोन का कैमरा ख़राब है और गाँव में कोई दूसरा फ़ोन या कैमरा भी नहीं मिला"
    fields = report_fields(photo_after=(io.BytesIO(), ""), no_proof_reason=why)
    assert case.post("report", **fields).status_code == 303
    assert case.row().state == State.ATR_SUBMITTED


def test_of_a_reason_that_is_too_short_it_is_said_that_it_is(case: Case) -> None:
    case.ready()
    answer = case.post("report", **report_fields(photo_after=(io.BytesIO(), ""), no_proof_reason="कैमरा ख़राब"))
    assert answer.status_code == 422
    assert 'id="no_proof_reason-e1"' in answer.text


def test_no_reason_is_asked_for_where_only_a_paper_proves(case: Case) -> None:
    case.ready()
    with case.app.app_context():
        db.session.execute(update(Category).values(proof="document"))
        db.session.commit()
    page = case.get().text
    assert 'name="paper"' in page
    assert 'name="no_proof_reason"' not in page
    answer = case.post("report", **report_fields(photo_after=(io.BytesIO(), "")))
    assert answer.status_code == 422
    assert "लिखा हुआ कारण उसकी जगह नहीं चलता" in answer.text
    assert "फ़ोटो संभव नहीं" not in answer.text


@pytest.mark.parametrize("htmx", [False, True])
def test_short_words_are_not_enough(case: Case, htmx: bool) -> None:
    case.ready()
    answer = case.post("report", htmx, **report_fields(text="हो गया"))
    assert answer.status_code == 422
    assert "हो गया" in answer.text
    assert 'id="photo_after-e1"' in answer.text, "it says that the photo must be chosen again"
    assert (attachments(case), reports(case)) == (0, [])


@pytest.mark.parametrize("htmx", [False, True])
def test_a_renamed_file_is_no_photo(case: Case, htmx: bool) -> None:
    case.ready()
    answer = case.post("report", htmx, **report_fields(photo_after=(io.BytesIO(b"MZ\x90\0 not a photo"), "after.jpg")))
    assert answer.status_code == 422
    assert TEXT in answer.text
    assert 'id="photo_after-e1"' in answer.text
    assert (attachments(case), reports(case)) == (0, [])


def test_more_than_twelve_megabytes_are_too_many(case: Case) -> None:
    case.ready()
    huge = io.BytesIO(b"\xff\xd8\xff" + bytes(14_000_000))
    answer = case.post("report", **report_fields(photo_after=(huge, "after.jpg")))
    assert answer.status_code == 422
    assert TEXT in answer.text
    assert "12 MB" in answer.text
    assert (attachments(case), reports(case)) == (0, [])


def test_a_flood_is_stopped_before_it_is_read(case: Case) -> None:
    case.ready()
    answer = case.post("report", **report_fields(photo_after=(io.BytesIO(bytes(40_000_001)), "after.jpg")))
    assert answer.status_code == 413
    assert "12 MB" in answer.text
    assert '<html lang="hi"' in answer.text
    assert reports(case) == []


def test_a_flood_by_htmx_is_said_in_one_line(case: Case) -> None:
    """The form with its text stays on the page: app.js shows the sentence of an answer that is not drawn."""
    case.ready()
    huge = (io.BytesIO(bytes(40_000_001)), "after.jpg")
    answer = case.post("report", htmx=True, **report_fields(photo_after=huge))
    assert answer.status_code == 413
    assert answer.text.startswith('<div id="problem"')
    assert "12 MB" in answer.text.split("<p")[1].split("</p>")[0]


def test_tomorrow_is_not_yet_done(case: Case) -> None:
    case.ready()
    later = (datetime.now(UTC) + timedelta(days=3)).date().isoformat()
    answer = case.post("report", **report_fields(action_on=later))
    assert answer.status_code == 422
    assert 'id="action_on-e1"' in answer.text


def test_sent_twice_is_one_report(case: Case) -> None:
    case.ready()
    key = str(uuid.uuid4())
    answers = [case.post("report", **report_fields(idem=key)) for _ in range(2)]
    assert [answer.status_code for answer in answers] == [303, 303]
    assert case.actions().count("report") == 1


def test_the_same_key_for_other_words_is_refused_and_the_words_kept(case: Case) -> None:
    key = str(uuid.uuid4())
    case.post("comment", text="पहली बात", idem=key)
    other = case.post("comment", text="दूसरी बात", idem=key)
    assert other.status_code == 409
    assert "दूसरी बात" in other.text
    assert case.actions().count("comment") == 1


@pytest.mark.parametrize("htmx", [False, True])
def test_a_stale_form_is_a_conflict_that_keeps_the_words(case: Case, htmx: bool) -> None:
    case.ready()
    stale = case.post("report", htmx, **report_fields(rev="1"))
    assert stale.status_code == 409
    assert TEXT in stale.text
    assert case.row().state == State.IN_ACTION


def test_calls_and_notes_do_not_make_a_form_stale(case: Case) -> None:
    case.accept()
    with case.app.app_context():
        rev = "3"
    case.talk()
    case.post("comment", text="एक बात और")
    assert case.post("report", **report_fields(rev=rev)).status_code == 303


def test_accepting_needs_a_day_that_has_not_passed(case: Case) -> None:
    answer = case.post("acknowledge", next_step="call", next_step_on="2020-01-01")
    assert answer.status_code == 422
    assert 'value="2020-01-01"' in answer.text
    assert case.row().state == State.MARKED


def test_accepting_twice_is_refused(case: Case) -> None:
    case.accept()
    assert case.post("acknowledge", next_step="call", next_step_on="2099-01-01").status_code == 422


def test_an_unknown_result_is_refused_and_the_words_kept(case: Case) -> None:
    answer = case.post("dialogue", kind="call", result="", text="वह घर पर नहीं थे")
    assert answer.status_code == 422
    assert "वह घर पर नहीं थे" in answer.text


def test_an_empty_note_is_no_note(case: Case) -> None:
    assert case.post("comment", text="  ").status_code == 422
    assert case.post("comment", htmx=True, text="  ").status_code == 422
    assert "comment" not in case.actions()


def test_the_form_says_what_the_report_needs(case: Case) -> None:
    case.accept()
    page = case.client.get(f"/en/complaints/{case.number}")
    assert "photo after" in page.text
    assert "a talk with the complainant" in page.text
    case.talk()
    assert "a talk with the complainant" not in case.client.get(f"/en/complaints/{case.number}").text


def test_what_the_phone_says_is_kept_with_the_photo(case: Case) -> None:
    case.ready()
    fields = report_fields(
        photo_after=photo_without_place(), lat="28.9", lon="76.6", accuracy="12", orig_sha="a" * 64,
        taken_at="2026-11-20T10:30:00", camera="1",
    )  # fmt: skip
    assert case.post("report", **fields).status_code == 303
    with case.app.app_context():
        row = db.session.scalars(select(Attachment)).one()
        assert (row.latitude, row.longitude, row.accuracy_m, row.original_sha256) == (28.9, 76.6, 12, "a" * 64)
        assert row.taken_at == datetime(2026, 11, 20, 5, 0, tzinfo=UTC)


def photo_without_place() -> tuple[io.BytesIO, str]:
    from tests.evidence.photos import encoded, scene

    return io.BytesIO(encoded(scene(3))), "after.jpg"


def test_nonsense_from_the_phone_is_left_out(case: Case) -> None:
    case.ready()
    fields = report_fields(
        photo_after=photo_without_place(), lat="nan", lon="999", accuracy="x", orig_sha="zz", taken_at="?"
    )
    assert case.post("report", **fields).status_code == 303
    with case.app.app_context():
        row = db.session.scalars(select(Attachment)).one()
        assert (row.latitude, row.longitude, row.accuracy_m, row.original_sha256) == (None, None, None, None)
