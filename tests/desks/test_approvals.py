"""The head of department's desk: one look per report, undo until the message goes, nothing typed lost."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from flask import Flask
from sqlalchemy import select

from app.extensions import db
from app.models.complaint import Complaint
from app.models.report import Report
from tests.client import HTMX, QualityClient
from tests.complaints.way import reported
from tests.domain.typist import typed
from tests.office import make_office, register_one, seated

WHY = "मौके पर जाकर देखा है, काम पूरा हुआ है"


@pytest.fixture
def number(app: Flask) -> str:
    """A report that waits: a written reason stands for its photo, so it is flagged."""
    at = datetime.now(UTC) - timedelta(hours=6)
    with app.app_context():
        office = make_office(db.session, at)
        complaint = reported(db.session, office, at)
        db.session.commit()
        return complaint.number


def state_of(app: Flask) -> str:
    with app.app_context():
        return db.session.scalars(select(Complaint.state)).one()


@pytest.mark.parametrize("prefix", ["", "/en"])
def test_the_card_shows_words_checks_and_why_there_is_no_photo(client: QualityClient, number: str, prefix: str) -> None:
    client.sign_in("hod")
    page = client.get(f"{prefix}/approvals")
    assert number in page.text
    assert "गड्ढे भर दिए" in page.text
    assert 'class="x"' in page.text
    assert page.sql_count <= 8


def test_a_flagged_report_needs_words_and_keeps_what_was_typed(app: Flask, client: QualityClient, number: str) -> None:
    client.sign_in("hod")
    for headers in ({}, HTMX):
        answer = client.post(
            f"/approvals/{number}/decide", data={"decision": "approve", "remark": "ठीक"}, headers=headers
        )
        assert answer.status_code == 422
        assert "ठीक</textarea>" in answer.text
        assert 'aria-describedby="e-' in answer.text
    assert answer.headers["HX-Retarget"] == f"#d-{number}"
    assert "गड्ढे भर दिए" not in answer.text  # what was reported stands on the page already
    assert state_of(app) == "atr_submitted"


def test_words_typed_for_kruti_dev_are_offered_in_unicode(app: Flask, client: QualityClient, number: str) -> None:
    client.sign_in("hod")
    told = {"decision": "approve", "remark": typed(WHY)}
    for headers in ({}, HTMX):
        asked = client.post(f"/approvals/{number}/decide", data=told, headers=headers)
        assert asked.status_code == 422
        assert 'name="to_unicode" value="remark"' in asked.text
        changed = client.post(f"/approvals/{number}/decide", data=told | {"to_unicode": "remark"}, headers=headers)
        assert changed.status_code == 422
        assert f"{WHY}</textarea>" in changed.text
        assert "to_unicode" not in changed.text
    assert state_of(app) == "atr_submitted"


def test_other_reason_without_a_word_opens_where_the_word_belongs(
    app: Flask, client: QualityClient, number: str
) -> None:
    with app.app_context():
        row = db.session.scalars(select(Report)).one()
        row.checks, row.no_proof_reason = [], ""
        db.session.commit()
    client.sign_in("hod")
    answer = client.post(f"/approvals/{number}/decide", data={"decision": "other"})
    assert answer.status_code == 422
    assert '<details open><summary class="btn no wide">' in answer.text
    assert f'rows="2" aria-describedby="e-{number}"' in answer.text


def test_approve_then_undo_then_send_back(app: Flask, client: QualityClient, number: str) -> None:
    client.sign_in("hod")
    done = client.post(f"/approvals/{number}/decide", data={"decision": "approve", "remark": WHY}, headers=HTMX)
    assert done.status_code == 200
    assert "undo" in done.text
    assert state_of(app) == "disposed"
    assert number in client.get("/approvals").text  # the undo bar is there after a reload too
    assert client.post(f"/approvals/{number}/undo").status_code == 303
    assert state_of(app) == "atr_submitted"
    assert client.post(f"/approvals/{number}/decide", data={"decision": "half_done"}).status_code == 303
    assert state_of(app) == "in_action"
    with app.app_context():
        report = db.session.scalars(select(Report)).one()
        assert (report.state, report.reason_code) == ("sent_back", "half_done")


def test_deciding_twice_is_a_conflict_and_the_same_entry_is_one_decision(
    app: Flask, client: QualityClient, number: str
) -> None:
    client.sign_in("hod")
    entry = {"decision": "half_done", "idem": "one-entry"}
    first = client.post(f"/approvals/{number}/decide", data=entry)
    again = client.post(f"/approvals/{number}/decide", data=entry)
    assert (first.status_code, again.status_code) == (303, 303)
    assert again.headers["X-Replayed"] == "1"
    other = client.post(f"/approvals/{number}/decide", data={"decision": "approve", "remark": WHY, "idem": "one-entry"})
    assert other.status_code == 409
    assert WHY in other.text
    late = client.post(f"/approvals/{number}/decide", data={"decision": "approve", "remark": WHY})
    assert late.status_code == 409
    assert state_of(app) == "in_action"


def test_others_do_not_decide(app: Flask, client: QualityClient, number: str) -> None:
    for who, status in (("officer", 403), ("caller", 403), ("cell", 403), ("sdm", 403)):
        client.sign_in(who)
        assert client.get("/approvals").status_code == status
        answer = client.post(f"/approvals/{number}/decide", data={"decision": "approve", "remark": WHY})
        assert answer.status_code == status
    assert state_of(app) == "atr_submitted"


def test_the_nodal_officer_sees_what_nobody_looked_at_in_time(app: Flask, client: QualityClient, number: str) -> None:
    client.sign_in("nodal")
    assert number not in client.get("/approvals").text
    with app.app_context():
        db.session.scalars(select(Report)).one().approval_due_at = datetime.now(UTC) - timedelta(minutes=1)
        db.session.commit()
    assert number in client.get("/approvals?chip=overdue").text


def test_a_newer_report_is_not_decided_from_an_old_card(app: Flask, client: QualityClient, number: str) -> None:
    client.sign_in("hod")
    old = client.post(f"/approvals/{number}/decide", data={"decision": "half_done", "report": "7"})
    assert old.status_code == 409
    assert state_of(app) == "atr_submitted"
    assert client.post(f"/approvals/{number}/decide", data={"decision": "half_done", "report": "1"}).status_code == 303


@pytest.mark.parametrize("secret", [False, True])
def test_a_photo_used_twice_names_no_confidential_complaint(app: Flask, secret: bool) -> None:
    at = datetime.now(UTC) - timedelta(hours=5)
    with app.app_context():
        office = make_office(db.session, at)
        reported(db.session, office, at)
        other = register_one(db.session, office, at=at, no=2, confidential=secret)
        report = db.session.scalars(select(Report)).one()
        report.checks = [{"code": "photo_fresh", "ok": False, "value": other.number}]
        db.session.commit()
        number = other.number
    page = seated(app, "hod").get("/en/approvals").text
    assert ("The same photo is also in another complaint" in page) is secret
    assert (number in page) is not secret


def test_the_day_of_a_payment_stands_on_the_card(app: Flask, client: QualityClient, number: str) -> None:
    with app.app_context():
        row = db.session.scalars(select(Report)).one()
        row.transaction_no, row.transaction_on = "UTR123", row.submitted_at.date() - timedelta(days=40)
        paid = row.transaction_on.strftime("%d-%m-%Y")
        db.session.commit()
    client.sign_in("hod")
    assert f"भुगतान {paid}" in client.get("/approvals").text
