"""THE REGISTERS: guidance notes – how seniors want complaints of a category handled in their area (ruling 13)."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import CheckConstraint, Index, UniqueConstraint
from sqlalchemy import text as sql
from sqlalchemy.orm import Mapped, relationship

from app.models.account import Person
from app.models.base import Base, InDistrict, Key, ref
from app.models.category import Category
from app.models.office import Post
from app.models.place import Place


class GuidanceNote(InDistrict, Base):
    """One version of a note for a category and an area; a newer one retires it, and all of them are kept."""

    __tablename__ = "guidance_note"
    id: Mapped[Key]
    category_id: Mapped[int] = ref("category.id")
    place_id: Mapped[int] = ref("place.id")
    version: Mapped[int]
    text: Mapped[str]
    written_at: Mapped[datetime]
    person_id: Mapped[int] = ref("person.id")
    post_id: Mapped[int] = ref("post.id")
    retired_at: Mapped[datetime | None]
    category: Mapped[Category] = relationship()
    place: Mapped[Place] = relationship()
    person: Mapped[Person] = relationship()
    post: Mapped[Post] = relationship()

    __table_args__ = (
        UniqueConstraint("category_id", "place_id", "version"),
        CheckConstraint("version >= 1", "version"),
        Index("uq_guidance_note_in_force", "category_id", "place_id", unique=True,
              sqlite_where=sql("retired_at IS NULL"), postgresql_where=sql("retired_at IS NULL")),
    )  # fmt: skip
