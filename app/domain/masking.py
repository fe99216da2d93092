"""THE RULES: what a copy for another person hides – names of third people and numbers (D12-19)."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Final

from app.domain.text import latin_digits

HIDDEN: Final = "XXXXX"
SHORTEST_NAME: Final = 3
# Words beside a name that are no name, and village offices: hidden alone they would only make a copy unreadable.
_NO_NAMES: Final = """
श्री श्रीमती सुश्री कुमारी स्व स्वर्गीय डॉ पुत्र पुत्री पत्नी पति निवासी गांव गाँव साहब सरपंच पंच पार्षद प्रधान नंबरदार नम्बरदार
चौकीदार पटवारी सचिव जेई एसडीओ शिकायतकर्ता फरियादी shri sri smt mr mrs ms dr late son wife sarpanch panch member"""
TITLES: Final = frozenset(_NO_NAMES.split())
_IN_WORD: Final = r"\w\u0900-\u0963\u0966-\u0a7f\u200c\u200d"  # letters, digits, vowel signs; no danda
_BETWEEN: Final = re.compile(r"[,;/\n()]+|\s(?:और|एवं|तथा|व|and)\s")
# Eight digits and more, perhaps with blanks or dashes: phones, bank and identity numbers. What has fewer says
# nothing of a person and must stay readable: pin codes and order numbers have six, sums of money seven.
_NUMBER: Final = re.compile(r"(?<![0-9A-Za-z-])\+?[0-9](?:[ \u00a0-]?[0-9]){7,}(?![0-9])")
_DATE: Final = re.compile(r"\d{1,2}-\d{1,2}-\d{4}|\d{4}-\d{1,2}-\d{1,2}")


def hide_numbers(text: str) -> str:
    """Hide every run of eight and more digits, in any script; a date stays."""
    plain = latin_digits(text)
    pieces, done = [], 0
    for found in _NUMBER.finditer(plain):
        if _DATE.fullmatch(found.group()):
            continue
        pieces += [text[done : found.start()], HIDDEN]
        done = found.end()
    return "".join(pieces) + text[done:]


def hide_names(text: str, names: Iterable[str]) -> str:
    """Hide each of the names wherever it stands; the longest first, so that no part of a name is left over."""
    wanted = sorted({name.strip() for name in names if len(name.strip()) >= SHORTEST_NAME}, key=len, reverse=True)
    for name in wanted:
        text = re.sub(re.escape(name), HIDDEN, text, flags=re.IGNORECASE)
    return text


def people_in(text: str) -> list[str]:
    """The names of a line in which several stand: "रामफल सैनी, पंच सुरेश और विनोद"."""
    return [" ".join(name.split()) for name in _BETWEEN.split(text) if name.strip()]


def parts_of(name: str, spared: Iterable[str] = ()) -> list[str]:
    """The words of a name that may stand alone for it. Titles, offices and what is spared are none."""
    kept = {word.casefold() for word in spared}
    words = re.findall(f"[{_IN_WORD}]+", name)
    return [word for word in words if len(word) >= SHORTEST_NAME and word.casefold() not in TITLES | kept]


def hide_words(text: str, words: Iterable[str]) -> str:
    """Hide each of the words where it stands as a word of its own, with or without "जी"; the longest first."""
    for word in sorted({" ".join(word.split()) for word in words}, key=len, reverse=True):
        if word:
            said = r"\s+".join(re.escape(piece) for piece in word.split())
            text = re.sub(f"(?<![{_IN_WORD}]){said}(?:जी)?(?![{_IN_WORD}])", HIDDEN, text, flags=re.IGNORECASE)
    return text
