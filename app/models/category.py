"""THE REGISTERS: the tree of categories with profile, proof rule and words that lead to it."""

from __future__ import annotations

from typing import Any

from sqlalchemy import CheckConstraint, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.models.base import Base, Key, Master, ref
from app.models.office import Department


class Category(Master, Base):
    """A kind of complaint (domain.md D11). `department_id` is empty only for "not a grievance"."""

    __tablename__ = "category"
    id: Mapped[Key]
    code: Mapped[str]
    parent_id: Mapped[int | None] = ref("category.id")
    department_id: Mapped[int | None] = ref("department.id", index=True)
    name_hi: Mapped[str]
    name_en: Mapped[str]
    profile: Mapped[str]
    proof: Mapped[str]
    first_level: Mapped[int] = mapped_column(default=1)
    needs_approval: Mapped[bool] = mapped_column(default=True)
    is_confidential: Mapped[bool] = mapped_column(default=False)
    is_money: Mapped[bool] = mapped_column(default=False)
    words: Mapped[list[Any]]
    notice_hi: Mapped[str] = mapped_column(default="")
    notice_en: Mapped[str] = mapped_column(default="")
    department: Mapped[Department | None] = relationship()

    __table_args__ = (
        UniqueConstraint("district_id", "code"),
        CheckConstraint("first_level BETWEEN 1 AND 4", "first_level"),
        CheckConstraint("department_id IS NOT NULL OR notice_hi <> ''", "told_where_to_go"),
    )
