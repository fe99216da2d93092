"""THE EXCHANGE: the sorting shelf – a scratch database on disk where the rows of one file meet their namesakes.

Which row of a complaint is the last, and which dated actions belong to it, is known only when all have been seen; the
shelf keeps that in bounded memory and is gone when the run ends.
"""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from app.exchange.reader import Record

Row = dict[str, str]


@dataclass(frozen=True)
class Kept:
    """One record taken from the shelf."""

    line: int
    values: Row


class Shelf:
    """Rows by number, actions by complaint. Close it after use."""

    def __init__(self) -> None:
        self._db = sqlite3.connect("")  # a file without a name: it spills to disk and vanishes with the connection
        self._db.executescript(
            "PRAGMA cache_size=-8000; PRAGMA journal_mode=OFF; PRAGMA synchronous=OFF;"
            "CREATE TABLE row (line INTEGER PRIMARY KEY, number TEXT, data TEXT);"
            "CREATE TABLE action (line INTEGER PRIMARY KEY, complaint TEXT, seen INTEGER DEFAULT 0, data TEXT);"
        )

    def close(self) -> None:
        self._db.close()

    def keep_rows(self, records: Iterable[tuple[Record, str]]) -> None:
        """Keep usable records with their numbers."""
        rows = ((record.line, number, json.dumps(record.values)) for record, number in records)
        self._db.executemany("INSERT INTO row VALUES (?, ?, ?)", rows)
        self._db.execute("CREATE INDEX row_number ON row (number, line)")

    def keep_actions(self, records: Iterable[tuple[Record, str]]) -> None:
        """Keep dated actions with the key of their complaint."""
        rows = ((record.line, key, json.dumps(record.values)) for record, key in records)
        self._db.executemany("INSERT INTO action (line, complaint, data) VALUES (?, ?, ?)", rows)
        self._db.execute("CREATE INDEX action_complaint ON action (complaint, line)")

    def rows(self) -> Iterator[tuple[str, Kept, int]]:
        """(number, record, last line with this number) in the order of the file."""
        query = (
            "SELECT number, line, data, (SELECT max(line) FROM row AS other WHERE other.number = row.number)"
            " FROM row ORDER BY line"
        )
        for number, line, data, last in self._db.execute(query):
            yield number, Kept(line, json.loads(data)), last

    def namesakes(self, number: str) -> list[Kept]:
        """All records of one number in the order of the file."""
        found = self._db.execute("SELECT line, data FROM row WHERE number = ? ORDER BY line", (number,))
        return [Kept(line, json.loads(data)) for line, data in found]

    def actions(self, complaint: str) -> list[Kept]:
        """The actions of one complaint in the order of the file; they count as claimed."""
        found = self._db.execute("SELECT line, data FROM action WHERE complaint = ? ORDER BY line", (complaint,))
        kept = [Kept(line, json.loads(data)) for line, data in found]
        self._db.execute("UPDATE action SET seen = 1 WHERE complaint = ?", (complaint,))
        return kept

    def unclaimed(self) -> Iterator[tuple[int, str]]:
        """(line, complaint key) of actions that no complaint of the file has claimed."""
        yield from self._db.execute("SELECT line, complaint FROM action WHERE seen = 0 ORDER BY line")
