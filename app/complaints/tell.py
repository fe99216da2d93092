"""THE CASEBOOK: who is told what – from the keys a transition owes to rows in the post room's outbox."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from typing import Any

from sqlalchemy import Select, and_, select
from sqlalchemy.orm import Session

from app.complaints import links
from app.complaints.phones import serving
from app.complaints.placing import in_charge, seated
from app.complaints.settings import setting
from app.domain.calendar import ist_date, to_ist
from app.domain.pendency import age_days
from app.domain.sms_texts import OFFICE, TEMPLATES
from app.models.account import Person
from app.models.complaint import Complaint
from app.models.event import Event
from app.models.notice import NoticeTemplate
from app.models.office import Post
from app.models.party import Complainant, Party, Phone
from app.models.say import PublicLink
from app.notices import outbox
from app.notices.outbox import Duty

DAY = "%d-%m"
OWN_DAYS = ("answer_by", "review_on", "expected_on", "part_due")
REOPEN_DAYS = 30  # T18: how long the complainant may come back


def owe_all(
    session: Session, complaint: Complaint, event: Event, keys: Iterable[str], *, holder_id: int | None = None,
    also: Iterable[tuple[str, int | None]] = (), wait: timedelta = timedelta(0), at: datetime,
) -> None:  # fmt: skip
    """Owe every notice of a step: S… to the complainants, O… to whoever sits in the holding post and in `also`.

    `holder_id`: the person in the holding post, where a stint has just begun and has looked already. `wait`: how long
    all of it is held back, because the step may be taken back.
    """
    said, ordered = [key for key in keys if key.startswith("S")], [key for key in keys if not key.startswith("S")]
    duties = _to_complainants(session, complaint, said, _told(event), at=at) if said else []
    if ordered:
        sitting = session.get(Person, holder_id) if holder_id else _sitting(session, complaint.post_id, at)
        duties += [duty for key in ordered for duty in _to_officer(session, complaint, event, key, sitting, at=at)]
    for key, post_id in also:
        duties += _to_officer(session, complaint, event, key, _sitting(session, post_id, at), at=at)
    if wait:
        duties = [replace(duty, not_before=duty.not_before + wait) for duty in duties]
    outbox.owe(session, duties, complaint, event.id, at=at)


def _sitting(session: Session, post_id: int | None, at: datetime) -> Person | None:
    """Who sits in a post, or in the one that covers for it while its chair is empty."""
    if post_id is None:
        return None
    sitting = in_charge(session, post_id, at)
    if sitting is not None:
        return sitting
    cover = seated(session, session.get(Post, post_id), at, (post_id,))
    return cover[1] if cover else None


def people_of(session: Session, complaint: Complaint, *, at: datetime) -> list[tuple[Complainant, Phone]]:
    """Complainants with an own number that serves at `at`, who may be told and asked; the first petitioner first."""
    rows = session.execute(_reachable(complaint.id, at, Complainant, Phone)).all()
    return [(row.Complainant, row.Phone) for row in rows]


def _reachable(complaint_id: int, at: datetime, *what: Any) -> Select[Any]:
    return (
        select(*what)
        .join(Party, Party.complainant_id == Complainant.id)
        .join(Phone, Phone.complainant_id == Complainant.id)
        .where(Party.complaint_id == complaint_id, Phone.kind == "own", serving(at), Phone.is_bad.is_(False))
        .where(Complainant.sms_consent)
        .order_by((Party.kind != "first"), Party.id)
    )


def _slots(session: Session, complaint: Complaint, lang: str, *, at: datetime) -> dict[str, str]:
    post = session.get(Post, complaint.post_id) if complaint.post_id else None
    due = complaint.due_at or complaint.feedback_due_at or at
    until = complaint.due_at if complaint.due_at else at + timedelta(days=REOPEN_DAYS)
    name = _post_name(post, lang)
    return {
        "no": complaint.number,
        "date": ist_date(until).strftime(DAY),
        "ack": ist_date(complaint.ack_due_at or due).strftime(DAY),
        "post": name[:20].strip(),
        "days": str(age_days(complaint.received_at, at)),
    }


def _told(event: Event) -> dict[str, str]:
    """What the step names: until when to answer, when it is looked at again, when to expect it; what it joined; the
    day and hour of a hearing."""
    by_day = next((event.data[name] for name in OWN_DAYS if event.data.get(name)), "")
    parent, hearing = event.data.get("parent"), event.data.get("hearing_at")
    told = {"date": date.fromisoformat(by_day).strftime(DAY)} if by_day else {}
    if hearing:
        heard_at = to_ist(datetime.fromisoformat(hearing))
        told = {"date": heard_at.strftime(DAY), "time": heard_at.strftime("%H:%M")}
    if event.data.get("part_answer"):
        told["post"] = event.data["part_answer"][:20].strip()
    return told | ({"no2": parent} if parent else {})


def _post_name(post: Post | None, lang: str) -> str:
    """A post as a message can carry it; what no post holds is with the DC's office."""
    if post is None:
        return OFFICE[lang]
    return (post.short_hi or post.name_hi) if lang == "hi" else post.name_en


def _to_complainants(
    session: Session, complaint: Complaint, keys: Sequence[str], facts: Mapping[str, str], *, at: datetime
) -> list[Duty]:
    """Whom to tell, in which registered words, and whether they had a message today: one statement."""
    text_in_force = and_(
        NoticeTemplate.district_id == complaint.district_id, NoticeTemplate.lang == Complainant.language,
        NoticeTemplate.key.in_(keys), NoticeTemplate.retired_at.is_(None),
    )  # fmt: skip
    told = outbox.told_today(complaint.id, Phone.number, at).label("told")
    known = and_(
        PublicLink.complaint_id == complaint.id, PublicLink.complainant_id == Complainant.id,
        PublicLink.cycle == complaint.cycle, PublicLink.kind.in_({links.kind_of(key) for key in keys}),
    )  # fmt: skip
    people = _reachable(
        complaint.id, at, Complainant.id, Complainant.language, Phone.number, told, NoticeTemplate, PublicLink
    )
    rows = session.execute(people.outerjoin(NoticeTemplate, text_in_force).outerjoin(PublicLink, known)).all()
    texts = {
        (row.NoticeTemplate.key, row.NoticeTemplate.lang): row.NoticeTemplate for row in rows if row.NoticeTemplate
    }
    undo = timedelta(seconds=setting(session, complaint.district_id, "undo_seconds", at)) if "S08" in keys else None
    slots = {row.language: {**_slots(session, complaint, row.language, at=at), **facts} for row in rows}
    carried = _Links(session, complaint, {(r.PublicLink.complainant_id, r.PublicLink.kind): r.PublicLink
                                          for r in rows if r.PublicLink}, at)  # fmt: skip
    return [
        Duty(
            key=key, lang=lang, to_number=number, audience="complainant",
            slots=slots[lang] | carried.slot(key, lang, someone, texts.get((key, lang))), row=texts.get((key, lang)),
            not_before=at + undo if undo and key == "S08" else at, complainant_id=someone, told=told,
        )
        for key in keys
        for someone, lang, number, told in dict.fromkeys((r.id, r.language, r.number, bool(r.told)) for r in rows)
    ]  # fmt: skip


@dataclass
class _Links:
    """The links of one step's messages: those people have already, and new ones where a text asks for one."""

    session: Session
    complaint: Complaint
    known: dict[tuple[int, str], PublicLink]
    at: datetime

    def slot(self, key: str, lang: str, complainant_id: int, row: NoticeTemplate | None) -> dict[str, str]:
        """The {link} of a message; nothing where its text has none."""
        if "{link}" not in (row.text if row else TEMPLATES[key, lang].text):
            return {}
        kind = links.kind_of(key)
        link = self.known.get((complainant_id, kind))
        if link is None:
            link = links.new_link(self.complaint, complainant_id, kind, at=self.at)
            self.session.add(link)
            self.known[complainant_id, kind] = link
        elif link.until < self.at + links.LASTS[kind] / 2:
            link.until = self.at + links.LASTS[kind]
        return {"link": links.address(kind, link.token)}


def owe_numbers(
    session: Session, complaint: Complaint, event: Event, key: str, complainant: Complainant, numbers: Iterable[str],
    *, at: datetime,
) -> None:  # fmt: skip
    """Owe one message to numbers of a complainant, whether they serve or not."""
    slots = _slots(session, complaint, complainant.language, at=at)
    duties = [
        Duty(
            key=key, lang=complainant.language, to_number=number, audience="complainant", slots=slots, not_before=at,
            complainant_id=complainant.id,
        )
        for number in numbers
    ]  # fmt: skip
    outbox.owe(session, duties, complaint, event.id, at=at)


def _to_officer(
    session: Session, complaint: Complaint, event: Event, key: str, person: Person | None, *, at: datetime
) -> list[Duty]:
    if person is None or not person.phone:
        return []
    return [
        Duty(
            key=key, lang="hi", to_number=person.phone, audience="officer", person_id=person.id, not_before=at,
            slots=_slots(session, complaint, "hi", at=at) | _told(event),
        )
    ]  # fmt: skip


def owe_progress(session: Session, complaint: Complaint, *, on: date, again_on: date, at: datetime) -> int:
    """Tell the complainants that it goes on and when they hear again (S05), once for the day `on`; how many."""
    days = str(age_days(complaint.received_at, at))
    slots = {"no": complaint.number, "days": days, "date": again_on.strftime(DAY)}
    told = outbox.told_today(complaint.id, Phone.number, at).label("told")
    people = _reachable(complaint.id, at, Complainant.id, Complainant.language, Phone.number, told)
    duties = [
        Duty(
            key="S05", lang=row.language, to_number=row.number, audience="complainant", slots=slots, not_before=at,
            complainant_id=row.id, told=bool(row.told),
        )
        for row in session.execute(people)
    ]  # fmt: skip
    outbox.owe(session, duties, complaint, f"progress:{complaint.id}:{on.isoformat()}", at=at)
    return len(duties)
