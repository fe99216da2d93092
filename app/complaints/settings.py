"""THE CASEBOOK: the district's settings with their defaults (every number of domain.md is one)."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from app.models.office import Setting

DEFAULTS: dict[str, Any] = {
    "weekly_off": [6],
    "off_saturdays": [2],
    "move_to_l4": False,  # D4-6: co-own by default
    "undo_seconds": 600,
    "feedback_days": 15,
    "walk_in_report_days": 7,  # ruling 12
    "dc_title_hi": "उपायुक्त",
    "dc_title_en": "Deputy Commissioner",
}


def settings_of(session: Session, district_id: int, at: datetime) -> dict[str, Any]:
    """All settings valid at an instant, defaults filled in; read once per session (`forget` after a change)."""
    known = session.info.setdefault("settings", {})
    if district_id not in known:
        rows = session.execute(
            select(Setting.key, Setting.value)
            .where(Setting.district_id == district_id, Setting.valid_from <= at)
            .where(or_(Setting.valid_to.is_(None), Setting.valid_to > at))
            .order_by(Setting.valid_from)
        ).all()
        known[district_id] = DEFAULTS | {row.key: row.value for row in rows}
    return known[district_id]


def setting(session: Session, district_id: int, key: str, at: datetime) -> Any:
    """One setting. Raises KeyError for a name that is no setting."""
    return settings_of(session, district_id, at)[key]


def forget(session: Session) -> None:
    """Settings were changed: read them again."""
    session.info.pop("settings", None)
