"""THE CASEBOOK: what a stranger tries and asks for, counted in rows: nothing is guessed, nothing is flooded.

Ten thousand endings of a mobile are soon tried: a complaint is closed to this door for a day after ten wrong tries,
an address for a quarter of an hour after thirty. Numbers that do not exist are counted the same way. Codes for
registering cost the office a message each and prove nothing yet: so many an hour from one address, and so many in all.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from app.complaints.errors import Refused
from app.models import first
from app.models.account import SignInAttempt

MOST = {
    "look": (10, timedelta(days=1)),
    "look-from": (30, timedelta(minutes=15)),
    "code-from": (20, timedelta(hours=1)),  # codes to register, asked for from one address: a kiosk serves a queue
    "code-all": (500, timedelta(hours=1)),  # and from everywhere
    "web-from": (40, timedelta(days=1)),  # complaints from one address
}


def keys(number: str, address: str) -> tuple[str, str]:
    """The counters of one try: the complaint's and the address's."""
    return f"look:{number}"[:120], f"look-from:{address}"[:120]


def refuse_locked(session: Session, counters: Sequence[str], *, code: str = "too_many_guesses", at: datetime) -> None:
    """Raise Refused(`code`) while one of the counters is full, whatever is asked."""
    query = select(func.max(SignInAttempt.locked_until)).where(
        SignInAttempt.key.in_(counters), SignInAttempt.locked_until > at
    )
    if session.scalar(query) is not None:
        raise Refused(code)


def count(session: Session, counters: Sequence[str], *, at: datetime) -> None:
    """Count a try. The caller commits it although it refuses."""
    for key in counters:
        most, span = MOST[key.partition(":")[0]]
        row = first.locked(session, SignInAttempt, {"key": key}, failures=0, first_at=at)
        if at - row.first_at > span:
            row.failures, row.first_at, row.locked_until = 0, at, None
        row.failures += 1
        if row.failures >= most:
            row.locked_until, row.failures, row.first_at = at + span, 0, at
    session.flush()
