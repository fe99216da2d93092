"""THE EXCHANGE: what became of every line – counted, and written into the register of imports."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field

from sqlalchemy import insert
from sqlalchemy.orm import Session

from app.models.imports import ImportRow

RESULTS = ("in", "updated", "same", "folded", "refused", "noted")
SHOWN = 1000  # refused lines kept in memory for the printed report; all of them are in the register
VALUE_LENGTH = 200


@dataclass(frozen=True)
class Outcome:
    """What became of one line. `field` is their column, `reason` a code of `reasons.py`."""

    line: int
    result: str
    source_no: str = ""
    field: str = ""
    reason: str = ""
    value: str = ""
    complaint_id: int | None = None


@dataclass
class Report:
    """Counts of one run. rows = in + updated + same + folded + refused (of the main file); notes come on top.

    `refused_lines` holds the first thousand refusals, `notes` counts oddities by reason, `files` names what was read.
    """

    mapping: str
    file: str
    counts: Counter[str] = field(default_factory=Counter)
    notes: Counter[str] = field(default_factory=Counter)
    folds: Counter[str] = field(default_factory=Counter)
    refused_lines: list[Outcome] = field(default_factory=list)
    rows: int = 0
    deeds: int = 0
    is_dry: bool = False

    @property
    def in_(self) -> int:
        return self.counts["in"]

    @property
    def updated(self) -> int:
        return self.counts["updated"]

    @property
    def same(self) -> int:
        return self.counts["same"]

    @property
    def folded(self) -> int:
        return self.counts["folded"]

    @property
    def refused(self) -> int:
        return self.counts["refused"]

    @property
    def noted(self) -> int:
        return self.counts["noted"]

    def take(self, outcome: Outcome) -> None:
        """Count one outcome."""
        self.counts[outcome.result] += 1
        if outcome.result == "noted":
            self.notes[outcome.reason] += 1
        elif outcome.result == "folded":
            self.folds[outcome.reason] += 1
        elif outcome.result == "refused" and len(self.refused_lines) < SHOWN:
            self.refused_lines.append(outcome)

    def as_counts(self) -> dict[str, object]:
        """What the batch keeps of it."""
        plain = {name: self.counts[name] for name in RESULTS}
        return {"rows": self.rows, **plain, "history": self.deeds, "notes": dict(self.notes), "folds": dict(self.folds)}


def write(session: Session, outcomes: list[Outcome], *, district_id: int, batch_id: int) -> None:
    """Write outcomes into the register in one statement."""
    if not outcomes:
        return
    rows = [
        {
            "district_id": district_id, "batch_id": batch_id, "line": told.line, "source_no": told.source_no or None,
            "result": told.result, "field": told.field or None, "reason_code": told.reason or None,
            "value": told.value[:VALUE_LENGTH], "complaint_id": told.complaint_id,
        }
        for told in outcomes
    ]  # fmt: skip
    session.execute(insert(ImportRow), rows)
