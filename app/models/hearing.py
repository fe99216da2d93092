"""THE REGISTERS: hearings – called, held, adjourned to a next one, or called off."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import CheckConstraint, Index, UniqueConstraint
from sqlalchemy import text as sql
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.models.base import Base, InDistrict, Key, ref
from app.models.complaint import Complaint
from app.models.office import Post

RESULTS = ("decided", "adjourned", "called_off")
_WAITING = "result IS NULL"


class Hearing(InDistrict, Base):
    """Both sides before a post at a day, hour and place. `post_id` presides, `called_post_id` called it.

    One waits at a time; an adjourned one points forward: the next has it as `previous_id`.
    """

    __tablename__ = "hearing"
    id: Mapped[Key]
    complaint_id: Mapped[int] = ref("complaint.id")
    cycle: Mapped[int]
    no: Mapped[int]
    post_id: Mapped[int] = ref("post.id")
    at: Mapped[datetime]
    place: Mapped[str]
    called_at: Mapped[datetime]
    called_by_id: Mapped[int | None] = ref("person.id")
    called_post_id: Mapped[int | None] = ref("post.id")
    previous_id: Mapped[int | None] = ref("hearing.id", unique=True)

    result: Mapped[str | None]
    recorded_at: Mapped[datetime | None]
    recorded_by_id: Mapped[int | None] = ref("person.id")
    recorded_post_id: Mapped[int | None] = ref("post.id")
    complainant_came: Mapped[bool | None]
    office_came: Mapped[bool | None]
    who_came: Mapped[str] = mapped_column(default="")
    words: Mapped[str] = mapped_column(default="")  # the order, or why it was put off
    attachment_id: Mapped[int | None] = ref("attachment.id")

    complaint: Mapped[Complaint] = relationship()
    post: Mapped[Post] = relationship(foreign_keys=[post_id])

    __table_args__ = (
        UniqueConstraint("complaint_id", "no"),
        CheckConstraint(f"result IS NULL OR result IN {RESULTS}", "result"),
        CheckConstraint("(result IS NULL) = (recorded_at IS NULL)", "recorded"),
        CheckConstraint("result IS NULL OR words <> ''", "in_words"),
        CheckConstraint(
            "result IS NULL OR result <> 'decided' OR (complainant_came IS NOT NULL AND office_came IS NOT NULL)",
            "attendance"),
        Index("uq_hearing_one_waiting", "complaint_id", unique=True,
              sqlite_where=sql(_WAITING), postgresql_where=sql(_WAITING)),
        Index("ix_hearing_day", "district_id", "at"),
    )  # fmt: skip
