"""THE EXCHANGE: the command `import` of the office machine. It counts aloud; refusals are no failure of the run."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from datetime import datetime
from typing import Any

import click
from flask.cli import with_appcontext
from flask_babel import force_locale
from flask_babel import gettext as _

from app.exchange import mapping, reasons
from app.exchange.importer import run
from app.exchange.importers import importer
from app.exchange.mapping import Unusable
from app.exchange.report import SHOWN, Report
from app.extensions import db

UNUSABLE = 2  # exit code where nothing could be done at all
LOCALES = {"hi": "hi_IN", "en": "en_IN"}


def make_command(now: Callable[[], datetime]) -> click.Command:
    """The command; `now` tells the time, which nobody below the desks asks for."""

    @click.command("import", help="Take over another portal's list (CSV or CSV.GZ) through a mapping file.")
    @click.argument("mapping_name", metavar="MAPPING")
    @click.argument("place", metavar="FOLDER_OR_FILE", type=click.Path())
    @click.option("--dry-run", is_flag=True, help="Read and check everything, write nothing.")
    @click.option("--as", "username", default="", help="Who imports; else the first person of the cell.")
    @click.option("--lang", type=click.Choice(sorted(LOCALES)), default="hi", help="Language of the report.")
    @click.pass_context
    @with_appcontext
    def import_command(
        context: click.Context, mapping_name: str, place: str, dry_run: bool, username: str, lang: str
    ) -> None:
        with force_locale(LOCALES[lang]):
            try:
                at = now()
                listed = mapping.load(mapping_name)
                by = importer(db.session(), username, at=at)
                db.session.rollback()  # the file is read first, and nobody is kept waiting meanwhile
                told = run(db.session(), listed, place, by=by, at=at, dry_run=dry_run)
            except Unusable as bad:
                click.echo(reasons.unusable(bad.code, **bad.facts), err=True)
                context.exit(UNUSABLE)
            for line in lines(told):
                click.echo(line)

    return import_command


def lines(told: Report) -> Iterator[str]:
    """The printed report: counts, what was folded and noted, then every refused line with column and reason."""
    yield f"{told.mapping}: {told.file}"
    if told.is_dry:
        yield _("Only tried – nothing was written.")
    counts = told.as_counts()
    yield from _table(reasons.COUNTED, {name: counts[name] for name in reasons.COUNTED}, indent=0)
    for title, words, found in (
        (_("Folded:"), reasons.FOLDED, told.folds), (_("Oddities:"), reasons.NOTED, told.notes),
    ):  # fmt: skip
        if found:
            yield title
            yield from _table(words, found, indent=2)
    yield from _refusals(told)


def _table(words: Mapping[str, Any], found: Mapping[str, Any], *, indent: int) -> Iterator[str]:
    for code, number in found.items():
        yield f"{'':{indent}}{number:>8}  {words[code]}"


def _refusals(told: Report) -> Iterator[str]:
    if not told.refused:
        return
    yield _("Not taken:")
    for row in told.refused_lines:
        said = f" “{row.value}”" if row.value else ""
        where = _("line %(line)s", line=row.line)
        yield f"  {where}, {row.field or '–'}: {reasons.REFUSED[row.reason]}{said}"
    if told.refused > SHOWN:
        yield _("  … and %(more)s more; all of them are in the register of imports.", more=told.refused - SHOWN)
