"""THE TESTS, the machine: two departments, one person with two charges, and a clock that anybody may turn."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any

from sqlalchemy.orm import Session

from app.accounts.passwords import make_hash
from app.complaints.actor import Actor
from app.domain.policy import Role
from app.models.account import Person
from app.models.category import Category
from app.models.office import Charge, Department, LadderRung, Post
from tests.client import DEMO_PASSWORD
from tests.office import LONG_AGO, Office, make_office

START = datetime(2026, 11, 13, 18, 20, tzinfo=UTC)  # a Friday, 23:50 in India, before a second Saturday
OTHERS = {"other_hod": ("hod", None), "other_officer": ("officer", "other_hod")}


@dataclass
class World:
    """One district of two departments. `actors` also holds the two-charge person as `twin`."""

    office: Office
    categories: dict[str, Category]
    actors: dict[str, Actor]
    at: datetime = START
    serial: int = 0
    numbers: dict[int, str] = field(default_factory=dict)

    @property
    def district_id(self) -> int:
        return self.office.district.id


def build(session: Session) -> World:
    """Flushes; the caller commits."""
    office = make_office(session, START)
    since = START - LONG_AGO
    scope: dict[str, Any] = {"district_id": office.district.id, "valid_from": since}
    other = Department(code="PHE", name_hi="जन स्वास्थ्य", name_en="Public health", **scope)
    session.add(other)
    session.flush()
    profiles = {"ROAD": office.category}
    for code, profile, department, confidential in (
        ("WIRE", "urgent", office.department, False), ("LAND", "complex", office.department, False),
        ("COURT", "hearing", office.department, False), ("HUSH", "standard", office.department, True),
        ("WATER", "standard", other, False),
    ):  # fmt: skip
        profiles[code] = Category(
            code=code, department_id=department.id, name_hi=code, name_en=code, profile=profile, proof="none",
            words=[], is_confidential=confidential, **scope,
        )  # fmt: skip
        session.add(profiles[code])
    office.category.proof = "none"
    session.flush()
    actors = dict(office.actors)
    for code, (like, above) in OTHERS.items():
        actors[code] = _seat(session, office, other, code, like, above, scope, since)
    actors["twin"] = _twin(session, office, since)
    return World(office, profiles, actors)


def _seat(
    session: Session, office: Office, department: Department, code: str, like: str, above: str | None,
    scope: dict[str, Any], since: datetime,
) -> Actor:  # fmt: skip
    """A post of the other department, of the same kind as one of the first, with somebody in it."""
    model = office.posts[like]
    post = Post(
        code=code, kind_id=model.kind_id, department_id=department.id, place_id=model.place_id,
        reports_to_id=(office.posts[above] if above else office.posts["dc"]).id, level=model.level,
        name_hi=code, name_en=code, **scope,
    )  # fmt: skip
    person = Person(
        district_id=office.district.id, username=code, name_hi=code, name_en=code, phone=f"99000000{len(code):02d}",
        password_hash=make_hash(DEMO_PASSWORD), created_at=since,
    )  # fmt: skip
    session.add_all([post, person])
    session.flush()
    area = {"hod": "department", "officer": "block"}[like]
    session.add_all([
        LadderRung(department_id=department.id, level=model.level, post_kind_id=model.kind_id, area=area, **scope),
        Charge(district_id=office.district.id, post_id=post.id, person_id=person.id, kind="regular", from_at=since),
    ])  # fmt: skip
    session.flush()
    office.posts[code], office.people[code] = post, person
    role = Role.HOD if like == "hod" else Role.OFFICER
    return Actor(office.district.id, role, person.id, post.id, department.id, post.place_id)


def _twin(session: Session, office: Office, since: datetime) -> Actor:
    """The officer sits beside that as link officer in the chair of the head of department (D13-10)."""
    hod, person = office.posts["hod"], office.people["officer"]
    session.add(Charge(district_id=office.district.id, post_id=hod.id, person_id=person.id, kind="link", from_at=since))
    session.flush()
    return Actor(office.district.id, Role.HOD, person.id, hod.id, hod.department_id, hod.place_id)


def jumps() -> tuple[timedelta, ...]:
    """How far the clock may be turned: minutes, nights, an outage of three days, and backwards."""
    hours = (0.1, 1, 5, 16, 24, 72, 24 * 8, 24 * 20, -0.5, -30)
    return tuple(timedelta(hours=number) for number in hours)
