"""The command create-admin: the first person of an office, with database, district and chair where they are missing."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from typing import Any

import click
from alembic.runtime.migration import MigrationContext
from flask import current_app
from flask.cli import with_appcontext
from flask_migrate import upgrade
from sqlalchemy import select

from app.accounts import passwords, signin
from app.domain.sms import SlotTooLong
from app.extensions import db
from app.models.account import Person
from app.models.office import Charge, District, Post, PostKind
from app.models.place import Place
from app.notices import texts

BAD_PASSWORDS = {
    "short": f"the password is too short: at least {passwords.MIN_LENGTH} characters",
    "long": f"the password is too long: at most {passwords.MAX_LENGTH} characters",
    "known": "everybody knows this password: choose another one",
}


def make_command(now: Callable[[], datetime]) -> click.Command:
    """The command; `now` tells the time."""

    @click.command("create-admin")
    @click.argument("username")
    @click.option("--name", prompt=True, help="Name of the person.")
    @click.option("--letters", default="", help="District letters for complaint numbers, for a new district.")
    @click.option("--lgd-code", type=int, default=0, help="LGD code of the district, for a new district.")
    @click.option("--district", "district_name", default="", help="Name of the district, for a new district.")
    @click.option("--phone", default="", help="Office phone of the district, for a new district.")
    @click.password_option()
    @with_appcontext
    def create_admin(username: str, name: str, password: str, **new: Any) -> None:
        """Create the first administrator – and the database and the district, where there are none yet."""
        try:
            stored = passwords.make_hash(password)
        except passwords.BadPassword as bad:
            raise click.ClickException(BAD_PASSWORDS[bad.code]) from None
        if _brought_to_head():
            click.echo("The database is made ready: its tables are at the newest version.")
        person = _person(signin.canonical(username), name, stored, new, now())
        db.session.commit()
        click.echo(f"{person.username} may sign in now.")

    return create_admin


def _brought_to_head() -> bool:
    """Bring the database to the newest version; whether anything had to be done."""
    before = _revision()
    upgrade(directory=str(Path(current_app.root_path).parent / "migrations"))
    return _revision() != before


def _revision() -> str | None:
    with db.engine.connect() as connection:
        return MigrationContext.configure(connection).get_current_revision()


def _person(username: str, name: str, stored: str, new: dict[str, Any], at: datetime) -> Person:
    if db.session.scalar(select(Person.id).where(Person.username == username)):
        raise click.ClickException(f"the user name {username} is already taken")
    district = db.session.scalar(select(District).limit(1)) or _new_district(new, at)
    person = Person(
        district_id=district.id, username=username, name_hi=name, name_en=name, password_hash=stored, created_at=at
    )
    db.session.add(person)
    db.session.flush()
    post = _admin_post(district, at)
    db.session.add(Charge(district_id=district.id, post_id=post.id, person_id=person.id, kind="regular", from_at=at))
    return person


def _new_district(new: dict[str, Any], at: datetime) -> District:
    if not (new["letters"] and new["lgd_code"] and new["district_name"]):
        raise click.ClickException("there is no district yet: give --letters, --lgd-code and --district")
    district = District(
        letters=new["letters"].upper(), lgd_code=new["lgd_code"], name_hi=new["district_name"],
        name_en=new["district_name"], office_phone=new["phone"],
    )  # fmt: skip
    db.session.add(district)
    db.session.flush()
    try:
        texts.register(db.session, district, at=at)
    except SlotTooLong as long:
        option = {"dist": "--district", "tel": "--phone"}[long.slot]
        raise click.ClickException(f"{option} is too long for a message: at most {long.limit} characters") from None
    return district


def _admin_post(district: District, at: datetime) -> Post:
    """The administrator's chair, made with what it needs on a fresh district."""
    where = {"district_id": district.id, "valid_from": at}
    place = db.session.scalar(select(Place).where(Place.district_id == district.id, Place.kind == "district"))
    if place is None:
        place = Place(code="district", kind="district", name_hi=district.name_hi, name_en=district.name_en, **where)
        db.session.add(place)
    kind = db.session.scalar(select(PostKind).where(PostKind.district_id == district.id, PostKind.role == "admin"))
    if kind is None:
        kind = PostKind(code="admin", name_hi="प्रशासक", name_en="Administrator", role="admin", **where)
        db.session.add(kind)
    db.session.flush()
    count = len(db.session.scalars(select(Post.id).where(Post.kind_id == kind.id)).all())
    post = Post(
        code=f"admin.{count + 1}", kind_id=kind.id, place_id=place.id, level=0, name_hi=kind.name_hi,
        name_en=kind.name_en, **where,
    )  # fmt: skip
    db.session.add(post)
    db.session.flush()
    return post
