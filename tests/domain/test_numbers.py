"""Complaint and mobile numbers as people write them."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.domain import numbers
from app.domain.numbers import BadMobile, BadNumber, ParsedNumber, format_number, parse_mobile, parse_number

years = st.integers(0, 99)
serials = st.integers(1, 99_999_999)
codes = st.integers(1, 999)


def test_damm_known_value():
    assert numbers.damm("572") == 4


@pytest.mark.parametrize("said", ["NG26-4127-5", "NG26-4331-6", "NG26-4298-2", "NG26-4310-2", "NG26-4188-5"])
def test_numbers_of_the_mockups_belong_to_district_13(said):
    assert format_number("NG", 2026, int(said[5:9]), 13) == said


@pytest.mark.parametrize(
    "typed",
    [
        "NG26-4127-5",
        "ng26-4127-5",
        " NG 26 4127 5 ",
        "NG-26-4127-5",
        "NG2641275",
        "26-4127-5",
        "26-41275",
        "2641275",
        "26 4127 5",
        "26–4127–5",
        "ng26/4127/5",
        "२६-४१२७-५",
        "NG२६ ४१२७ ५",
    ],
)
def test_every_way_of_writing_it_is_the_same_number(typed):
    assert parse_number(typed, "NG", 13) == ParsedNumber(26, 4127, "NG26-4127-5")


@pytest.mark.parametrize(
    ("typed", "reason"),
    [
        ("", "shape"),
        ("4127-5", "shape"),
        ("NG26", "shape"),
        ("NG26-04127-5", "shape"),
        ("NG26-4127-5-1", "shape"),
        ("शिकायत", "shape"),
        ("NG26-4127-6", "check_digit"),
        ("NG26-4217-5", "check_digit"),
        ("HR26-4127-5", "district"),
    ],
)
def test_refusals_say_why(typed, reason):
    with pytest.raises(BadNumber) as refusal:
        parse_number(typed, "NG", 13)
    assert refusal.value.reason == reason


def test_number_of_another_district_without_letters_fails_the_check():
    with pytest.raises(BadNumber, match="check_digit"):
        parse_number("26-4127-5", "NG", 14)


@pytest.mark.parametrize("bad", [("N", 26, 1, 13), ("NGABC", 26, 1, 13), ("ng", 26, 1, 13), ("NG", 26, 0, 13)])
def test_format_refuses_nonsense(bad):
    with pytest.raises(ValueError, match="letters"):
        format_number(*bad)


@given(years, serials, codes)
def test_round_trip(year, serial, code):
    said = format_number("NG", year, serial, code)
    assert parse_number(said, "NG", code) == ParsedNumber(year, serial, said)
    assert parse_number(said.replace("-", "")[2:], "NG", code).canonical == said


def _refused(letters, digits, cut, code):
    with pytest.raises(BadNumber):
        parse_number(f"{letters}{digits[:2]}-{digits[2:cut]}-{digits[cut:]}", letters, code)


@given(years, serials, codes)
def test_every_wrong_digit_is_caught(year, serial, code):
    digits = format_number("NG", year, serial, code).replace("-", "")[2:]
    for place, right in enumerate(digits):
        for wrong in set("0123456789") - {right}:
            _refused("NG", digits[:place] + wrong + digits[place + 1 :], len(digits) - 1, code)


@given(years, serials, codes)
def test_every_swap_of_neighbours_is_caught(year, serial, code):
    digits = format_number("NG", year, serial, code).replace("-", "")[2:]
    for place in range(len(digits) - 1):
        one, two = digits[place], digits[place + 1]
        if one != two:
            _refused("NG", digits[:place] + two + one + digits[place + 2 :], len(digits) - 1, code)


@pytest.mark.parametrize(
    "typed",
    [
        "9812345210",
        "+91 98123 45210",
        "+919812345210",
        "919812345210",
        "09812345210",
        "0091-98123-45210",
        "+91 (0) 98123 45210",
        "९८१२३ ४५२१०",
        " 98-12-34-52-10 ",
    ],
)
def test_mobiles_as_written(typed):
    assert parse_mobile(typed) == "9812345210"


@pytest.mark.parametrize(
    ("typed", "reason", "digits"),
    [
        ("981234521", "length", 9),
        ("+91 98123 4521", "length", 9),
        ("", "length", 0),
        ("9812345210/9812345211", "letters", 20),
        ("98123452101", "length", 11),
        ("5812345210", "start", 10),
        ("98123x45210", "letters", 10),
    ],
)
def test_bad_mobiles_say_how_many_digits(typed, reason, digits):
    with pytest.raises(BadMobile) as refusal:
        parse_mobile(typed)
    assert (refusal.value.reason, refusal.value.digits) == (reason, digits)


def test_ten_digit_mobile_starting_91_is_kept_whole():
    assert parse_mobile("9198765432") == "9198765432"


def test_masks():
    assert numbers.mask_mobile("9812345210") == "98••• ••210"
    assert numbers.last4("9812345210") == "5210"


@given(st.integers(6_000_000_000, 9_999_999_999).map(str))
def test_prefixes_never_change_the_number(mobile):
    assert {parse_mobile(p + mobile) for p in ("", "0", "91", "+91", "+91-", "0091 ")} == {mobile}
