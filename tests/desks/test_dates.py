"""THE TESTS: dates nobody can mean – refused at their field with what was typed kept, never a fault of ours."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from flask import Flask
from sqlalchemy import update

from app.domain.calendar import ist_date
from app.extensions import db
from app.models.category import Category
from tests.desks.casework.conftest import Case, opened, report_fields
from tests.desks.steps.test_downward import WORDS, climb

STRANGE = ("0001-01-01", "1900-01-01", "9999-12-31", "01-01-0001", "31/12/9999")
WHY = "नाली की मरम्मत का सामान आ रहा है, काम चालू है"


@pytest.fixture
def case(app: Flask) -> Case:
    return opened(app)


def in_days(days: int) -> str:
    return (ist_date(datetime.now(UTC)) + timedelta(days=days)).isoformat()


def refused(case: Case, tail: str, field: str, typed: str, **told: str) -> str:
    """The answer, which must stand at the field and keep what was typed."""
    answer = case.post(tail, **{**told, field: typed})
    assert answer.status_code == 422, (tail, field, typed)
    assert f'value="{typed}"' in answer.text
    assert 'aria-invalid="true"' in answer.text
    return answer.text


@pytest.mark.parametrize("typed", STRANGE)
def test_no_form_takes_a_date_that_nobody_can_mean(case: Case, typed: str) -> None:
    nodal = case.as_("nodal")
    refused(nodal, "hearings", "on", typed, clock="00:00", place="सभागार", before="dc")
    refused(case, "acknowledge", "next_step_on", typed, next_step="call")
    case.accept()
    refused(case, "dialogue", "promised_on", typed, kind="call", result="talked", text=WHY)
    refused(case, "more-time", "expected_on", typed, text=WHY, reason_code="material")
    refused(case, "report", "action_on", typed, **report_fields())
    assert case.actions()[-1] == "acknowledge"


def test_an_adjourned_hearing_goes_to_no_such_day_either(case: Case) -> None:
    nodal = case.as_("nodal")
    call = {"clock": "11:00", "place": "सभागार", "before": "dc", "closed_too": "y"}
    assert nodal.post("hearings", on=in_days(3), **call).status_code == 303
    told = call | {"result": "adjourned", "words": "शिकायतकर्ता बीमार हैं", "clock": "00:00"}
    for typed in (*STRANGE, in_days(91)):
        refused(case.as_("dc"), "hearings/1", "on", typed, **told)


@pytest.mark.parametrize("on", ["0001-01-01", "9999-12-31", "1999-12-31", "soon"])
def test_an_address_with_such_a_day_is_no_fault(case: Case, on: str) -> None:
    dc = case.as_("dc").client
    assert dc.get(f"/hearings/print?on={on}").status_code == 200  # today's list, with its day on it
    assert dc.get(f"/complaints?moved=disposed&since={on}&until={on}").status_code in (200, 400)
    assert dc.get(f"/reviews?since={on}&until={on}").status_code in (200, 422)


def test_a_hearing_is_called_within_the_longest_limit(case: Case) -> None:
    nodal = case.as_("nodal")
    call = {"clock": "11:00", "place": "सभागार", "before": "dc", "closed_too": "y"}
    refused(nodal, "hearings", "on", in_days(91), **call)
    assert nodal.post("hearings", on=in_days(90), **call).status_code == 303


def test_a_plan_and_a_promise_end_with_the_longest_limit(case: Case) -> None:
    refused(case, "acknowledge", "next_step_on", in_days(91), next_step="call")
    case.accept()
    refused(case, "dialogue", "promised_on", in_days(91), kind="call", result="talked", text=WHY)
    refused(case, "visit", "promised_on", in_days(91), kind="visit", result="talked", place="नाली", text=WHY)
    refused(case, "more-time", "expected_on", in_days(400), text=WHY, reason_code="material")
    assert case.post("more-time", text=WHY, reason_code="material", expected_on=in_days(20)).status_code == 303


def test_what_was_paid_or_done_is_not_still_to_come(case: Case) -> None:
    case.ready()
    with case.app.app_context():
        db.session.execute(update(Category).values(proof="transaction", is_money=True))
        db.session.commit()
    for typed in (*STRANGE, in_days(1)):
        refused(case, "report", "transaction_on", typed, transaction_no="UTR123", **report_fields())
    refused(case, "report", "action_on", in_days(1), **report_fields())


def test_a_direction_stays_within_the_time_limit(case: Case) -> None:
    case.accept()
    up = climb(case)
    sdm = case.as_("sdm")
    sdm.accept()
    last = ist_date(up.due_at)
    after = (last + timedelta(days=1)).isoformat()
    assert last.strftime("%d-%m-%Y") in refused(sdm, "send-down", "due_on", after, direction=WORDS)
    refused(sdm, "send-down", "due_on", "9999-12-31", direction=WORDS)
    assert sdm.post("send-down", direction=WORDS, due_on=last.isoformat()).status_code == 303


def test_the_error_is_in_the_language_of_the_page(case: Case) -> None:
    hindi = refused(case, "acknowledge", "next_step_on", "0001-01-01", next_step="call")
    assert "वर्ष" in hindi
    english = case.client.post(
        f"/en/complaints/{case.number}/acknowledge", data={"next_step": "call", "next_step_on": "0001-01-01"}
    )
    assert english.status_code == 422
    assert "Look at the year: it must be from 2000" in english.text


@pytest.mark.parametrize("taken_at", ["0001-01-01T00:00:00", "9999-12-31T23:59:59-10:00"])
def test_a_photo_of_year_one_is_only_a_photo_without_a_time(case: Case, taken_at: str) -> None:
    case.ready()
    assert case.post("report", **report_fields(taken_at=taken_at)).status_code == 303
