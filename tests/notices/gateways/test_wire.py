"""What each gateway is sent, byte for byte, and what its answers mean (sms.md 1.2–1.5, faults.md row 6)."""

from __future__ import annotations

import hashlib
import re
from pathlib import Path

import pytest

from app.notices.callback import receipt_url, signature
from app.notices.gateways import BadGateway, NoSuchGateway, open_gateway, problems, read_inbound, read_receipt
from app.notices.gateways.base import Gateway, OutboundSms, Outcome
from app.settings import Settings
from tests.notices.gateways.standin import Seen, own_certificate, serving

HINDI = "शिकायत NG26-4127-5 दर्ज। 30-11 तक -DC नवग्राम"
ENGLISH = "Your complaint NG26-4127-5 is registered. -DC Navgram"
UUID = "5f0c2d51-8f3b-4a53-9a52-0d9be3f4c111"
HASHED = {"USER": "dcoffice", "PASSWORD": "geheim", "KEY": "s3cure", "HEADER": "NVGRAM"}
FIELDS = '{"to": "$number", "msg": "$text", "sender": "$header", "tid": "$template", "pw": "$password", "ref": "$uuid"}'


def sms(text: str = HINDI, *, key: str = "S01", parts: int = 1) -> OutboundSms:
    return OutboundSms(
        uuid=UUID, number="9812345678", text=text, attempt=1, parts=parts, template_key=key,
        dlt_template_id="1107160000000000001", pe_id="1101450000000000001", header="NVGRAM",
        signed=signature("token", UUID),
    )  # fmt: skip


def gateway(tmp_path: Path, name: str, *, allow: str = "*", **told: str) -> Gateway:
    return open_gateway(settings(tmp_path, name, ALLOW=allow, **told))


def settings(tmp_path: Path, name: str, **told: str) -> Settings:
    named = {f"SMS_{key}": value for key, value in told.items()}
    given = {"NIVARAN_ENV": "test", "NIVARAN_HOME": str(tmp_path), "SMS_GATEWAY": name, "PUBLIC_URL": "http://office"}
    return Settings.from_env(given | named)


def says(status: int, body: str):  # type: ignore[no-untyped-def]
    return lambda _seen: (status, body)


def entity_text(text: str) -> str:
    """Counted here another way: one entity a character, as all of ours lie in the first plane."""
    return "".join(f"&#{ord(c)};" for c in text)


# --- C-DAC Mobile Seva


def test_cdac_is_sent_hindi_as_entities_with_the_key_over_them(tmp_path: Path) -> None:
    with serving(says(200, "402,MsgID = 150620161466003974245msdgsms")) as there:
        result = gateway(tmp_path, "cdac", URL=there.url, **HASHED).send(sms())
    seen = there.seen[0]
    content = entity_text(HINDI)
    signed = hashlib.sha512(f"dcofficeNVGRAM{content}s3cure".encode()).hexdigest()
    assert seen.method == "POST"
    assert seen.path == "/send"  # nothing of it in the address
    assert seen.fields == {
        "username": "dcoffice", "password": hashlib.sha1(b"geheim").hexdigest(), "senderid": "NVGRAM",
        "content": content, "smsservicetype": "unicodemsg", "bulkmobno": "9812345678", "key": signed,
        "templateid": "1107160000000000001", "entityid": "1101450000000000001",
    }  # fmt: skip
    assert (result.outcome, result.provider_id) == (Outcome.ACCEPTED, "150620161466003974245msdgsms")


@pytest.mark.parametrize(
    ("text", "key", "kind", "to"),
    [
        (ENGLISH, "S01", "singlemsg", "mobileno"), (HINDI, "S15", "unicodeotpmsg", "mobileno"),
        (ENGLISH, "S15R", "otpmsg", "mobileno"),
    ],
)  # fmt: skip
def test_cdac_is_told_what_kind_of_message(tmp_path: Path, text: str, key: str, kind: str, to: str) -> None:
    with serving(says(200, "402,MsgID = 1msdgsms")) as there:
        gateway(tmp_path, "cdac", URL=there.url, **HASHED).send(sms(text, key=key))
    assert there.seen[0].fields["smsservicetype"] == kind
    assert there.seen[0].fields[to] == "9812345678"


@pytest.mark.parametrize(
    ("status", "body", "outcome"),
    [
        (200, "402", Outcome.UNKNOWN),  # a yes without an id is none
        (200, "<html>unexpected</html>", Outcome.UNKNOWN),
        (200, "", Outcome.UNKNOWN),
        (402, "402,MsgID = 1msdgsms", Outcome.REJECT),  # 402 counts in the body, not as the status
        (500, "402,MsgID = 1msdgsms", Outcome.RETRY),
        (503, "busy", Outcome.RETRY),
        (429, "slowly", Outcome.RETRY),
        (403, "who are you", Outcome.RETRY),
        (400, "no", Outcome.REJECT),
        (302, "elsewhere", Outcome.UNKNOWN),
    ],
)
def test_what_cdac_answers_is_read_strictly(tmp_path: Path, status: int, body: str, outcome: Outcome) -> None:
    with serving(says(status, body)) as there:
        assert gateway(tmp_path, "cdac", URL=there.url, **HASHED).send(sms()).outcome is outcome


def test_cdac_is_not_asked_to_send_what_is_not_registered(tmp_path: Path) -> None:
    bare = OutboundSms(uuid=UUID, number="9812345678", text=HINDI, attempt=1, parts=1, template_key="S01")
    with serving(says(200, "402,MsgID = 1msdgsms")) as there:
        told = HASHED | {"HEADER": ""}
        assert gateway(tmp_path, "cdac", URL=there.url, **told).send(bare).outcome is Outcome.REJECT
    assert there.seen == []


# --- NIC


def test_nic_is_sent_hindi_behind_feff(tmp_path: Path) -> None:
    answer = "Message Accepted for Request ID=123~code=API000 & info=Platform accepted"
    with serving(says(200, answer)) as there:
        result = gateway(tmp_path, "nic", URL=there.url, USER="dc", PASSWORD="pin").send(sms("पी का"))
    fields = there.seen[0].fields
    assert fields["message"] == "FEFF092A09400020" + "0915093E"
    assert {name: fields[name] for name in ("username", "pin", "mnumber", "signature", "msgType")} == {
        "username": "dc", "pin": "pin", "mnumber": "919812345678", "signature": "NVGRAM", "msgType": "UC",
    }  # fmt: skip
    assert (fields["dlt_entity_id"], fields["dlt_template_id"]) == ("1101450000000000001", "1107160000000000001")
    assert (result.outcome, result.provider_id) == (Outcome.ACCEPTED, "123")


@pytest.mark.parametrize(
    ("body", "outcome"),
    [
        ("Request ID=9~code=API001 & info=bad number", Outcome.REJECT), ("~code=-2", Outcome.RETRY),
        ("~code=-19 ", Outcome.RETRY), ("<html>", Outcome.UNKNOWN), ("API000", Outcome.UNKNOWN),
    ],
)  # fmt: skip
def test_what_nic_answers_is_read_strictly(tmp_path: Path, body: str, outcome: Outcome) -> None:
    with serving(says(200, body)) as there:
        assert gateway(tmp_path, "nic", URL=there.url, USER="dc", PASSWORD="p").send(sms()).outcome is outcome


def test_nic_takes_english_as_it_is(tmp_path: Path) -> None:
    with serving(says(200, "~code=API000 ")) as there:
        gateway(tmp_path, "nic", URL=there.url, USER="dc", PASSWORD="p").send(sms(ENGLISH))
    assert there.seen[0].fields["message"] == ENGLISH
    assert "msgType" not in there.seen[0].fields


# --- Kannel


def test_kannel_gets_the_registered_ids_and_the_way_back(tmp_path: Path) -> None:
    with serving(says(202, "0: Accepted for delivery")) as there:
        told = {"URL": there.url, "USER": "app", "PASSWORD": "pw", "HOOK_SECRET": "x" * 24, "HOOK_BASE": "http://in"}
        result = gateway(tmp_path, "kannel", **told).send(sms())
    fields = there.seen[0].fields
    assert there.seen[0].method == "GET"
    assert (fields["to"], fields["text"], fields["coding"], fields["charset"]) == ("+919812345678", HINDI, "2", "UTF-8")
    assert fields["meta-data"] == "?smpp?entityid=1101450000000000001&templateid=1107160000000000001"
    back = receipt_url("http://in", "kannel", "x" * 24, UUID, signature("token", UUID))
    assert fields["dlr-url"] == f"{back}&status=%d&reply=%A"
    assert (fields["dlr-mask"], fields["from"]) == ("31", "NVGRAM")
    assert result.outcome is Outcome.ACCEPTED


@pytest.mark.parametrize(
    ("status", "outcome"), [(403, Outcome.RETRY), (400, Outcome.REJECT), (503, Outcome.RETRY), (200, Outcome.UNKNOWN)]
)
def test_what_kannel_answers(tmp_path: Path, status: int, outcome: Outcome) -> None:
    with serving(says(status, "x")) as there:
        sent = gateway(tmp_path, "kannel", URL=there.url, USER="a", PASSWORD="b").send(sms())
    assert sent.outcome is outcome


def test_what_kannel_would_cut_off_is_refused_before(tmp_path: Path) -> None:
    with serving(says(202, "0")) as there:
        sent = gateway(tmp_path, "kannel", URL=there.url, USER="a", PASSWORD="b").send(sms(HINDI * 9, parts=7))
    assert (sent.outcome, sent.code, there.seen) == (Outcome.REJECT, "too_long", [])


# --- any other, by settings


@pytest.mark.parametrize("shape", ["form", "json", "query"])
def test_any_other_vendor_is_described_by_settings(tmp_path: Path, shape: str) -> None:
    told = {"FIELDS": FIELDS, "SUCCESS": '"ok"', "ID": r'"id":"(\w+)"', "BODY": shape, "PREFIX": "91",
            "HEADERS": '{"Authorization": "Bearer $key"}', "KEY": "k1", "PASSWORD": "pw"}  # fmt: skip
    with serving(says(200, '{"state":"ok","id":"A7"}')) as there:
        result = gateway(tmp_path, "generic", URL=there.url, **told).send(sms())
    seen = there.seen[0]
    if shape == "json":
        import json

        assert json.loads(seen.body)["msg"] == HINDI
    else:
        assert seen.fields["to"] == "919812345678"
        assert (seen.fields["msg"], seen.fields["sender"], seen.fields["ref"]) == (HINDI, "NVGRAM", UUID)
    assert seen.method == ("GET" if shape == "query" else "POST")
    assert seen.headers["Authorization"] == "Bearer k1"
    assert (result.outcome, result.provider_id) == (Outcome.ACCEPTED, "A7")


def test_what_fits_no_pattern_is_unknown_and_what_fits_the_error_is_refused(tmp_path: Path) -> None:
    told = {"FIELDS": FIELDS, "SUCCESS": "^OK", "ERROR": r"^ERR (\d+)", "ENCODING": "entities"}
    answers = iter(["ERR 17", "hm"])
    with serving(lambda _seen: (200, next(answers))) as there:
        other = gateway(tmp_path, "generic", URL=there.url, **told)
        first, second = other.send(sms()), other.send(sms())
    assert (first.outcome, first.code, second.outcome) == (Outcome.REJECT, "17", Outcome.UNKNOWN)
    assert there.seen[0].fields["msg"] == entity_text(HINDI)


# --- the line itself


def cdac(tmp_path: Path, url: str, **told: str) -> Gateway:
    return gateway(tmp_path, "cdac", URL=url, **HASHED, **told)


@pytest.mark.parametrize("manner", ["hang", "reset", "drip"])
def test_a_gateway_that_took_it_and_then_fails_leaves_us_in_doubt(tmp_path: Path, manner: str) -> None:
    with serving(says(200, "402,MsgID = 1msdgsms")) as there:
        there.manner = manner
        result = cdac(tmp_path, there.url, SECONDS="0.4").send(sms())
    assert result.outcome is Outcome.UNKNOWN
    assert len(there.seen) == 1


def test_a_closed_door_means_certainly_not_sent(tmp_path: Path) -> None:
    with serving(says(200, "")) as there:
        url = there.url
    refused = cdac(tmp_path, url).send(sms())
    nowhere = cdac(tmp_path, "http://no-such-host.invalid/send").send(sms())
    assert (refused.outcome, refused.code) == (Outcome.RETRY, "refused")
    assert (nowhere.outcome, nowhere.code) == (Outcome.RETRY, "unreachable")


def test_a_certificate_nobody_vouches_for_is_not_spoken_to(tmp_path: Path) -> None:
    certificate = own_certificate(tmp_path)
    with serving(says(200, "402,MsgID = 1msdgsms"), certificate=certificate) as there:
        stranger = cdac(tmp_path, there.url).send(sms())
        known = cdac(tmp_path, there.url, CA_FILE=str(certificate)).send(sms())
    assert (stranger.outcome, stranger.code) == (Outcome.RETRY, "tls")
    assert known.outcome is Outcome.ACCEPTED
    assert len(there.seen) == 1


def test_no_result_carries_the_number_or_the_words(tmp_path: Path) -> None:
    with serving(lambda seen: (200, f"hm {seen.body.decode()}")) as there:
        result = cdac(tmp_path, there.url).send(sms())
    assert "9812345678" not in repr(result)
    assert "9812345678" not in repr(sms())


# --- who is reached, and what is refused at the start


def test_outside_production_only_named_numbers_are_reached(tmp_path: Path) -> None:
    with serving(says(202, "0")) as there:
        told = {"URL": there.url, "USER": "a", "PASSWORD": "b"}
        assert gateway(tmp_path, "kannel", allow="98123XXXXX", **told).send(sms()).outcome is Outcome.ACCEPTED
        for patterns in ("", "99*", "98123"):
            assert gateway(tmp_path, "kannel", allow=patterns, **told).send(sms()).code == "not_allowed"
    assert len(there.seen) == 1


@pytest.mark.parametrize(
    ("name", "told", "problem"),
    [
        ("kannel", {}, "SMS_USER is missing"), ("kannel", {"USER": "a", "PASSWORD": "b"}, "SMS_URL is missing"),
        ("cdac", HASHED | {"URL": "http://x", "SECONDS": "soon"}, "SMS_SECONDS"),
        ("cdac", HASHED | {"URL": "http://x", "SECONDS": "90"}, "SMS_SECONDS"),
        ("nic", HASHED | {"URL": "http://x", "CA_FILE": "/no/such"}, "SMS_CA_FILE"),
        ("generic", {"URL": "http://x", "FIELDS": "[1]", "SUCCESS": "x"}, "SMS_FIELDS"),
        ("generic", {"URL": "http://x", "FIELDS": "{}", "SUCCESS": "("}, "SMS_SUCCESS"),
        ("generic", {"URL": "http://x", "FIELDS": FIELDS, "SUCCESS": "x", "ENCODING": "morse"}, "SMS_ENCODING"),
        ("pigeon", {}, "SMS_GATEWAY must be one of"),
    ],
)  # fmt: skip
def test_wrong_settings_are_named(tmp_path: Path, name: str, told: dict[str, str], problem: str) -> None:
    given = settings(tmp_path, name, **told)
    assert any(problem in one for one in problems(given))
    with pytest.raises((BadGateway, NoSuchGateway)):
        open_gateway(given)


def test_a_secret_may_stand_in_a_file_and_shows_nowhere(tmp_path: Path) -> None:
    (tmp_path / "pw").write_text("geheim\n")
    given = settings(tmp_path, "kannel", URL="http://x", USER="a", PASSWORD_FILE=str(tmp_path / "pw"))
    assert given.sms["SMS_PASSWORD"] == "geheim"
    assert problems(given) == []
    assert "geheim" not in repr(given)


def test_the_selftest_tells_a_wrong_password_from_a_closed_door(tmp_path: Path) -> None:
    def smsbox(seen: Seen) -> tuple[int, str]:
        return (400, "Empty receiver") if seen.fields["password"] == "right" else (403, "Authorization failed")

    with serving(smsbox) as there:
        told = {"URL": there.url, "USER": "a"}
        right = gateway(tmp_path, "kannel", PASSWORD="right", **told).selftest()
        wrong = gateway(tmp_path, "kannel", PASSWORD="wrong", **told).selftest()
    closed = gateway(tmp_path, "kannel", PASSWORD="right", **told).selftest()
    assert right == []
    assert "SMS_PASSWORD" in wrong[0]
    assert "refused" in closed[0]
    assert all(one.fields["to"] == "" for one in there.seen)


# --- what comes back


@pytest.mark.parametrize(
    ("status", "reply", "told"),
    [
        ("1", "id:1 stat:DELIVRD err:000 text:", "delivered"), ("8", "ACK/", "sent"), ("4", "", "sent"),
        ("2", "id:1 stat:UNDELIV err:014 text:", "undelivered"), ("2", "stat:EXPIRED", "expired"),
        ("2", "stat:REJECTD", "rejected"), ("16", "NACK/0x0000000b/Invalid Destination Address", "rejected"),
        ("16", "NACK/Retries Exceeded", "failed"),
    ],
)  # fmt: skip
def test_what_kannel_reports(tmp_path: Path, status: str, reply: str, told: str) -> None:
    here = settings(tmp_path, "kannel")
    found = read_receipt("kannel", {"m": UUID, "k": "x", "status": status, "reply": reply}, here)
    assert found is not None
    assert (found.notice_uuid, found.status) == (UUID, told)
    assert found == read_receipt("kannel", {"m": UUID, "status": status, "reply": reply}, here)  # the same news again
    assert re.fullmatch("[0-9a-f]{64}", found.digest)


def test_a_report_that_says_nothing_is_none(tmp_path: Path) -> None:
    here = settings(tmp_path, "kannel")
    assert read_receipt("kannel", {"m": UUID, "status": "77"}, here) is None
    assert read_receipt("kannel", {"status": "1"}, here) is None
    assert read_receipt("cdac", {"m": UUID, "status": "1"}, here) is None
    assert read_receipt("console", {"m": UUID, "status": "1"}, here) is None


def test_what_comes_in_has_ten_digits_and_one_id(tmp_path: Path) -> None:
    here = settings(tmp_path, "kannel")
    said = {"from": "+919812345678", "to": "1905", "text": "2 NG26-4127-5", "id": "abc", "t": "1"}
    found = read_inbound("kannel", said, here)
    assert found is not None
    assert (found.provider_id, found.from_number, found.to_number, found.text) == (
        "abc", "9812345678", "1905", "2 NG26-4127-5",
    )  # fmt: skip
    pull = {"mobileNumber": "9812345678", "timeStamp": "2012-02-23 13:30:20", "message": "KEY 2"}
    first, again = read_inbound("cdac", pull, here), read_inbound("cdac", dict(pull), here)
    later = read_inbound("cdac", pull | {"timeStamp": "2012-02-23 13:31:20"}, here)
    assert first is not None
    assert first == again
    assert first != later
    assert read_inbound("nic", pull, here) is None
    assert read_inbound("kannel", {"text": "x"}, here) is None
