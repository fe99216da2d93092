"""The bench itself: Kannel really speaks with the message centre, in both directions, and survives what we do to it."""

from __future__ import annotations

from urllib.parse import parse_qs, urlencode, urlsplit
from urllib.request import urlopen

from tests.jobs.conftest import eventually
from tests.kannel.line import CODE, Line
from tools import kannel, smpp

LONG = "आपकी शिकायत पर काम पूरा हुआ या नहीं, हमें बताइए। " * 3


def send(line: Line, number: str, text: str, mark: str = "m") -> int:
    """Straight to Kannel, past the office. The status of its answer."""
    told = {
        "username": kannel.USER, "password": kannel.PASSWORD, "to": f"+91{number}", "text": text, "coding": "2",
        "charset": "UTF-8", "dlr-mask": "31", "dlr-url": f"{line.url}/told?m={mark}&status=%d&reply=%A",
    }  # fmt: skip
    with urlopen(f"{line.kannel.send_url}?{urlencode(told)}", timeout=5) as answer:
        return int(answer.status)


def heard(line: Line, path: str) -> list[dict[str, str]]:
    asked = [urlsplit(one) for one in list(line.door.asked)]
    return [{name: one[0] for name, one in parse_qs(at.query).items()} for at in asked if at.path.endswith(path)]


def test_a_long_hindi_text_arrives_whole_and_its_receipts_come_back(line: Line) -> None:
    assert send(line, "9700000042", LONG, "long") == 202
    assert line.centre.wait_for(lambda: line.centre.messages, 5)
    (message,) = line.centre.messages
    assert (message.text, message.parts, message.source) == (LONG, 3, kannel.HEADER)
    assert eventually(lambda: {"1", "8"} <= {one["status"] for one in heard(line, "/told")})


def test_phones_are_heard_in_one_piece(line: Line) -> None:
    for text in ("२ JSN-2026-000123", LONG.strip()):
        line.centre.say("919700000042", CODE, text)
    assert eventually(lambda: len(heard(line, "/mo")) == 2)
    told = heard(line, "/mo")
    assert {one["text"] for one in told} == {"२ JSN-2026-000123", LONG.strip()}
    assert {(one["from"], one["to"]) for one in told} == {("+919700000042", CODE)}
    assert len({one["id"] for one in told}) == 2


def test_what_waits_outlives_bearerbox(line: Line) -> None:
    line.centre.close_door()
    assert eventually(lambda: not line.kannel.is_online())
    assert send(line, "9700000042", "रुका हुआ") == 202
    line.kannel.kill_box("bearerbox")
    line.centre.open_door()
    line.kannel.start()
    assert line.centre.wait_for(lambda: line.centre.to("9700000042"), 10)


def test_cut_sessions_come_back(line: Line) -> None:
    line.centre.drop()
    assert send(line, "9700000042", "फिर भी") == 202
    assert line.centre.wait_for(lambda: line.centre.to("9700000042"), 10)
    assert eventually(line.kannel.is_online)


def test_a_long_answer_is_cut_as_phones_cut_it() -> None:
    bodies = smpp.inbound("919700000042", CODE, LONG, ref=300)
    assert len(bodies) == 3
    assert max(map(len, bodies)) < 254
