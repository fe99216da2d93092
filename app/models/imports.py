"""THE REGISTERS: lists taken over from other portals, row by row, refusals included."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import CheckConstraint, Index
from sqlalchemy.orm import Mapped, mapped_column

from app.models.base import Base, InDistrict, Key, ref


class ImportBatch(InDistrict, Base):
    """One run over one file with its counts; running the same file again changes nothing."""

    __tablename__ = "import_batch"
    id: Mapped[Key]
    mapping: Mapped[str]
    file_name: Mapped[str]
    file_sha256: Mapped[str]
    started_at: Mapped[datetime]
    ended_at: Mapped[datetime | None]
    person_id: Mapped[int | None] = ref("person.id")
    counts: Mapped[dict[str, Any]]


class ImportRow(InDistrict, Base):
    """What became of one line of the file: in, updated, same, folded or refused (with field and reason)."""

    __tablename__ = "import_row"
    id: Mapped[Key]
    batch_id: Mapped[int] = ref("import_batch.id")
    line: Mapped[int]
    source_no: Mapped[str | None]
    result: Mapped[str]
    field: Mapped[str | None]
    reason_code: Mapped[str | None]
    value: Mapped[str] = mapped_column(default="")
    complaint_id: Mapped[int | None] = ref("complaint.id")

    __table_args__ = (
        CheckConstraint("result IN ('in', 'updated', 'same', 'folded', 'refused', 'noted')", "result"),
        CheckConstraint("result <> 'refused' OR reason_code IS NOT NULL", "refused_has_reason"),
        Index("ix_import_row_batch", "batch_id", "result"),
    )


class SourceRecord(InDistrict, Base):
    """The newest version of a foreign record as it stood in its portal, to see what has changed since."""

    __tablename__ = "source_record"
    id: Mapped[Key]
    complaint_id: Mapped[int] = ref("complaint.id", unique=True)
    digest: Mapped[str]
    data: Mapped[dict[str, Any]]
    seen_at: Mapped[datetime]
