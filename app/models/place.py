"""THE REGISTERS: places of the district, with LGD codes."""

from __future__ import annotations

from sqlalchemy import CheckConstraint, Index, UniqueConstraint
from sqlalchemy.orm import Mapped

from app.models.base import Base, Key, Master, ref

KINDS = ("district", "sub_division", "block", "town", "ward", "gram_panchayat", "village")


class Place(Master, Base):
    """One place; `sub_division_id` and `block_id` (also of a town and its wards) save tables the walk up the tree."""

    __tablename__ = "place"
    id: Mapped[Key]
    code: Mapped[str]
    kind: Mapped[str]
    parent_id: Mapped[int | None] = ref("place.id", index=True)
    sub_division_id: Mapped[int | None] = ref("place.id")
    block_id: Mapped[int | None] = ref("place.id")
    name_hi: Mapped[str]
    name_en: Mapped[str]
    lgd_code: Mapped[int | None]

    __table_args__ = (
        UniqueConstraint("district_id", "code"),
        CheckConstraint(f"kind IN {KINDS}", "kind"),
        CheckConstraint("(kind = 'district') = (parent_id IS NULL)", "root"),
        Index("ix_place_kind", "district_id", "kind"),
    )
