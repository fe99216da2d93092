"""THE POST ROOM: the registered texts as the office keeps them – versions, registrations, what each of them costs."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from app import queue
from app.domain.sms import MissingSlot, SlotTooLong, Template, measure, render, slot_names
from app.domain.sms_lint import BRAND, Finding, lint
from app.domain.sms_texts import slots_of
from app.models.notice import Notice, NoticeTemplate
from app.models.office import District
from app.notices import texts
from app.notices.outbox import due_time
from app.notices.sending import UNREGISTERED, note

A_MONTH = timedelta(days=30)
Key = tuple[str, str]  # of a text: S08 in Hindi


class BadText(ValueError):
    """A wording may not be kept; `findings` say why."""

    def __init__(self, findings: Sequence[Finding]) -> None:
        super().__init__(", ".join(found.code for found in findings))
        self.findings = findings


@dataclass(frozen=True)
class Registration:
    """What the operators gave a text: its own id, the office's id, the sender's six letters, and when."""

    dlt_template_id: str | None = None
    pe_id: str | None = None
    header: str | None = None
    approved_on: datetime | None = None


def worded(district: District, key: str, lang: str, text: str) -> tuple[Template, list[Finding]]:
    """A wording of the office with what is fixed in the district, and everything that speaks against it."""
    known = slots_of(key)
    name = district.name_hi if lang == "hi" else district.name_en
    raw = Template(key, lang, text, {slot: known[slot] for slot in slot_names(text) if slot in known})
    template = texts.fixed_in(district, raw)
    return template, lint(template.text, known, lang, brand=BRAND.replace("{dist}", name))


def keep(
    session: Session, district: District, key: str, lang: str, text: str, registration: Registration, *,
    by: int | None, at: datetime,
) -> tuple[NoticeTemplate, list[str]]:  # fmt: skip
    """Keep a wording and its registration; the row and the names of what changed. `by`: a person's id.

    Another text is another version. A registration belongs to the version it was given for and may come later.
    Raises BadText.
    """
    template, findings = worded(district, key, lang, text)
    if any(found.stops for found in findings):
        raise BadText([found for found in findings if found.stops])
    row = texts.current(session, district.id, key, lang, at=at)
    changed = [name for name, value in vars(registration).items() if getattr(row, name) != value]
    if row.text != template.text:
        row = texts.succeed(session, district.id, template, row, at=at)
        row.made_at, row.made_by_id = at, by
        changed.append("text")
    for name, value in vars(registration).items():
        setattr(row, name, value)
    session.flush()
    if changed and row.dlt_template_id:
        _let_go(session, row, by=by, at=at)
    return row, sorted(changed)


def _let_go(session: Session, row: NoticeTemplate, *, by: int | None, at: datetime) -> None:
    """What was held for want of a registration leaves in the words that have one."""
    waiting = select(Notice).where(
        Notice.district_id == row.district_id, Notice.state == "held", Notice.held_reason == UNREGISTERED,
        Notice.next_try_at.is_(None), Notice.lease_until.is_(None), Notice.template_key == row.key,
        Notice.lang == row.lang,
    )  # fmt: skip
    for notice in session.scalars(waiting.with_for_update()):
        try:
            text = render(texts.template_of(row), notice.slots)
        except (MissingSlot, SlotTooLong):
            continue  # it was made for other words; a person reads it and decides
        size = measure(text)
        notice.template_id, notice.rendered, notice.units, notice.parts = row.id, text, size.units, size.parts
        notice.state, notice.held_reason = "queued", None
        notice.next_try_at = due_time(at, urgent=notice.is_urgent)
        note(session, notice, "registered", at=at, detail=f"person {by}")
        queue.ring(queue.SWEEP_NOTICES)


def all_in_force(session: Session, district: District, lang: str) -> dict[str, NoticeTemplate]:
    """The versions in force of one language by their keys."""
    query = select(NoticeTemplate).where(
        NoticeTemplate.district_id == district.id, NoticeTemplate.lang == lang, NoticeTemplate.retired_at.is_(None)
    )
    return {row.key: row for row in session.scalars(query)}


def versions(session: Session, district_id: int, key: str, lang: str) -> Sequence[NoticeTemplate]:
    """Every version of one text, the newest first."""
    query = select(NoticeTemplate).where(
        NoticeTemplate.district_id == district_id, NoticeTemplate.key == key, NoticeTemplate.lang == lang
    )
    return session.scalars(query.order_by(NoticeTemplate.version.desc())).all()


def lately(session: Session, district_id: int, *, at: datetime) -> Mapping[Key, tuple[int, int]]:
    """How many messages of each text were owed in the last thirty days, and their parts; without what was cancelled."""
    query = select(Notice.template_key, Notice.lang, func.count(), func.sum(Notice.parts)).where(
        Notice.district_id == district_id, Notice.owed_at >= at - A_MONTH, Notice.state != "cancelled"
    )
    rows = session.execute(query.group_by(Notice.template_key, Notice.lang))
    return {(key, lang): (count, parts) for key, lang, count, parts in rows}


def unregistered(session: Session, district_id: int) -> Mapping[Key, int]:
    """How many messages are held because their text has no registration."""
    query = select(Notice.template_key, Notice.lang, func.count()).where(
        Notice.district_id == district_id, Notice.state == "held", Notice.held_reason == UNREGISTERED,
        Notice.next_try_at.is_(None), Notice.lease_until.is_(None),
    )  # fmt: skip
    return {
        (key, lang): count for key, lang, count in session.execute(query.group_by(Notice.template_key, Notice.lang))
    }


def stands_for_other(session: Session, district_id: int, dlt_template_id: str, text: str) -> NoticeTemplate | None:
    """A text of other words that has this id: one id stands for one wording."""
    query = select(NoticeTemplate).where(
        NoticeTemplate.district_id == district_id, NoticeTemplate.dlt_template_id == dlt_template_id,
        NoticeTemplate.text != text,
    )  # fmt: skip
    return session.scalar(query.order_by(NoticeTemplate.id.desc()).limit(1))


def last_registration(session: Session, district_id: int) -> Registration:
    """Entity and header as somebody last wrote them: they are the same for all texts of an office."""
    query = select(NoticeTemplate.pe_id, NoticeTemplate.header).where(
        NoticeTemplate.district_id == district_id, NoticeTemplate.pe_id.is_not(None)
    )
    row = session.execute(query.order_by(NoticeTemplate.approved_on.desc(), NoticeTemplate.id.desc()).limit(1)).first()
    return Registration(pe_id=row.pe_id, header=row.header) if row else Registration()
