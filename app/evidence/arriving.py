"""Room of evidence: photos that come in pieces over a bad line. What has come stays, and the next piece goes behind it.

The same hash is the same bytes: a piece that comes twice, or from two tabs at once, writes what is already there.
Whoever sends anything else is found out when the whole is hashed.
"""

from __future__ import annotations

import os
import re
import shutil
from hashlib import sha256
from pathlib import Path

from app.evidence.store import GIGABYTE, NoRoom

PIECE = 1_000_000  # bytes of one request at most
_SHA = re.compile(r"[0-9a-f]{64}")


class Gap(Exception):
    """The piece begins behind what is there; `have` is where it should begin."""

    def __init__(self, have: int) -> None:
        super().__init__(have)
        self.have = have


class OtherBytes(Exception):
    """The whole has another hash than it was announced under; it is thrown away."""


class Arriving:
    """What has come so far, by the person who sends and the hash announced. In `incoming/`, which the broom sweeps."""

    def __init__(self, folder: Path, *, min_free: int = GIGABYTE) -> None:
        self.folder, self.min_free = folder, min_free

    def have(self, person_id: int, sha: str) -> int:
        """Bytes that are there."""
        try:
            return self._path(person_id, sha).stat().st_size
        except FileNotFoundError:
            return 0

    def add(self, person_id: int, sha: str, piece: bytes, *, at: int) -> int:
        """Put a piece in its place; the bytes there now. Raises Gap or NoRoom."""
        have = self.have(person_id, sha)
        if at > have:
            raise Gap(have)
        if shutil.disk_usage(self.folder).free - len(piece) < self.min_free:
            raise NoRoom
        handle = os.open(self._path(person_id, sha), os.O_WRONLY | os.O_CREAT, 0o600)
        try:
            os.pwrite(handle, piece, at)
        finally:
            os.close(handle)
        return max(have, at + len(piece))

    def whole(self, person_id: int, sha: str) -> bytes:
        """All of it. Raises OtherBytes, and forgets it, when it is not what was announced; Gap when another request
        has just taken it."""
        try:
            data = self._path(person_id, sha).read_bytes()
        except FileNotFoundError:
            raise Gap(0) from None
        if sha256(data).hexdigest() != sha:
            self.drop(person_id, sha)
            raise OtherBytes
        return data

    def drop(self, person_id: int, sha: str) -> None:
        """Forget it: it is in the store, or nobody wants it."""
        self._path(person_id, sha).unlink(missing_ok=True)

    def _path(self, person_id: int, sha: str) -> Path:
        if not _SHA.fullmatch(sha):
            raise ValueError(sha)
        return self.folder / f"{person_id}-{sha}"
