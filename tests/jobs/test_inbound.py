"""The night watch reads what came in: from the door to the effect, and one that fails holds up no other."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from flask import Flask
from sqlalchemy import select
from sqlalchemy.exc import IntegrityError, OperationalError

from app.complaints.actions import said
from app.extensions import db
from app.models.complaint import Complaint
from app.models.dialogue import Feedback
from app.models.notice import Notice, NoticeInbound
from jobs import inbound, schedule
from tests.complaints.way import disposed
from tests.office import make_office

AT = datetime.now(UTC) - timedelta(days=3)


def broken(_case: said._Case) -> str:
    """What a constraint refuses will be refused for ever."""
    raise IntegrityError("insert", {}, Exception("constraint"))


@pytest.fixture
def number(any_app: Flask) -> str:
    """A complaint whose complainant was asked."""
    with any_app.app_context():
        complaint = disposed(db.session, make_office(db.session, AT), AT)
        for notice in db.session.scalars(select(Notice).where(Notice.template_key == "S08")):
            notice.state, notice.next_try_at = "delivered", None
        db.session.commit()
        return complaint.number


def come(app: Flask, *texts: str) -> None:
    client = app.test_client().without_fetch_site()  # type: ignore[attr-defined]
    secret = app.extensions["nivaran"].sms_hook_secret
    for no, text in enumerate(texts):
        told = {"id": f"m-{no}", "from": "919700000001", "to": "51969", "text": text}
        assert client.get(f"/hooks/sms/kannel/{secret}/mo", query_string=told).status_code == 200


def kept() -> list[tuple[str | None, bool]]:
    rows = db.session.scalars(select(NoticeInbound).order_by(NoticeInbound.id))
    return [(row.handled_as, row.handled_at is not None) for row in rows]


def test_an_answer_travels_from_the_door_to_its_effect_once(any_app: Flask, number: str) -> None:
    come(any_app, f"1 {number}", "1", "कुछ और")
    with any_app.app_context():
        assert (inbound.read(), inbound.read()) == (3, 0)
        assert kept() == [("yes", True), ("again", True), ("unmatched", False)]
        assert db.session.scalars(select(Complaint.state)).one() == "closed_satisfied"
        assert len(db.session.scalars(select(Feedback)).all()) == 1


def test_one_that_cannot_be_read_waits_for_a_person(
    any_app: Flask, number: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    come(any_app, "0", f"1 {number}")
    answer = said._effect

    def fails(case: said._Case) -> str:
        done = answer(case)
        if case.row.text == "0":
            case.row.complaint_id = 1
            raise ValueError("no such thing")
        return done

    monkeypatch.setattr(said, "_effect", fails)
    with any_app.app_context():
        assert inbound.read() == 2
        assert kept() == [("failed", False), ("yes", True)]
        assert db.session.scalars(select(NoticeInbound.complaint_id).order_by(NoticeInbound.id)).first() is None


def test_while_the_database_fails_nothing_is_given_up(
    any_app: Flask, number: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    come(any_app, f"1 {number}")

    def busy(_case: said._Case) -> str:
        raise OperationalError("update", {}, Exception("database is locked"))

    with any_app.app_context():
        with monkeypatch.context() as patch:
            patch.setattr(said, "_effect", busy)
            with pytest.raises(OperationalError):
                inbound.read()
        assert kept() == [(None, False)]
        assert inbound.read() == 1
        assert kept() == [("yes", True)]


def test_what_the_database_refuses_is_not_tried_for_ever(
    any_app: Flask, number: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    come(any_app, f"1 {number}")
    monkeypatch.setattr(said, "_effect", broken)
    with any_app.app_context():
        assert (inbound.read(), inbound.read()) == (1, 0)
        assert kept() == [("failed", False)]


def test_the_clock_rings_it_every_minute() -> None:
    assert [beat.every for beat in schedule.BEATS if beat.job == "jobs.inbound.read"] == [60]
