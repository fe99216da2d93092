"""THE EXCHANGE: reading a CSV or CSV.GZ a record at a time, each with the line of the file on which it begins."""

from __future__ import annotations

import codecs
import csv
import gzip
import io
import zlib
from collections.abc import Iterator
from dataclasses import dataclass, field
from hashlib import sha256
from pathlib import Path
from typing import IO

from app.exchange.mapping import Unusable

MARKS = ((codecs.BOM_UTF8, "utf-8"), (codecs.BOM_UTF16_LE, "utf-16-le"), (codecs.BOM_UTF16_BE, "utf-16-be"))
BLOCK = 1 << 16


@dataclass(frozen=True)
class Record:
    """One record as it stands in the file. `problem`: columns, bad_encoding or bad_row; "" where it can be used."""

    line: int
    values: dict[str, str] = field(default_factory=dict)
    problem: str = ""


def find(place: Path, names: tuple[str, ...]) -> Path | None:
    """The first of `names` in a folder; None where none is there."""
    return next((place / name for name in names if (place / name).is_file()), None)


def fingerprint(path: Path) -> str:
    """SHA-256 of the file's bytes as they lie on the disk."""
    digest = sha256()
    with path.open("rb") as file:
        while block := file.read(BLOCK):
            digest.update(block)
    return digest.hexdigest()


def records(path: Path, *, encoding: str, delimiter: str, needed: set[str]) -> Iterator[Record]:
    """Every record after the heading. Raises Unusable for a file that cannot be read or lacks a needed column.

    A byte order mark tells the encoding by itself. A record that is broken is handed on with its `problem`.
    """
    try:
        with _opened(path) as raw:
            yield from _read(raw, path.name, encoding, delimiter, needed)
    except (OSError, EOFError, zlib.error) as bad:
        raise Unusable("unreadable", file=path.name, why=str(bad)) from None


def _opened(path: Path) -> IO[bytes]:
    return gzip.open(path, "rb") if path.suffix == ".gz" else path.open("rb")  # type: ignore[return-value]


def _read(raw: IO[bytes], name: str, encoding: str, delimiter: str, needed: set[str]) -> Iterator[Record]:
    buffered = io.BufferedReader(raw)  # type: ignore[arg-type]
    start = buffered.peek(4)
    mark = next(((mark, codec) for mark, codec in MARKS if start.startswith(mark)), (b"", encoding))
    buffered.read(len(mark[0]))
    # A wrong byte must cost its own record and no other: it comes through as a lone surrogate.
    lines = io.TextIOWrapper(buffered, encoding=mark[1], errors="surrogateescape", newline="")
    rows = csv.reader(lines, delimiter=delimiter)
    heading = [cell.strip() for cell in next(rows, [])]
    missing = sorted(needed - set(heading))
    if missing:
        raise Unusable("no_column", file=name, columns=", ".join(missing))
    while True:
        line = rows.line_num + 1
        try:
            cells = next(rows, None)
        except csv.Error:
            yield Record(line, problem="bad_row")
            continue
        if cells is None:
            return
        if cells:
            yield _record(line, heading, cells)


def _record(line: int, heading: list[str], cells: list[str]) -> Record:
    values = dict(zip(heading, (cell.replace("\x00", "") for cell in cells), strict=False))
    if any("\udc80" <= sign <= "\udcff" for cell in cells for sign in cell):
        return Record(line, problem="bad_encoding")
    return Record(line, values, "" if len(cells) == len(heading) else "columns")
