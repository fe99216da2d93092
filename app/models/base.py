"""THE REGISTERS: what every table shares – types, names of constraints, district scope."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Annotated, Any

from sqlalchemy import JSON, BigInteger, DateTime, Dialect, ForeignKey, Integer, MetaData, TypeDecorator
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column, registry

BigKey = BigInteger().with_variant(Integer, "sqlite")  # SQLite numbers rows itself only for INTEGER keys
Json = JSON().with_variant(JSONB, "postgresql")


NAMES = {
    "ix": "ix_%(table_name)s_%(column_0_N_name)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "ck": "ck_%(table_name)s_%(constraint_name)s",
    "fk": "fk_%(table_name)s_%(column_0_N_name)s",
    "pk": "pk_%(table_name)s",
}


class UtcDateTime(TypeDecorator[datetime]):
    """An instant. Stored as naive UTC on both databases, aware UTC in code; a naive value is refused."""

    impl = DateTime
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError("an instant must carry its time zone")
        return value.astimezone(UTC).replace(tzinfo=None)

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        return None if value is None else value.replace(tzinfo=UTC)


class Base(DeclarativeBase):
    """Declarative base of all tables; constraint names follow one pattern so that migrations can find them."""

    registry = registry(
        metadata=MetaData(naming_convention=NAMES),
        type_annotation_map={datetime: UtcDateTime, dict[str, Any]: Json, list[Any]: Json},
    )


Key = Annotated[int, mapped_column(BigKey, primary_key=True, autoincrement=True)]


def ref(target: str, *, index: bool = False, unique: bool = False, primary_key: bool = False) -> Any:
    """A foreign key column. `target` is "table.column"; deleting what is referenced is always refused."""
    return mapped_column(
        BigKey, ForeignKey(target, ondelete="RESTRICT"), index=index, unique=unique, primary_key=primary_key
    )


class InDistrict:
    """Scope of every table that holds a district's data. No index of its own: without statistics SQLite would take it
    for a good one and scan the whole district; each table's real indexes begin with what its lists ask for."""

    district_id: Mapped[int] = mapped_column(BigKey, ForeignKey("district.id", ondelete="RESTRICT"))


class Master(InDistrict):
    """A row the office maintains: retired by date, never deleted once referenced."""

    valid_from: Mapped[datetime]
    valid_to: Mapped[datetime | None]
