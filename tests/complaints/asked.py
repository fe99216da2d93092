"""THE TESTS: a second department beside the first, proposals of each kind, and papers, for the tests of requests."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy.orm import Session

from app.complaints.actions import close_special, decide, extend, hold, refuse, reject, transfer, work
from app.complaints.actor import Actor
from app.complaints.proofs import Offered
from app.domain.calendar import ist_date
from app.domain.policy import Role
from app.evidence.keep import Kept
from app.extensions import db
from app.models.account import Person
from app.models.category import Category
from app.models.complaint import Complaint
from app.models.office import Charge, Department, LadderRung, Post
from app.models.report import Request
from tests.complaints.way import HOUR, START, accepted
from tests.office import LONG_AGO, Office, register_one

WHY = "यह नाली जल विभाग की पाइप के कारण भरती है, काम उसी विभाग का है"
SAID = "ठीक है साहब, मैं अदालत के फ़ैसले तक रुक जाऊँगा"
NO = "पहले मौके पर जाकर देखें, फिर बताएँ"
YES = "कागज़ देख लिया है, ठीक है"

DAY = timedelta(days=1)
NEW = "9711111111"
THEN = START + 3 * HOUR


def say(
    row: Request, by: Actor, at: datetime = THEN + HOUR, granted: bool = True, text: str = YES, **rest: Any
) -> Request:
    """What the one who is asked says to a request."""
    return decide.decide(db.session, row.complaint_id, row.kind, granted=granted, text=text, by=by, at=at, **rest)  # type: ignore[arg-type]


@dataclass
class Other:
    """The second department: its category and who sits there."""

    department: Department
    category: Category
    posts: dict[str, Post]
    actors: dict[str, Actor]


def second_department(session: Session, office: Office, at: datetime = START) -> Other:
    """Water supply, with the same kinds of post at the same places."""
    scope = {"district_id": office.district.id, "valid_from": at - LONG_AGO}
    department = Department(code="PHED", name_hi="जल विभाग", name_en="Water supply", **scope)
    session.add(department)
    session.flush()
    category = Category(
        code="WATER", department_id=department.id, name_hi="पानी", name_en="Water", profile="standard", proof="none",
        words=["पानी"], **scope,
    )  # fmt: skip
    session.add(category)
    other = Other(department, category, {}, {})
    areas = {"hod": "department", "sdm": "sub_division", "officer": "block"}
    above: Post = office.posts["dc"]
    for code, area in areas.items():
        first = office.posts[code]
        above = _seat(session, office, other, code, first, above, area, scope)
    session.flush()
    return other


def _seat(session, office, other, code, first, above, area, scope) -> Post:  # type: ignore[no-untyped-def]
    post = Post(
        code=f"{code}.w", kind_id=first.kind_id, department_id=other.department.id, place_id=first.place_id,
        reports_to_id=above.id, level=first.level, name_hi=f"जल {code}", name_en=f"Water {code}", **scope,
    )  # fmt: skip
    person = Person(
        district_id=office.district.id, username=f"{code}.w", name_hi=f"श्री जल {code}", name_en=f"Shri water {code}",
        phone=f"98000001{len(other.posts):02d}", password_hash=office.people[code].password_hash,
        created_at=scope["valid_from"],
    )  # fmt: skip
    session.add_all([post, person])
    session.flush()
    session.add(
        LadderRung(department_id=other.department.id, level=first.level, post_kind_id=first.kind_id, area=area, **scope)
    )
    charge(session, post, person, scope["valid_from"])
    other.posts[code] = post
    other.actors[code] = Actor(
        district_id=office.district.id, role=Role(code), person_id=person.id, post_id=post.id,
        department_id=other.department.id, place_id=post.place_id,
    )  # fmt: skip
    return post


def charge(session: Session, post: Post, person: Person, since: datetime) -> None:
    """Put a person into a chair, beside whatever chair they have."""
    session.add(
        Charge(district_id=post.district_id, post_id=post.id, person_id=person.id, kind="regular", from_at=since)
    )
    session.flush()


def empty(session: Session, post: Post, at: datetime) -> None:
    """Whoever sits there leaves."""
    for row in session.query(Charge).filter(Charge.post_id == post.id, Charge.to_at.is_(None)):
        row.to_at = at
    session.flush()


def paper(kind: str = "letter", no: int = 1) -> Offered:
    """A paper as it lies in the store."""
    kept = Kept(sha256=f"{no:064x}", store_key=f"aa/{no}", mime="application/pdf", size=1200)
    return Offered(kept=kept, kind=kind)


def spoken(session: Session, office: Office, at: datetime = START, no: int = 1) -> Complaint:
    """In action with the officer, who has spoken with the complainant."""
    complaint = accepted(session, office, at, no)
    work.log_dialogue(
        session, complaint.id, kind="call", result="talked", text="बात हुई", by=office.actors["officer"],
        at=at + 2 * HOUR,
    )  # fmt: skip
    return complaint


def asks_transfer(session: Session, complaint: Complaint, to: Other, by: Actor, at: datetime) -> Request:
    return transfer.ask(session, complaint.id, category=to.category, reason_code="not_our_work", text=WHY, by=by, at=at)


def asks_hold(
    session: Session, complaint: Complaint, by: Actor, at: datetime, *, days: int = 20, kind: str = "court", no: int = 1
) -> Request:
    asked = hold.Asked(kind, WHY, ist_date(at) + timedelta(days=days), paper("order", no), "CWP 12/2026")
    return hold.ask(session, complaint.id, asked, by=by, at=at)


def asks_days(session: Session, complaint: Complaint, by: Actor, at: datetime, days: int = 5) -> Request:
    return extend.ask(session, complaint.id, days=days, reason_code="material", text=WHY, by=by, at=at)


def asks_closure(
    session: Session, complaint: Complaint, by: Actor, at: datetime, code: str = "not_possible_policy"
) -> Request:
    asked = close_special.Asked(code, WHY, SAID, paper("order", 2))
    return close_special.ask(session, complaint.id, asked, by=by, at=at)


def asks_rejection(session: Session, complaint: Complaint, by: Actor, at: datetime) -> Request:
    asked = reject.Asked("false", WHY, paper("statement", 3), None, "सरपंच")
    return reject.ask(session, complaint.id, asked, by=by, at=at)


def asks_refusal(session: Session, office: Office, at: datetime = START, no: int = 1) -> Request:
    complaint = register_one(session, office, at=at, no=no)
    return refuse.ask(
        session, complaint.id, reason_code="service_matter", text=WHY, where_to_go="अपने विभाग के स्थापना अधिकारी",
        by=office.actors["cell"], at=at + HOUR,
    )  # fmt: skip
