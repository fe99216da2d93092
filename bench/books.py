"""THE BENCH: rows in heaps, written in bulk; numbers of rows are given out here, as the tables would."""

from __future__ import annotations

from collections import defaultdict
from itertools import count
from typing import Any

from sqlalchemy import func, insert, select, text
from sqlalchemy.orm import Session

from app.models.attachment import Attachment
from app.models.base import Base
from app.models.complaint import Complaint, Cycle, Stint
from app.models.dialogue import Dialogue, Feedback
from app.models.event import ClockEvent, Event
from app.models.notice import Notice
from app.models.party import Complainant, Party, Phone
from app.models.report import Report

# in the order in which they point at each other
TABLES: tuple[type[Base], ...] = (Complaint, Complainant, Phone, Party, Cycle, Stint, Report, Attachment, Dialogue,
                                  Feedback, ClockEvent, Event, Notice)  # fmt: skip


class Books:
    """Takes rows as plain dicts and writes them when there are enough of them. The caller commits."""

    def __init__(self, session: Session) -> None:
        self.session = session
        self._rows: dict[type[Base], list[dict[str, Any]]] = defaultdict(list)
        self._ids = {table: count((session.scalar(select(func.max(table.id))) or 0) + 1) for table in TABLES}

    def add(self, table: type[Base], **values: Any) -> int:
        """Note one row; its id."""
        values["id"] = number = next(self._ids[table])
        self._rows[table].append(values)
        return number

    def write(self) -> None:
        """Write everything noted so far."""
        complaints = [{"id": row["id"], "words": row["search_text"]} for row in self._rows[Complaint]]
        for table in TABLES:
            if self._rows[table]:
                self.session.execute(insert(table.__table__), self._rows[table])
                self._rows[table].clear()
        if complaints and self.session.get_bind().dialect.name == "sqlite":
            words = text("INSERT INTO complaint_fts (rowid, search_text) VALUES (:id, :words)")
            self.session.execute(words, complaints)

    def close(self) -> None:
        """Write the rest; on PostgreSQL the sequences go on behind our numbers."""
        self.write()
        if self.session.get_bind().dialect.name != "postgresql":
            return
        for table in TABLES:
            name = table.__tablename__
            self.session.execute(
                text(f"SELECT setval(pg_get_serial_sequence('{name}', 'id'), (SELECT max(id) FROM {name}))")
            )
