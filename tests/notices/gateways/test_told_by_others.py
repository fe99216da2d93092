"""A vendor nobody here has heard of reports and passes messages on under its own names: settings translate, no code."""

from __future__ import annotations

from pathlib import Path

import pytest

from app.notices.gateways import problems, read_inbound, read_receipt, wants_registration
from app.settings import Settings
from tests.notices.gateways.test_wire import FIELDS, UUID, gateway, settings

THEIRS = {
    "RECEIPT_FIELDS": '{"status": "dlr_state", "code": "err"}', "RECEIPT_WORDS": '{"HANDSET": "delivered"}',
    "INBOUND_FIELDS": '{"from": "msisdn", "text": "body", "id": "ref", "to": "shortcode"}',
}  # fmt: skip


@pytest.mark.parametrize(
    ("word", "means"), [("Handset", "delivered"), ("UNDELIV", "undelivered"), ("expired", "expired"), ("lost", None)]
)
def test_receipts_under_other_names(tmp_path: Path, word: str, means: str | None) -> None:
    here = settings(tmp_path, "generic", **THEIRS)
    found = read_receipt("generic", {"m": UUID, "dlr_state": word, "err": "014"}, here)
    assert (found and (found.status, found.code)) == (means and (means, f"{word.lower()} 014"))


def test_messages_under_other_names(tmp_path: Path) -> None:
    here = settings(tmp_path, "generic", **THEIRS)
    came = read_inbound("generic", {"msisdn": "919812345678", "body": "2", "ref": "x1", "shortcode": "51969"}, here)
    assert came is not None
    assert (came.from_number, came.text, came.provider_id, came.to_number) == ("9812345678", "2", "x1", "51969")
    plain = read_inbound("generic", {"from": "9812345678", "text": "2", "id": "x2"}, here)
    assert plain is not None, "our own names serve as well"


def test_a_vendor_that_is_described_wrongly_is_named(tmp_path: Path) -> None:
    told = {"URL": "http://127.0.0.1:1", "FIELDS": FIELDS, "SUCCESS": "OK"}
    assert problems(settings(tmp_path, "generic", **told)) == []
    for name, value in (("RECEIPT_WORDS", '{"a": "arrived"}'), ("RECEIPT_FIELDS", "status"), ("INBOUND_FIELDS", "[]")):
        assert [f"SMS_{name}" in one for one in problems(settings(tmp_path, "generic", **told, **{name: value}))]


def test_what_is_not_registered_waits_in_production_where_operators_ask_for_it(tmp_path: Path) -> None:
    kannel = gateway(tmp_path, "kannel", URL="http://127.0.0.1:1", USER="u", PASSWORD="p")
    told = {"URL": "http://127.0.0.1:1", "SUCCESS": "OK"}
    plain = gateway(tmp_path, "generic", FIELDS='{"to": "$number", "msg": "$text"}', **told)
    asks = gateway(tmp_path, "generic", FIELDS=FIELDS, **told)
    real = {"NIVARAN_ENV": "production", "NIVARAN_HOME": str(tmp_path)}
    production, exempt = Settings.from_env(real), Settings.from_env(real | {"SMS_DLT": "0"})
    assert [wants_registration(one, production) for one in (kannel, asks, plain)] == [True, True, False]
    assert not wants_registration(kannel, exempt)
    assert not wants_registration(kannel, settings(tmp_path, "kannel")), "a trial goes on"
