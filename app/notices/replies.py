"""THE POST ROOM: answers to messages from phones – few a day, for each costs money and two machines may write on."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, time

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from app.domain.calendar import instant, ist_date
from app.models.complaint import Complaint
from app.models.notice import Notice
from app.notices import outbox

STATUS, NOT_UNDERSTOOD, NO_REMINDERS = "R01", "R02", "R03"
KEYS = (STATUS, NOT_UNDERSTOOD, NO_REMINDERS)
A_DAY = 3
NOT_UNDERSTOOD_A_DAY = 1  # who is not understood twice is called, not written to


def reply(
    session: Session, *, district_id: int, number: str, key: str, lang: str, slots: Mapping[str, str],
    complaint: Complaint | None, inbound_id: int, at: datetime,
) -> bool:  # fmt: skip
    """Owe the answer to one message. False, and nothing owed, when this number had its share today."""
    today = _today(session, number, at)
    if sum(today.values()) >= A_DAY or (key == NOT_UNDERSTOOD and today.get(key, 0) >= NOT_UNDERSTOOD_A_DAY):
        return False
    notice = outbox.owe_code(
        session, district_id=district_id, number=number, key=key, lang=lang, slots=slots, complaint=complaint,
        once=f"inbound:{inbound_id}", at=at,
    )  # fmt: skip
    notice.is_urgent, notice.next_try_at = False, outbox.due_time(at, urgent=False)
    session.flush()
    return True


def _today(session: Session, number: str, at: datetime) -> dict[str, int]:
    query = (
        select(Notice.template_key, func.count())
        .where(Notice.to_number == number, Notice.template_key.in_(KEYS), Notice.state != "cancelled")
        .where(Notice.owed_at >= instant(ist_date(at), time(0)))
        .group_by(Notice.template_key)
    )
    return {row[0]: row[1] for row in session.execute(query)}
