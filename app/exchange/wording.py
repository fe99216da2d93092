"""THE EXCHANGE: words of other portals – repaired where the fault is plain, flagged where it is not."""

from __future__ import annotations

import json
import re

from app.domain.text import clean, is_junk, mask_aadhaar, repair_signs

# Hindi and Nepali typed for an old font (Preeti, Kruti Dev) and read without it: marks and capitals inside words.
_ODD_WORD = re.compile(r"[a-z][A-Z]|[;{}\[\]\\|`~^]\w|\w[;{}\[\]\\|`~^]\w")
_LATIN_WORD = re.compile(r"[\x21-\x7e]{2,}")
_MASK = re.compile(r"<[^<>]*>|https?://\S+|\S+@\S+")
LEGACY_WORDS = 3
LEGACY_SHARE = 0.3


def tidy(text: str) -> tuple[str, bool]:
    """Text fit to keep, and whether vowel signs had to be put together."""
    kept = clean(text)
    repaired = mask_aadhaar(repair_signs(kept))
    return repaired, repair_signs(kept) != kept


def one_line(text: str) -> str:
    """A name or a heading: tidied, single blanks."""
    return " ".join(tidy(text)[0].split())


def is_legacy_font(text: str) -> bool:
    """Whether a text is most likely a legacy font's ASCII; it is kept as it is and flagged, never guessed at."""
    words = _LATIN_WORD.findall(_MASK.sub(" ", text))
    odd = sum(bool(_ODD_WORD.search(word)) for word in words)
    return odd >= LEGACY_WORDS and odd >= len(words) * LEGACY_SHARE


def says_nothing(text: str, junk: frozenset[str]) -> bool:
    """Whether a remark is there but empty of sense: by rule, or named in the mapping."""
    return bool(text.strip()) and (is_junk(text) or " ".join(text.split()).casefold() in junk)


def form_lines(told: str) -> tuple[str, bool]:
    """The answers of a form as "label: answer" lines, and whether the form could be read."""
    if not told.strip():
        return "", True
    try:
        answers = json.loads(told)
    except ValueError:
        return "", False
    if not isinstance(answers, dict):
        return "", False
    pairs = ((one_line(str(label)), one_line(str(said))) for label, said in answers.items() if said is not None)
    return "\n".join(f"{label}: {said}" if label else said for label, said in pairs if said), True


def joined(parts: list[str], mark: str) -> str:
    """Parts in their order, each once, the empty ones left out."""
    known: dict[str, str] = {}
    for part in parts:
        if part:
            known.setdefault(part.casefold(), part)
    return mark.join(known.values())
