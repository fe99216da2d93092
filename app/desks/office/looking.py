"""DESK: a wording looked at before it is kept – as a phone shows it, how long it gets, what it costs, what is wrong."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal

from flask_babel import format_currency
from sqlalchemy.orm import Session

from app.complaints import links
from app.complaints.settings import setting
from app.desks.office.text_words import FINDINGS
from app.domain.calendar import to_ist
from app.domain.sms import EXAMPLE, SLOT, Encoding, Measure, SlotKind, Template, measure, worst_case
from app.domain.sms_lint import Finding
from app.models.office import District
from app.notices import registry

ABOUT_SLOTS = frozenset({"slot_unknown", "slot_missing", "slot_unused", "slots_adjacent"})


@dataclass(frozen=True)
class Looked:
    """`usual`, `most`: with everyday values and at its longest. `sent`: how many went in the last thirty days; `paise`:
    the price of a part."""

    example: str
    usual: Measure
    most: Measure
    sent: int
    paise: int
    wrong: list[str]
    worth_knowing: list[str]

    @property
    def is_hindi(self) -> bool:
        """Whether Hindi, or a sign as dear as Hindi, makes a part 70 units long."""
        return self.most.encoding is Encoding.UCS2

    def price(self, size: Measure) -> str:
        """What one message of this length costs."""
        return rupees(size.parts * self.paise)

    def a_month(self, size: Measure) -> str:
        """What the messages of thirty days would cost at this length."""
        return rupees(size.parts * self.paise * self.sent)


def look(session: Session, district: District, key: str, lang: str, text: str, *, at: datetime) -> Looked:
    """Look at a wording of the office."""
    template, findings = registry.worded(district, key, lang, text)
    shown = example(district, template, at)
    sent, _parts = registry.lately(session, district.id, at=at).get((key, lang), (0, 0))
    return Looked(
        shown, measure(shown), measure(worst_case(template.text, template.slots, lang)), sent,
        setting(session, district.id, "sms_part_paise", at),
        [told(one) for one in findings if one.stops], [told(one) for one in findings if not one.stops],
    )  # fmt: skip


def example(district: District, template: Template, at: datetime) -> str:
    """The message of an ordinary day. A slot that cannot be filled stays as it is written."""
    values = {
        **EXAMPLE, SlotKind.NUMBER: f"{district.letters}{to_ist(at):%y}-4127-5",
        SlotKind.LINK: links.address("track", EXAMPLE[SlotKind.LINK].rpartition("/")[2]),
        SlotKind.POST: "एसडीएम" if template.lang == "hi" else EXAMPLE[SlotKind.POST],
    }  # fmt: skip
    return SLOT.sub(lambda m: values[template.slots[m[1]]] if m[1] in template.slots else m[0], template.text)


def told(found: Finding) -> str:
    """A finding in words; signs that cannot be seen by their number."""
    detail = found.detail
    if found.code in ABOUT_SLOTS:
        detail = " ".join(f"{{{name}}}" for name in detail.split())
    elif found.code == "offender":
        detail = " ".join(sign if sign.isprintable() else f"U+{ord(sign):04X}" for sign in detail)
    return str(FINDINGS[found.code]) % {"detail": detail}


def rupees(paise: int) -> str:
    """₹1,700.00"""
    return str(format_currency(Decimal(paise) / 100, "INR"))
