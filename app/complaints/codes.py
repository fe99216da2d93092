"""THE CASEBOOK: six-digit codes that open a complaint, or a registration, to whoever holds the mobile (D8 S15).

Only a keyed hash is kept: six digits without a key are found by trying them all. The code itself leaves in a message.
"""

from __future__ import annotations

import hashlib
import hmac
import secrets
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import CursorResult, func, select, update
from sqlalchemy.orm import Session

from app.complaints.errors import Refused
from app.domain.text import latin_digits
from app.models import first
from app.models.account import SignInAttempt
from app.models.complaint import Complaint
from app.models.say import AccessCode
from app.notices import outbox

DIGITS = 6
LASTS = timedelta(minutes=10)  # to be typed in
OPEN_FOR = timedelta(hours=2)  # what it opened stays open, at most
TRIES = 5
MOST = ((timedelta(minutes=15), 3), (timedelta(days=1), 10))  # codes for one number


def send(
    session: Session, *, district_id: int, number: str, purpose: str, complaint: Complaint | None = None, lang: str,
    key: str, at: datetime,
) -> AccessCode:  # fmt: skip
    """Make a code for a mobile and owe the message that carries it; older ones of the same purpose end.

    `key`: the program's secret. `complaint`: None for registering. Raises Refused("too_many_codes"): three in a
    quarter of an hour, ten in a day.
    """
    _refuse_many(session, district_id, number, key, at)
    older = update(AccessCode).where(
        AccessCode.district_id == district_id, AccessCode.number == number, AccessCode.purpose == purpose,
        AccessCode.used_at.is_(None), AccessCode.until > at,
    )  # fmt: skip
    session.execute(older.values(until=at))
    digits = f"{secrets.randbelow(10**DIGITS):0{DIGITS}}"
    complaint_id = complaint.id if complaint else None
    row = AccessCode(
        district_id=district_id, number=number, purpose=purpose, complaint_id=complaint_id, made_at=at,
        until=at + LASTS, tries=0, code_hash=_hash(key, number, purpose, complaint_id, digits),
    )  # fmt: skip
    session.add(row)
    session.flush()
    outbox.owe_code(
        session, district_id=district_id, number=number, key="S15" if complaint else "S15R", lang=lang,
        slots={"code": digits, "no": complaint.number if complaint else ""}, complaint=complaint,
        once=f"code-{row.id}", at=at,
    )  # fmt: skip
    return row


def check(
    session: Session, *, district_id: int, number: str, purpose: str, complaint_id: int | None, code: str, key: str,
    at: datetime,
) -> bool:  # fmt: skip
    """Whether the code fits; it is used up by that. Every try counts: the caller commits refusals too."""
    asked = {"district_id": district_id, "number": number, "purpose": purpose, "complaint_id": complaint_id}
    return used(session, **asked, code=code, key=key, at=at) is not None  # type: ignore[arg-type]


def used(
    session: Session, *, district_id: int, number: str, purpose: str, complaint_id: int | None, code: str, key: str,
    at: datetime,
) -> AccessCode | None:  # fmt: skip
    """The code's row where it fits, used up, with `until` as the end of what it opened; else None."""
    query = select(AccessCode).where(
        AccessCode.district_id == district_id, AccessCode.number == number, AccessCode.purpose == purpose,
        AccessCode.complaint_id.is_(None) if complaint_id is None else AccessCode.complaint_id == complaint_id,
        AccessCode.used_at.is_(None), AccessCode.until > at,
    ).order_by(AccessCode.id.desc()).limit(1).with_for_update()  # fmt: skip
    row = session.scalar(query.execution_options(populate_existing=True))
    if row is None or row.tries >= TRIES:
        return None
    row.tries += 1
    typed = "".join(latin_digits(code).split())
    fits = hmac.compare_digest(row.code_hash, _hash(key, number, purpose, complaint_id, typed))
    if fits:
        row.used_at, row.until = at, at + OPEN_FOR
    session.flush()
    return row if fits else None


def opened(session: Session, code_id: int, *, at: datetime) -> AccessCode | None:
    """The used code whose view of a complaint is still open."""
    query = select(AccessCode).where(AccessCode.id == code_id, AccessCode.used_at.is_not(None), AccessCode.until > at)
    return session.scalar(query)


def close(session: Session, code_id: int, *, at: datetime) -> bool:
    """Close what a code opened, on the server: a kept cookie is worth nothing from now on. Whether it was open; of two
    who close it at once one did."""
    mine = (AccessCode.id == code_id, AccessCode.used_at.is_not(None), AccessCode.until > at)
    closed: CursorResult[Any] = session.execute(update(AccessCode).where(*mine).values(until=at))  # type: ignore[assignment]
    return closed.rowcount == 1


def _refuse_many(session: Session, district_id: int, number: str, key: str, at: datetime) -> None:
    """Count under a lock of the number's own, so that two requests at once are not both the third."""
    lock = "code:" + _keyed(key, f"{district_id}:{number}")[:32]  # no number stands among the counters
    first.locked(session, SignInAttempt, {"key": lock}, failures=0, first_at=at)
    mine = (AccessCode.district_id == district_id, AccessCode.number == number)
    for span, most in MOST:
        sent = session.scalar(select(func.count()).select_from(AccessCode).where(*mine, AccessCode.made_at > at - span))
        if (sent or 0) >= most:
            raise Refused("too_many_codes")


def _hash(key: str, number: str, purpose: str, complaint_id: int | None, code: str) -> str:
    return _keyed(key, f"code\0{number}\0{purpose}\0{complaint_id or ''}\0{code}")


def _keyed(key: str, text: str) -> str:
    return hmac.new(key.encode(), text.encode(), hashlib.sha256).hexdigest()
