"""THE REGISTERS: district, departments, posts, charges, the ladder, the calendar, settings."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from sqlalchemy import CheckConstraint, Index, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.models.base import Base, InDistrict, Json, Key, Master, ref
from app.models.place import Place

ROLES = ("cell", "camp", "officer", "sdm", "hod", "nodal", "dc", "caller", "verifier", "auditor", "admin")
AREAS = ("town", "block", "sub_division", "district", "department")


class District(Base):
    """The outer scope of every row. `letters` open the complaint number; `lgd_code` seeds its check digit."""

    __tablename__ = "district"
    id: Mapped[Key]
    letters: Mapped[str] = mapped_column(unique=True)
    lgd_code: Mapped[int] = mapped_column(unique=True)
    name_hi: Mapped[str]
    name_en: Mapped[str]
    office_phone: Mapped[str]

    __table_args__ = (CheckConstraint("length(letters) BETWEEN 2 AND 4", "letters"),)


class NumberSeries(Base):
    """The last serial issued in a year; only grows, so that no number is ever issued twice (ruling 1)."""

    __tablename__ = "number_series"
    district_id: Mapped[int] = ref("district.id", primary_key=True)
    year: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    last: Mapped[int]


class Department(Master, Base):
    __tablename__ = "department"
    id: Mapped[Key]
    code: Mapped[str]
    name_hi: Mapped[str]
    name_en: Mapped[str]
    short_hi: Mapped[str] = mapped_column(default="")
    short_en: Mapped[str] = mapped_column(default="")

    __table_args__ = (UniqueConstraint("district_id", "code"),)


class PostKind(Master, Base):
    """A kind of post ("BDO"); its role decides what its holder may do (domain.md D7)."""

    __tablename__ = "post_kind"
    id: Mapped[Key]
    code: Mapped[str]
    name_hi: Mapped[str]
    name_en: Mapped[str]
    role: Mapped[str]

    __table_args__ = (UniqueConstraint("district_id", "code"), CheckConstraint(f"role IN {ROLES}", "role"))


class Post(Master, Base):
    """A chair in the office. Complaints belong to posts, never to persons."""

    __tablename__ = "post"
    id: Mapped[Key]
    code: Mapped[str]
    kind_id: Mapped[int] = ref("post_kind.id", index=True)
    department_id: Mapped[int | None] = ref("department.id", index=True)
    place_id: Mapped[int] = ref("place.id", index=True)
    reports_to_id: Mapped[int | None] = ref("post.id", index=True)
    level: Mapped[int]  # usual level; the ladder decides per department
    name_hi: Mapped[str]
    name_en: Mapped[str]
    short_hi: Mapped[str] = mapped_column(default="")
    phone: Mapped[str] = mapped_column(default="")
    kind: Mapped[PostKind] = relationship(lazy="joined", innerjoin=True)
    department: Mapped[Department | None] = relationship()
    place: Mapped[Place] = relationship()

    __table_args__ = (
        UniqueConstraint("district_id", "code"),
        CheckConstraint("level BETWEEN 0 AND 4", "level"),
        CheckConstraint("reports_to_id IS NULL OR reports_to_id <> id", "not_own_senior"),
    )


def _for_leave(context: Any) -> bool:
    """Whether a charge that is written now is a link officer's with an end."""
    given = context.get_current_parameters()
    return given["kind"] == "link" and given.get("to_at") is not None


class Charge(InDistrict, Base):
    """A post given to a person from–to. One full charge (regular or additional) per post at a time.

    `is_leave`: a link officer who was given an end, and covers while the holder is on leave. It stays so when the
    charge ends earlier; a link officer without an end stands in only where nobody else sits.
    """

    __tablename__ = "charge"
    id: Mapped[Key]
    post_id: Mapped[int] = ref("post.id", index=True)
    person_id: Mapped[int] = ref("person.id", index=True)
    kind: Mapped[str]
    from_at: Mapped[datetime]
    to_at: Mapped[datetime | None]
    order_no: Mapped[str | None]
    is_leave: Mapped[bool] = mapped_column(default=_for_leave)
    post: Mapped[Post] = relationship()

    __table_args__ = (
        CheckConstraint("kind IN ('regular', 'additional', 'link')", "kind"),
        CheckConstraint("to_at IS NULL OR to_at >= from_at", "order"),
        Index(
            "uq_charge_one_holder", "post_id", unique=True,
            sqlite_where=text("to_at IS NULL AND kind <> 'link'"),
            postgresql_where=text("to_at IS NULL AND kind <> 'link'"),
        ),
    )  # fmt: skip


class LadderRung(Master, Base):
    """department × level → kind of post and the area it serves (ruling 8)."""

    __tablename__ = "ladder_rung"
    id: Mapped[Key]
    department_id: Mapped[int] = ref("department.id")
    level: Mapped[int]
    post_kind_id: Mapped[int] = ref("post_kind.id")
    area: Mapped[str]

    __table_args__ = (
        CheckConstraint("level BETWEEN 1 AND 4", "level"),
        CheckConstraint(f"area IN {AREAS}", "area"),
        Index(
            "uq_ladder_rung_live", "department_id", "level", "area", unique=True,
            sqlite_where=text("valid_to IS NULL"), postgresql_where=text("valid_to IS NULL"),
        ),
    )  # fmt: skip


class SlaProfile(Master, Base):
    """Days per level of one profile (domain.md D4); exactly one way of counting the acknowledgement."""

    __tablename__ = "sla_profile"
    id: Mapped[Key]
    code: Mapped[str]
    name_hi: Mapped[str]
    name_en: Mapped[str]
    ack_working_days: Mapped[int | None]
    ack_office_hours: Mapped[int | None]
    days: Mapped[dict[str, Any]]  # {"1": 7, "2": 7, "3": 7, "4": 15}

    __table_args__ = (
        UniqueConstraint("district_id", "code", "valid_from"),
        CheckConstraint("(ack_working_days IS NULL) <> (ack_office_hours IS NULL)", "one_ack"),
    )


class Holiday(Master, Base):
    """A day that is not worked: public, local (place set) or declared in an emergency with an order number."""

    __tablename__ = "holiday"
    id: Mapped[Key]
    on: Mapped[date]
    name_hi: Mapped[str]
    name_en: Mapped[str]
    kind: Mapped[str] = mapped_column(default="public")
    place_id: Mapped[int | None] = ref("place.id")
    order_no: Mapped[str | None]

    __table_args__ = (
        CheckConstraint("kind IN ('public', 'local', 'emergency')", "kind"),
        CheckConstraint("(kind = 'local') <= (place_id IS NOT NULL)", "local_has_place"),
        CheckConstraint("kind <> 'emergency' OR order_no IS NOT NULL", "order_no"),
        Index("ix_holiday_on", "district_id", "on"),
    )


class Setting(Master, Base):
    """One setting of the district with its time of validity; the newest valid row rules."""

    __tablename__ = "setting"
    id: Mapped[Key]
    key: Mapped[str]
    value: Mapped[Any] = mapped_column(Json)
    by_person_id: Mapped[int | None] = ref("person.id")

    __table_args__ = (UniqueConstraint("district_id", "key", "valid_from"),)
