"""THE REGISTERS: complainants, their numbers, and who stands behind which complaint."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

from sqlalchemy import CheckConstraint, Index, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.models.base import Base, InDistrict, Key, ref

if TYPE_CHECKING:
    from app.models.notice import NoticeSuppression


class Complainant(InDistrict, Base):
    """A person who complains; may have many complaints."""

    __tablename__ = "complainant"
    id: Mapped[Key]
    name: Mapped[str]
    address: Mapped[str] = mapped_column(default="")
    language: Mapped[str] = mapped_column(default="hi")
    needs_help: Mapped[str] = mapped_column(default="")  # reading, hearing …
    sms_consent: Mapped[bool] = mapped_column(default=True)
    other_way: Mapped[str] = mapped_column(default="")  # how to reach a person without a mobile
    created_at: Mapped[datetime]
    phones: Mapped[list[Phone]] = relationship(back_populates="complainant", order_by="Phone.id")


class Phone(InDistrict, Base):
    """A number of a complainant. A `contact` number is never asked for feedback (D12-4)."""

    __tablename__ = "phone"
    id: Mapped[Key]
    complainant_id: Mapped[int] = ref("complainant.id", index=True)
    number: Mapped[str]
    kind: Mapped[str] = mapped_column(default="own")
    entered_by_id: Mapped[int | None] = ref("person.id")
    from_at: Mapped[datetime]
    to_at: Mapped[datetime | None]
    verified_at: Mapped[datetime | None]
    quarantined_until: Mapped[datetime | None]
    is_staff: Mapped[bool] = mapped_column(default=False)
    is_bad: Mapped[bool] = mapped_column(default=False)
    complainant: Mapped[Complainant] = relationship(back_populates="phones")
    wishes: Mapped[list[NoticeSuppression]] = relationship(
        primaryjoin="and_(Phone.district_id == foreign(NoticeSuppression.district_id),"
        " Phone.number == foreign(NoticeSuppression.number))",
        viewonly=True,
    )

    __table_args__ = (
        CheckConstraint("kind IN ('own', 'contact')", "kind"),
        CheckConstraint("length(number) = 10", "ten_digits"),
        Index("ix_phone_number", "district_id", "number"),
        Index("uq_phone_one_own", "complainant_id", unique=True,
              sqlite_where=text("to_at IS NULL AND kind = 'own'"),
              postgresql_where=text("to_at IS NULL AND kind = 'own'")),
    )  # fmt: skip


class Party(InDistrict, Base):
    """One complaint, several complainants; exactly one may be the first petitioner."""

    __tablename__ = "party"
    id: Mapped[Key]
    complaint_id: Mapped[int] = ref("complaint.id")
    complainant_id: Mapped[int] = ref("complainant.id", index=True)
    kind: Mapped[str]
    joined_at: Mapped[datetime]
    complainant: Mapped[Complainant] = relationship()

    __table_args__ = (
        UniqueConstraint("complaint_id", "complainant_id"),
        CheckConstraint("kind IN ('first', 'petitioner', 'follower')", "kind"),
        Index("uq_party_first", "complaint_id", unique=True,
              sqlite_where=text("kind = 'first'"), postgresql_where=text("kind = 'first'")),
    )  # fmt: skip
