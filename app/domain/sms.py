"""THE RULES. Text messages: how long they are, what may vary in them, when they may go (engineering/sms.md 1.1)."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import UTC, datetime, time, timedelta, timezone
from enum import StrEnum
from typing import Final

IST: Final = timezone(timedelta(hours=5, minutes=30))
QUIET_FROM: Final = time(21)
QUIET_TO: Final = time(8)
MAX_SLOTS: Final = 3
MAX_SLOT_UNITS: Final = 40
# Filled once when a template is registered with the operator; the longest a district may bring.
FIXED: Final[Mapping[str, int]] = {"dist": 12, "tel": 12}

_GSM7: Final = frozenset(
    "@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞÆæßÉ !\"#¤%&'()*+,-./0123456789:;<=>?¡ABCDEFGHIJKLMNOPQRSTUVWXYZÄÖÑÜ§¿"
    "abcdefghijklmnopqrstuvwxyzäöñüà"
)
_GSM7_TWO: Final = frozenset("\f^{}\\[~]|€")
SLOT: Final = re.compile(r"\{([a-z][a-z0-9]*)\}")


class Encoding(StrEnum):
    """How a text travels. Anything outside GSM-7 turns the whole message into UCS-2."""

    GSM7 = "gsm7"
    UCS2 = "ucs2"


_CAPACITY: Final[Mapping[Encoding, tuple[int, int]]] = {Encoding.GSM7: (160, 153), Encoding.UCS2: (70, 67)}


@dataclass(frozen=True)
class Measure:
    """Units (septets or UTF-16 units), parts charged, encoding, and each character that forced UCS-2, once."""

    units: int
    parts: int
    encoding: Encoding
    offenders: tuple[str, ...]


def utf16_units(text: str) -> int:
    """Length as the network counts Hindi: one unit a code point, two beyond U+FFFF."""
    return sum(2 if ord(c) > 0xFFFF else 1 for c in text)


def measure(text: str) -> Measure:
    """Length of a finished message. 160 / 153 per part in GSM-7, 70 / 67 in UCS-2; no character is cut in two."""
    offenders = tuple(dict.fromkeys(c for c in text if c not in _GSM7 and c not in _GSM7_TWO))
    if offenders:
        encoding, costs = Encoding.UCS2, [utf16_units(c) for c in text]
    else:
        encoding, costs = Encoding.GSM7, [2 if c in _GSM7_TWO else 1 for c in text]
    alone, each = _CAPACITY[encoding]
    units = sum(costs)
    if units <= alone:
        return Measure(units, 1 if text else 0, encoding, offenders)
    parts, room = 1, each
    for cost in costs:
        if cost > room:
            parts, room = parts + 1, each
        room -= cost
    return Measure(units, parts, encoding, offenders)


class SlotKind(StrEnum):
    """What may stand in a slot. Codes, dates and the name of a post; never free text (rulings.md 17)."""

    NUMBER = "number"
    DATE = "date"
    LINK = "link"
    POST = "post"
    COUNT = "count"
    CODE = "code"


SLOT_UNITS: Final[Mapping[SlotKind, int]] = {
    SlotKind.NUMBER: 14,
    SlotKind.DATE: 8,
    SlotKind.LINK: 30,
    SlotKind.POST: 20,
    SlotKind.COUNT: 4,
    SlotKind.CODE: 6,
}
# What stands in a slot on an ordinary day, for looking at a text before it is sent.
EXAMPLE: Final[Mapping[SlotKind, str]] = {
    SlotKind.NUMBER: "NG26-4127-5",
    SlotKind.DATE: "30-11",
    SlotKind.LINK: "nvgm.in/t/k7m2q8xw3p",
    SlotKind.POST: "SDM",
    SlotKind.COUNT: "12",
    SlotKind.CODE: "481516",
}
# The tag each slot is registered under since the regulator's direction of 18 November 2025.
DLT_TAG: Final[Mapping[SlotKind, str]] = {
    SlotKind.NUMBER: "#alphanumeric#",
    SlotKind.DATE: "#alphanumeric#",
    SlotKind.LINK: "#url#",
    SlotKind.POST: "#alphanumeric#",
    SlotKind.COUNT: "#numeric#",
    SlotKind.CODE: "#numeric#",
}


@dataclass(frozen=True)
class Template:
    """One registered text. ``slots``: what each named ``{slot}`` may hold; ``{dist}`` and ``{tel}`` are fixed parts."""

    key: str
    lang: str
    text: str
    slots: Mapping[str, SlotKind]


class MissingSlot(ValueError):
    """A slot of the text has no value. ``slot``: its name."""

    def __init__(self, slot: str) -> None:
        super().__init__(slot)
        self.slot = slot


class SlotTooLong(ValueError):
    """A value does not fit its slot. ``slot``, ``units`` it has, ``limit`` it may have."""

    def __init__(self, slot: str, units: int, limit: int) -> None:
        super().__init__(f"{slot}: {units} > {limit}")
        self.slot, self.units, self.limit = slot, units, limit


def slot_names(text: str) -> list[str]:
    """Names of the slots a text has, in order, without its fixed parts."""
    return [name for name in SLOT.findall(text) if name not in FIXED]


def fill_fixed(template: Template, *, dist: str, tel: str) -> Template:
    """The template as this district registers it: its name and office phone become fixed text. Raises SlotTooLong."""
    fixed = {"dist": dist, "tel": tel}
    for name, value in fixed.items():
        if utf16_units(value) > FIXED[name]:
            raise SlotTooLong(name, utf16_units(value), FIXED[name])
    return replace(template, text=SLOT.sub(lambda m: fixed.get(m[1], m[0]), template.text))


def render(template: Template, slots: Mapping[str, str]) -> str:
    """The message to send; values no slot asks for are left out. Raises MissingSlot, SlotTooLong."""

    def value(found: re.Match[str]) -> str:
        name = found[1]
        if name not in template.slots or not slots.get(name):
            raise MissingSlot(name)
        limit, units = SLOT_UNITS[template.slots[name]], utf16_units(slots[name])
        if units > limit:
            raise SlotTooLong(name, units, limit)
        return slots[name]

    return SLOT.sub(value, template.text)


def worst_case(text: str, specs: Mapping[str, SlotKind], lang: str) -> str:
    """The longest message this text can become. Fixed parts of the district are taken at their longest."""

    def longest(found: re.Match[str]) -> str:
        name = found[1]
        letter = "क" if lang == "hi" and (name == "dist" or specs.get(name) is SlotKind.POST) else "8"
        return letter * (FIXED[name] if name in FIXED else SLOT_UNITS[specs[name]] if name in specs else MAX_SLOT_UNITS)

    return SLOT.sub(longest, text)


def quiet_until(at: datetime) -> datetime | None:
    """When a message that is not urgent may go, if ``at`` falls into 21:00-08:00 IST; None if it may go now.

    Takes an aware time, answers in UTC. Codes (S15) are exempt: the caller does not ask for them (D8).
    """
    if at.tzinfo is None:
        raise ValueError("an aware time is needed")
    here = at.astimezone(IST)
    if QUIET_TO <= here.time() < QUIET_FROM:
        return None
    day = here.date() + timedelta(days=1 if here.time() >= QUIET_FROM else 0)
    return datetime.combine(day, QUIET_TO, tzinfo=IST).astimezone(UTC)
