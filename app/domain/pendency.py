"""THE RULES: counting. What is pending, how old, how late; the sum that must be zero (domain.md D2, D9; ruling 31)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from app.domain.calendar import ist_date

NOT_COUNTED = "not_counted"
PENDING = "pending"
DISPOSED = "disposed"
CLOSED_SATISFIED = "closed_satisfied"
CLOSED_NO_RESPONSE = "closed_no_response"
CLOSED_SPECIAL = "closed_special"
REJECTED = "rejected"
MERGED = "merged"
WITHDRAWN = "withdrawn"
TRANSFERRED = "transferred"

COUNTED_AS: Mapping[str, str] = {
    "draft": NOT_COUNTED,
    "registered": PENDING,
    "marked": PENDING,
    "in_action": PENDING,
    "awaiting_complainant": PENDING,
    "on_hold": PENDING,
    "atr_submitted": PENDING,
    "disposed": DISPOSED,
    "closed_satisfied": CLOSED_SATISFIED,
    "closed_no_response": CLOSED_NO_RESPONSE,
    "closed_special": CLOSED_SPECIAL,
    "rejected": REJECTED,
    "merged": MERGED,
    "withdrawn": WITHDRAWN,
    "transferred_out": TRANSFERRED,
}
CLASSES = tuple(dict.fromkeys(COUNTED_AS.values()))

RECEIVED = "received"
REOPENED = "reopened"
TRANSFERRED_IN = "transferred_in"
TRANSFERRED_OUT = "transferred_out"
CLOSED_OTHER = "closed_other"

_INTO_PENDING = {NOT_COUNTED: RECEIVED, TRANSFERRED: TRANSFERRED_IN}
_OUT_OF_PENDING = {
    DISPOSED: DISPOSED,
    REJECTED: REJECTED,
    MERGED: MERGED,
    WITHDRAWN: WITHDRAWN,
    TRANSFERRED: TRANSFERRED_OUT,
    CLOSED_SATISFIED: CLOSED_OTHER,
    CLOSED_NO_RESPONSE: CLOSED_OTHER,
    CLOSED_SPECIAL: CLOSED_OTHER,
}
OVER_DAYS = 100
SOON_DAYS = 3


class NoSuchMovement(ValueError):
    """Classes between which no movement is counted, or names that are no classes."""


def column(before: str, after: str) -> str | None:
    """The column of the identity that a movement from class to class adds one to; None where pending stays the same.

    A change of department is two movements of one event: pending → transferred in the one that gives, transferred →
    pending in the one that takes. Whatever else comes back to pending counts as reopened, an undone approval and a
    merge taken apart included. Raises NoSuchMovement.
    """
    if before not in CLASSES or after not in CLASSES or after == NOT_COUNTED:
        raise NoSuchMovement(f"{before} {after}")
    if before == NOT_COUNTED and after != PENDING:
        raise NoSuchMovement(f"{before} {after}")
    if before == after:
        return None
    if after == PENDING:
        return _INTO_PENDING.get(before, REOPENED)
    return _OUT_OF_PENDING[after] if before == PENDING else None


def difference(
    *,
    opening: int,
    received: int,
    reopened: int,
    transferred_in: int,
    disposed: int,
    rejected: int,
    merged: int,
    withdrawn: int,
    transferred_out: int,
    closed_other: int,
    closing: int,
) -> int:
    """The identity of D9: what came in less what went out less what is left; 0 when the table is whole.

    `opening` and `closing` count complaints of class pending at the two ends; the others count movements between,
    each under the name `column` gives it (`closed_other`: special closures, which skip disposal).
    """
    came = opening + received + reopened + transferred_in
    went = disposed + rejected + merged + withdrawn + transferred_out + closed_other
    return came - went - closing


@dataclass(frozen=True)
class AgeBand:
    """Days `low` to `high`, both included; no `high` for the last. `code` is the heading of R3."""

    code: str
    low: int
    high: int | None


AGE_BANDS = (
    AgeBand("0-7", 0, 7),
    AgeBand("8-15", 8, 15),
    AgeBand("16-30", 16, 30),
    AgeBand("31-50", 31, 50),
    AgeBand("51-100", 51, 100),
    AgeBand("101-180", 101, 180),
    AgeBand(">180", 181, None),
)


def band(days: int) -> AgeBand:
    """The age band of R3. Raises ValueError below zero."""
    if days < 0:
        raise ValueError("age is never negative")
    return next(b for b in AGE_BANDS if b.high is None or days <= b.high)


def age_days(since: datetime, at: datetime) -> int:
    """Whole days by the Indian calendar; 0 for what lies ahead (a later clock, a paper dated forward)."""
    return max(0, (ist_date(at) - ist_date(since)).days)


def days_left(due: datetime, at: datetime) -> int:
    """Days to the due date by the Indian calendar; 0 on the day itself, below zero when late."""
    return (ist_date(due) - ist_date(at)).days


def heap(due_at: datetime, at: datetime) -> str:
    """The worklist heap: `late` once past, `today`, `soon` within three days, else `later` (S, first rule)."""
    left = days_left(due_at, at)
    if at > due_at:
        return "late"
    if left == 0:
        return "today"
    return "soon" if left <= SOON_DAYS else "later"
