"""THE POST ROOM: owe() – a notice is a row in the transaction of its event; sending comes later (sms.md 1.6)."""

from __future__ import annotations

import secrets
import uuid
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache
from typing import Any

from sqlalchemy import ColumnElement, Insert, exists, select
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import Session

from app import queue
from app.domain.sms import measure, quiet_until, render
from app.models.complaint import Complaint
from app.models.notice import Notice, NoticeTemplate
from app.notices import texts, waiting

# Neither folded nor kept for another day (ruling 17; docs/decisions/0021 for hearings).
ALWAYS = frozenset({"S08", "S09", "S09C", "S14", "S14X", "S15", "S15R", "S17"})
CODES = frozenset({"S15", "S15R"})  # useless an hour later: not kept for the morning, never sent twice (D8)


@dataclass(frozen=True)
class Duty:
    """One message to one number. `row`: its registered text where that is known already; `told`: whether the number had
    a message about the complaint today, or one is on its way."""

    key: str
    lang: str
    to_number: str
    audience: str
    slots: Mapping[str, str]
    not_before: datetime
    complainant_id: int | None = None
    person_id: int | None = None
    row: NoticeTemplate | None = None
    told: bool = False


def owe(session: Session, duties: Iterable[Duty], complaint: Complaint, event: int | str, *, at: datetime) -> None:
    """Write duties to tell somebody, all in one statement. Owing one twice for the same event is harmless.

    `event` is its id, or a name of what made it owed where that was no event but a day.
    """
    rows: list[dict[str, Any]] = []
    told: set[str] = set()
    for duty in duties:
        second = duty.audience == "complainant" and duty.key not in ALWAYS and (duty.told or duty.to_number in told)
        rows.append(_row(session, duty, complaint, event, second=second, at=at))
        if not second:
            told.add(duty.to_number)
    if not rows:
        return
    session.connection().execute(_writing(session.get_bind().dialect.name), rows)
    if any(row["next_try_at"] is not None and row["next_try_at"] <= at for row in rows):
        queue.ring(queue.SWEEP_NOTICES)


@lru_cache(maxsize=2)
def _writing(database: str) -> Insert:
    dialect: Any = {"sqlite": sqlite, "postgresql": postgresql}[database]
    return dialect.insert(Notice.__table__).on_conflict_do_nothing(index_elements=["dedupe_key"])  # type: ignore[no-any-return]


def _row(
    session: Session, duty: Duty, complaint: Complaint, event: int | str, *, second: bool, at: datetime
) -> dict[str, Any]:
    row = duty.row or texts.current(session, complaint.district_id, duty.key, duty.lang, at=at)
    template = texts.template_of(row)
    text = render(template, duty.slots)
    size = measure(text)
    urgent = complaint.is_urgent and duty.audience == "officer"
    return {
        "district_id": complaint.district_id, "uuid": str(uuid.uuid4()),
        "dedupe_key": f"{event}:{duty.key}:{duty.to_number}", "complaint_id": complaint.id,
        "event_id": event if isinstance(event, int) else None,
        "audience": duty.audience, "complainant_id": duty.complainant_id, "person_id": duty.person_id,
        "to_number": duty.to_number, "template_id": row.id, "template_key": duty.key, "lang": duty.lang,
        "slots": {name: duty.slots[name] for name in template.slots}, "rendered": text, "units": size.units,
        "parts": size.parts, "is_urgent": urgent, "owed_at": at, "hmac_token": secrets.token_hex(16),
        **_when(duty, second=second, urgent=urgent, at=at),
    }  # fmt: skip


def _when(duty: Duty, *, second: bool, urgent: bool, at: datetime) -> dict[str, Any]:
    """Now, on the next free day, or – for what is told again – not at all."""
    if second and duty.key in waiting.FOLDS:
        return {"state": "cancelled", "held_reason": "folded", "next_try_at": None}
    if second:
        return {"state": "queued", "held_reason": waiting.WAITS, "next_try_at": waiting.next_morning(at)}
    due = due_time(duty.not_before, urgent=urgent or duty.key in CODES)
    return {"state": "queued", "held_reason": None, "next_try_at": due}


def owe_officer(
    session: Session, *, district_id: int, key: str, person_id: int, to_number: str, slots: Mapping[str, str],
    once: str, at: datetime,
) -> Notice:  # fmt: skip
    """Write one duty to tell an officer of many complaints at once. `once` must be new: the caller has made sure."""
    row = texts.current(session, district_id, key, "hi", at=at)
    template = texts.template_of(row)
    text = render(template, slots)
    size = measure(text)
    notice = Notice(
        district_id=district_id, uuid=str(uuid.uuid4()), dedupe_key=f"{once}:{key}:{to_number}", audience="officer",
        person_id=person_id, to_number=to_number, template_id=row.id, template_key=key, lang="hi",
        slots={name: slots[name] for name in template.slots}, rendered=text, units=size.units, parts=size.parts,
        owed_at=at, hmac_token=secrets.token_hex(16), state="queued", next_try_at=due_time(at, urgent=False),
    )  # fmt: skip
    session.add(notice)
    session.flush()
    queue.ring(queue.SWEEP_NOTICES)
    return notice


def owe_code(
    session: Session, *, district_id: int, number: str, key: str, lang: str, slots: Mapping[str, str],
    complaint: Complaint | None, once: str, at: datetime,
) -> Notice:  # fmt: skip
    """Write the message that carries a code: at any hour, never folded. `once` names the code."""
    row = texts.current(session, district_id, key, lang, at=at)
    template = texts.template_of(row)
    text = render(template, slots)
    size = measure(text)
    notice = Notice(
        district_id=district_id, uuid=str(uuid.uuid4()), dedupe_key=f"{once}:{key}", audience="complainant",
        complaint_id=complaint.id if complaint else None, to_number=number, template_id=row.id, template_key=key,
        lang=lang, slots={name: slots[name] for name in template.slots}, rendered=text, units=size.units,
        parts=size.parts, is_urgent=True, owed_at=at, hmac_token=secrets.token_hex(16), state="queued", next_try_at=at,
    )  # fmt: skip
    session.add(notice)
    session.flush()
    queue.ring(queue.SWEEP_NOTICES)
    return notice


def due_time(not_before: datetime, *, urgent: bool) -> datetime:
    """The first moment a notice may leave: phones are left alone from 21:00 to 08:00 unless it is urgent."""
    return not_before if urgent else (quiet_until(not_before) or not_before)


def told_today(complaint_id: int, number: ColumnElement[str], at: datetime) -> ColumnElement[bool]:
    """The condition that a number hears of the complaint, without having asked for it, on the day on which a message
    owed at `at` would go; or that something is still on its way to it, which nothing overtakes."""
    return exists().where(
        Notice.complaint_id == complaint_id, Notice.to_number == number, waiting.told_on(waiting.day_of(at))
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
