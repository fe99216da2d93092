"""THE REGISTERS: what lets the complainant in without an account – links in messages, codes, and the gateways' news."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import CheckConstraint, Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from app.models.base import Base, InDistrict, Key, ref

LINKS = ("track", "feedback")
PURPOSES = ("look", "withdraw", "register")


class PublicLink(InDistrict, Base):
    """One address that a message carries to one person about one complaint. Whoever has it need prove nothing more.

    A feedback link is for one cycle: an answer to the report of another cycle is none to this one.
    """

    __tablename__ = "public_link"
    id: Mapped[Key]
    token: Mapped[str] = mapped_column(unique=True)
    kind: Mapped[str]
    complaint_id: Mapped[int] = ref("complaint.id")
    complainant_id: Mapped[int] = ref("complainant.id", index=True)
    cycle: Mapped[int]
    made_at: Mapped[datetime]
    until: Mapped[datetime]

    __table_args__ = (
        UniqueConstraint("complaint_id", "complainant_id", "cycle", "kind"),
        CheckConstraint(f"kind IN {LINKS}", "kind"),
        CheckConstraint("length(token) >= 10", "token_length"),
    )


class AccessCode(InDistrict, Base):
    """A six-digit code sent to a number: bound to the number, the purpose and the complaint; only its hash is kept."""

    __tablename__ = "access_code"
    id: Mapped[Key]
    number: Mapped[str]
    purpose: Mapped[str]
    complaint_id: Mapped[int | None] = ref("complaint.id", index=True)
    code_hash: Mapped[str]
    made_at: Mapped[datetime]
    until: Mapped[datetime]
    tries: Mapped[int] = mapped_column(default=0)
    used_at: Mapped[datetime | None]

    __table_args__ = (
        CheckConstraint(f"purpose IN {PURPOSES}", "purpose"),
        CheckConstraint("(purpose = 'register') = (complaint_id IS NULL)", "complaint"),
        Index("ix_access_code_number", "district_id", "number", "made_at"),
    )


class NoticeReceipt(Base):
    """What a gateway told us about a message: written down before it is answered, understood afterwards."""

    __tablename__ = "notice_receipt"
    id: Mapped[Key]
    gateway: Mapped[str]
    notice_uuid: Mapped[str] = mapped_column(index=True)
    status: Mapped[str]  # delivered | undelivered | expired | rejected | sent | failed
    code: Mapped[str] = mapped_column(default="")
    digest: Mapped[str]  # of what came, so that the same news twice is one row
    received_at: Mapped[datetime]
    handled_at: Mapped[datetime | None]
    handled_as: Mapped[str | None]

    __table_args__ = (
        UniqueConstraint("gateway", "digest"),
        Index("ix_notice_receipt_handled_at", "handled_at", "id"),
    )


class GatewayState(Base):
    """How a gateway is doing, for all workers at once: its circuit breaker and what it may still take this second."""

    __tablename__ = "gateway_state"
    name: Mapped[str] = mapped_column(primary_key=True)
    tokens: Mapped[float]
    filled_at: Mapped[datetime]
    failures: Mapped[int] = mapped_column(default=0)
    failing_since: Mapped[datetime | None]
    open_until: Mapped[datetime | None]  # until then nothing is handed over
    probing_until: Mapped[datetime | None]  # one message tries whether it works again
