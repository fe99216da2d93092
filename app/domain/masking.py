"""THE RULES: what a copy for another person hides – names of third people and numbers (D12-19)."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Final

from app.domain.text import latin_digits

HIDDEN: Final = "XXXXX"
SHORTEST_NAME: Final = 3
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
