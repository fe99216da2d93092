"""DESK, the letter box: what comes in is written down before it is answered, once, and only from who may."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from flask import Flask
from sqlalchemy import select
from sqlalchemy.exc import OperationalError
from sqlalchemy.orm import Session

from app.extensions import db
from app.models.account import IdempotencyKey
from app.models.notice import Notice, NoticeInbound
from app.models.say import NoticeReceipt
from app.notices import inbound
from app.notices.callback import signature
from app.settings import Settings, UnsafeSettings
from tests.client import QualityClient
from tests.conftest import MakeApp
from tests.office import make_office, register_and_mark

AT = datetime.now(UTC) - timedelta(hours=1)
SECRET = "a-secret-of-the-channel-that-is-long"
SAID = {"id": "m-1", "from": "+919700000001", "to": "51969", "text": "1 NG26-1-2"}


def opened(make_app: MakeApp, address: str) -> Flask:
    """An office with two messages owed."""
    app = make_app(address, SMS_HOOK_SECRET=SECRET)
    with app.app_context():
        register_and_mark(db.session, make_office(db.session, AT), at=AT)
        db.session.commit()
    return app


@pytest.fixture
def gate(make_app: MakeApp, sqlite_url: str) -> Flask:
    return opened(make_app, sqlite_url)


@pytest.fixture
def any_gate(make_app: MakeApp, database_url: str) -> Flask:
    return opened(make_app, database_url)


@pytest.fixture
def kannel(gate: Flask) -> QualityClient:
    """A program: it says nothing of where it comes from."""
    return gate.test_client().without_fetch_site()  # type: ignore[attr-defined, no-any-return]


def news(app: Flask, no: int = 0, **changed: str) -> dict[str, str]:
    """A receipt as Kannel sends it."""
    with app.app_context():
        notice = db.session.scalars(select(Notice).order_by(Notice.id)).all()[no]
    return {"m": notice.uuid, "k": signature(notice.hmac_token, notice.uuid), "status": "1", **changed}


def receipts(app: Flask) -> list[tuple[str, str | None]]:
    with app.app_context():
        rows = db.session.scalars(select(NoticeReceipt).order_by(NoticeReceipt.id))
        return [(row.status, row.handled_as) for row in rows]


def messages(app: Flask) -> list[NoticeInbound]:
    with app.app_context():
        return list(db.session.scalars(select(NoticeInbound).order_by(NoticeInbound.id)))


DLR, MO, MISSED = (f"/hooks/{way}" for way in (
    f"sms/kannel/{SECRET}/dlr", f"sms/kannel/{SECRET}/mo", f"missed-call/{SECRET}",
))  # fmt: skip


def test_receipts_are_written_down_once_whatever_the_way_and_the_order(any_gate: Flask) -> None:
    gate, kannel = any_gate, any_gate.test_client().without_fetch_site()  # type: ignore[attr-defined]
    for told in (news(gate), news(gate, status="8"), news(gate), news(gate, status="8")):
        answer = kannel.get(DLR, query_string=told)
        assert (answer.status_code, answer.data) == (200, b"")
    told = news(gate, 1, status="2")
    signed = {name: told.pop(name) for name in ("m", "k")}
    assert kannel.post(DLR, query_string=signed, data=told).status_code == 200
    assert receipts(gate) == [("delivered", None), ("sent", None), ("undelivered", None)]
    assert "Set-Cookie" not in kannel.get(DLR, query_string=news(gate)).headers


def test_forged_receipts_are_refused(gate: Flask, kannel: QualityClient) -> None:
    other = news(gate, 1)["k"]
    for told in (news(gate, k=""), news(gate, k="0" * 16), news(gate, k=other), news(gate, k="हाँ")):
        assert kannel.get(DLR, query_string=told).status_code == 403
    without = news(gate)
    del without["k"]
    assert kannel.post(DLR, data=without).status_code == 403
    assert receipts(gate) == []


def test_news_of_a_message_nobody_knows_is_kept_and_asked_for_no_more(gate: Flask, kannel: QualityClient) -> None:
    for _ in range(2):
        assert kannel.get(DLR, query_string={"m": "no-such", "k": "x", "status": "1"}).status_code == 200
    assert receipts(gate) == [("delivered", "unknown")]
    assert kannel.get(DLR, query_string=news(gate, status="77")).status_code == 200  # a step that means nothing to us
    assert kannel.get(DLR).status_code == 200
    assert len(receipts(gate)) == 1


@pytest.mark.parametrize("way", ["query", "form", "plain", "json"])
def test_a_message_comes_as_gateways_send_it(gate: Flask, kannel: QualityClient, way: str) -> None:
    told = SAID | {"text": "हाँ NG26-1-2 4512 3456 7890"}
    sent = {
        "query": lambda: kannel.get(MO, query_string=told), "form": lambda: kannel.post(MO, data=told),
        "json": lambda: kannel.post(MO, json=told),
        "plain": lambda: kannel.post(
            MO, query_string={name: told[name] for name in ("id", "from", "to")}, data=told["text"].encode(),
            content_type="text/plain; charset=UTF-8",
        ),
    }[way]  # fmt: skip
    assert [sent().status_code, sent().status_code] == [200, 200]
    (row,) = messages(gate)
    assert (row.kind, row.gateway, row.provider_id, row.from_number, row.to_number) == (
        "sms", "kannel", "m-1", "9700000001", "51969",
    )  # fmt: skip
    assert (row.text, row.handled_at, row.handled_as) == ("हाँ NG26-1-2 4512 3456 7890", None, None)
    with gate.app_context():
        assert db.session.scalars(select(IdempotencyKey)).all() == []


def test_a_message_without_an_id_is_known_by_sender_time_and_words(gate: Flask, kannel: QualityClient) -> None:
    """The pull service of C-DAC gives none."""
    told = {"mobileNumber": "919700000001", "timeStamp": "2026-11-23 10:00:00", "message": "GOV 1"}
    for changed in ({}, {}, {"timeStamp": "2026-11-23 10:00:05"}):
        assert kannel.get(f"/hooks/sms/cdac/{SECRET}/mo", query_string=told | changed).status_code == 200
    assert [row.text for row in messages(gate)] == ["GOV 1", "GOV 1"]


def test_a_missed_call_is_written_down_once(gate: Flask, kannel: QualityClient) -> None:
    told = {"from": "09700000001", "to": "01234500102", "at": "2026-11-23T10:00:00"}
    assert kannel.get(MISSED, query_string=told).status_code == 200
    assert kannel.post(MISSED, data=told).status_code == 200
    assert kannel.get(MISSED, query_string=told | {"id": "c-9", "at": ""}).status_code == 200
    rows = messages(gate)
    assert [(row.kind, row.gateway, row.from_number, row.text) for row in rows] == [
        ("missed_call", "missed_call", "9700000001", "")
    ] * 2
    assert rows[1].provider_id == "c-9"
    for missing in ({"from": "9700000001"}, {"to": "01234500102"}, {}):
        assert kannel.get(MISSED, query_string=missing).status_code == 400


@pytest.mark.parametrize("address", [DLR, MO, MISSED])
def test_without_the_secret_nothing_is_taken(gate: Flask, kannel: QualityClient, address: str) -> None:
    told = SAID | news(gate)
    for wrong in ("x", SECRET[:-1], SECRET + "x", SECRET.upper(), "हाँ"):
        shut = address.replace(SECRET, wrong)
        assert kannel.get(shut, query_string=told).status_code == 403
        assert kannel.post(shut, data=told).status_code == 403
    assert (receipts(gate), messages(gate)) == ([], [])


def test_a_body_beyond_sixteen_thousand_bytes_is_refused(gate: Flask, kannel: QualityClient) -> None:
    large = "अ" * 6000
    assert kannel.post(MO, data=SAID | {"text": large}).status_code == 413
    plain = kannel.post(MO, query_string={"from": "9700000001"}, data=large.encode(), content_type="text/plain")
    assert (plain.status_code, messages(gate)) == (413, [])
    assert kannel.post(MO, data=SAID | {"text": "a" * 9000}).status_code == 200
    assert len(messages(gate)[0].text) == inbound.LONGEST


def test_only_the_addresses_of_the_list_may_call(make_app: MakeApp, sqlite_url: str) -> None:
    app = make_app(sqlite_url, SMS_HOOK_SECRET=SECRET, SMS_HOOK_FROM="10.1.2.0/24, 192.0.2.7")
    with app.app_context():
        make_office(db.session, AT)
        db.session.commit()
    client = app.test_client()
    for address, status in (
        ("192.0.2.7", 200),
        ("10.1.2.99", 200),
        ("192.0.2.8", 403),
        ("", 403),
        ("2001:db8::1", 403),
    ):
        answer = client.get(MO, query_string=SAID, environ_overrides={"REMOTE_ADDR": address})
        assert answer.status_code == status, address


def test_a_list_of_addresses_that_cannot_be_read_lets_nobody_start() -> None:
    with pytest.raises(UnsafeSettings, match="SMS_HOOK_FROM"):
        Settings.from_env({"NIVARAN_ENV": "test", "SMS_HOOK_FROM": "192.0.2.7, somewhere"})


def test_a_gateway_that_tries_thrice_loses_nothing_to_a_database_that_fails(
    gate: Flask, kannel: QualityClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    tries: list[str] = []
    write = inbound._write

    def fails_twice(*told: object) -> bool:
        tries.append("")
        if len(tries) < 3:
            raise OperationalError("insert", {}, Exception("disk full"))
        return write(*told)  # type: ignore[arg-type]

    monkeypatch.setattr(inbound, "_write", fails_twice)
    assert [kannel.get(MO, query_string=SAID).status_code for _ in range(3)] == [503, 503, 200]
    assert [row.provider_id for row in messages(gate)] == ["m-1"]


def test_an_answer_is_given_only_after_the_commit(
    gate: Flask, kannel: QualityClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    told = news(gate)

    def lost(_session: Session) -> None:
        raise OperationalError("commit", {}, Exception("the line was cut"))

    with monkeypatch.context() as patch:
        patch.setattr(Session, "commit", lost)
        assert kannel.get(DLR, query_string=told).status_code == 503
    assert receipts(gate) == []


def test_a_signed_in_browser_on_another_site_gains_nothing(gate: Flask) -> None:
    client = gate.test_client()
    client.sign_in("dc")
    told = {"headers": {"Sec-Fetch-Site": "cross-site"}, "query_string": SAID}
    assert client.get(MO.replace(SECRET, "guess"), **told).status_code == 403
    assert client.post(MO, **told).status_code == 200  # who knows the secret needs no session
