"""ACCOUNTS: passwords, hashed with Argon2id at a cost that a small office machine bears (security.md 1–2)."""

from __future__ import annotations

import unicodedata

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

MIN_LENGTH, MAX_LENGTH = 8, 128
_hasher = PasswordHasher(time_cost=3, memory_cost=19 * 1024, parallelism=1)
_NOBODY = _hasher.hash("nobody has this password")


class BadPassword(ValueError):
    """The password may not be used; `code` is short, long or known."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


_KNOWN = frozenset({"password", "12345678", "123456789", "1234567890", "qwertyuiop", "nivaran123", "admin123"})


def make_hash(password: str) -> str:
    """The Argon2id hash of the NFC form. Any characters are allowed; only length and the best known are refused."""
    text = unicodedata.normalize("NFC", password)
    if len(text) < MIN_LENGTH:
        raise BadPassword("short")
    if len(text) > MAX_LENGTH:
        raise BadPassword("long")
    if text.casefold() in _KNOWN:
        raise BadPassword("known")
    return _hasher.hash(text)


def matches(password: str, stored: str | None) -> bool:
    """Whether the password fits. An unknown name costs the same time: a hash is checked in any case."""
    try:
        fits = _hasher.verify(stored or _NOBODY, unicodedata.normalize("NFC", password[: MAX_LENGTH * 4]))
    except (VerificationError, InvalidHashError):
        return False
    return fits and stored is not None


def is_outdated(stored: str) -> bool:
    """Whether the hash was made at another cost and should be made anew at this sign-in."""
    return _hasher.check_needs_rehash(stored)
