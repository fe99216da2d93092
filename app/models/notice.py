"""THE REGISTERS: the post room – templates, notices owed, what gateways said, what came in (sms.md 1.6)."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import CheckConstraint, Index, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.models.base import Base, InDistrict, Key, ref
from app.models.complaint import Complaint

STATES = ("queued", "held", "sending", "accepted", "delivered", "undelivered", "expired", "rejected", "failed",
          "unconfirmed", "cancelled")  # fmt: skip
UNHEARD = "state = 'accepted' AND ended_at IS NULL"
AT_REST = "next_try_at IS NULL AND lease_until IS NULL"


class NoticeTemplate(InDistrict, Base):
    """A registered text, versioned; what was sent always points at the version it was made from."""

    __tablename__ = "notice_template"
    id: Mapped[Key]
    key: Mapped[str]
    lang: Mapped[str]
    version: Mapped[int]
    text: Mapped[str]
    slots: Mapped[dict[str, Any]]
    dlt_template_id: Mapped[str | None]
    pe_id: Mapped[str | None]
    header: Mapped[str | None]
    approved_on: Mapped[datetime | None]
    made_at: Mapped[datetime | None]  # None: written by the program itself
    made_by_id: Mapped[int | None] = ref("person.id")
    retired_at: Mapped[datetime | None]

    __table_args__ = (UniqueConstraint("district_id", "key", "lang", "version"),)


class Notice(InDistrict, Base):
    """A duty to tell somebody, born in the transaction of its event. The same event can never owe it twice."""

    __tablename__ = "notice"
    id: Mapped[Key]
    uuid: Mapped[str] = mapped_column(unique=True)
    dedupe_key: Mapped[str] = mapped_column(unique=True)
    complaint_id: Mapped[int | None] = ref("complaint.id", index=True)
    event_id: Mapped[int | None] = ref("event.id")
    audience: Mapped[str]
    complainant_id: Mapped[int | None] = ref("complainant.id")
    person_id: Mapped[int | None] = ref("person.id")
    to_number: Mapped[str]
    template_id: Mapped[int] = ref("notice_template.id")
    template_key: Mapped[str]
    lang: Mapped[str]
    slots: Mapped[dict[str, Any]]
    rendered: Mapped[str]
    units: Mapped[int]
    parts: Mapped[int]

    state: Mapped[str] = mapped_column(default="queued")
    is_urgent: Mapped[bool] = mapped_column(default=False)
    owed_at: Mapped[datetime]
    next_try_at: Mapped[datetime | None]
    attempts: Mapped[int] = mapped_column(default=0)
    lease_until: Mapped[datetime | None]
    gateway: Mapped[str | None]
    provider_id: Mapped[str | None]
    provider_code: Mapped[str | None]
    hmac_token: Mapped[str]
    accepted_at: Mapped[datetime | None]
    ended_at: Mapped[datetime | None]
    is_possible_duplicate: Mapped[bool] = mapped_column(default=False)
    cost_paise: Mapped[int | None]
    held_reason: Mapped[str | None]
    complaint: Mapped[Complaint | None] = relationship()
    template: Mapped[NoticeTemplate] = relationship()

    __table_args__ = (
        CheckConstraint(f"state IN {STATES}", "state"),
        CheckConstraint("audience IN ('complainant', 'officer')", "audience"),
        CheckConstraint("(state = 'queued') <= (next_try_at IS NOT NULL)", "queued_has_time"),
        CheckConstraint("(state = 'sending') = (lease_until IS NOT NULL)", "sending_has_lease"),
        Index("ix_notice_due", "next_try_at",
              sqlite_where=text("next_try_at IS NOT NULL"), postgresql_where=text("next_try_at IS NOT NULL")),
        Index("ix_notice_lease", "lease_until",
              sqlite_where=text("lease_until IS NOT NULL"), postgresql_where=text("lease_until IS NOT NULL")),
        Index("ix_notice_at_rest", "district_id", "state", sqlite_where=text(AT_REST), postgresql_where=text(AT_REST)),
        # taken, and nothing heard of it since; a gateway that tells nothing ends a message when it takes it
        Index("ix_notice_unheard", "accepted_at", sqlite_where=text(UNHEARD), postgresql_where=text(UNHEARD)),
        Index("ix_notice_office", "district_id", "owed_at"),
        Index("ix_notice_number", "to_number", "owed_at"),
    )  # fmt: skip


class NoticeEvent(Base):
    """What happened to a notice; late and repeated receipts are kept but do not move a final state."""

    __tablename__ = "notice_event"
    id: Mapped[Key]
    notice_id: Mapped[int] = ref("notice.id", index=True)
    kind: Mapped[str]
    code: Mapped[str] = mapped_column(default="")
    detail: Mapped[str] = mapped_column(default="")
    at: Mapped[datetime]
    provider_hash: Mapped[str] = mapped_column(default="")

    __table_args__ = (UniqueConstraint("notice_id", "kind", "code", "provider_hash"),)


class NoticeInbound(InDistrict, Base):
    """A message, or a missed call, that came in: stored first, understood later, never dropped."""

    __tablename__ = "notice_inbound"
    id: Mapped[Key]
    kind: Mapped[str] = mapped_column(default="sms")
    gateway: Mapped[str]
    provider_id: Mapped[str]
    from_number: Mapped[str]
    to_number: Mapped[str]
    text: Mapped[str]
    received_at: Mapped[datetime]
    handled_at: Mapped[datetime | None]
    handled_as: Mapped[str | None]
    handled_by_id: Mapped[int | None] = ref("person.id")  # somebody of the office, where the program did not know
    complaint_id: Mapped[int | None] = ref("complaint.id", index=True)

    __table_args__ = (
        UniqueConstraint("gateway", "provider_id"),
        CheckConstraint("kind IN ('sms', 'missed_call')", "kind"),
        Index("ix_notice_inbound_open", "district_id", "handled_at", "id"),
    )


class NoticeSuppression(InDistrict, Base):
    """A number that asked not to be reminded, or that is known to be bad."""

    __tablename__ = "notice_suppression"
    id: Mapped[Key]
    number: Mapped[str]
    scope: Mapped[str]
    reason: Mapped[str]
    since: Mapped[datetime]

    __table_args__ = (UniqueConstraint("district_id", "number", "scope"),)
