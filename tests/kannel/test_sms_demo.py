"""`make sms-demo`: a message is seen with its number masked, and a typed line is an answer of that phone."""

from __future__ import annotations

from app.domain.numbers import mask_mobile
from tools.sms_demo import SHORT_CODE, Phones
from tools.smsc import Message

NUMBER = "9700000042"


def test_a_phone_is_known_by_the_end_of_its_number() -> None:
    said: list[tuple[str, str, str]] = []
    shown: list[str] = []
    phones = Phones(lambda *told: said.append(told), shown.append)
    assert not phones.answer("042 2"), "it has got no message yet"
    phones.hear(Message(NUMBER, "काम हुआ?", "NVGRAM", None, None, 1))
    assert phones.answer("042 2 NG-1 \n")
    assert said == [(f"91{NUMBER}", SHORT_CODE, "2 NG-1")]
    assert mask_mobile(NUMBER) in shown[1]
    assert "काम हुआ?" in shown[1]
    assert NUMBER not in "".join(shown)
    assert not phones.answer("042")


def test_without_a_line_it_says_so() -> None:
    def cut(*_: str) -> None:
        raise ConnectionError

    shown: list[str] = []
    assert not Phones(cut, shown.append).answer(f"{NUMBER} 2")
    assert "Kannel" in shown[0]
