"""THE TESTS: a tiny district of real rows – one department, a ladder of four levels, somebody in every chair.

`make_office(session, at)` builds it, `register_and_mark(...)` brings complaints in through the real actions.
Everybody signs in with the name of the post and DEMO_PASSWORD.
"""

from __future__ import annotations

import functools
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from flask import Flask
from sqlalchemy.orm import Session

from app.accounts.passwords import make_hash
from app.complaints.actions.mark import mark
from app.complaints.actions.register import Petition, register
from app.complaints.actor import Actor
from app.complaints.placing import tree_of
from app.domain.policy import Role
from app.extensions import db
from app.models.account import Person
from app.models.category import Category
from app.models.complaint import Complaint
from app.models.office import Charge, Department, District, LadderRung, Post, PostKind
from app.models.place import Place
from app.notices import texts
from tests.client import DEMO_PASSWORD, QualityClient

# code: role, usual level, whom it reports to, area of its rung, place, inside the department?
POSTS = {
    "dc": (Role.DC, 4, None, "district", "D", False),
    "nodal": (Role.NODAL, 0, "dc", None, "D", False),
    "cell": (Role.CELL, 0, "nodal", None, "D", False),
    "caller": (Role.CALLER, 0, "nodal", None, "D", False),
    "admin": (Role.ADMIN, 0, "nodal", None, "D", False),
    "auditor": (Role.AUDITOR, 0, "nodal", None, "D", False),
    "hod": (Role.HOD, 3, "dc", "department", "D", True),
    "sdm": (Role.SDM, 2, "hod", "sub_division", "S", True),
    "officer": (Role.OFFICER, 1, "sdm", "block", "B", True),
}
LONG_AGO = timedelta(days=400)


@dataclass
class Office:
    """The district and its rows by code. `villages` lie in block B of sub-division S."""

    district: District
    department: Department
    category: Category
    places: dict[str, Place]
    posts: dict[str, Post] = field(default_factory=dict)
    people: dict[str, Person] = field(default_factory=dict)
    actors: dict[str, Actor] = field(default_factory=dict)

    @property
    def village(self) -> Place:
        return self.places["V"]


@functools.cache
def _hash() -> str:
    return make_hash(DEMO_PASSWORD)


def make_office(session: Session, at: datetime, *, letters: str = "NG") -> Office:
    """A district in office since long before `at`. Flushes; the caller commits."""
    since = at - LONG_AGO
    district = District(
        letters=letters, lgd_code=9991 if letters == "NG" else 9992, name_hi="नवग्राम", name_en="Navgram",
        office_phone="01234-500100",
    )  # fmt: skip
    session.add(district)
    session.flush()
    scope = {"district_id": district.id, "valid_from": since}
    department = Department(code="PWD", name_hi="लोक निर्माण", name_en="Public works", **scope)
    session.add(department)
    places = _places(session, scope)
    session.flush()
    category = Category(
        code="ROAD", department_id=department.id, name_hi="सड़क", name_en="Road", profile="standard", proof="photo",
        words=["सड़क"], **scope,
    )  # fmt: skip
    session.add(category)
    office = Office(district, department, category, places)
    for code in POSTS:
        _seat(session, office, code, scope, since)
    for code, post in office.posts.items():
        office.actors[code] = Actor(
            district_id=district.id, role=POSTS[code][0], person_id=office.people[code].id, post_id=post.id,
            department_id=post.department_id, place_id=post.place_id,
            tree=tree_of(session, post.id) if code == "sdm" else frozenset(),
        )  # fmt: skip
    texts.register(session, district, at=since)
    return office


def _places(session: Session, scope: dict[str, Any]) -> dict[str, Place]:
    root = Place(code="D", kind="district", name_hi="नवग्राम", name_en="Navgram", **scope)
    session.add(root)
    session.flush()
    places = {"D": root}
    for code, kind, above in (("S", "sub_division", "D"), ("B", "block", "S"), ("V", "village", "B")):
        place = Place(code=code, kind=kind, parent_id=places[above].id, name_hi=f"स्थान {code}",
                      name_en=f"Place {code}", **scope)  # fmt: skip
        session.add(place)
        session.flush()
        for column, owner in (("sub_division_id", "S"), ("block_id", "B")):
            holder = place if code == owner else places.get(owner)
            setattr(place, column, holder.id if holder else None)
        places[code] = place
    return places


def _seat(session: Session, office: Office, code: str, scope: dict[str, Any], since: datetime) -> None:
    """A kind of post, its post, its rung on the ladder and the person in the chair."""
    role, level, above, area, where, inside = POSTS[code]
    kind = PostKind(code=code, name_hi=code, name_en=code, role=role.value, **scope)
    session.add(kind)
    session.flush()
    post = Post(
        code=code, kind_id=kind.id, department_id=office.department.id if inside else None,
        place_id=office.places[where].id, reports_to_id=office.posts[above].id if above else None, level=level,
        name_hi=f"पद {code}", name_en=f"Post {code}", **scope,
    )  # fmt: skip
    username = code if office.district.letters == "NG" else f"{code}.{office.district.letters.lower()}"
    person = Person(
        district_id=office.district.id, username=username, name_hi=f"श्री {code}", name_en=f"Shri {code}",
        phone=f"98000000{len(office.posts):02d}", password_hash=_hash(), created_at=since,
    )  # fmt: skip
    session.add_all([post, person])
    session.flush()
    if area:
        session.add(
            LadderRung(department_id=office.department.id, level=level, post_kind_id=kind.id, area=area, **scope)
        )
    session.add(
        Charge(district_id=office.district.id, post_id=post.id, person_id=person.id, kind="regular", from_at=since)
    )
    session.flush()
    office.posts[code], office.people[code] = post, person


def petition(office: Office, *, no: int = 1, mobile: str = "", **told: Any) -> Petition:
    """What the counter writes down; `no` makes another complainant with another number."""
    facts: dict[str, Any] = {
        "source": "WLK", "text": f"गाँव की सड़क टूटी हुई है, गड्ढे में पानी भरा रहता है ({no})", "name": f"फरियादी {no}",
        "mobile": mobile or f"97{no:08d}", "place": office.village,
    }  # fmt: skip
    return Petition(**(facts | told))


def register_one(session: Session, office: Office, *, at: datetime, no: int = 1, **told: Any) -> Complaint:
    """One complaint that waits with the cell."""
    return register(session, petition(office, no=no, **told), by=office.actors["cell"], at=at)


def register_and_mark(session: Session, office: Office, *, at: datetime, no: int = 1, **told: Any) -> Complaint:
    """One complaint in the first officer's hands, its clocks running. Flushes; the caller commits."""
    complaint = register_one(session, office, at=at, no=no, **told)
    return mark(
        session, complaint.id, category=office.category, post=office.posts["officer"], by=office.actors["cell"], at=at
    )


def one_complaint(app: Flask, *, at: datetime, bring: Callable[..., Complaint] = register_and_mark) -> str:
    """A fresh application's office with a single complaint; its number. Commits."""
    with app.app_context():
        complaint = bring(db.session, make_office(db.session, at), at=at)
        db.session.commit()
        return complaint.number


def seated(app: Flask, username: str) -> QualityClient:
    """A browser in which this person has signed in."""
    client: QualityClient = app.test_client()  # type: ignore[assignment]
    client.sign_in(username)
    return client
