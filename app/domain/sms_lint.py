"""THE RULES. What the operators, or our own budget, would refuse in the text of a message (sms.md 1.1, D8)."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from app.domain.sms import (
    FIXED,
    MAX_SLOT_UNITS,
    MAX_SLOTS,
    SLOT,
    SLOT_UNITS,
    SlotKind,
    measure,
    slot_names,
    utf16_units,
)
from app.domain.sms import worst_case as longest

FIXED_SHARE: Final = 0.30
MAX_PARTS: Final[Mapping[str, int]] = {"en": 1, "hi": 2}
BRAND: Final = "-DC {dist}"  # every text ends with who sends it
NEEDED: Final = frozenset({SlotKind.NUMBER, SlotKind.CODE})  # without these nobody knows what a message is about
_DEVANAGARI: Final = re.compile("[\u0900-\u097f\u200c\u200d]")
# Only a slot of its own kind may carry an address: the operators know which ones are ours.
_ADDRESS: Final = re.compile(r"https?://\S*|www\.\S+|\b[a-z0-9-]+\.(?:com|gov|in|net|org)\b\S*", re.IGNORECASE)


@dataclass(frozen=True)
class Finding:
    """What is wrong with a text. ``code`` with ``detail`` (slot names, a figure, or the characters); ``stops``: it may
    not be kept like this, otherwise it is only worth knowing."""

    code: str
    detail: str
    stops: bool = True


def lint(text: str, specs: Mapping[str, SlotKind], lang: str, *, brand: str = BRAND) -> list[Finding]:
    """Everything that speaks against a text; an empty list is a clean one. ``specs``: the slots that can be filled.

    Codes: ``slot_unknown``, ``slot_missing`` (the number, or the code), ``slot_unused`` (worth knowing), ``brace``,
    ``slots_many`` (> 3), ``slots_adjacent`` (no word between), ``fixed_share`` (< 30 % fixed), ``parts`` (> 1 English,
    > 2 Hindi), ``offender`` (neither GSM-7 nor Devanagari), ``address``, ``brand`` (does not end with who sends it).
    """
    names = slot_names(text)
    findings = [Finding("slot_unknown", name) for name in names if name not in specs]
    findings += [_left_out(name, kind) for name, kind in specs.items() if name not in names]
    if re.search(r"[{}]", SLOT.sub("", text)):
        findings.append(Finding("brace", "{ }"))
    if len(names) > MAX_SLOTS:
        findings.append(Finding("slots_many", str(len(names))))
    findings += [Finding("slots_adjacent", pair) for pair in _adjacent(text)]
    findings += _too_long(text, specs, lang)
    findings += [Finding("address", found[0]) for found in _ADDRESS.finditer(text)]
    return findings if text.endswith(f" {brand}") else [*findings, Finding("brand", brand)]


def _left_out(name: str, kind: SlotKind) -> Finding:
    return Finding("slot_missing", name) if kind in NEEDED else Finding("slot_unused", name, stops=False)


def _too_long(text: str, specs: Mapping[str, SlotKind], lang: str) -> list[Finding]:
    """What its longest message costs, and what makes it dear."""
    full = longest(text, specs, lang)
    size, units = measure(full), utf16_units(full)
    variable = sum(SLOT_UNITS[specs[name]] if name in specs else MAX_SLOT_UNITS for name in slot_names(text))
    strange = "".join(c for c in size.offenders if lang == "en" or not _DEVANAGARI.match(c))
    findings = []
    if full and 1 - variable / units < FIXED_SHARE:
        findings.append(Finding("fixed_share", f"{100 - round(100 * variable / units)} %"))
    if size.parts > MAX_PARTS.get(lang, 1):
        findings.append(Finding("parts", str(size.parts)))
    if strange:
        findings.append(Finding("offender", strange))
    return findings


def _adjacent(text: str) -> list[str]:
    pieces = SLOT.split(text)  # fixed, name, fixed, name, ..., fixed
    return [
        f"{pieces[i - 1]} {pieces[i + 1]}"
        for i in range(2, len(pieces) - 1, 2)
        if not {pieces[i - 1], pieces[i + 1]} & set(FIXED) and not any(c.isalpha() for c in pieces[i])
    ]
