"""THE EXCHANGE: putting shelved records into the casebook – new, changed, the same, folded, or refused."""

from __future__ import annotations

import json
from collections.abc import Sequence
from datetime import datetime
from hashlib import sha256
from typing import Any

from sqlalchemy import select
from sqlalchemy.exc import DataError, IntegrityError
from sqlalchemy.orm import Session

from app.complaints import search
from app.complaints.actions import import_
from app.complaints.actor import Actor
from app.complaints.clockwork import calendar_of
from app.complaints.errors import Refused
from app.complaints.step import lock
from app.domain.clock import marking_due
from app.domain.states import State
from app.exchange.mapping import ListMapping
from app.exchange.normalise import Normal, RowRefused, normalise
from app.exchange.past import write_change, write_past
from app.exchange.report import Outcome
from app.exchange.shelf import Kept, Row, Shelf
from app.models.complaint import Complaint
from app.models.imports import SourceRecord

Numbered = tuple[str, Kept, int]


class Applier:
    """Applies one file's rows; one instance per run. `deeds` counts the history written."""

    def __init__(
        self, session: Session, mapping: ListMapping, shelf: Shelf, *, batch_id: int | None, by: Actor, at: datetime,
        dry_run: bool,
    ) -> None:  # fmt: skip
        self.session, self.mapping, self.shelf = session, mapping, shelf
        self.batch_id, self.by, self.at, self.dry_run = batch_id, by, at, dry_run
        self.deeds = 0
        # Foreign places have no local holidays: one deadline for marking serves the whole run.
        self._due = marking_due(at, calendar_of(session, by.district_id, None, at))

    def take(self, chunk: Sequence[Numbered]) -> list[Outcome]:
        """Apply some rows in the order of the file; the caller commits."""
        known = self._known([self._number(number) for number, kept, last in chunk if kept.line == last])
        outcomes: list[Outcome] = []
        for number, kept, last in chunk:
            if kept.line != last:
                outcomes.append(self._fold(number, kept))
            else:
                outcomes += self._one(number, kept, known.get(self._number(number)))
        return outcomes

    def _number(self, number: str) -> str:
        return f"{self.mapping.number_prefix}{number}"

    def _known(self, numbers: list[str]) -> dict[str, tuple[int, str | None]]:
        """Their number → (our complaint, digest of the newest record) for those that are here already."""
        found = self.session.execute(
            select(Complaint.source_no, Complaint.id, SourceRecord.digest)
            .outerjoin(SourceRecord, SourceRecord.complaint_id == Complaint.id)
            .where(Complaint.district_id == self.by.district_id, Complaint.source.in_(self.mapping.sources))
            .where(Complaint.source_no.in_(numbers))
        )
        return {row.source_no: (row.id, row.digest) for row in found}

    def _fold(self, number: str, kept: Kept) -> Outcome:
        """A row that a later one of the same number replaces."""
        later = [other.values for other in self.shelf.namesakes(number) if other.line > kept.line]
        if kept.values in later:
            return Outcome(kept.line, "folded", self._number(number), reason="same_line")
        differing = [column for column, value in kept.values.items() if value != later[-1].get(column)]
        told = ", ".join(f"{column}: {kept.values[column]}" for column in differing)
        return Outcome(
            kept.line, "folded", self._number(number), field=", ".join(differing), reason="same_number", value=told
        )

    def _one(self, number: str, kept: Kept, known: tuple[int, str | None] | None) -> list[Outcome]:
        row = _merged([*self.shelf.namesakes(number)])
        actions = self.shelf.actions(row[self.mapping.history.complaint_key]) if self.mapping.history else []
        mark = _digest(row, actions)
        ours = self._number(number)
        if known and known[1] == mark:
            return [Outcome(kept.line, "same", ours, complaint_id=known[0])]
        try:
            normal = normalise(ours, row, actions, self.mapping, at=self.at)
            complaint_id = None if self.dry_run else self._write(normal, row, mark, known)
        except RowRefused as bad:
            return [Outcome(kept.line, "refused", ours, bad.field, bad.code, bad.value)]
        except Refused as bad:
            return [Outcome(kept.line, "refused", ours, self.mapping.columns.number, bad.code, ours)]
        except (IntegrityError, DataError):
            return [Outcome(kept.line, "refused", ours, reason="register_refused")]
        result = Outcome(kept.line, "updated" if known else "in", ours, complaint_id=complaint_id)
        notes = [
            Outcome(kept.line, "noted", ours, note.field, note.code, note.value, complaint_id) for note in normal.notes
        ]
        return [result, *notes]

    def _write(self, normal: Normal, row: Row, mark: str, known: tuple[int, str | None] | None) -> int:
        # Each step flushes for itself; looking for more at every query would cost a third of the run.
        with self.session.no_autoflush, self.session.begin_nested():
            if known is None:
                return self._insert(normal, row, mark)
            return self._update(known[0], normal, row, mark)

    def _insert(self, normal: Normal, row: Row, mark: str) -> int:
        foreign, session = normal.foreign, self.session
        complaint = import_.take_over(
            session, foreign, is_new=True, marking_due=self._due, batch_id=self.batch_id, by=self.by, at=self.at
        )
        write_past(session, complaint, normal.past, at=self.at)
        if foreign.ending:
            import_.end_as_there(session, complaint, foreign, by=self.by, at=self.at)
        session.add(
            SourceRecord(
                district_id=complaint.district_id, complaint_id=complaint.id, digest=mark, seen_at=self.at,
                data=self._record(normal, row),
            )
        )  # fmt: skip
        session.flush()
        self.deeds += len(normal.past)
        return complaint.id

    def _update(self, complaint_id: int, normal: Normal, row: Row, mark: str) -> int:
        """Keep the newest record and what is new in its history. The state is ours and stays (D12-15)."""
        session, complaint = self.session, lock(self.session, complaint_id)
        record = session.scalar(select(SourceRecord).where(SourceRecord.complaint_id == complaint_id))
        before = record.data if record else {"row": {}, "history": []}
        seen = set(before["history"])
        fresh = [deed for deed in normal.past if deed.number not in seen]
        write_past(session, complaint, fresh, at=self.at)
        changed = {
            column: [before["row"].get(column), value]
            for column, value in row.items()
            if value != before["row"].get(column)
        }
        if changed and record:
            write_change(session, complaint, changed, at=self.at)
        if complaint.is_imported and complaint.state == State.REGISTERED.value:
            self._refresh(complaint, normal)
        if record is None:
            record = SourceRecord(district_id=complaint.district_id, complaint_id=complaint_id)
            session.add(record)
        record.digest, record.data, record.seen_at = mark, self._record(normal, row), self.at
        session.flush()
        self.deeds += len(fresh)
        return complaint_id

    def _refresh(self, complaint: Complaint, normal: Normal) -> None:
        """Nobody has read it here yet: its words may still be those of the newest record."""
        foreign = normal.foreign
        complaint.subject, complaint.body = foreign.subject, foreign.body
        complaint.place_text, complaint.source_office = foreign.place_text, foreign.source_office
        search.index(self.session, complaint)

    def _record(self, normal: Normal, row: Row) -> dict[str, Any]:
        """The foreign record as it stood: raw values, their status in our words, the actions seen so far."""
        foreign = normal.foreign
        return {
            "list": self.mapping.name, "row": row, "status": foreign.said_there, "ending": foreign.ending,
            "history": [deed.number for deed in normal.past],
        }  # fmt: skip


def _merged(namesakes: list[Kept]) -> Row:
    """One row out of all rows of a number: later values win, blanks never erase."""
    row: Row = {}
    for kept in namesakes:
        row |= {column: value for column, value in kept.values.items() if value.strip() or column not in row}
    return row


def _digest(row: Row, actions: list[Kept]) -> str:
    told = [sorted(row.items()), [sorted(kept.values.items()) for kept in actions]]
    return sha256(json.dumps(told, ensure_ascii=False).encode()).hexdigest()
