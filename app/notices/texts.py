"""THE POST ROOM: the district's registered texts, kept as versions in the database."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import bindparam, select
from sqlalchemy.orm import Session

from app.domain.sms import SlotKind, Template, fill_fixed
from app.domain.sms_texts import TEMPLATES
from app.models.notice import NoticeTemplate
from app.models.office import District

_ALL_IN_FORCE = select(NoticeTemplate).where(
    NoticeTemplate.district_id == bindparam("district"), NoticeTemplate.retired_at.is_(None)
)
_IN_FORCE = _ALL_IN_FORCE.where(NoticeTemplate.key == bindparam("key"), NoticeTemplate.lang == bindparam("lang"))


class NoSuchText(LookupError):
    """There is no text for this key and language."""


def register(session: Session, district: District, *, at: datetime) -> int:
    """Write the district's version of every text that is new or changed; the count. Old versions are retired, kept.

    What somebody of the office has worded stays.
    """
    written = 0
    rows = session.scalars(_ALL_IN_FORCE, {"district": district.id}).all()
    kept = {(row.key, row.lang): row for row in rows}
    for key, lang in TEMPLATES:
        fixed, last = filled(district, key, lang), kept.get((key, lang))
        if last is not None and (last.text == fixed.text or last.made_at is not None):
            continue
        succeed(session, district.id, fixed, last, at=at)
        written += 1
    session.flush()
    return written


def succeed(
    session: Session, district_id: int, template: Template, last: NoticeTemplate | None, *, at: datetime
) -> NoticeTemplate:
    """The next version, without a registration; the one before is out of force and stays what was sent."""
    if last is not None:
        last.retired_at = at
    row = NoticeTemplate(
        district_id=district_id, key=template.key, lang=template.lang, version=last.version + 1 if last else 1,
        text=template.text, slots={name: kind.value for name, kind in template.slots.items()},
    )  # fmt: skip
    session.add(row)
    return row


def in_force(session: Session, district_id: int, key: str, lang: str) -> NoticeTemplate | None:
    """The version that messages are made from; None before a district's texts are registered."""
    return session.scalar(_IN_FORCE, {"district": district_id, "key": key, "lang": lang})


def current(session: Session, district_id: int, key: str, lang: str, *, at: datetime) -> NoticeTemplate:
    """The row in force; a district's texts are registered when first needed.

    Raises NoSuchText for a key and language that no text is written for.
    """
    row = in_force(session, district_id, key, lang)
    if row is None:
        register(session, session.get_one(District, district_id), at=at)
        row = in_force(session, district_id, key, lang)
    if row is None:
        raise NoSuchText(f"{key} {lang}")
    return row


def template_of(row: NoticeTemplate) -> Template:
    """What renders a registered text."""
    return Template(row.key, row.lang, row.text, {name: SlotKind(kind) for name, kind in row.slots.items()})


def wording(session: Session, district: District, key: str, lang: str) -> Template:
    """The template as `current` would give it; nothing is written, so that a page may show it beforehand."""
    row = in_force(session, district.id, key, lang)
    return template_of(row) if row else filled(district, key, lang)


def filled(district: District, key: str, lang: str) -> Template:
    """The program's own wording with what is fixed in this district."""
    return fixed_in(district, TEMPLATES[key, lang])


def fixed_in(district: District, template: Template) -> Template:
    """A wording with the district's name and office phone as fixed text."""
    name = district.name_hi if template.lang == "hi" else district.name_en
    return fill_fixed(template, dist=name, tel=district.office_phone)
