"""THE REGISTERS: the action taken report and its approval; requests that need a second person."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from sqlalchemy import CheckConstraint, Index, UniqueConstraint
from sqlalchemy import text as sql
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.models.account import Person
from app.models.attachment import Attachment
from app.models.base import Base, InDistrict, Key, ref
from app.models.complaint import Complaint
from app.models.office import Post


class Report(InDistrict, Base):
    """What an officer says was done. Author and approver are person *and* post, and must differ in both (D13-10)."""

    __tablename__ = "report"
    id: Mapped[Key]
    complaint_id: Mapped[int] = ref("complaint.id")
    cycle: Mapped[int]
    no: Mapped[int]
    stint_id: Mapped[int] = ref("stint.id")
    author_id: Mapped[int] = ref("person.id")
    author_post_id: Mapped[int] = ref("post.id")
    submitted_at: Mapped[datetime]
    outcome: Mapped[str]
    text: Mapped[str]
    action_on: Mapped[date]
    transaction_no: Mapped[str] = mapped_column(default="")
    transaction_on: Mapped[date | None]
    no_proof_reason: Mapped[str] = mapped_column(default="")
    checks: Mapped[list[Any]]

    approver_post_id: Mapped[int | None] = ref("post.id")
    approval_due_at: Mapped[datetime | None]
    state: Mapped[str] = mapped_column(default="submitted")
    decided_at: Mapped[datetime | None]
    decider_id: Mapped[int | None] = ref("person.id")
    decider_post_id: Mapped[int | None] = ref("post.id")
    reason_code: Mapped[str | None]
    reason_text: Mapped[str] = mapped_column(default="")
    remark: Mapped[str] = mapped_column(default="")

    complaint: Mapped[Complaint] = relationship()
    author: Mapped[Person] = relationship(foreign_keys=[author_id])
    author_post: Mapped[Post] = relationship(foreign_keys=[author_post_id])
    decider_post: Mapped[Post | None] = relationship(foreign_keys=[decider_post_id])

    __table_args__ = (
        UniqueConstraint("complaint_id", "no"),
        CheckConstraint("decider_id IS NULL OR decider_id <> author_id", "two_persons"),
        CheckConstraint("decider_post_id IS NULL OR decider_post_id <> author_post_id", "two_posts"),
        CheckConstraint("state IN ('submitted', 'approved', 'sent_back', 'recalled', 'lapsed')", "state"),
        CheckConstraint("state NOT IN ('approved', 'sent_back') OR decided_at IS NOT NULL", "decided"),
        Index("uq_report_one_waiting", "complaint_id", unique=True,
              sqlite_where=sql("state = 'submitted'"), postgresql_where=sql("state = 'submitted'")),
        Index("ix_report_decider", "decider_id", "decided_at"),
        Index("ix_report_approver", "approver_post_id", "state", "submitted_at"),
    )  # fmt: skip


REQUEST_KINDS = ("transfer", "hold", "extension", "special_closure", "rejection", "refusal", "merge", "contact",
                 "on_spot")  # fmt: skip
_OPEN = "decision IS NULL"


class Request(InDistrict, Base):
    """A proposal that another person decides: who proposes, recommends and decides are three persons in three posts.

    `stage` says what `decider_post_id` is asked for; `turn` how many of those asked have let it lie. `review_on` ends
    what was granted for a time.
    """

    __tablename__ = "request"
    id: Mapped[Key]
    complaint_id: Mapped[int] = ref("complaint.id", index=True)
    cycle: Mapped[int]
    kind: Mapped[str]
    proposer_id: Mapped[int] = ref("person.id")
    proposer_post_id: Mapped[int] = ref("post.id")
    proposed_at: Mapped[datetime]
    reason_code: Mapped[str]
    text: Mapped[str]
    data: Mapped[dict[str, Any]]
    paper_id: Mapped[int | None] = ref("attachment.id")
    review_on: Mapped[date | None]
    stage: Mapped[str] = mapped_column(default="decide")
    turn: Mapped[int] = mapped_column(default=0)
    decider_post_id: Mapped[int | None] = ref("post.id", index=True)
    decide_by: Mapped[datetime | None]
    recommended_at: Mapped[datetime | None]
    recommender_id: Mapped[int | None] = ref("person.id")
    recommender_post_id: Mapped[int | None] = ref("post.id")
    recommendation: Mapped[str] = mapped_column(default="")
    decision: Mapped[str | None]
    decided_at: Mapped[datetime | None]
    decider_id: Mapped[int | None] = ref("person.id")
    decision_text: Mapped[str] = mapped_column(default="")

    complaint: Mapped[Complaint] = relationship()
    proposer: Mapped[Person] = relationship(foreign_keys=[proposer_id])
    proposer_post: Mapped[Post] = relationship(foreign_keys=[proposer_post_id])
    recommender_post: Mapped[Post | None] = relationship(foreign_keys=[recommender_post_id])
    decider_post: Mapped[Post | None] = relationship(foreign_keys=[decider_post_id])
    paper: Mapped[Attachment | None] = relationship()

    __table_args__ = (
        CheckConstraint(f"kind IN {REQUEST_KINDS}", "kind"),
        CheckConstraint("stage IN ('recommend', 'decide')", "stage"),
        CheckConstraint("decider_id IS NULL OR decider_id <> proposer_id", "two_persons"),
        CheckConstraint("decider_id IS NULL OR decider_post_id <> proposer_post_id", "two_posts"),
        CheckConstraint(
            "recommender_id IS NULL OR (recommender_id <> proposer_id AND recommender_post_id <> proposer_post_id)",
            "recommender_is_another"),
        CheckConstraint(
            "recommender_id IS NULL OR decider_id IS NULL OR "
            "(decider_id <> recommender_id AND decider_post_id <> recommender_post_id)", "decider_is_a_third"),
        CheckConstraint("decision IS NULL OR decision IN ('granted', 'refused', 'lapsed', 'taken_back')", "decision"),
        CheckConstraint("(decision IS NULL) = (decided_at IS NULL)", "decided_at"),
        CheckConstraint("decision IS NULL OR decision NOT IN ('granted', 'refused') OR decider_id IS NOT NULL",
                        "somebody_decided"),
        Index("uq_request_one_open", "complaint_id", "kind", unique=True,
              sqlite_where=sql(_OPEN), postgresql_where=sql(_OPEN)),
        Index("ix_request_inbox", "decider_post_id", "decide_by",
              sqlite_where=sql(_OPEN), postgresql_where=sql(_OPEN)),
        Index("ix_request_decide_by", "decide_by", sqlite_where=sql(_OPEN), postgresql_where=sql(_OPEN)),
        Index("ix_request_review_on", "review_on",
              sqlite_where=sql("review_on IS NOT NULL"), postgresql_where=sql("review_on IS NOT NULL")),
    )  # fmt: skip
