"""THE REGISTERS: proof. Declared by its hash, received, checked (ruling 14)."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import BigInteger, CheckConstraint, Index, UniqueConstraint
from sqlalchemy import text as sql
from sqlalchemy.orm import Mapped, mapped_column

from app.models.base import Base, InDistrict, Key, ref

KINDS = ("complaint", "before", "after", "order", "receipt", "letter", "report", "statement", "signature", "other")
TO_COME = "state = 'declared'"


class Attachment(InDistrict, Base):
    """One file. `sha256` is of the bytes as sent, `original_sha256` of the photo before the browser shrank it,
    `store_key` of what is kept. `dhash` (64 bits, signed) and its four 16-bit bands find near copies."""

    __tablename__ = "attachment"
    id: Mapped[Key]
    complaint_id: Mapped[int] = ref("complaint.id")
    cycle: Mapped[int]
    report_id: Mapped[int | None] = ref("report.id", index=True)
    kind: Mapped[str]
    state: Mapped[str]
    sha256: Mapped[str]
    original_sha256: Mapped[str | None]
    store_key: Mapped[str | None]
    thumb_key: Mapped[str | None]
    small_key: Mapped[str | None]
    mime: Mapped[str | None]
    bytes: Mapped[int | None]
    thumb_bytes: Mapped[int | None]
    width: Mapped[int | None]
    height: Mapped[int | None]
    dhash: Mapped[int | None] = mapped_column(BigInteger)
    band0: Mapped[int | None]
    band1: Mapped[int | None]
    band2: Mapped[int | None]
    band3: Mapped[int | None]
    latitude: Mapped[float | None]
    longitude: Mapped[float | None]
    accuracy_m: Mapped[int | None]
    taken_at: Mapped[datetime | None]
    is_from_camera: Mapped[bool | None]
    is_public: Mapped[bool] = mapped_column(default=False)
    declared_at: Mapped[datetime]
    received_at: Mapped[datetime | None]
    refused_code: Mapped[str | None]
    person_id: Mapped[int | None] = ref("person.id")
    post_id: Mapped[int | None] = ref("post.id")

    __table_args__ = (
        UniqueConstraint("complaint_id", "cycle", "kind", "sha256"),
        CheckConstraint(f"kind IN {KINDS}", "kind"),
        CheckConstraint("state IN ('declared', 'received', 'checked', 'refused')", "state"),
        CheckConstraint("state <> 'checked' OR store_key IS NOT NULL", "checked_is_stored"),
        CheckConstraint("length(sha256) = 64", "sha256"),
        Index("ix_attachment_sha", "district_id", "sha256"),
        Index("ix_attachment_original", "district_id", "original_sha256"),
        Index("ix_attachment_to_come", "declared_at",
              sqlite_where=sql(TO_COME), postgresql_where=sql(TO_COME)),
        Index("ix_attachment_band0", "district_id", "band0"),
        Index("ix_attachment_band1", "district_id", "band1"),
        Index("ix_attachment_band2", "district_id", "band2"),
        Index("ix_attachment_band3", "district_id", "band3"),
    )  # fmt: skip
