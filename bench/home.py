"""THE BENCH: an office of its own in a folder of its own – the demo district, and as many complaints more as asked."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

from flask import Flask
from flask_migrate import upgrade
from sqlalchemy import func, select, text
from sqlalchemy.orm import Session

from app.accounts import sessions
from app.complaints.actions.mark import mark
from app.complaints.actions.register import Petition, register
from app.complaints.actions.work import acknowledge, comment
from app.complaints.actor import Actor
from app.demo import load
from app.domain.calendar import ist_date
from app.domain.policy import Role
from app.extensions import db
from app.factory import create_app
from app.models.account import Person
from app.models.category import Category
from app.models.complaint import Complaint
from app.models.event import Event
from app.models.office import Post
from app.models.place import Place
from app.settings import Settings
from bench import crowd

FRESH = 40  # complaints given to the officer by the real actions: to accept one by one, a full page in every home
UNMARKED = 25
LINES = 30  # of history on the case page
TEXT = "गली में नाली का पानी भरा है, आने जाने में परेशानी है।"


@dataclass
class Home:
    """An office: `size` complaints in all; `case` is the number of the one with 30 lines, `fresh` are not accepted."""

    app: Flask
    size: int
    case: str
    fresh: list[str]


def _app(folder: Path, database_url: str, **more: str) -> Flask:
    told = {"NIVARAN_ENV": "test", "NIVARAN_HOME": str(folder), "DATABASE_URL": database_url, **more}
    return create_app(Settings.from_env(told))


def _close(app: Flask) -> None:
    with app.app_context():
        db.session.remove()
        for engine in app.extensions["sqlalchemy"].engines.values():
            engine.dispose()


def found(folder: Path, database_url: str) -> None:
    """The demo district alone, to be copied. Files lie in `folder`, for all copies."""
    folder.mkdir(parents=True, exist_ok=True)
    app = _app(folder, database_url)
    with app.app_context():
        upgrade(directory=str(Path(app.root_path).parent / "migrations"))
        load.load(db.session, app.extensions["photos"], at=datetime.now(UTC))
        db.session.commit()
    _close(app)


@contextmanager
def opened(folder: Path, database_url: str, more: int, pending: float, **told: str) -> Iterator[Home]:
    """A copy of the demo district, filled with `more` complaints; `told` are settings of its own. Closed afterwards."""
    app = _app(folder, database_url, **told)
    with app.app_context():
        at = datetime.now(UTC)
        if more:
            crowd.fill(db.session, more, at=at, pending=pending)
        case, fresh = prepare(db.session, at)
        db.session.commit()
        if db.engine.dialect.name == "postgresql":
            db.session.execute(text("ANALYZE"))  # as its autovacuum does; nobody does it for SQLite
            db.session.commit()
        size = db.session.scalar(select(func.count()).select_from(Complaint)) or 0
        db.session.remove()
    yield Home(app, size, case, fresh)
    _close(app)


def actor_of(session: Session, username: str, at: datetime) -> Actor:
    """A demo user in the first charge, as a session would build it."""
    person = session.scalars(select(Person).where(Person.username == username)).one()
    post = session.get_one(Post, sessions.charges_of(session, person.id, at)[0].post_id)
    return Actor(district_id=person.district_id, role=Role(post.kind.role), person_id=person.id, post_id=post.id,
                 department_id=post.department_id, place_id=post.place_id)  # fmt: skip


def prepare(session: Session, at: datetime) -> tuple[str, list[str]]:
    """By the real actions: a full worklist, a full marking desk, a case of 30 lines. (case number, fresh numbers)."""
    cell, officer = actor_of(session, "cell", at), actor_of(session, "officer", at)
    post = session.get_one(Post, officer.post_id)
    category = session.scalars(
        select(Category).where(Category.department_id == post.department_id).where(Category.is_confidential.is_(False))
    ).first()
    place = session.scalars(select(Place).where(Place.kind == "village", Place.block_id == post.place_id)).first()
    assert category is not None, "the officer of the demo district belongs to a department with categories"
    made = [_register(session, n, place, cell, at) for n in range(FRESH + 1 + UNMARKED)]
    for complaint in made[: FRESH + 1]:
        mark(session, complaint.id, category=category, post=post, by=cell, at=at)
    told = made[FRESH]
    acknowledge(session, told.id, next_step="visit", next_step_on=ist_date(at), by=officer, at=at)
    events = session.scalar(select(func.count()).where(Event.complaint_id == told.id)) or 0
    for n in range(events, LINES):
        comment(session, told.id, text=f"{n}. मौके पर गया, काम आधा हो चुका है।", by=officer, at=at)
    return told.number, [complaint.number for complaint in made[:FRESH]]


def _register(session: Session, n: int, place: Place | None, cell: Actor, at: datetime) -> Complaint:
    petition = Petition(source="WLK", text=f"{TEXT} {n}", name="रामकली देवी", mobile=f"98{n:08d}", place=place)
    return register(session, petition, by=cell, at=at - timedelta(minutes=1))
