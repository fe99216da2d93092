"""THE CASEBOOK: codes – six digits, ten minutes, five tries, once; for one number, purpose and complaint."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import select

from app.complaints import codes
from app.complaints.errors import Refused
from app.extensions import db
from app.models.complaint import Complaint
from app.models.notice import Notice
from app.models.say import AccessCode
from tests.complaints.way import START
from tests.office import Office, make_office, register_one

KEY = "k" * 40
MINE, OTHER = "9876500001", "9876500002"
NIGHT = START.replace(hour=19, minute=30)  # 01:00 in India


@pytest.fixture
def office(any_app: Flask):
    with any_app.app_context():
        yield make_office(db.session, START)


def sent(office: Office, at: Any = START, complaint: Complaint | None = None, number: str = MINE, **more: Any) -> str:
    """Ask for a code; the six digits that the message carries."""
    purpose = more.pop("purpose", "look" if complaint else "register")
    codes.send(
        db.session, district_id=office.district.id, number=number, purpose=purpose, complaint=complaint, lang="hi",
        key=KEY, at=at,
    )  # fmt: skip
    notice = db.session.scalars(select(Notice).order_by(Notice.id.desc()).limit(1)).one()
    assert notice.to_number == number
    return str(notice.slots["code"])


def fits(office: Office, code: str, at: Any = START, **other: Any) -> bool:
    asked = {"number": MINE, "purpose": "register", "complaint_id": None, "key": KEY} | other
    return codes.check(db.session, district_id=office.district.id, code=code, at=at, **asked)


def test_a_code_opens_once(office: Office) -> None:
    code = sent(office)
    assert len(code) == 6
    assert fits(office, code)
    assert not fits(office, code)
    row = db.session.scalars(select(AccessCode)).one()
    assert code not in row.code_hash
    assert row.used_at == START


def test_it_may_be_typed_in_hindi_digits_and_with_blanks(office: Office) -> None:
    code = sent(office)
    hindi = code.translate(str.maketrans("0123456789", "०१२३४५६७८९"))
    assert fits(office, f" {hindi[:3]} {hindi[3:]} ")


def test_it_is_over_after_ten_minutes(office: Office) -> None:
    code = sent(office)
    assert not fits(office, code, START + timedelta(minutes=10))
    assert fits(office, code, START + timedelta(minutes=9, seconds=59))


def test_five_wrong_tries_and_the_right_one_no_longer_helps(office: Office) -> None:
    code = sent(office)
    wrong = f"{(int(code) + 1) % 10**6:06}"
    assert [fits(office, wrong) for _ in range(5)] == [False] * 5
    assert not fits(office, code)


def test_it_is_bound_to_number_purpose_complaint_and_key(office: Office) -> None:
    first, second = register_one(db.session, office, at=START, no=1), register_one(db.session, office, at=START, no=2)
    code = sent(office, complaint=first)
    asked = {"purpose": "look", "complaint_id": first.id}
    for other in ({"number": OTHER}, {"purpose": "withdraw"}, {"complaint_id": second.id}, {"key": "x" * 40}):
        assert not fits(office, code, **(asked | other)), other
    assert fits(office, code, **asked)


def test_a_new_one_ends_the_older_of_its_purpose(office: Office) -> None:
    complaint = register_one(db.session, office, at=START, no=1)
    older, kept = sent(office), sent(office, complaint=complaint, purpose="withdraw")
    newer = sent(office, START + timedelta(minutes=1))
    later = START + timedelta(minutes=2)
    if older != newer:
        assert not fits(office, older, later)
    assert fits(office, newer, later)
    assert fits(office, kept, later, purpose="withdraw", complaint_id=complaint.id)


def test_three_in_a_quarter_of_an_hour_for_a_number(office: Office) -> None:
    for minute in range(3):
        sent(office, START + timedelta(minutes=minute))
    with pytest.raises(Refused, match="too_many_codes"):
        sent(office, START + timedelta(minutes=14))
    sent(office, START + timedelta(minutes=14), number=OTHER)
    sent(office, START + timedelta(minutes=15, seconds=1))


def test_ten_in_a_day(office: Office) -> None:
    for hour in range(10):
        sent(office, START + timedelta(hours=hour))
    with pytest.raises(Refused, match="too_many_codes"):
        sent(office, START + timedelta(hours=12))


def test_the_message_leaves_at_any_hour_and_beside_any_other(office: Office) -> None:
    complaint = register_one(db.session, office, at=START, no=1)
    sent(office, NIGHT, complaint)
    sent(office, NIGHT, complaint, purpose="withdraw")
    rows = db.session.scalars(select(Notice).where(Notice.template_key == "S15")).all()
    assert [(row.state, row.next_try_at, row.is_urgent) for row in rows] == [("queued", NIGHT, True)] * 2
    assert complaint.number in rows[0].rendered


def test_what_it_opened_ends_by_itself_and_when_closed(office: Office) -> None:
    complaint = register_one(db.session, office, at=START, no=1)
    code = sent(office, complaint=complaint)
    asked = {"number": MINE, "purpose": "look", "complaint_id": complaint.id, "key": KEY}
    row = db.session.scalars(select(AccessCode)).one()
    assert codes.opened(db.session, row.id, at=START) is None  # not used yet
    used = codes.used(db.session, district_id=office.district.id, code=code, at=START, **asked)
    assert used is row
    hour = START + timedelta(hours=1)
    assert codes.opened(db.session, row.id, at=hour) is row
    assert codes.opened(db.session, row.id, at=START + codes.OPEN_FOR) is None
    codes.close(db.session, row.id, at=hour)
    assert codes.opened(db.session, row.id, at=hour) is None
