"""ACCOUNTS: signing in – the name, the password, the lock-out (security.md 4–5, ruling 24)."""

from __future__ import annotations

import unicodedata
from datetime import datetime, timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.accounts import passwords
from app.models.account import Person, SignInAttempt

TRIES = {"name": 5, "addr": 30}
WINDOW = timedelta(minutes=15)
LOCK = timedelta(minutes=15)


class Locked(Exception):
    """Too many failures for this name or address; `seconds` to wait."""

    def __init__(self, seconds: int) -> None:
        super().__init__(seconds)
        self.seconds = seconds


def canonical(name: str) -> str:
    """A user name as it is stored: NFC, no surrounding blanks, lower case."""
    return unicodedata.normalize("NFC", name).strip().lower()


def check(session: Session, *, name: str, password: str, address: str, at: datetime) -> Person | None:
    """The person if name and password fit, else None. A locked name is refused even with the right password."""
    keys = [f"name:{canonical(name)}"[:120], f"addr:{address}"]
    for key in keys:
        attempt = session.get(SignInAttempt, key, with_for_update=True, populate_existing=True)
        if attempt and attempt.locked_until and attempt.locked_until > at:
            raise Locked(int((attempt.locked_until - at).total_seconds()) + 1)
    person = session.scalar(select(Person).where(Person.username == canonical(name)))
    usable = person if person and person.is_active else None
    if not passwords.matches(password, usable.password_hash if usable else None) or usable is None:
        for key in keys:
            _fail(session, key, at)
        return None
    if attempt := session.get(SignInAttempt, keys[0]):
        session.delete(attempt)
    if passwords.is_outdated(usable.password_hash):
        usable.password_hash = passwords.make_hash(password)
    return usable


def _fail(session: Session, key: str, at: datetime) -> None:
    attempt = session.get(SignInAttempt, key)
    if attempt is None:
        attempt = SignInAttempt(key=key, failures=0, first_at=at)
        session.add(attempt)
    if at - attempt.first_at > WINDOW:
        attempt.failures, attempt.first_at, attempt.locked_until = 0, at, None
    attempt.failures += 1
    if attempt.failures >= TRIES[key.partition(":")[0]]:
        attempt.locked_until = at + LOCK
        attempt.failures, attempt.first_at = 0, at
    session.flush()
