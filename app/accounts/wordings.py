"""ACCOUNTS: the texts of messages are changed – who did it, on top of which version, and that one id is one wording."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy.orm import Session

from app.accounts.registers import trace
from app.complaints.actor import Actor
from app.complaints.errors import Refused
from app.models.office import District
from app.notices import registry, texts
from app.notices.registry import Registration


def write(
    session: Session, key: str, lang: str, text: str, registration: Registration, *, based_on: int, by: Actor,
    at: datetime,
) -> list[str]:  # fmt: skip
    """Keep a wording and its registration; the names of what changed. `based_on`: the version that was read.

    Raises registry.BadText; Refused("text_moved_on") where another version is in force by now, and
    Refused("dlt_of_other") for an id that other words have.
    """
    district = session.get_one(District, by.district_id)
    row = texts.current(session, district.id, key, lang, at=at)
    session.refresh(row, with_for_update=True)
    if row.retired_at is not None or row.version != based_on:
        raise Refused("text_moved_on", field="text")
    said = registry.worded(district, key, lang, text)[0].text
    if registration.dlt_template_id and registry.stands_for_other(
        session, district.id, registration.dlt_template_id, said
    ):
        raise Refused("dlt_of_other", field="dlt_template_id")
    kept, changed = registry.keep(session, district, key, lang, text, registration, by=by.person_id, at=at)
    if changed:
        trace(session, "register_changed", kept, changed, by=by, at=at)
    return changed
