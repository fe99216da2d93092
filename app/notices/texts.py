"""THE POST ROOM: the district's registered texts, kept as versions in the database."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.domain.sms import Template, fill_fixed
from app.domain.sms_texts import TEMPLATES
from app.models.notice import NoticeTemplate
from app.models.office import District


class NoSuchText(LookupError):
    """There is no text for this key and language."""


def register(session: Session, district: District, *, at: datetime) -> int:
    """Write the district's version of every text that is new or changed; the count. Old versions are retired, kept."""
    written = 0
    for key, lang in TEMPLATES:
        fixed = _filled(district, key, lang)
        last = _last(session, district.id, key, lang)
        if last is not None and last.text == fixed.text:
            continue
        if last is not None:
            last.retired_at = at
        session.add(
            NoticeTemplate(
                district_id=district.id, key=key, lang=lang, version=last.version + 1 if last else 1, text=fixed.text,
                slots={name: kind.value for name, kind in fixed.slots.items()},
            )
        )  # fmt: skip
        written += 1
    session.flush()
    return written


def _last(session: Session, district_id: int, key: str, lang: str) -> NoticeTemplate | None:
    return session.scalar(
        select(NoticeTemplate)
        .where(NoticeTemplate.district_id == district_id, NoticeTemplate.key == key, NoticeTemplate.lang == lang)
        .where(NoticeTemplate.retired_at.is_(None))
    )


def current(
    session: Session, district_id: int, key: str, lang: str, *, at: datetime
) -> tuple[NoticeTemplate, Template]:
    """The row in force and the template that renders it; a district's texts are registered when first needed.

    Raises NoSuchText for a key and language that no text is written for.
    """
    row = _last(session, district_id, key, lang)
    if row is None:
        register(session, session.get_one(District, district_id), at=at)
        row = _last(session, district_id, key, lang)
    if row is None:
        raise NoSuchText(f"{key} {lang}")
    return row, Template(key, lang, row.text, TEMPLATES[key, lang].slots)


def wording(session: Session, district: District, key: str, lang: str) -> Template:
    """The template as `current` would give it; nothing is written, so that a page may show it beforehand."""
    row = _last(session, district.id, key, lang)
    return Template(key, lang, row.text, TEMPLATES[key, lang].slots) if row else _filled(district, key, lang)


def _filled(district: District, key: str, lang: str) -> Template:
    name = district.name_hi if lang == "hi" else district.name_en
    return fill_fixed(TEMPLATES[key, lang], dist=name, tel=district.office_phone)
