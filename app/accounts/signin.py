"""ACCOUNTS: signing in – the name, the password, the lock-out (security.md 4–5, ruling 24)."""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.accounts import passwords
from app.models import first
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


@dataclass(frozen=True)
class Tried:
    """A password held against the hash that was stored for the name just before."""

    stored: str | None
    fits: bool


def stored_hash(session: Session, *, name: str, address: str, at: datetime) -> str | None:
    """The hash that a password must fit, None where nobody may sign in by this name. Only reads. Raises Locked."""
    _refuse_locked(session, _keys(name, address), at, wait=False)
    person = _usable(session, name)
    return person.password_hash if person else None


def check(
    session: Session, *, name: str, password: str, address: str, at: datetime, tried: Tried | None = None
) -> Person | None:
    """The person if name and password fit, else None. A locked name is refused even with the right password.

    `tried`: the password held against `stored_hash` before this transaction began to write – hashing takes long, and
    SQLite has one write lock. It counts unless the password was changed in between.
    """
    keys = _keys(name, address)
    _refuse_locked(session, keys, at, wait=True)
    person = _usable(session, name)
    stored = person.password_hash if person else None
    fits = tried.fits if tried and tried.stored == stored else passwords.matches(password, stored)
    if person is None or not fits:
        for key in keys:
            _fail(session, key, at)
        return None
    if attempt := session.get(SignInAttempt, keys[0]):
        session.delete(attempt)
    if passwords.is_outdated(person.password_hash):
        person.password_hash = passwords.make_hash(password)
    return person


def _keys(name: str, address: str) -> list[str]:
    return [f"name:{canonical(name)}"[:120], f"addr:{address}"]


def _refuse_locked(session: Session, keys: list[str], at: datetime, *, wait: bool) -> None:
    for key in keys:
        attempt = session.get(SignInAttempt, key, with_for_update=wait or None, populate_existing=True)
        if attempt and attempt.locked_until and attempt.locked_until > at:
            raise Locked(int((attempt.locked_until - at).total_seconds()) + 1)


def _usable(session: Session, name: str) -> Person | None:
    query = select(Person).where(Person.username == canonical(name), Person.is_active)
    return session.scalar(query.execution_options(populate_existing=True))


def _fail(session: Session, key: str, at: datetime) -> None:
    attempt = first.locked(session, SignInAttempt, {"key": key}, failures=0, first_at=at)
    if at - attempt.first_at > WINDOW:
        attempt.failures, attempt.first_at, attempt.locked_until = 0, at, None
    attempt.failures += 1
    if attempt.failures >= TRIES[key.partition(":")[0]]:
        attempt.locked_until = at + LOCK
        attempt.failures, attempt.first_at = 0, at
    session.flush()
