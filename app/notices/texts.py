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
    """The district has no text for this key and language."""


def register(session: Session, district: District, *, at: datetime) -> int:
    """Write the district's version of every text that is new or changed; the count. Old versions are retired, kept."""
    written = 0
    for (key, lang), template in TEMPLATES.items():
        name = district.name_hi if lang == "hi" else district.name_en
        fixed = fill_fixed(template, dist=name, tel=district.office_phone)
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


def current(session: Session, district_id: int, key: str, lang: str) -> tuple[NoticeTemplate, Template]:
    """The row in force and the template that renders it. Raises NoSuchText."""
    row = _last(session, district_id, key, lang)
    if row is None:
        raise NoSuchText(f"{key} {lang}")
    kinds = TEMPLATES[key, lang].slots
    return row, Template(key, lang, row.text, kinds)
