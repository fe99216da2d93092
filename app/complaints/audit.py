"""THE CASEBOOK: the audit – events without a complaint, in the same chain: sign-ins, exports, changed registers."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy.orm import Session

from app.complaints import chain
from app.domain.calendar import ist_date
from app.models.event import Event


def note(
    session: Session, action: str, *, district_id: int, person_id: int | None, at: datetime, post_id: int | None = None,
    data: dict[str, Any] | None = None, role: str = "",
) -> Event:  # fmt: skip
    """Write down that somebody did something that is no step of a complaint. `data` holds no personal text."""
    event = Event(
        district_id=district_id, action=action, at=at, person_id=person_id, post_id=post_id, role=role or "account",
        text="", data=data or {}, moved_on=ist_date(at),
    )  # fmt: skip
    return chain.append(session, event)
