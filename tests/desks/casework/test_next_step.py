"""DESK: casework, tests: "What you need to do now" along a complaint's life, for who holds it, held it, or decides."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

from app.complaints.actions import approve, escalate, feedback, work
from app.complaints.actor import system
from app.domain.states import State
from app.extensions import db
from tests.desks.casework.conftest import Case, report_fields


def english(case: Case) -> str:
    return case.client.get(f"/en/complaints/{case.number}").text


def done(case: Case, step: Any, by: str, **told: Any) -> None:
    """Take a step as somebody else, through the real action."""
    at = told.pop("at", datetime.now(UTC))
    actor = system(case.office.district.id) if by == "system" else case.office.actors[by]
    with case.app.app_context():
        step(db.session, case.row().id, by=actor, at=at, **told)
        db.session.commit()


def reported(case: Case) -> Case:
    case.ready()
    assert case.post("report", **report_fields()).status_code == 303
    return case


def test_accept_then_call_then_report(case: Case) -> None:
    assert "Accept it" in english(case)
    case.accept()
    page = english(case)
    assert "Speak with the complainant." in page
    assert "You wrote: Call the complainant" in page
    case.talk()
    assert "Do the work, then write what was done." in english(case)


def test_the_approver_decides_and_his_words_come_back(case: Case) -> None:
    reported(case)
    assert "Look at the report and decide." in english(case.as_("hod"))
    assert "Nothing now. The report is with the approver." in english(case.as_("sdm"))
    done(case, approve.send_back, "hod", reason_code="photo_elsewhere", text="बाद की फ़ोटो दूसरी जगह की है")
    page = english(case)
    assert "Post hod said:" in page
    assert '<q lang="hi">बाद की फ़ोटो दूसरी जगह की है</q>' in page
    assert "/report" in page


def test_a_reason_without_words_is_said_in_words(case: Case) -> None:
    reported(case)
    done(case, approve.send_back, "hod", reason_code="photo_unclear")
    assert '<q lang="hi">Photo after is not clear</q>' in english(case)


def test_the_call_desk_is_handed_what_was_approved(case: Case) -> None:
    reported(case)
    assert case.as_("caller").get().status_code == 404
    done(case, approve.approve, "hod")
    assert "Ask the complainant whether the work is done." in english(case.as_("caller"))
    assert "The call desk is asking" in english(case)


def test_who_lost_it_still_reads_and_does_nothing(case: Case) -> None:
    done(case, escalate.escalate, "system", at=datetime.now(UTC) + timedelta(days=30))
    assert case.row().level == 2
    page = english(case)
    assert "Post sdm (L2) has to act" in page
    assert 'action="/en/complaints' not in page
    for tail in ("acknowledge", "call", "dialogue", "comment", "report", "photos"):
        fields = report_fields() | {
            "next_step": "call",
            "next_step_on": "2099-01-01",
            "result": "talked",
            "kind": "call",
        }
        assert case.post(tail, **fields).status_code in (403, 409, 422), tail
    assert case.actions()[-1] == "escalate"
    assert "Accept it" in english(case.as_("sdm"))


def test_given_on_to_another_post_it_can_be_accepted_again(case: Case) -> None:
    from app.complaints.actions.mark import mark

    case.accept()
    office = case.office
    done(case, mark, "cell", category=office.category, post=office.posts["sdm"])
    taker = case.as_("sdm")
    assert "Accept it" in english(taker)
    taker.accept()
    assert case.row().state == State.IN_ACTION


def test_reopening_is_for_the_desk_and_needs_words(case: Case) -> None:
    reported(case)
    done(case, approve.approve, "hod")
    answers = {"contacted": "yes", "done": "yes", "satisfied": "yes"}
    done(case, feedback.record_answer, "caller", answers=answers, channel="call_desk")
    assert "Nothing. It is closed." in english(case)
    assert "/reopen" not in english(case)
    nodal = case.as_("nodal")
    assert "/reopen" in english(nodal)
    short = nodal.post("reopen", reason_code="wrong_closure", text="ग़लत")
    assert short.status_code == 422
    assert "ग़लत" in short.text
    long = nodal.post("reopen", reason_code="wrong_closure", text="काम मौके पर हुआ ही नहीं, ग़लती से बंद हुई")
    assert long.status_code == 303
    assert (case.row().state, case.row().cycle) == (State.MARKED, 2)


def test_a_promise_is_shown_as_a_date(case: Case) -> None:
    on = (datetime.now(UTC) + timedelta(days=3)).date()
    done(case, work.log_dialogue, "officer", kind="call", result="talked", promised_on=on)
    assert on.strftime("%d-%m-%Y") in english(case)


def test_the_last_level_is_told_that_the_dc_watches(case: Case) -> None:
    for days in (30, 60):
        done(case, escalate.escalate, "system", at=datetime.now(UTC) + timedelta(days=days))
    assert case.row().level == 3
    assert "the DC will watch this" in english(case.as_("hod"))
