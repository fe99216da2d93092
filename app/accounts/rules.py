"""ACCOUNTS: the district's settings. A change closes the old row and writes a new one: the history stays."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.accounts.registers import trace
from app.complaints.actor import Actor
from app.complaints.settings import forget, settings_of
from app.models.office import Setting


def set_values(session: Session, values: dict[str, Any], *, by: Actor, at: datetime) -> list[str]:
    """Write every setting whose value differs from the one that rules now; returns their keys."""
    now = settings_of(session, by.district_id, at)
    changed = sorted(key for key, value in values.items() if now[key] != value)
    for key in changed:
        for old in session.scalars(
            select(Setting).where(Setting.district_id == by.district_id, Setting.key == key, Setting.valid_to.is_(None))
        ):
            old.valid_to = max(at, old.valid_from)
        row = Setting(district_id=by.district_id, key=key, value=values[key], valid_from=at, by_person_id=by.person_id)
        session.add(row)
        session.flush()
        trace(session, "setting_changed", row, [key], by=by, at=at)
    forget(session)
    return changed


def history(session: Session, district_id: int, limit: int) -> list[Setting]:
    """The latest changes, newest first."""
    query = select(Setting).where(Setting.district_id == district_id)
    return list(session.scalars(query.order_by(Setting.valid_from.desc(), Setting.id.desc()).limit(limit)))
