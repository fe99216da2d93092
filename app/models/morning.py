"""THE REGISTERS: what the morning writes – one digest per officer and day, progress reports that are owed."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from sqlalchemy import CheckConstraint, Index, UniqueConstraint, text
from sqlalchemy.orm import Mapped, relationship

from app.models.base import Base, InDistrict, Key, ref
from app.models.complaint import Complaint
from app.models.office import Post

_OWED = "state = 'owed'"


class Digest(InDistrict, Base):
    """That an officer was told what a day asks (O02, O06). `catch_up`: the one after an outage, instead of a burst."""

    __tablename__ = "digest"
    id: Mapped[Key]
    person_id: Mapped[int] = ref("person.id")
    on: Mapped[date]
    kind: Mapped[str]
    at: Mapped[datetime]
    counts: Mapped[dict[str, Any]]

    __table_args__ = (
        UniqueConstraint("person_id", "on", "kind"),
        CheckConstraint("kind IN ('morning', 'catch_up')", "kind"),
        Index("ix_digest_on", "district_id", "on"),
    )


class ProgressReport(InDistrict, Base):
    """One report that a post owes on a walk-in by a day (ruling 12); at most one is open, its end is kept for R21."""

    __tablename__ = "progress_report"
    id: Mapped[Key]
    complaint_id: Mapped[int] = ref("complaint.id")
    cycle: Mapped[int]
    since: Mapped[datetime]
    due_on: Mapped[date]
    state: Mapped[str]
    post_id: Mapped[int | None] = ref("post.id")  # who gave it, or who missed it
    ended_at: Mapped[datetime | None]
    complaint: Mapped[Complaint] = relationship()
    post: Mapped[Post | None] = relationship()

    __table_args__ = (
        UniqueConstraint("complaint_id", "due_on", "since"),
        CheckConstraint("state IN ('owed', 'given', 'missed', 'lapsed')", "state"),
        CheckConstraint("(state = 'owed') = (ended_at IS NULL)", "ended"),
        Index("uq_progress_report_owed", "complaint_id", unique=True,
              sqlite_where=text(_OWED), postgresql_where=text(_OWED)),
        Index("ix_progress_report_due", "due_on"),
        Index("ix_progress_report_post", "post_id", "state", "due_on"),
    )  # fmt: skip
