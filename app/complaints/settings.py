"""THE CASEBOOK: the district's settings with their defaults (every number of domain.md is one)."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from sqlalchemy import bindparam, or_, select
from sqlalchemy.orm import Session

from app.models.office import Setting

DEFAULTS: dict[str, Any] = {
    "weekly_off": [6],
    "off_saturdays": [2],
    "move_to_l4": False,  # D4-6: co-own by default
    "undo_seconds": 600,
    "sms_part_paise": 25,  # what the office pays for one part of a message
    "feedback_days": 15,
    "feedback_call_days": [2, 5, 9],  # D5: the days after the disposal on which the call desk rings
    "walk_in_report_days": 7,  # ruling 12
    "frequent_over": 10,  # D12-5: more open complaints of one number than this
    "nodal_closes_special": False,  # T19: only where the DC has delegated it
    "missed_call_yes": "",  # ten digits: letting this number ring means yes, the other no; empty: there is none
    "missed_call_no": "",
    "dc_title_hi": "उपायुक्त",
    "dc_title_en": "Deputy Commissioner",
    "office_address_hi": "",  # said on the page of contact; empty: not said
    "office_address_en": "",
    "office_email": "",
}
IN_FORCE = (
    select(Setting.key, Setting.value)
    .where(Setting.district_id == bindparam("district"), Setting.valid_from <= bindparam("at"))
    .where(or_(Setting.valid_to.is_(None), Setting.valid_to > bindparam("at")))
    .order_by(Setting.valid_from)
)


def settings_of(session: Session, district_id: int, at: datetime) -> dict[str, Any]:
    """All settings valid at an instant, defaults filled in; read once per session (`forget` after a change)."""
    known = session.info.get("settings", {})
    if district_id not in known:
        rows = session.execute(IN_FORCE, {"district": district_id, "at": at}).all()
        return keep(session, district_id, {row.key: row.value for row in rows})
    return known[district_id]  # type: ignore[no-any-return]


def keep(session: Session, district_id: int, in_force: Mapping[str, Any]) -> dict[str, Any]:
    """What was read of the settings serves until the session ends; what was read first stays."""
    known: dict[int, dict[str, Any]] = session.info.setdefault("settings", {})
    return known.setdefault(district_id, DEFAULTS | dict(in_force))


def setting(session: Session, district_id: int, key: str, at: datetime) -> Any:
    """One setting. Raises KeyError for a name that is no setting."""
    return settings_of(session, district_id, at)[key]


def forget(session: Session) -> None:
    """Settings were changed: read them again."""
    session.info.pop("settings", None)
    session.info.pop("calendar", None)
