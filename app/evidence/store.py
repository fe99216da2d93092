"""Room of evidence: where kept bytes lie. Names come from the content, so nothing is stored twice."""

import os
import re
import shutil
import tempfile
from collections.abc import Iterator
from datetime import datetime
from hashlib import sha256
from pathlib import Path
from typing import BinaryIO, Protocol
from urllib.parse import unquote, urlsplit

GIGABYTE = 1_000_000_000

_KEY = re.compile(r"([0-9a-f]{2})/([0-9a-f]{2})/(\1\2[0-9a-f]{60})(\.(?:jpg|webp|pdf|mp4|3gp|webm))")
_INCOMING = "incoming"


class NoRoom(Exception):
    """The disk is nearly full: words are still saved, files must wait. security.md 33."""


class BadKey(ValueError):
    """Not a key any store could have given out."""


class NotStored(LookupError):
    """A well-formed key under which nothing lies."""


class Store(Protocol):
    """What a place for evidence can do; every method taking a key raises BadKey for a malformed one.

    `incoming`: the folder of what is not whole yet.
    """

    incoming: Path

    def put(self, data: bytes, *, suffix: str) -> str:
        """Keep `data`, return its key; the same bytes give the same key. Raises NoRoom."""

    def open(self, key: str) -> BinaryIO:
        """The bytes as a stream the caller closes. Raises NotStored."""

    def size(self, key: str) -> int:
        """Bytes under `key`. Raises NotStored."""

    def exists(self, key: str) -> bool: ...

    def delete(self, key: str) -> None:
        """Forget `key`; silent when it is already gone."""

    def keys(self, *, before: datetime | None = None, shelf: str = "") -> Iterator[str]:
        """All keys, or those last put before an aware moment, so that a sweep spares what is just being filed.

        `shelf`: only keys that begin with these two hexadecimal digits.
        """

    def clear_incoming(self, *, before: datetime) -> int:
        """Remove what a power cut left half written before an aware moment; the count."""


class LocalStore:
    """A Store in a directory outside anything served. Files are 0600, written whole or not at all."""

    def __init__(self, root: str | Path, *, min_free: int = GIGABYTE) -> None:
        self.root = Path(root)
        self.min_free = min_free
        self.incoming = self.root / _INCOMING
        self.incoming.mkdir(mode=0o700, parents=True, exist_ok=True)

    def put(self, data: bytes, *, suffix: str) -> str:
        digest = sha256(data).hexdigest()
        key = f"{digest[:2]}/{digest[2:4]}/{digest}{suffix}"
        path = self._path(key)
        try:
            if path.stat().st_size == len(data):
                os.utime(path)  # put again counts as put now, for keys(before=...)
                return key
        except FileNotFoundError:
            pass
        if shutil.disk_usage(self.root).free - len(data) < self.min_free:
            raise NoRoom
        self._write(path, data)
        return key

    def open(self, key: str) -> BinaryIO:
        try:
            return self._path(key).open("rb")
        except FileNotFoundError:
            raise NotStored(key) from None

    def size(self, key: str) -> int:
        try:
            return self._path(key).stat().st_size
        except FileNotFoundError:
            raise NotStored(key) from None

    def exists(self, key: str) -> bool:
        return self._path(key).is_file()

    def delete(self, key: str) -> None:
        self._path(key).unlink(missing_ok=True)

    def keys(self, *, before: datetime | None = None, shelf: str = "") -> Iterator[str]:
        for path in self.root.glob(f"{shelf or '??'}/??/*"):
            key = path.relative_to(self.root).as_posix()
            if _KEY.fullmatch(key) and (before is None or _older(path, before)):
                yield key

    def clear_incoming(self, *, before: datetime) -> int:
        stale = [path for path in self.incoming.iterdir() if _older(path, before)]
        for path in stale:
            path.unlink(missing_ok=True)
        return len(stale)

    def _path(self, key: str) -> Path:
        if not _KEY.fullmatch(key):
            raise BadKey(key)
        return self.root / key

    def _write(self, path: Path, data: bytes) -> None:
        """Whole or not at all, also over a power cut: temporary file, fsync, rename, fsync of the directory."""
        path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        handle, temporary = tempfile.mkstemp(dir=self.incoming)  # mkstemp makes it 0600
        try:
            with os.fdopen(handle, "wb") as file:
                file.write(data)
                file.flush()
                os.fsync(file.fileno())
            os.replace(temporary, path)
        except BaseException:
            Path(temporary).unlink(missing_ok=True)
            raise
        folder = os.open(path.parent, os.O_RDONLY)
        try:
            os.fsync(folder)
        finally:
            os.close(folder)


def _older(path: Path, moment: datetime) -> bool:
    try:
        return path.stat().st_mtime < moment.timestamp()
    except FileNotFoundError:  # another sweep was faster
        return False


def open_store(where: str | Path, *, min_free: int = GIGABYTE) -> Store:
    """The Store named by a path or a file:// address. Raises ValueError for any other scheme."""
    parts = urlsplit(str(where))
    if parts.scheme == "file":
        return LocalStore(unquote(parts.path), min_free=min_free)
    if "://" in str(where):
        raise ValueError(f"no evidence store for {parts.scheme}://")
    return LocalStore(where, min_free=min_free)
