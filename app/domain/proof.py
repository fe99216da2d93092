"""THE RULES. What must lie beside a report before it counts, and what the approver is shown (D11, D3 T12)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from math import asin, cos, hypot, radians, sin, sqrt
from typing import Final

from app.domain.text import letters

REASON_LETTERS: Final = 30
SAME_PLACE_METRES: Final = 100
SAME_PHOTO_BITS: Final = 6
EARTH_METRES: Final = 6_371_000
_BITS_64: Final = 2**64 - 1


class Need(StrEnum):
    """One kind of proof a category may ask for."""

    PHOTO_AFTER = "photo_after"
    PHOTO_BEFORE_AFTER = "photo_before_after"
    DOCUMENT = "document"
    TRANSACTION = "transaction"
    ORDER = "order"
    REPORT = "report"
    CERTIFICATE = "certificate"
    SANCTION = "sanction_no"
    TEST_SLIP = "test_slip"
    STATEMENT = "statement"


PHOTOS: Final = frozenset({Need.PHOTO_AFTER, Need.PHOTO_BEFORE_AFTER})
# Which attachments, by their kind in the registers, stand for a need.
_ACCEPTED: Final[Mapping[str, frozenset[str]]] = {
    "photo_before": frozenset({"before"}),
    "photo_after": frozenset({"after"}),
    "document": frozenset({"order", "receipt", "letter", "report", "other"}),
    "order": frozenset({"order"}),
    "report": frozenset({"report"}),
    "certificate": frozenset({"order", "letter"}),
    "test_slip": frozenset({"receipt", "report"}),
    "statement": frozenset({"statement"}),
}


@dataclass(frozen=True)
class ProofRule:
    """All of ``needs``; one of ``any_of`` if there are any; a place with the photo if ``place_required``."""

    code: str
    needs: frozenset[Need]
    any_of: frozenset[Need] = frozenset()
    place_required: bool = False

    @property
    def takes_reason(self) -> bool:
        """Whether a written reason may stand for something here: for a photo it may, for a paper never."""
        return bool(self.needs & PHOTOS) or self.place_required


def _rule(code: str, *needs: Need, place: bool = False) -> ProofRule:
    return ProofRule(code, frozenset(needs), place_required=place)


# D11 names one of these for every starter category; the district may choose another.
RULES: Final[Mapping[str, ProofRule]] = {
    rule.code: rule
    for rule in (
        _rule("none"),
        _rule("photo", Need.PHOTO_AFTER),
        _rule("before_after", Need.PHOTO_BEFORE_AFTER),
        _rule("before_after_place", Need.PHOTO_BEFORE_AFTER, place=True),
        _rule("photo_order", Need.PHOTO_AFTER, Need.ORDER),
        _rule("document", Need.DOCUMENT),
        ProofRule("document_or_statement", frozenset(), frozenset({Need.DOCUMENT, Need.STATEMENT})),
        _rule("transaction", Need.TRANSACTION),
        _rule("order", Need.ORDER),
        _rule("report", Need.REPORT),
        _rule("certificate", Need.CERTIFICATE),
        _rule("test_slip", Need.TEST_SLIP),
        _rule("sanction", Need.SANCTION),
    )
}


@dataclass(frozen=True)
class Evidence:
    """What lies beside a report: kinds of attachment as the registers name them (``before``, ``after``, ``order``,
    ...; declared ones count, rulings.md 14), number and day of the payment (the number alone also names a
    certificate or sanction), whether the after-photo has a place, and why no photo could be taken."""

    kinds: frozenset[str] = frozenset()
    transaction_no: str = ""
    transaction_on: date | None = None
    has_place: bool = False
    no_proof_reason: str = ""


def _reason_stands(have: Evidence) -> bool:
    return letters(have.no_proof_reason) >= REASON_LETTERS


def _lacking(need: Need, have: Evidence) -> list[str]:
    """Field names still empty for one need."""
    numbered = bool(have.transaction_no.strip())
    if need is Need.TRANSACTION:
        given = {"transaction_no": numbered, "transaction_on": have.transaction_on is not None}
        return [name for name, there in given.items() if not there]
    if need is Need.SANCTION:
        return [] if numbered else [need.value]
    if need is Need.CERTIFICATE and numbered:
        return []
    names = ["photo_before", "photo_after"] if need is Need.PHOTO_BEFORE_AFTER else [need.value]
    return [name for name in names if not _ACCEPTED[name] & have.kinds]


def _photo_lacking(rule: ProofRule, have: Evidence) -> list[str]:
    photos = [n for n in Need if n in rule.needs & PHOTOS]
    lacking = [name for need in photos for name in _lacking(need, have)]
    if rule.place_required and not have.has_place:
        lacking.append("place")
    return lacking


def missing(rule: ProofRule, have: Evidence) -> list[str]:
    """Names of the fields that keep a report from being sent, in a fixed order; empty when the proof is complete.

    A written reason of 30 letters stands for photo and place, never for a paper or a payment; see ``waived``.
    A choice of papers is named with ``|``: ``document|statement``.
    """
    lacking = [] if _reason_stands(have) else _photo_lacking(rule, have)
    for need in Need:
        if need in rule.needs - PHOTOS:
            lacking += _lacking(need, have)
    if rule.any_of and all(_lacking(need, have) for need in rule.any_of):
        lacking.append("|".join(need.value for need in Need if need in rule.any_of))
    return lacking


def waived(rule: ProofRule, have: Evidence) -> bool:
    """Whether a photo or its place is lacking and a written reason stands for it: the approver sees this."""
    return bool(_photo_lacking(rule, have)) and _reason_stands(have)


def dialogue_suffices(*, reached: bool, tries_suffice: bool) -> bool:
    """Whether the complainant was spoken to, or tried for often enough (D3 T12); the clock judges the tries."""
    return reached or tries_suffice


@dataclass(frozen=True)
class Place:
    """Latitude and longitude in degrees (WGS 84), accuracy radius in metres as the phone gave it."""

    lat: float
    lon: float
    accuracy: float = 0.0


def metres_between(a: Place, b: Place) -> float:
    """Great-circle distance in metres (haversine)."""
    half_lat, half_lon = radians(b.lat - a.lat) / 2, radians(b.lon - a.lon) / 2
    h = sin(half_lat) ** 2 + cos(radians(a.lat)) * cos(radians(b.lat)) * sin(half_lon) ** 2
    return 2 * EARTH_METRES * asin(min(1.0, sqrt(h)))


def hamming(a: int, b: int) -> int:
    """How many of the 64 bits of two dHashes differ, signed or not; 6 or fewer is the same picture (stack.md)."""
    return ((a ^ b) & _BITS_64).bit_count()


@dataclass(frozen=True)
class Check:
    """One line for the approver. ``ok`` None: cannot be told. ``value``: metres, number of the other case, tries."""

    code: str
    ok: bool | None
    value: int | str | None


def checks(
    *,
    before: Place | None,
    after: Place | None,
    photo_hashes: frozenset[int],
    used_elsewhere: Mapping[int, str],
    reached: bool,
    tries: int,
    tries_suffice: bool,
) -> list[Check]:
    """What the approver looks at before deciding: ``place``, ``photo_fresh`` (if any photo), ``spoken``, in this order.

    ``used_elsewhere``: dHash of a photo of another complaint to that complaint's number. Nothing here decides:
    a failed check warns, the approver answers for the approval.
    """
    spoken = Check(
        "spoken", dialogue_suffices(reached=reached, tries_suffice=tries_suffice), None if reached else tries
    )
    fresh = [_photo_check(photo_hashes, used_elsewhere)] if photo_hashes else []
    return [_place_check(before, after), *fresh, spoken]


def _place_check(before: Place | None, after: Place | None) -> Check:
    if before is None or after is None:
        return Check("place", None, None)
    away = metres_between(before, after)
    return Check("place", away <= SAME_PLACE_METRES + hypot(before.accuracy, after.accuracy), round(away))


def _photo_check(photo_hashes: frozenset[int], used_elsewhere: Mapping[int, str]) -> Check:
    near = ((hamming(own, other), ref) for own in photo_hashes for other, ref in used_elsewhere.items())
    bits, ref = min(near, default=(SAME_PHOTO_BITS + 1, ""))
    return Check("photo_fresh", True, None) if bits > SAME_PHOTO_BITS else Check("photo_fresh", False, ref)
