"""DESK: casework, tests: what the case page shows, to whom, and how light it is."""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import select

from app.complaints import timeline
from app.complaints.actions import work
from app.domain.states import Action
from app.extensions import db
from app.models.attachment import Attachment
from app.models.complaint import Complaint
from app.models.notice import NoticeSuppression
from app.web import story
from tests.client import HTMX
from tests.desks.casework.conftest import MOBILE, Case, photo, report_fields
from tests.page_quality import brotli_size

POSTS = ("acknowledge", "call", "dialogue", "comment", "report", "photos", "reopen")


def test_the_page_opens_with_what_to_do(case: Case) -> None:
    page = case.get()
    assert page.status_code == 200
    assert page.text.index('id="now"') < page.text.index('id="facts"')
    assert f"/complaints/{case.number}/acknowledge" in page.text
    assert "L2" in page.text, "it says where the complaint goes if nothing is done"


def test_the_number_is_masked_and_nowhere_in_the_page(case: Case) -> None:
    page = case.get()
    assert "98••• ••210" in page.text
    for username in ("officer", "cell", "hod", "dc", "auditor"):
        assert MOBILE not in case.as_(username).get().text


def test_whoever_asked_for_no_reminders_is_known_by_it(case: Case) -> None:
    assert "STOP" not in case.get().text
    with case.app.app_context():
        wish = {"number": MOBILE, "scope": "reminders", "reason": "stop", "since": datetime.now(UTC)}
        db.session.add(NoticeSuppression(district_id=case.row().district_id, **wish))
        db.session.commit()
    assert "STOP" in case.get(headers={"Cache-Control": "no-cache"}).text


@pytest.mark.parametrize("state", ["disposed", "closed_satisfied"])
def test_what_no_post_holds_has_no_time_limit(case: Case, state: str) -> None:
    case.ready()
    address = f"/en/complaints/{case.number}"
    limits = ("days left", "time limit", "Next step")
    before = case.client.get(address).text
    assert all(words in before for words in limits)
    with case.app.app_context():
        row = db.session.scalars(select(Complaint)).one()
        row.state, row.holder, row.post_id = state, "call_desk" if state == "disposed" else "nobody", None
        row.alarm_at = None
        row.closed_at = None if state == "disposed" else datetime.now(UTC)
        db.session.commit()
    for username in ("officer", "hod", "dc"):
        shown = case.as_(username).client.get(address).text
        assert not [words for words in limits if words in shown]


def test_who_may_not_see_contacts_sees_no_number_at_all(case: Case) -> None:
    assert "••" not in case.as_("auditor").get().text


@pytest.mark.parametrize("said", [("hi", ""), ("en", "/en")])
def test_the_page_speaks_both_languages(case: Case, said: tuple[str, str]) -> None:
    page = case.client.get(f"{said[1]}/complaints/{case.number}")
    assert f'<html lang="{said[0]}"' in page.text


def test_english_page_says_where_it_moves(case: Case) -> None:
    page = case.client.get(f"/en/complaints/{case.number}")
    assert "it moves by itself to L2 (Post sdm)" in page.text
    assert "What you need to do now" in page.text


@pytest.mark.parametrize(
    ("username", "words"),
    [("sdm", "Post officer (L1) has to act"), ("hod", "Post officer (L1) has to act"), ("dc", "Post officer")],
)
def test_who_does_not_hold_it_is_told_who_does(case: Case, username: str, words: str) -> None:
    page = case.as_(username).client.get(f"/en/complaints/{case.number}")
    assert page.status_code == 200
    assert words in page.text
    assert ("Accept it for Post officer" in page.text) is (username != "dc"), "a senior may, behind a fold"
    assert ("/acknowledge" in page.text) is (username != "dc")
    assert "/report" not in page.text


def test_a_head_may_note_but_an_auditor_only_reads(case: Case) -> None:
    assert "/comment" in case.as_("hod").get().text
    reader = case.as_("auditor")
    assert 'action="/complaints' not in reader.get().text
    assert reader.post("comment", text="पढ़ा").status_code == 403


def test_a_stranger_finds_nothing(case: Case, stranger: Case) -> None:
    assert case.post("photos", kind="before", file=photo()).status_code == 303
    with case.app.app_context():
        known = db.session.scalars(select(Attachment.id)).one()
    assert case.get(f"/photos/{known}/full").status_code == 200
    for path in ("", f"/photos/{known}/full", f"/photos/{known}/thumb"):
        assert stranger.get(path).status_code == 404


@pytest.mark.parametrize("htmx", [False, True])
@pytest.mark.parametrize("tail", POSTS)
def test_a_stranger_posts_nowhere(case: Case, stranger: Case, tail: str, htmx: bool) -> None:
    before = case.actions()
    fields = report_fields() | {"next_step": "call", "next_step_on": "2099-01-01", "result": "talked", "kind": "before"}
    answer = stranger.post(tail, htmx, **fields, file=photo(), reason_code="other")
    assert answer.status_code == (403 if tail == "reopen" else 404)
    assert case.actions() == before
    assert MOBILE not in answer.text


def test_confidential_ones_are_not_shown_to_the_cell(case: Case) -> None:
    with case.app.app_context():
        db.session.scalars(select(Complaint)).one().is_confidential = True
        db.session.commit()
    assert case.as_("cell").get().status_code == 404
    assert case.as_("dc").get().status_code == 200
    assert case.get().status_code == 200


def test_thirty_lines_in_eight_statements_and_five_kilobytes(case: Case) -> None:
    case.ready()
    at = datetime.now(UTC)
    with case.app.app_context():
        complaint = db.session.scalars(select(Complaint)).one()
        for no in range(28):
            work.comment(
                db.session,
                complaint.id,
                text=f"ठेकेदार से बात की, सामान कल आएगा, दिन {no}",
                by=case.office.actors["officer"],
                at=at,
            )
        db.session.commit()
    page = case.get()
    assert page.text.count("<li") >= 30
    assert page.sql_count <= 8, page.sql_count  # type: ignore[attr-defined]
    assert brotli_size(page.data) <= 5_000


def test_a_new_complaint_too_needs_eight_statements(case: Case) -> None:
    assert case.get().sql_count <= 8  # type: ignore[attr-defined]


def test_parts_are_light(case: Case) -> None:
    tomorrow = (datetime.now(UTC) + timedelta(days=2)).date().isoformat()
    answers = [
        case.post("acknowledge", htmx=True, next_step="call", next_step_on=tomorrow),
        case.post("call", htmx=True),
        case.post("comment", htmx=True, text="सामान कल आएगा"),
        case.post("dialogue", htmx=True, kind="call", result="talked", text="बात हुई"),
        case.post("report", htmx=True, **report_fields()),
    ]
    for answer in answers:
        assert answer.status_code == 200
        assert brotli_size(answer.data) <= 1_000, (answer.request.path, brotli_size(answer.data))
        assert answer.sql_count <= 30  # type: ignore[attr-defined]


@pytest.mark.parametrize("action", list(Action))
def test_every_action_has_its_words(case: Case, action: Action) -> None:
    assert action in story.TITLES or action is Action.DIALOGUE


def test_every_result_of_a_call_has_its_words() -> None:
    from app.models.dialogue import RESULTS

    assert {f"dialogue_{result}" for result in RESULTS} <= set(story.TITLES)


def test_other_portals_keep_their_word(case: Case) -> None:
    with case.app.test_request_context("/"):
        line = timeline.Line(1, "Under Examination", "", datetime.now(UTC), None, "", {}, 1, "cell", True)
        assert story.title(line) == "Under Examination"


def test_an_imported_ending_says_what_it_was_there(case: Case) -> None:
    facts = {"said_there": "Disposed", "on_there": "2024-03-05"}
    with case.app.test_request_context("/"):
        line = timeline.Line(2, "import_closed", "", datetime.now(UTC), None, "", facts, 1, "cell", True)
        assert "Disposed (05-03-2024)" in story.notes(line)


def test_htmx_may_ask_for_the_page_too(case: Case) -> None:
    assert case.get(headers=HTMX).status_code == 200


def test_photos_are_listed_but_not_loaded(case: Case) -> None:
    case.post("photos", kind="before", file=photo())
    page = case.get()
    assert 'loading="lazy"' in page.text
    assert "/thumb" in page.text


def test_three_likely_steps_stand_first_and_no_page_has_two_doors(case: Case) -> None:
    case.accept()
    steps = case.get().text.partition('id="more"')[2].partition("</nav>")[0]
    seen, _, folded = steps.partition("<details>")
    assert [seen.count("<li>"), "/progress" in seen, "/ask" in seen, "/more-time" in seen] == [3, True, True, True]
    assert "/send-up" in folded
    doors = re.findall(r'href="([^"]+)"', steps)
    assert len(doors) == len(set(doors))
