"""THE DEMO DISTRICT: the persons, and which of them sits on which chair since when."""

from __future__ import annotations

from datetime import datetime, timedelta

from sqlalchemy.orm import Session

from app.accounts.passwords import make_hash
from app.demo.masters import Registers, read
from app.demo.people import DEMO_PASSWORD
from app.models.account import Person
from app.models.office import Charge


def write(session: Session, book: Registers, *, since: datetime, at: datetime) -> int:
    """Write persons and charges; the count of persons. One hash serves all: hashing 110 times would take a minute."""
    data, stored = read("people"), make_hash(DEMO_PASSWORD)
    persons = {
        row["username"]: Person(
            district_id=book.district.id, username=row["username"], name_hi=row["hi"], name_en=row["en"],
            phone=row["phone"], password_hash=stored, is_demo=True, created_at=since,
        )
        for row in data["people"]
    }  # fmt: skip
    session.add_all(persons.values())
    session.flush()
    session.add_all(
        Charge(
            district_id=book.district.id, post_id=book.posts[row["post"]].id, person_id=persons[row["person"]].id,
            kind=row["kind"], from_at=at - timedelta(days=row["since_days_ago"]),
        )
        for row in data["charges"]
    )  # fmt: skip
    session.flush()
    return len(persons)
