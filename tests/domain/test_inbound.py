"""THE RULES: what messages from phones mean – as people write them."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.domain.inbound import Kind, Said, read
from app.domain.numbers import format_number

HERE = {"letters": "NG", "district_code": 9991}
NO = format_number("NG", 26, 4127, 9991)  # NG26-4127-7
LAST = NO[-1]
BARE = NO.removeprefix("NG").replace("-", "")
WRONG = f"NG26-4127-{(int(LAST) + 1) % 10}"
HINDI_DIGITS = str.maketrans("0123456789", "०१२३४५६७८९")


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("1", Kind.YES), ("१", Kind.YES), (" 1. ", Kind.YES), ("১", Kind.YES), ("YES", Kind.YES), ("yes!", Kind.YES),
        ("Han", Kind.YES), ("HAAN JI", Kind.YES), ("हाँ", Kind.YES), ("हां", Kind.YES), ("जी हाँ", Kind.YES),
        ("हाँ।", Kind.YES), ("संतुष्ट", Kind.YES), ("सन्तुष्ट", Kind.YES), ("1 हाँ", Kind.YES), ("(1)", Kind.YES),
        ("2", Kind.NO), ("२", Kind.NO), ("No", Kind.NO), ("NAHI", Kind.NO), ("nahin ji", Kind.NO), ("नहीं", Kind.NO),
        ("नही", Kind.NO), ("असंतुष्ट", Kind.NO), ("संतुष्ट नहीं", Kind.NO), ("not satisfied", Kind.NO),
        ("काम नहीं हुआ", Kind.NO), ("2-", Kind.NO), ("'2'", Kind.NO),
        ("3", Kind.CALL), ("३", Kind.CALL), ("CALL", Kind.CALL), ("call me please", Kind.CALL), ("फ़ोन", Kind.CALL),
        ("फोन करें", Kind.CALL), ("कॉल", Kind.CALL),
        ("STOP", Kind.STOP), ("stop.", Kind.STOP), ("बंद", Kind.STOP), ("START", Kind.START), ("शुरू", Kind.START),
        ("status", Kind.STATUS), ("स्थिति", Kind.STATUS), ("स्टेटस", Kind.STATUS), ("हाल", Kind.STATUS),
        ("", Kind.OTHER), ("   ", Kind.OTHER), ("...", Kind.OTHER), ("हाँ नहीं", Kind.OTHER), ("1 2", Kind.OTHER),
        ("12", Kind.OTHER), ("0", Kind.OTHER), ("पानी नहीं आया", Kind.OTHER), ("मेरी सड़क कब बनेगी", Kind.OTHER),
        ("yes but the road is still broken", Kind.OTHER), ("don't stop", Kind.OTHER), ("satisfied?no way", Kind.OTHER),
        ("👍", Kind.OTHER),
    ],
)  # fmt: skip
def test_words_alone(text: str, kind: Kind) -> None:
    assert read(text, **HERE) == Said(kind)


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        (f"STATUS {NO}", Kind.STATUS), (f"status {NO.lower()}", Kind.STATUS), (f"स्थिति {NO}", Kind.STATUS),
        (f"{NO} स्टेटस", Kind.STATUS), (f"हाल {BARE}", Kind.STATUS), (f"STATUS:{NO}", Kind.STATUS),
        (f"STATUS{NO}", Kind.STATUS), (f"हाल{BARE}", Kind.STATUS), (f"status NG 26 4127 {LAST}", Kind.STATUS),
        (f"शिकायत {NO} की स्थिति", Kind.STATUS), (f"स्थिति {NO}".translate(HINDI_DIGITS), Kind.STATUS),
        (NO, Kind.STATUS), (BARE, Kind.STATUS), (f"{NO}.", Kind.STATUS), (f"26/4127/{LAST}", Kind.STATUS),
        (f"1 {NO}", Kind.YES), (f"{NO} 1", Kind.YES), (f"1,{NO}", Kind.YES),
        (f"१ {BARE}".translate(HINDI_DIGITS), Kind.YES),
        (f"हाँ NG26–4127–{LAST}", Kind.YES), (f"1 26-4127-{LAST}", Kind.YES), (f"HAN\n{NO}", Kind.YES),
        (f"2 {NO}", Kind.NO), (f"{NO} नहीं", Kind.NO), (f"NG26 4127 {LAST} संतुष्ट नहीं", Kind.NO),
        (f"3 {NO}", Kind.CALL), (f"{NO} पानी अब भी नहीं आया", Kind.OTHER),
    ],
)  # fmt: skip
def test_words_with_the_number_of_a_complaint(text: str, kind: Kind) -> None:
    assert read(text, **HERE) == Said(kind, NO)


@pytest.mark.parametrize("text", [f"1 {WRONG}", f"{WRONG} हाँ", "1 9876", f"1 HR26-4127-{LAST}", "yes 26-4127"])
def test_a_number_that_is_none_of_ours_is_told(text: str) -> None:
    """The answer must not fall upon another complaint of this phone."""
    assert read(text, **HERE) == Said(Kind.YES, misnamed=True)


def test_two_complaints_in_one_message_are_left_to_a_person() -> None:
    other = format_number("NG", 26, 53, 9991)
    assert read(f"1 {NO} {other}", **HERE).kind is Kind.OTHER


def test_the_keyword_that_leads_to_this_office_is_no_word_of_the_message() -> None:
    """The pull service of C-DAC passes on KEYWORD SUBKEYWORD and the words."""
    assert read(f"HRGOV JAN 1 {NO}", **HERE, keywords=("hrgov", "jan")) == Said(Kind.YES, NO)
    assert read(f"1 {NO}", **HERE, keywords=("hrgov", "jan")) == Said(Kind.YES, NO)
    assert read("HRGOV JAN", **HERE, keywords=("hrgov", "jan")) == Said(Kind.OTHER)


@given(st.one_of(st.text(), st.text("0123456789०१२३NG- 1हाँनहीं।.,/", max_size=60), st.binary().map(repr)))
def test_whatever_comes_something_is_said(text: str) -> None:
    said = read(text, **HERE)
    assert said.kind in Kind
    assert not (said.number and said.misnamed)


@given(st.integers(1, 999_999), st.sampled_from("12"), st.booleans(), st.booleans())
def test_every_number_is_understood_in_every_digit(serial: int, word: str, hindi: bool, first: bool) -> None:
    number = format_number("NG", 26, serial, 9991)
    text = f"{word} {number}" if first else f"{number} {word}"
    said = read(text.translate(HINDI_DIGITS) if hindi else text, **HERE)
    assert said == Said(Kind.YES if word == "1" else Kind.NO, number)
