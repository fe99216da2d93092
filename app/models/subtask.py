"""THE REGISTERS: a part of a complaint that another office does; the complaint stays with its holder."""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy import CheckConstraint, Index, UniqueConstraint
from sqlalchemy import text as sql
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.models.base import Base, InDistrict, Key, ref
from app.models.complaint import Complaint
from app.models.office import Post

RUNNING = ("open", "accepted")
STATES = (*RUNNING, "finished", "declined", "closed")
_RUNS = "state IN ('open', 'accepted')"


class Subtask(InDistrict, Base):
    """One part: what is asked of which post, and until when. `person_id` answered for the post; `result` in words."""

    __tablename__ = "subtask"
    id: Mapped[Key]
    complaint_id: Mapped[int] = ref("complaint.id")
    cycle: Mapped[int]
    no: Mapped[int]
    post_id: Mapped[int] = ref("post.id")
    text: Mapped[str]
    due_on: Mapped[date]
    state: Mapped[str] = mapped_column(default="open")
    given_at: Mapped[datetime]
    giver_id: Mapped[int] = ref("person.id")
    giver_post_id: Mapped[int] = ref("post.id")
    accepted_at: Mapped[datetime | None]
    ended_at: Mapped[datetime | None]
    person_id: Mapped[int | None] = ref("person.id")
    result: Mapped[str] = mapped_column(default="")
    closed_at: Mapped[datetime | None]

    complaint: Mapped[Complaint] = relationship(back_populates="parts")
    post: Mapped[Post] = relationship(foreign_keys=[post_id])
    giver_post: Mapped[Post] = relationship(foreign_keys=[giver_post_id])

    __table_args__ = (
        UniqueConstraint("complaint_id", "no"),
        CheckConstraint(f"state IN {STATES}", "state"),
        CheckConstraint("no >= 1", "no"),
        CheckConstraint("post_id <> giver_post_id", "other_post"),
        CheckConstraint("state <> 'accepted' OR accepted_at IS NOT NULL", "accepted"),
        CheckConstraint("state NOT IN ('finished', 'declined') OR (ended_at IS NOT NULL AND result <> '')", "ended"),
        CheckConstraint("(state = 'closed') = (closed_at IS NOT NULL)", "closed"),
        # one post is asked for one part at a time
        Index("uq_subtask_one_running", "complaint_id", "post_id", unique=True,
              sqlite_where=sql(_RUNS), postgresql_where=sql(_RUNS)),
        Index("ix_subtask_post", "post_id", "complaint_id"),
    )  # fmt: skip
