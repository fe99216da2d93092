"""THE CASEBOOK: who is told what – from the keys a transition owes to rows in the post room's outbox."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime, timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.complaints.placing import in_charge
from app.complaints.settings import setting
from app.domain.calendar import ist_date
from app.domain.sms_texts import OFFICE
from app.models.account import Person
from app.models.complaint import Complaint
from app.models.event import Event
from app.models.office import Post
from app.models.party import Complainant, Party, Phone
from app.notices import outbox

DAY = "%d-%m"
REOPEN_DAYS = 30  # T18: how long the complainant may come back


def owe_all(
    session: Session, complaint: Complaint, event: Event, keys: Iterable[str], *, holder_id: int | None = None,
    also: Iterable[tuple[str, int | None]] = (), at: datetime,
) -> None:  # fmt: skip
    """Owe every notice of a step: S… to the complainants, O… to whoever sits in the holding post and in `also`.

    `holder_id`: the person in the holding post, where a stint has just begun and has looked already.
    """
    for key in keys:
        if key.startswith("S"):
            _owe_complainants(session, complaint, event, key, at=at)
        else:
            sitting = session.get(Person, holder_id) if holder_id else _sitting(session, complaint.post_id, at)
            _owe_officer(session, complaint, event, key, sitting, at=at)
    for key, post_id in also:
        _owe_officer(session, complaint, event, key, _sitting(session, post_id, at), at=at)


def _sitting(session: Session, post_id: int | None, at: datetime) -> Person | None:
    return in_charge(session, post_id, at) if post_id else None


def people_of(session: Session, complaint: Complaint) -> list[tuple[Complainant, Phone]]:
    """Complainants with an own, unquarantined number who may be told and asked; the first petitioner first."""
    rows = session.execute(
        select(Complainant, Phone)
        .join(Party, Party.complainant_id == Complainant.id)
        .join(Phone, Phone.complainant_id == Complainant.id)
        .where(Party.complaint_id == complaint.id, Phone.kind == "own", Phone.to_at.is_(None), Phone.is_bad.is_(False))
        .where(Complainant.sms_consent)
        .order_by((Party.kind != "first"), Party.id)
    ).all()
    return [(row.Complainant, row.Phone) for row in rows]


def _slots(session: Session, complaint: Complaint, lang: str, *, at: datetime) -> Mapping[str, str]:
    post = session.get(Post, complaint.post_id) if complaint.post_id else None
    due = complaint.due_at or complaint.feedback_due_at or at
    until = complaint.due_at if complaint.due_at else at + timedelta(days=REOPEN_DAYS)
    name = _post_name(post, lang)
    return {
        "no": complaint.number,
        "date": ist_date(until).strftime(DAY),
        "ack": ist_date(complaint.ack_due_at or due).strftime(DAY),
        "post": name[:20].strip(),
        "days": str(max((ist_date(at) - ist_date(complaint.received_at)).days, 0)),
    }


def _post_name(post: Post | None, lang: str) -> str:
    """A post as a message can carry it; what no post holds is with the DC's office."""
    if post is None:
        return OFFICE[lang]
    return (post.short_hi or post.name_hi) if lang == "hi" else post.name_en


def _owe_complainants(session: Session, complaint: Complaint, event: Event, key: str, *, at: datetime) -> None:
    wait = timedelta(seconds=setting(session, complaint.district_id, "undo_seconds", at)) if key == "S08" else None
    for complainant, phone in people_of(session, complaint):
        outbox.owe(
            session, key=key, lang=complainant.language, to_number=phone.number, audience="complainant",
            slots=_slots(session, complaint, complainant.language, at=at), complaint=complaint, event_id=event.id,
            complainant_id=complainant.id, not_before=at + wait if wait else at, at=at,
        )  # fmt: skip


def _owe_officer(
    session: Session, complaint: Complaint, event: Event, key: str, person: Person | None, *, at: datetime
) -> None:
    if person is None or not person.phone:
        return
    outbox.owe(
        session, key=key, lang="hi", to_number=person.phone, audience="officer",
        slots=_slots(session, complaint, "hi", at=at), complaint=complaint, event_id=event.id, person_id=person.id,
        not_before=at, at=at,
    )  # fmt: skip
