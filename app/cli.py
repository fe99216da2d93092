"""Commands for the office machine: first admin, import, sweep, escalate-now, verify, count-again, the demo."""

from __future__ import annotations

import sys
from datetime import UTC, datetime
from typing import Any

import click
from flask import Flask, current_app
from flask.cli import AppGroup
from sqlalchemy import select

from app import queue
from app.accounts import passwords, signin
from app.complaints import chain, movements
from app.complaints.actions.escalate import due_alarms, escalate
from app.complaints.actor import system
from app.exchange.command import make_command
from app.extensions import db
from app.models.account import Person
from app.models.complaint import Complaint
from app.models.office import Charge, District, Post, PostKind
from app.models.place import Place

demo = AppGroup("demo", help="The invented demo district.")


def _now() -> datetime:
    return datetime.now(UTC)


@click.command("create-admin")
@click.argument("username")
@click.option("--name", prompt=True, help="Name of the person.")
@click.option("--letters", default="", help="District letters for complaint numbers, for a new district.")
@click.option("--lgd-code", type=int, default=0, help="LGD code of the district, for a new district.")
@click.option("--district", "district_name", default="", help="Name of the district, for a new district.")
@click.option("--phone", default="", help="Office phone of the district, for a new district.")
@click.password_option()
def create_admin(username: str, name: str, password: str, **new: Any) -> None:
    """Create the first administrator – and the district, where there is none yet."""
    district = db.session.scalar(select(District).limit(1)) or _new_district(new)
    at = _now()
    try:
        stored = passwords.make_hash(password)
    except passwords.BadPassword as bad:
        raise click.ClickException(f"the password is too {bad.code}") from None
    person = Person(
        district_id=district.id, username=signin.canonical(username), name_hi=name, name_en=name,
        password_hash=stored, created_at=at,
    )  # fmt: skip
    db.session.add(person)
    db.session.flush()
    post = _admin_post(district, at)
    charge = Charge(district_id=district.id, post_id=post.id, person_id=person.id, kind="regular", from_at=at)
    db.session.add(charge)
    db.session.commit()
    click.echo(f"{person.username} may sign in now.")


def _new_district(new: dict[str, Any]) -> District:
    if not (new["letters"] and new["lgd_code"] and new["district_name"]):
        raise click.ClickException("there is no district yet: give --letters, --lgd-code and --district")
    district = District(
        letters=new["letters"].upper(), lgd_code=new["lgd_code"], name_hi=new["district_name"],
        name_en=new["district_name"], office_phone=new["phone"],
    )  # fmt: skip
    db.session.add(district)
    db.session.flush()
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


@click.command("sweep")
def sweep() -> None:
    """Ring for everything that is owed now; the worker does it."""
    rung = [queue.ring_now(name) for name in (queue.SWEEP_NOTICES, queue.CHECK_ALARMS)]
    click.echo("rung" if all(rung) else "Redis is away; the minute sweep does it when it returns")
    sys.exit(0 if all(rung) else 1)


@click.command("escalate-now")
@click.option("--limit", default=10_000, help="At most so many complaints.")
def escalate_now(limit: int) -> None:
    """Raise every complaint whose alarm has rung, here and now, without the worker."""
    at = _now()
    raised = 0
    for complaint_id in due_alarms(db.session, at, limit):
        db.session.rollback()
        complaint = db.session.get_one(Complaint, complaint_id)
        raised += escalate(db.session, complaint_id, by=system(complaint.district_id), at=at)
        db.session.commit()
    click.echo(f"{raised} raised")


@click.command("verify")
def verify() -> None:
    """Check each district: the chain of events, the sums kept of them, and every complaint against its history.

    Exits 1 and names the first bad link, how many sums are wrong, and the complaints that do not tie.
    """
    broken = False
    for district in db.session.scalars(select(District).order_by(District.id)):
        link = chain.verify(db.session, district.id)
        sums = movements.verify(db.session, district.id)
        untied = movements.untied(db.session, district.id)
        broken = broken or link is not None or bool(sums or untied)
        click.echo(f"{district.letters}: {'whole' if link is None else f'broken at link {link}'}")
        if sums:
            click.echo(
                f"{district.letters}: {len(sums)} kept sums differ from the events (count-again writes them anew)"
            )
        if untied:
            click.echo(f"{district.letters}: do not tie with their history: {', '.join(untied)}")
    sys.exit(1 if broken else 0)


@click.command("count-again")
def count_again() -> None:
    """Write the sums of the review tables anew from the events, where `verify` found them wrong."""
    for district in db.session.scalars(select(District).order_by(District.id)):
        movements.rebuild(db.session, district.id)
    db.session.commit()


@demo.command("load")
@click.option("--if-empty", is_flag=True, help="Do nothing where a district exists.")
def load_demo(if_empty: bool) -> None:
    """Load the invented district Navgram with its people and complaints. Refused in production."""
    from app.demo import load

    settings = current_app.extensions["nivaran"]
    if settings.env == "production":
        raise click.ClickException("demo data is refused in production")
    if not load.is_empty(db.session):
        if not if_empty:
            raise click.ClickException("there is a district already")
    else:
        load.load(db.session, current_app.extensions["photos"], at=_now())
        db.session.commit()
    settings.sign_ins_file.write_text(load.sign_ins_text(settings), encoding="utf-8")


def install(app: Flask) -> None:
    """Register the commands."""
    for command in (create_admin, make_command(_now), sweep, escalate_now, verify, count_again, demo):
        app.cli.add_command(command)
