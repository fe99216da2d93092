"""Commands for the office machine: first admin, places, import, sweep, escalate-now, verify, count-again,
the rulebook, the gateway's self-test, the demo."""

from __future__ import annotations

import sys
from datetime import UTC, datetime
from itertools import islice

import click
from flask import Flask, current_app
from flask.cli import AppGroup
from sqlalchemy import select

from app import queue
from app.accounts.beginning import FIRST_ADMIN
from app.accounts.people import is_demo
from app.cli.first_admin import make_command as make_first_admin
from app.cli.places import make_command as make_places
from app.cli.rulebook import rulebook
from app.cli.sms import sms_selftest
from app.complaints import chain, ledger_check, movements
from app.complaints.actions.escalate import due_alarms, escalate
from app.complaints.actor import system
from app.exchange.command import make_command
from app.extensions import db
from app.models.complaint import Complaint
from app.models.office import District

NAMED = 20  # deadlines that do not tie are named up to here
demo = AppGroup("demo", help="The invented demo district.")


def _now() -> datetime:
    return datetime.now(UTC)


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
    """Check each district: the chain of events, the sums kept of them, every complaint against its history, and every
    deadline against its clock events.

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
        for number, what in islice(ledger_check.verify(db.session, district.id), NAMED):
            broken = True
            click.echo(f"{district.letters}: the deadline of {number} is not what its clock events lead to ({what})")
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
    told = load.sign_ins_text(settings) if is_demo(db.session) else FIRST_ADMIN
    settings.sign_ins_file.write_text(told, encoding="utf-8")


def install(app: Flask) -> None:
    """Register the commands."""
    for command in (
        make_first_admin(_now),
        make_places(_now),
        make_command(_now),
        sweep,
        escalate_now,
        verify,
        count_again,
        rulebook,
        sms_selftest,
        demo,
    ):
        app.cli.add_command(command)
