"""DESK: the visit of somebody who has typed a code. The browser keeps, signed, the code's row and when it was last
here; the server knows whether that is still open. It is no officer's session and never becomes one."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from flask import session

from app.complaints import codes, openings
from app.complaints.actor import Actor, complainant
from app.complaints.openings import Opened
from app.extensions import db
from app.models.say import AccessCode

LOOK, REGISTER = "look", "register"  # the purpose of the code is the name under which the browser keeps it
IDLE = timedelta(minutes=30)
SEEN_EVERY = timedelta(minutes=1)


def begin(code_id: int, at: datetime, purpose: str = LOOK) -> None:
    """From now on this browser has the complaint open, or may register one."""
    session[purpose] = [code_id, int(at.timestamp())]


def end(at: datetime, purpose: str = LOOK) -> bool:
    """Close it, in the browser and on the server; whether it was open until now."""
    known = session.pop(purpose, None)
    return bool(known) and codes.close(db.session, int(known[0]), at=at)


def code_of(at: datetime, purpose: str = LOOK) -> AccessCode | None:
    """The code that counts here: not idle for half an hour, not over, not closed."""
    known = session.get(purpose)
    if not known:
        return None
    seen = datetime.fromtimestamp(known[1], UTC)
    row = codes.opened(db.session, int(known[0]), at=at) if at - seen < IDLE else None
    if row is None or row.purpose != purpose:
        session.pop(purpose, None)
        return None
    if at - seen >= SEEN_EVERY:
        begin(row.id, at, purpose)
    return row


def opened(at: datetime) -> Opened | None:
    """The complaint that is open here, as long as the mobile is one of its people's."""
    row = code_of(at)
    if row is None or row.complaint_id is None:
        return None
    return openings.by_number(db.session, row.complaint_id, row.number, at=at)


def actor_of(seen: Opened) -> Actor:
    """Who acts: somebody outside, on this complaint alone."""
    return complainant(seen.complaint.district_id, seen.complaint.id)
