"""The addresses in messages: one for each person, kind and cycle, for a time, unguessable, and in the message."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

import pytest
from flask import Flask
from sqlalchemy import select

from app.complaints import links
from app.domain.sms import SLOT_UNITS, SlotKind
from app.extensions import db
from app.models.complaint import Complaint
from app.models.notice import Notice
from app.models.say import PublicLink
from tests.complaints.way import disposed
from tests.office import Office, make_office, register_and_mark

NOON = datetime(2026, 9, 1, 6, 30, tzinfo=UTC)
DAY = timedelta(days=1)


@pytest.fixture
def office(app: Flask) -> Iterator[Office]:
    with app.app_context():
        links.init("nvgm.in")
        yield make_office(db.session, NOON)
        db.session.remove()


def said(key: str) -> list[Notice]:
    return list(db.session.scalars(select(Notice).where(Notice.template_key == key).order_by(Notice.id)))


def made(kind: str) -> list[PublicLink]:
    return list(db.session.scalars(select(PublicLink).where(PublicLink.kind == kind).order_by(PublicLink.id)))


def test_the_first_message_leads_to_the_complaint(office: Office) -> None:
    register_and_mark(db.session, office, at=NOON)
    (link,) = made("track")
    assert f" nvgm.in/t/{link.token} " in said("S01")[0].rendered
    assert len(link.token) == links.LENGTH
    assert set(link.token) <= set(links.ALPHABET)
    assert links.opened(db.session, link.token.upper() + " ", "track", at=NOON) is link, "typed by hand"
    assert links.opened(db.session, link.token, "feedback", at=NOON) is None
    assert links.opened(db.session, link.token, "track", at=link.until) is None


def test_the_question_leads_to_its_own_cycle_only(office: Office) -> None:
    complaint: Complaint = disposed(db.session, office, at=NOON)
    (first,) = made("feedback")
    assert f"nvgm.in/f/{first.token}" in said("S08")[0].rendered
    assert (first.cycle, first.complaint_id) == (1, complaint.id)


def test_a_link_is_made_once_and_lasts_longer_when_it_is_said_again(office: Office) -> None:
    complaint = register_and_mark(db.session, office, at=NOON)
    (link,) = made("track")
    later = link.until - DAY
    assert links.token_for(db.session, complaint, link.complainant_id, "track", at=later) == link.token
    assert made("track") == [link]
    assert link.until == later + links.LASTS["track"]


def test_the_longest_address_of_an_office_fits_its_slot() -> None:
    assert links.longest("grievances.in.gov") == SLOT_UNITS[SlotKind.LINK]
