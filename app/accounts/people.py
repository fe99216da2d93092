"""ACCOUNTS: the people who may sign in. Whoever is disabled is signed out at once."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from app.accounts import passwords
from app.accounts.registers import trace
from app.accounts.signin import canonical
from app.complaints.actor import Actor
from app.complaints.errors import Refused
from app.models.account import Person, WebSession


def create(
    session: Session, *, username: str, password: str, values: dict[str, Any], by: Actor, at: datetime
) -> Person:
    """A new person without any charge. Raises Refused("name_taken") and Refused("password_short" | …)."""
    name = canonical(username)
    if session.scalar(select(Person.id).where(Person.username == name)) is not None:
        raise Refused("name_taken", field="username")
    person = Person(district_id=by.district_id, username=name, password_hash=_hashed(password), created_at=at, **values)
    session.add(person)
    session.flush()
    trace(session, "person_added", person, sorted(values), by=by, at=at)
    return person


def change(
    session: Session, person: Person, values: dict[str, Any], *, password: str = "", by: Actor, at: datetime
) -> None:
    """Names and phone; a new password ends the sessions begun with the old one."""
    changed = sorted(name for name, value in values.items() if getattr(person, name) != value)
    for name in changed:
        setattr(person, name, values[name])
    if password:
        person.password_hash = _hashed(password)
        sign_out(session, person, "password_changed", at)
        changed.append("password")
    session.flush()
    if changed:
        trace(session, "person_changed", person, changed, by=by, at=at)


def disable(session: Session, person: Person, *, by: Actor, at: datetime) -> None:
    """No sign-in from now on, and no open session either. Raises Refused("not_yourself")."""
    if person.id == by.person_id:
        raise Refused("not_yourself")
    if person.is_active:
        person.is_active = False
        sign_out(session, person, "disabled", at)
        trace(session, "person_disabled", person, ["is_active"], by=by, at=at)


def enable(session: Session, person: Person, *, by: Actor, at: datetime) -> None:
    """Sign-in is possible again."""
    if not person.is_active:
        person.is_active = True
        session.flush()
        trace(session, "person_enabled", person, ["is_active"], by=by, at=at)


def sign_out(session: Session, person: Person, reason: str, at: datetime) -> None:
    """End all sessions of a person."""
    session.flush()
    session.execute(
        update(WebSession)
        .where(WebSession.person_id == person.id, WebSession.ended_at.is_(None))
        .values(ended_at=at, end_reason=reason)
    )


def _hashed(password: str) -> str:
    try:
        return passwords.make_hash(password)
    except passwords.BadPassword as bad:
        raise Refused(f"password_{bad.code}", field="password") from None


def is_demo(session: Session) -> bool:
    """Whether the invented officers, whose password is published, are among the people."""
    return session.scalar(select(Person.id).where(Person.is_demo).limit(1)) is not None
