"""THE RULES. Numbers people say aloud: complaint number (rulings.md 1), mobile number, "more than 1,000"."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Final, Literal

from app.domain.text import latin_digits

MANY: Final = 1000  # what nobody reads to its end is counted no further

# Damm's quasigroup of order 10: catches every wrong digit and every swap of neighbours.
_DAMM: Final = (
    "0317598642",
    "7092154863",
    "4206871359",
    "1750983426",
    "6123045978",
    "3674209581",
    "5869720134",
    "8945362017",
    "9438617205",
    "2581436790",
)
_DASHES: Final = re.compile(r"[\-‐‑‒–—−_/.]+")
_WITH_LETTERS: Final = re.compile(r"([A-Z]{2,4})-?([0-9]{2})-?([0-9]{1,9})-?([0-9])")
# Without letters a lone dash says where the year ends; "4127-5" has no year and is refused rather than guessed.
_BARE: Final = re.compile(r"()([0-9]{2})-([0-9]{1,9})-?([0-9])|()([0-9]{2})([0-9]{1,9})([0-9])")


class BadNumber(ValueError):
    """Not one of our complaint numbers. ``reason``: ``shape``, ``check_digit`` or ``district``."""

    def __init__(self, reason: Literal["shape", "check_digit", "district"]) -> None:
        super().__init__(reason)
        self.reason = reason


@dataclass(frozen=True)
class ParsedNumber:
    """A complaint number taken apart: two-digit year, serial, and the one way it is written and stored."""

    year: int
    serial: int
    canonical: str


def damm(digits: str) -> int:
    """Damm check digit of a run of 0-9."""
    state = 0
    for digit in digits:
        state = int(_DAMM[state][int(digit)])
    return state


def format_number(letters: str, year: int, serial: int, district_code: int) -> str:
    """``NG26-4127-5``: district letters, last two digits of the year, serial, check digit.

    The check digit runs over LGD district code, year and serial, so a number of another district fails here.
    Raises ValueError for letters other than 2-4 of A-Z, a serial below 1 or a district code below 1.
    """
    if not re.fullmatch("[A-Z]{2,4}", letters) or serial < 1 or district_code < 1 or year < 0:
        raise ValueError("letters 2-4 of A-Z; serial and district code from 1")
    body = f"{year % 100:02d}{serial}"
    return f"{letters}{year % 100:02d}-{serial}-{damm(f'{district_code}{body}')}"


def parse_number(text: str, letters: str, district_code: int) -> ParsedNumber:
    """Read a complaint number as people write it: without letters, with blanks, small letters, ०-९, missing dashes.

    Raises BadNumber: ``district`` (other letters than ours), ``check_digit`` (a digit misheard), ``shape``.
    """
    typed = _DASHES.sub("-", "".join(latin_digits(text).upper().split())).strip("-")
    found = _WITH_LETTERS.fullmatch(typed) or _BARE.fullmatch(typed)
    if found is None:
        raise BadNumber("shape")
    said, year, serial, check = (part for part in found.groups() if part is not None)
    if said and said != letters:
        raise BadNumber("district")
    if serial.startswith("0"):
        raise BadNumber("shape")
    if damm(f"{district_code}{year}{serial}") != int(check):
        raise BadNumber("check_digit")
    return ParsedNumber(int(year), int(serial), f"{letters}{year}-{serial}-{check}")


class BadMobile(ValueError):
    """Not a mobile number. ``reason``: ``length``, ``start`` or ``letters``; ``digits``: how many there are now."""

    def __init__(self, reason: Literal["length", "start", "letters"], digits: int) -> None:
        super().__init__(reason)
        self.reason = reason
        self.digits = digits


def parse_mobile(text: str) -> str:
    """Ten digits starting 6-9, from any way of writing: +91, 91, 0, blanks, dashes, ०-९. Raises BadMobile."""
    plain = latin_digits(text).strip()
    digits = re.sub("[^0-9]", "", plain).lstrip("0")
    if digits.startswith("91") and (plain.startswith("+") or len(digits) == 12):
        digits = digits[2:].lstrip("0")
    if re.search(r"[^0-9\s+()\-‐‑‒–—.]", plain):
        raise BadMobile("letters", len(digits))
    if len(digits) != 10:
        raise BadMobile("length", len(digits))
    if digits[0] not in "6789":
        raise BadMobile("start", len(digits))
    return digits


def mask_mobile(mobile: str) -> str:
    """``98••• ••210`` for a ten-digit mobile (rulings.md 16): enough to recognise, not enough to dial."""
    return f"{mobile[:2]}••• ••{mobile[-3:]}"


def last4(mobile: str) -> str:
    """Last four digits: the second half of the key to ``/track`` (rulings.md 18)."""
    return mobile[-4:]
