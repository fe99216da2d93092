"""THE REGISTERS: persons who sign in, their sessions, attempts, and the keys of entries already taken."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import CheckConstraint, Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from app.models.base import Base, InDistrict, Key, ref


class Person(InDistrict, Base):
    """A person on the staff. What the person may do comes from the charges held, never from this row."""

    __tablename__ = "person"
    id: Mapped[Key]
    username: Mapped[str] = mapped_column(unique=True)
    name_hi: Mapped[str]
    name_en: Mapped[str]
    phone: Mapped[str | None]
    password_hash: Mapped[str]
    is_active: Mapped[bool] = mapped_column(default=True)
    is_demo: Mapped[bool] = mapped_column(default=False)
    created_at: Mapped[datetime]

    __table_args__ = (
        CheckConstraint("username = lower(username)", "username_lower"),
        Index("ix_person_phone", "district_id", "phone"),
    )


class WebSession(InDistrict, Base):
    """A signed-in browser. Only the SHA-256 of its token is kept; the acting charge is part of the session."""

    __tablename__ = "web_session"
    id: Mapped[Key]
    token_hash: Mapped[str] = mapped_column(unique=True)
    person_id: Mapped[int] = ref("person.id", index=True)
    charge_id: Mapped[int | None] = ref("charge.id")
    created_at: Mapped[datetime]
    last_seen_at: Mapped[datetime]
    ended_at: Mapped[datetime | None]
    end_reason: Mapped[str | None]
    address: Mapped[str] = mapped_column(default="")
    agent: Mapped[str] = mapped_column(default="")


class SignInAttempt(Base):
    """Lock-out counter per name and per address; database rows, so that it fails closed without Redis (ruling 24)."""

    __tablename__ = "sign_in_attempt"
    key: Mapped[str] = mapped_column(primary_key=True)
    failures: Mapped[int]
    first_at: Mapped[datetime]
    locked_until: Mapped[datetime | None]


class IdempotencyKey(Base):
    """An entry already taken: the same key with the same body replays the stored answer (ruling 21)."""

    __tablename__ = "idempotency_key"
    id: Mapped[Key]
    owner: Mapped[str]  # "person:<id>" or "public"
    key: Mapped[str]
    path: Mapped[str]
    body_digest: Mapped[str]
    status: Mapped[int]
    headers: Mapped[dict[str, Any]]
    body: Mapped[str]
    at: Mapped[datetime]

    __table_args__ = (UniqueConstraint("owner", "key"), Index("ix_idempotency_key_at", "at"))
