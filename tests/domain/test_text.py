"""Cleaning, folding, counting, masking."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.domain import text as words


def test_clean_keeps_spelling_and_drops_tricks():
    assert words.clean("a\u202eb\u200f\x00\x07c\ufeff") == "abc"
    assert words.clean("क्\u200dष  \r\nदो\t \n") == "क्\u200dष\nदो"
    assert words.clean("a\tb\u200cc") == "a\tb\u200cc"
    assert words.clean("क\u093c") == unicodedata.normalize("NFC", "क़")


@given(st.text())
def test_clean_is_settled_after_once(text):
    once = words.clean(text)
    assert words.clean(once) == once
    assert unicodedata.is_normalized("NFC", once)
    once.encode()


def test_latin_digits():
    assert words.latin_digits("वार्ड १२ – ٣ ৪") == "वार्ड 12 – 3 4"


@given(st.text())
def test_latin_digits_is_character_for_character(text):
    assert len(words.latin_digits(text)) == len(text)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("सड़क", "सडक"),
        ("सड़क", "सड\u093cक"),
        ("ज़मीन", "जमीन"),
        ("गाँव", "गांव"),
        ("हिन्दी", "हिंदी"),
        ("पम्प", "पंप"),
        ("बिजली\u200d का", "बिजली  का"),
        ("राेड", "रोड"),
        ("अावेदन", "आवेदन"),
        ("Gali  No. २", "gali no. 2"),
        ("ＰＷＤ", "pwd"),
    ],
)
def test_search_key_joins_spellings(one, other):
    assert words.search_key(one) == words.search_key(other)


def test_search_key_keeps_different_words_apart():
    assert len({words.search_key(w) for w in ("नल", "नाला", "नाली", "अन्न", "अंत", "सम्मान", "समान")}) == 7


@given(st.text())
def test_search_key_is_settled_and_tidy(text):
    key = words.search_key(text)
    assert key == " ".join(key.split())
    assert words.search_key(key).split() == words.search_key(words.search_key(key)).split()


def test_letters_count_letters_only():
    assert words.letters("......12345 ६७") == 0
    assert words.letters("पानी नहीं") == 4
    assert words.letters("No water!") == 7


AADHAAR = "234123412346"


def test_aadhaar_is_masked_in_every_writing():
    for typed in (AADHAAR, "2341 2341 2346", "2341-2341-2346", "२३४१ २३४१ २३४६"):
        assert words.mask_aadhaar(f"आधार {typed} है") == "आधार XXXX XXXX 2346 है"
    assert words.mask_aadhaar(f"{AADHAAR}, 2341 2341 2346") == "XXXX XXXX 2346, XXXX XXXX 2346"
    assert words.mask_aadhaar("1234 2341 2341 2346") == "1234 XXXX XXXX 2346"


@pytest.mark.parametrize("kept", ["234123412347", "9812345210", "+919812345210", "2341234123461", "134123412346", ""])
def test_other_numbers_stay(kept):
    assert words.mask_aadhaar(kept) == kept


@given(st.integers(20_000_000_000, 99_999_999_999).map(str), st.text(alphabet="कa ,।\n", max_size=9))
def test_exactly_one_check_digit_is_hidden(body, around):
    hidden = [d for d in "0123456789" if words.mask_aadhaar(f"{around} {body}{d}") != f"{around} {body}{d}"]
    assert len(hidden) == 1
    assert body[:8] not in words.mask_aadhaar(f"{body}{hidden[0]}")


@pytest.mark.parametrize(
    "typed", ["", " ", ",", "-", "...", "llllll", "कककक", "x", "asdf", "asdfgh", "sdfsdf", "dfghjkl", "0000"]
)
def test_junk(typed):
    assert words.is_junk(typed)


@pytest.mark.parametrize(
    "typed",
    [
        "ok",
        "जी",
        "done",
        "काम हो गया",
        "HSVP",
        "PWD XEN",
        "12",
        "हाँ",
        "tree",
        "were",
        "नगर",
        "test asdf",
        "poor",
        "try",
    ],
)
def test_short_remarks_are_not_junk(typed):
    assert not words.is_junk(typed)


def test_signs_typed_in_two_parts_are_put_together_and_nothing_else_changes():
    assert words.repair_signs("भएकाे गाैशाला") == "भएको गौशाला"
    assert words.repair_signs("चाँद हिन्दी ok") == "चाँद हिन्दी ok"
