"""THE CASEBOOK: the addresses that messages carry – one for each person, complaint, cycle and kind (ruling 17)."""

from __future__ import annotations

import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.models.complaint import Complaint
from app.models.say import PublicLink

# Told over the phone and typed by hand: nothing that looks like something else.
ALPHABET = "23456789abcdefghjkmnpqrstuvwxyz"
LENGTH = 10  # 49 bits: with a million links open, one guess in five hundred million finds one
LASTS = {"track": timedelta(days=365), "feedback": timedelta(days=45)}
PATHS = {"track": "t", "feedback": "f"}
ASKING = frozenset({"S08", "S16"})  # messages whose link leads to the three buttons; all others to the complaint


@dataclass
class _Office:
    """How messages name this installation; told once, at the start (SMS_LINK_BASE)."""

    base: str = ""


_office = _Office()


def init(base: str) -> None:
    """Say by which address messages name us."""
    _office.base = base


def kind_of(key: str) -> str:
    """Where the link of a message leads."""
    return "feedback" if key in ASKING else "track"


def new_link(complaint: Complaint, complainant_id: int, kind: str, *, at: datetime) -> PublicLink:
    """A link that is not in the database yet."""
    return PublicLink(
        district_id=complaint.district_id, token="".join(secrets.choice(ALPHABET) for _ in range(LENGTH)), kind=kind,
        complaint_id=complaint.id, complainant_id=complainant_id, cycle=complaint.cycle, made_at=at,
        until=at + LASTS[kind],
    )  # fmt: skip


def token_for(session: Session, complaint: Complaint, complainant_id: int, kind: str, *, at: datetime) -> str:
    """The token of this person's link; made when first needed. `kind`: track or feedback."""
    query = select(PublicLink).where(
        PublicLink.complaint_id == complaint.id, PublicLink.complainant_id == complainant_id,
        PublicLink.cycle == complaint.cycle, PublicLink.kind == kind,
    )  # fmt: skip
    link = session.scalar(query)
    if link is None:
        link = new_link(complaint, complainant_id, kind, at=at)
        session.add(link)
    link.until = at + LASTS[kind]
    session.flush()
    return link.token


def address(kind: str, token: str) -> str:
    """What stands in a message."""
    return f"{_office.base}/{PATHS[kind]}/{token}"


def longest(base: str) -> int:
    """How many characters a link of an office with this address has."""
    return len(base) + len("/t/") + LENGTH


def opened(session: Session, token: str, kind: str, *, at: datetime) -> PublicLink | None:
    """The link of a token, where there is one of this kind and its time is not over."""
    query = select(PublicLink).where(PublicLink.token == token.strip().lower(), PublicLink.kind == kind)
    return session.scalar(query.where(PublicLink.until > at))


def known(session: Session, complaint: Complaint, complainant_id: int, kind: str, *, at: datetime) -> str:
    """The token that this person has for the running life of the complaint; "" where none was made."""
    query = select(PublicLink.token).where(
        PublicLink.complaint_id == complaint.id, PublicLink.complainant_id == complainant_id,
        PublicLink.cycle == complaint.cycle, PublicLink.kind == kind, PublicLink.until > at,
    )  # fmt: skip
    return session.scalar(query) or ""
