"""THE CASEBOOK: which number of a complainant serves – a changed one waits 48 hours (domain.md T25, D8 S17).

Until then the number before it is still told and asked: whoever slips in a friend's number to have it say "satisfied"
gains nothing, and the true owner has two days to object. A number that had none before it waits all the same.
"""

from __future__ import annotations

from datetime import datetime, timedelta

from sqlalchemy import BindParameter, ColumnElement, and_, or_

from app.models.party import Phone

QUARANTINE = timedelta(hours=48)


def serving(at: datetime | BindParameter[datetime]) -> ColumnElement[bool]:
    """The condition for numbers that are told and asked at an instant: out of quarantine, or not yet followed."""
    trusted = or_(Phone.quarantined_until.is_(None), Phone.quarantined_until <= at)
    return or_(and_(Phone.to_at.is_(None), trusted), Phone.to_at > at)


def serves(phone: Phone, at: datetime) -> bool:
    """The same of one number at hand."""
    if phone.to_at is not None:
        return phone.to_at > at
    return phone.quarantined_until is None or phone.quarantined_until <= at
