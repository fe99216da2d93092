"""The command places: a district's places from a list (CSV). Every line is told; a list taken again changes nothing."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator
from datetime import datetime
from pathlib import Path

import click
from flask.cli import with_appcontext
from flask_babel import force_locale
from flask_babel import gettext as _
from sqlalchemy import select
from sqlalchemy.orm import Session

from app.accounts.places import Written, take
from app.complaints.actor import Actor, system
from app.complaints.errors import Refused
from app.domain.text import clean, latin_digits
from app.exchange import reasons
from app.exchange.command import LOCALES, UNUSABLE
from app.exchange.mapping import Unusable
from app.exchange.reader import Record, records
from app.extensions import db
from app.models.office import District
from app.web.messages import sentence

COLUMNS = ("kind", "code", "parent", "name_hi", "name_en", "lgd_code")
NEEDED = ("kind", "name_hi", "name_en")


def make_command(now: Callable[[], datetime]) -> click.Command:
    """The command; `now` tells the time."""

    @click.command("places", help=f"Take places from a CSV with the columns {', '.join(COLUMNS)}. Parents first.")
    @click.argument("file", type=click.Path(path_type=Path))
    @click.option("--lang", type=click.Choice(sorted(LOCALES)), default="hi", help="Language of the report.")
    @click.pass_context
    @with_appcontext
    def places(context: click.Context, file: Path, lang: str) -> None:
        district = db.session.scalar(select(District).order_by(District.id).limit(1))
        if district is None:
            raise click.ClickException("there is no district yet: begin with create-admin")
        with force_locale(LOCALES[lang]):
            try:
                for line in taken(db.session(), file, by=system(district.id), at=now()):
                    click.echo(line)
            except Unusable as bad:
                click.echo(reasons.unusable(bad.code, **bad.facts), err=True)
                context.exit(UNUSABLE)
            db.session.commit()

    return places


def taken(session: Session, file: Path, *, by: Actor, at: datetime) -> Iterator[str]:
    """Take every line by itself and say what became of it; the sums at the end. Raises Unusable."""
    told: Counter[str] = Counter()
    words = {"in": _("in"), "same": _("same"), "refused": _("refused")}
    for record in records(file, encoding="utf-8", delimiter=",", needed=set(COLUMNS)):
        reason = ""
        try:
            with session.begin_nested():
                became = "in" if take(session, _written(record), by=by, at=at) else "same"
        except Refused as refused:
            became, reason = "refused", f" – {refused.field or '–'}: {_reason(refused)}"
        told[became] += 1
        name = record.values.get("name_hi", "")
        yield " ".join([_("line %(line)s", line=record.line), f"{name}:", words[became]]) + reason
    yield " · ".join(f"{word} {told[key]}" for key, word in words.items())


def _reason(refused: Refused) -> str:
    known = reasons.REFUSED.get(refused.code)
    return str(known) if known else sentence(refused.code, **refused.facts)


def _written(record: Record) -> Written:
    """The place of a line. Raises Refused for a line that cannot be read."""
    if record.problem:
        raise Refused(record.problem)
    said = {name: clean(record.values[name]).strip() for name in COLUMNS}
    for name in NEEDED:
        if not said[name]:
            raise Refused("required", field=name)
    number = latin_digits(said["lgd_code"])
    if number and not (number.isascii() and number.isdigit() and 0 < int(number) < 100_000_000):
        raise Refused("lgd_number", field="lgd_code")
    return Written(
        kind=said["kind"].lower(), parent=said["parent"], name_hi=said["name_hi"], name_en=said["name_en"],
        lgd_code=int(number) if number else None, code=said["code"],
    )  # fmt: skip
