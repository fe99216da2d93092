"""THE RULES. Words people type: cleaned for keeping, folded for finding, masked where the law asks."""

from __future__ import annotations

import re
import unicodedata
from typing import Final

# Control characters but for newline and tab, halves of surrogate pairs, and what overrides the direction of writing.
_NOT_KEPT: Final = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f\ud800-\udfff\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069\ufeff]"
)
_DIGIT: Final = re.compile(r"\d")
_JOINERS: Final = dict.fromkeys(map(ord, "\u200c\u200d"))
_NUKTA_CLASS: Final = 7
# What keyboards without reordering leave behind, and the sign it stands for.
_MISTYPED: Final = (
    ("ाे", "ो"),
    ("ाै", "ौ"),
    ("ेा", "ो"),
    ("ैा", "ौ"),
    ("अो", "ओ"),
    ("अौ", "औ"),
    ("आे", "ओ"),
    ("आै", "औ"),
    ("अा", "आ"),
    ("एे", "ऐ"),
)
_SIGNS: Final = (*_MISTYPED, ("ँ", "ं"))
# A nasal before a consonant of its own row is the same sound as the dot: हिन्दी = हिंदी.
_HOMORGANIC: Final = re.compile("ङ्(?=[कखगघ])|ञ्(?=[चछजझ])|ण्(?=[टठडढ])|न्(?=[तथदध])|म्(?=[पफबभ])")
_AADHAAR: Final = re.compile(r"(?<![0-9+])[2-9][0-9]{3}([ \u00a0.–-]{0,2})[0-9]{4}\1[0-9]{4}(?![0-9])")


def clean(text: str) -> str:
    """Text fit to keep: NFC, line ends as ``\\n``, no direction overrides, no control characters, no trailing blanks.

    Joiners (ZWJ, ZWNJ) stay: they are spelling in Hindi and Urdu. Newline and tab stay.
    """
    lines = text.replace("\r\n", "\n").replace("\r", "\n")
    kept = unicodedata.normalize("NFC", _NOT_KEPT.sub("", lines))
    return "\n".join(line.rstrip() for line in kept.split("\n")).strip()


def latin_digits(text: str) -> str:
    """The same text with every script's decimal digits as 0-9, character for character."""
    return _DIGIT.sub(lambda digit: str(unicodedata.decimal(digit[0])), text)


def search_key(text: str) -> str:
    """The form two spellings of the same words share: for comparing and finding, never for showing.

    NFKC, folded case, 0-9, no nukta (ज़ = ज, ड़ = ड), no joiners, ँ and half nasals as ं, single blanks.
    """
    apart = unicodedata.normalize("NFD", unicodedata.normalize("NFKC", latin_digits(clean(text))).casefold())
    key = "".join(c for c in apart if unicodedata.combining(c) != _NUKTA_CLASS).translate(_JOINERS)
    key = unicodedata.normalize("NFC", key)
    for typed, meant in _SIGNS:
        key = key.replace(typed, meant)
    return " ".join(_HOMORGANIC.sub("ं", key).split())


def repair_signs(text: str) -> str:
    """The same text with vowel signs written in two parts (``ा`` + ``े``) as the one sign they stand for."""
    for typed, meant in _MISTYPED:
        text = text.replace(typed, meant)
    return text


_WORD: Final = re.compile(r"[^\s!-/:-@\[-`{-~।॥‘’“”–—…]+")


def words(text: str) -> list[str]:
    """Words of a text in order, as they stand, without the punctuation of Hindi or English."""
    return _WORD.findall(text)


def letters(text: str) -> int:
    """How many letters (Unicode L*) the text has: the measure of "at least 10 letters" (D3 T1) and 30 (T12).

    Vowel signs, digits, blanks and punctuation do not count, so that dots and numbers cannot fill a field.
    """
    return sum(map(str.isalpha, clean(text)))


NAME_LETTERS: Final = 4
REFERENCE_SIGNS: Final = 3


def is_name(text: str) -> bool:
    """Whether somebody could be found by what was written: a name with who or where that is, not a sign or two.

    Vowel signs are no letters: the shortest first names of Hindi have two.
    """
    return letters(text) >= NAME_LETTERS and not is_junk(text)


def is_reference(text: str) -> bool:
    """Whether it can be the number of a letter or of a court case: some letters and digits, a digit among them."""
    signs = [sign for sign in clean(text) if sign.isalnum()]
    return len(signs) >= REFERENCE_SIGNS and any(sign.isdigit() for sign in signs)


_VERHOEFF_D: Final = (
    "0123456789",
    "1234067895",
    "2340178956",
    "3401289567",
    "4012395678",
    "5987604321",
    "6598710432",
    "7659821043",
    "8765932104",
    "9876543210",
)
_VERHOEFF_P: Final = (
    "0123456789",
    "1576283094",
    "5803796142",
    "8916043527",
    "9453126870",
    "4286573901",
    "2793806415",
    "7046913258",
)


def verhoeff_valid(digits: str) -> bool:
    """Whether a run of 0-9 ends in its own Verhoeff check digit."""
    state = 0
    for place, digit in enumerate(reversed(digits)):
        state = int(_VERHOEFF_D[state][int(_VERHOEFF_P[place % 8][int(digit)])])
    return state == 0


def mask_aadhaar(text: str) -> str:
    """Hide all but the last four digits of every valid Aadhaar number in the text (D12-21).

    Found: 12 digits of any script in one run or in 4-4-4, not starting with 0 or 1, check digit right. A number after
    ``+`` is a phone. One in ten other 12-digit numbers passes the check and is hidden too: the safe side.
    """
    plain = latin_digits(text)
    pieces: list[str] = []
    done = at = 0
    while found := _AADHAAR.search(plain, at):
        digits = re.sub("[^0-9]", "", found.group())
        if verhoeff_valid(digits):
            pieces += [text[done : found.start()], f"XXXX XXXX {digits[-4:]}"]
            done = at = found.end()
        else:
            at = found.start() + 1
    return "".join(pieces) + text[done:]


def written(text: str) -> str:
    """What somebody wrote, fit to keep: clean, and no Aadhaar number in it (D12-21)."""
    return mask_aadhaar(clean(text))


_KEY_ROWS: Final = ("qwertyuiop", "asdfghjkl", "zxcvbnm")
_UNIT: Final = re.compile(r"(.{3,}?)\1*")


def _is_mash(word: str) -> bool:
    if not word.isascii() or not word.isalpha() or len(word) < 4:
        return False
    if word.isupper() and len(word) <= 6:
        return False  # HSVP, DGFT: offices are known by their letters
    low = word.lower()
    unit = _UNIT.fullmatch(low)
    along_a_row = unit is not None and any(unit.group(1) in row for row in _KEY_ROWS)
    return (along_a_row and (len(low) >= 6 or low in "asdfghjkl")) or (len(low) >= 5 and not set(low) & set("aeiouy"))


def is_junk(text: str) -> bool:
    """Whether a remark says nothing: empty, one character, only marks of punctuation, one key held, keys mashed.

    Conservative: "ok", "जी", a number or an abbreviation is not junk. Imports keep the text and mark it empty.
    """
    typed = clean(text).split()
    said = "".join(c for c in "".join(typed) if unicodedata.category(c)[0] in "LNM")
    if len(said) <= 1:
        return True
    if len(said) >= 3 and len(set(said.casefold())) == 1:
        return True
    return all(_is_mash(re.sub(r"[\W_]", "", word)) for word in typed)
