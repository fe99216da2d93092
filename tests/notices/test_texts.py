"""A district's texts are there when they are first needed, and a page that only shows one writes nothing."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from flask import Flask
from sqlalchemy import delete, func, select

from app.domain.sms_texts import TEMPLATES
from app.extensions import db
from app.models.notice import Notice, NoticeTemplate
from app.notices import texts
from tests.office import make_office, register_and_mark

NOON = datetime(2026, 9, 1, 6, 30, tzinfo=UTC)


def count() -> int:
    return db.session.scalar(select(func.count()).select_from(NoticeTemplate)) or 0


def test_the_first_notice_of_a_new_district_registers_its_texts(any_app: Flask) -> None:
    with any_app.app_context():
        office = make_office(db.session, NOON)
        db.session.execute(delete(NoticeTemplate))
        shown = texts.wording(db.session, office.district, "S01", "hi")
        assert count() == 0
        register_and_mark(db.session, office, at=NOON)
        assert count() == len(TEMPLATES)
        assert db.session.scalars(select(Notice.template_key).order_by(Notice.template_key)).all() == ["O01", "S01"]
        template = texts.template_of(texts.current(db.session, office.district.id, "S01", "hi", at=NOON))
        assert template == texts.wording(db.session, office.district, "S01", "hi") == shown
        assert count() == len(TEMPLATES)
        with pytest.raises(texts.NoSuchText):
            texts.current(db.session, office.district.id, "S99", "hi", at=NOON)
