"""THE POST ROOM: owe() – a notice is a row in the transaction of its event; sending comes later (sms.md 1.6)."""

from __future__ import annotations

import secrets
import uuid
from collections.abc import Mapping
from datetime import datetime, time, timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from app import queue
from app.domain.calendar import instant, ist_date
from app.domain.sms import measure, quiet_until, render
from app.models.complaint import Complaint
from app.models.notice import Notice
from app.notices import texts

ALWAYS = frozenset({"S08", "S09", "S15", "S17"})  # never folded into another message of the day (ruling 17)
CODES = frozenset({"S15"})  # useless an hour later: not kept for the morning, never sent twice (D8)
ONE_DAY = timedelta(days=1)


def owe(
    session: Session, *, key: str, lang: str, to_number: str, audience: str, slots: Mapping[str, str],
    complaint: Complaint, event_id: int, not_before: datetime, at: datetime,
    complainant_id: int | None = None, person_id: int | None = None,
) -> Notice | None:  # fmt: skip
    """Write one duty to tell somebody. None when the same event owes it already: owing twice is harmless."""
    dedupe = f"{event_id}:{key}:{to_number}"
    if session.scalar(select(Notice.id).where(Notice.dedupe_key == dedupe)):
        return None
    row, template = texts.current(session, complaint.district_id, key, lang, at=at)
    text = render(template, slots)
    size = measure(text)
    folded = audience == "complainant" and key not in ALWAYS and _told_today(session, complaint.id, to_number, at)
    urgent = complaint.is_urgent and audience == "officer"
    notice = Notice(
        district_id=complaint.district_id, uuid=str(uuid.uuid4()), dedupe_key=dedupe, complaint_id=complaint.id,
        event_id=event_id, audience=audience, complainant_id=complainant_id, person_id=person_id,
        to_number=to_number, template_id=row.id, template_key=key, lang=lang,
        slots={name: slots[name] for name in template.slots}, rendered=text, units=size.units, parts=size.parts,
        is_urgent=urgent, owed_at=at, hmac_token=secrets.token_hex(16),
        state="cancelled" if folded else "queued",
        held_reason="folded" if folded else None,
        next_try_at=None if folded else due_time(not_before, urgent=urgent or key in CODES),
    )  # fmt: skip
    session.add(notice)
    session.flush()
    if notice.next_try_at is not None and notice.next_try_at <= at:
        queue.ring(queue.SWEEP_NOTICES)
    return notice


def due_time(not_before: datetime, *, urgent: bool) -> datetime:
    """The first moment a notice may leave: phones are left alone from 21:00 to 08:00 unless it is urgent."""
    return not_before if urgent else (quiet_until(not_before) or not_before)


def _told_today(session: Session, complaint_id: int, number: str, at: datetime) -> bool:
    start = instant(ist_date(at), time(0))
    return (
        session.scalar(
            select(Notice.id)
            .where(Notice.complaint_id == complaint_id, Notice.to_number == number, Notice.state != "cancelled")
            .where(Notice.owed_at >= start, Notice.owed_at < start + ONE_DAY)
            .limit(1)
        )
        is not None
    )


def take_back(session: Session, event_id: int, *, at: datetime) -> bool:
    """Cancel what an event made owed. False, and nothing cancelled, when one of its messages has already left."""
    rows = session.scalars(select(Notice).where(Notice.event_id == event_id).with_for_update()).all()
    waiting = [notice for notice in rows if notice.state in ("queued", "held")]
    # queued for the second time after an unknown outcome: the first may well have arrived
    if any(notice.state not in ("queued", "held", "cancelled") or notice.is_possible_duplicate for notice in rows):
        return False
    for notice in waiting:
        notice.state, notice.held_reason, notice.next_try_at, notice.ended_at = "cancelled", "undone", None, at
    return True


def no_longer_ask(session: Session, complaint_id: int, *, at: datetime) -> None:
    """The complainant has answered: a question that has not left yet is not sent after it."""
    query = select(Notice).where(Notice.complaint_id == complaint_id, Notice.template_key == "S08")
    for notice in session.scalars(query.where(Notice.state.in_(("queued", "held"))).with_for_update()):
        notice.state, notice.held_reason, notice.next_try_at, notice.ended_at = "cancelled", "answered", None, at
