"""THE REGISTERS: the append-only chain of events and the clock's own events."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from sqlalchemy import CheckConstraint, Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.models.account import Person
from app.models.base import Base, InDistrict, Key, ref
from app.models.office import Post


class Event(InDistrict, Base):
    """Who did what, when, in which post – and the movement it is in the tables (rulings 31, 32).

    `chain_no` and `hash` link all events of a district; `hash` covers the previous hash and a salted digest of the
    payload, so that erasing personal text later leaves the chain whole. Events without a complaint are the audit.
    """

    __tablename__ = "event"
    id: Mapped[Key]
    complaint_id: Mapped[int | None] = ref("complaint.id")
    no: Mapped[int | None]
    cycle: Mapped[int | None]
    action: Mapped[str]
    at: Mapped[datetime]
    said_at: Mapped[datetime | None]
    person_id: Mapped[int | None] = ref("person.id", index=True)
    post_id: Mapped[int | None] = ref("post.id")
    role: Mapped[str]
    stint_id: Mapped[int | None] = ref("stint.id")
    text: Mapped[str] = mapped_column(default="")
    data: Mapped[dict[str, Any]]
    is_imported: Mapped[bool] = mapped_column(default=False)

    moved_on: Mapped[date]
    source: Mapped[str | None]
    department_from_id: Mapped[int | None] = ref("department.id")
    department_to_id: Mapped[int | None] = ref("department.id")
    sub_division_id: Mapped[int | None] = ref("place.id")
    block_id: Mapped[int | None] = ref("place.id")
    class_from: Mapped[str | None]
    class_to: Mapped[str | None]

    chain_no: Mapped[int]
    salt: Mapped[str]
    digest: Mapped[str]
    hash: Mapped[str]
    person: Mapped[Person | None] = relationship()
    post: Mapped[Post | None] = relationship()

    __table_args__ = (
        UniqueConstraint("district_id", "chain_no"),
        UniqueConstraint("complaint_id", "no"),
        CheckConstraint("(complaint_id IS NULL) = (no IS NULL)", "numbered_in_complaint"),
        Index("ix_event_movement", "district_id", "class_from", "class_to", "moved_on"),
    )


class ChainHead(Base):
    """The last link of a district's chain; locked while an event is appended."""

    __tablename__ = "chain_head"
    district_id: Mapped[int] = ref("district.id", primary_key=True)
    chain_no: Mapped[int]
    hash: Mapped[str]


class ClockEvent(InDistrict, Base):
    """The only thing that moves a due date (D13-3); the deadline ledger is read from here."""

    __tablename__ = "clock_event"
    id: Mapped[Key]
    complaint_id: Mapped[int] = ref("complaint.id", index=True)
    stint_id: Mapped[int] = ref("stint.id", index=True)
    kind: Mapped[str]
    at: Mapped[datetime]
    days: Mapped[int | None]
    due_before: Mapped[datetime | None]
    due_after: Mapped[datetime | None]
    person_id: Mapped[int | None] = ref("person.id")
    post_id: Mapped[int | None] = ref("post.id")
    note: Mapped[str] = mapped_column(default="")
    data: Mapped[dict[str, Any]]

    __table_args__ = (
        CheckConstraint(
            "kind IN ('start', 'ack_start', 'pause', 'resume', 'extend', 'category_change', 'calendar_change', "
            "'escalate', 'stop', 'restart')", "kind"),
    )  # fmt: skip
