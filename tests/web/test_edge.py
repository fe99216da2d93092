"""WEB, the edge of a request: what fails at the last moment is said, and a twin never gets another answer."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from flask import Flask, Response
from sqlalchemy import create_engine, event, func, select, text
from sqlalchemy.exc import OperationalError

from app.desks.casework import case
from app.extensions import db
from app.models.account import IdempotencyKey
from app.models.complaint import Complaint
from app.models.event import Event
from app.models.office import Charge
from app.web import entry
from tests.client import QualityClient
from tests.office import Office, make_office, one_complaint, register_and_mark, seated

AT = datetime.now(UTC) - timedelta(hours=1)


@pytest.fixture
def number(any_app: Flask) -> str:
    return one_complaint(any_app, at=AT)


@pytest.fixture
def officer(any_app: Flask, number: str) -> QualityClient:
    return seated(any_app, "officer")


def accept(on: datetime) -> dict[str, str]:
    return {"next_step": "call", "next_step_on": on.date().isoformat(), "idem": "one-tap"}


def blind_once(monkeypatch: pytest.MonkeyPatch) -> None:
    """The second of two posts at once: it looked before the first was written down."""
    look, looks = entry._stored, []

    def first_look() -> Response | None:
        looks.append(1)
        return None if len(looks) == 1 else look()

    monkeypatch.setattr(entry, "_stored", first_look)


def test_the_slower_of_a_double_click_sees_success(
    officer: QualityClient, number: str, monkeypatch: pytest.MonkeyPatch, any_app: Flask
) -> None:
    entry_ = accept(datetime.now(UTC) + timedelta(days=2))
    first = officer.post(f"/complaints/{number}/accept", data=entry_)
    assert first.status_code == 303
    blind_once(monkeypatch)
    second = officer.post(f"/complaints/{number}/accept", data=entry_)
    assert (second.status_code, second.headers["Location"]) == (303, first.headers["Location"])
    with any_app.app_context():
        assert db.session.scalar(select(func.count()).where(Event.action == "acknowledge")) == 1


def test_two_bodies_at_once_under_one_key_are_refused(
    officer: QualityClient, number: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert officer.post(f"/complaints/{number}/comment", data={"text": "पहली बात", "idem": "k"}).status_code == 303
    blind_once(monkeypatch)
    other = officer.post(f"/complaints/{number}/comment", data={"text": "दूसरी बात", "idem": "k"})
    assert other.status_code == 409
    assert "दूसरी बात" in other.text


def test_what_the_last_flush_refuses_is_not_called_success(any_app: Flask, officer: QualityClient, number: str) -> None:
    """The view says yes and leaves a row for the edge to write which the database does not take."""

    def careless(*_args: object, **_rest: object) -> Complaint:
        charge = db.session.scalars(select(Charge)).first()
        assert charge is not None
        db.session.add(
            Charge(district_id=charge.district_id, post_id=charge.post_id, person_id=charge.person_id, kind="regular",
                   from_at=AT)
        )  # fmt: skip
        return db.session.scalars(select(Complaint)).one()

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(case.work, "comment", careless)
        with nothing_flushes_before_the_edge():
            answer = officer.post(f"/complaints/{number}/comment", data={"text": "मेरी बात", "idem": "c"})
    assert answer.status_code == 409
    assert "मेरी बात" in answer.text


@contextmanager
def nothing_flushes_before_the_edge() -> Iterator[None]:
    """As in a view whose last act is `add`."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setitem(db.session.session_factory.kw, "autoflush", False)
        yield


def test_a_line_cut_at_the_commit_is_a_503_with_the_text(
    any_app: Flask, officer: QualityClient, number: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    def cut(_response: Response) -> Response:
        raise OperationalError("COMMIT", {}, Exception("server closed the connection"))

    monkeypatch.setattr(entry, "store", cut)
    answer = officer.post(f"/complaints/{number}/comment", data={"text": "मेरी बात", "idem": "c"})
    assert (answer.status_code, answer.headers["Retry-After"]) == (503, "20")
    assert "मेरी बात" in answer.text
    assert "nosniff" in answer.headers["X-Content-Type-Options"]


def test_a_shown_number_is_not_kept_with_the_entry(any_app: Flask, officer: QualityClient, number: str) -> None:
    answer = officer.post(f"/complaints/{number}/call", data={"idem": "reveal"}, headers={"Idempotency-Key": "reveal"})
    assert answer.status_code == 200
    assert "9700000001" in answer.text
    with any_app.app_context():
        assert db.session.scalars(select(IdempotencyKey.body)).all() == []


def test_the_page_of_a_busy_database_does_not_wait_for_it_again(app: Flask) -> None:
    with app.app_context():
        office: Office = make_office(db.session, AT)
        number = register_and_mark(db.session, office, at=AT).number
        db.session.commit()
        url = db.engine.url
    client: QualityClient = app.test_client()  # type: ignore[assignment]
    client.sign_in("officer")
    other = create_engine(url)
    with other.connect() as holder, short_patience(app):  # the holder begins IMMEDIATE: it has the one write lock
        holder.execute(text("UPDATE district SET office_phone = office_phone"))
        answer = client.post(f"/complaints/{number}/comment", data={"text": "मेरी बात", "idem": "c"})
    other.dispose()
    assert answer.status_code == 503
    assert "मेरी बात" in answer.text


@contextmanager
def short_patience(app: Flask) -> Iterator[None]:
    """A tenth of a second instead of ten for whoever takes a connection from the pool."""

    def short(connection: Any, _record: Any, _proxy: Any) -> None:
        connection.execute("PRAGMA busy_timeout=100")

    with app.app_context():
        engine = db.engine
    event.listen(engine, "checkout", short)
    yield
    event.remove(engine, "checkout", short)
