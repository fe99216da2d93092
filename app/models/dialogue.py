"""THE REGISTERS: every word with the complainant – calls, visits, hearings – and the call desk's answers."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from sqlalchemy import CheckConstraint, Index
from sqlalchemy import text as sql
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.models.account import Person
from app.models.base import Base, InDistrict, Key, ref
from app.models.office import Post

_PROMISED = "promised_on IS NOT NULL"
RESULTS = ("pending", "satisfied", "dissatisfied", "talked", "not_picked", "wrong_number", "call_later")


class Dialogue(InDistrict, Base):
    """One try to speak with the complainant. A call opens as `pending` when the number is revealed (ruling 16)."""

    __tablename__ = "dialogue"
    id: Mapped[Key]
    complaint_id: Mapped[int] = ref("complaint.id")
    cycle: Mapped[int]
    kind: Mapped[str]
    at: Mapped[datetime]
    person_id: Mapped[int] = ref("person.id")
    post_id: Mapped[int] = ref("post.id")
    by_call_desk: Mapped[bool] = mapped_column(default=False)
    number_last4: Mapped[str] = mapped_column(default="")
    result: Mapped[str]
    reached: Mapped[bool] = mapped_column(default=False)
    minutes: Mapped[int | None]
    text: Mapped[str] = mapped_column(default="")
    promised_on: Mapped[date | None]
    place_text: Mapped[str] = mapped_column(default="")  # where a visit or village hearing was
    latitude: Mapped[float | None]
    longitude: Mapped[float | None]
    attachment_id: Mapped[int | None] = ref("attachment.id")
    is_promise_missed: Mapped[bool | None]  # None: the day has not ended, or nobody promised anything
    person: Mapped[Person] = relationship()
    post: Mapped[Post] = relationship()

    __table_args__ = (
        CheckConstraint("kind IN ('call', 'visit', 'hearing', 'letter')", "kind"),
        CheckConstraint(f"result IN {RESULTS}", "result"),
        CheckConstraint("reached = (result IN ('satisfied', 'dissatisfied', 'talked'))", "reached"),
        Index("ix_dialogue_complaint", "complaint_id", "cycle", "at"),
        Index("ix_dialogue_promised", "promised_on", sqlite_where=sql(_PROMISED), postgresql_where=sql(_PROMISED)),
    )  # fmt: skip


class Feedback(InDistrict, Base):
    """The complainant's say on a disposal. One standing answer per cycle; a corrected one stays on record."""

    __tablename__ = "feedback"
    id: Mapped[Key]
    complaint_id: Mapped[int] = ref("complaint.id")
    cycle: Mapped[int]
    at: Mapped[datetime]
    channel: Mapped[str]
    answer: Mapped[str]
    reason_code: Mapped[str | None]
    answers: Mapped[dict[str, Any]]  # contacted, done, satisfied: yes | no | partly
    text: Mapped[str] = mapped_column(default="")
    person_id: Mapped[int | None] = ref("person.id")
    post_id: Mapped[int | None] = ref("post.id")
    dialogue_id: Mapped[int | None] = ref("dialogue.id")
    replaced_at: Mapped[datetime | None]

    __table_args__ = (
        CheckConstraint("answer IN ('satisfied', 'partly', 'dissatisfied', 'no_response')", "answer"),
        CheckConstraint(
            "channel IN ('call_desk', 'dc_call', 'sms', 'missed_call', 'web', 'camp', 'visit', 'system')", "channel"),
        CheckConstraint("channel NOT IN ('call_desk', 'dc_call') OR person_id IS NOT NULL", "caller"),
        Index("ix_feedback_person", "person_id", "at"),
        Index("uq_feedback_standing", "complaint_id", "cycle", unique=True,
              sqlite_where=sql("replaced_at IS NULL"), postgresql_where=sql("replaced_at IS NULL")),
    )  # fmt: skip
