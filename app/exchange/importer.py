"""THE EXCHANGE: one run over one portal's list. Each complaint is its own savepoint; a hundred rows are one commit."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from itertools import islice
from pathlib import Path

from sqlalchemy.orm import Session

from app.complaints.actor import Actor
from app.exchange import reader, report
from app.exchange.application import Applier
from app.exchange.mapping import ListMapping, Unusable
from app.exchange.reader import Record
from app.exchange.report import Outcome, Report
from app.exchange.shelf import Shelf
from app.models.imports import ImportBatch

CHUNK = 100


def run(
    session: Session, mapping: ListMapping, place: str | Path, *, by: Actor, at: datetime, dry_run: bool = False
) -> Report:
    """Take over a list: `place` is its folder, or its main file (whose folder then holds the history).

    Commits as it goes; a run that was cut is simply run again. Raises Unusable before anything is written when the
    file or a needed column is not there. `dry_run` reads and checks everything and writes nothing.
    """
    main, past = _files(Path(place), mapping)
    told = Report(mapping=mapping.name, file=main.name, is_dry=dry_run)
    shelf = Shelf()
    try:
        problems = _shelve(shelf, mapping, main, past, told)
        batch = None if dry_run else _open_batch(session, mapping, main, by, at)
        applier = Applier(session, mapping, shelf, batch_id=batch, by=by, at=at, dry_run=dry_run)
        _keep(session, problems, told, by, batch)
        work = shelf.rows()
        while chunk := list(islice(work, CHUNK)):
            _keep(session, applier.take(chunk), told, by, batch)
        _keep(session, _strays(shelf, mapping), told, by, batch)
        told.deeds = applier.deeds
        if batch is not None:
            _close_batch(session, batch, told, at)
    finally:
        shelf.close()
    return told


def _files(place: Path, mapping: ListMapping) -> tuple[Path, Path | None]:
    folder = place if place.is_dir() else place.parent
    main = reader.find(place, mapping.names) if place.is_dir() else place
    if main is None or not main.is_file():
        raise Unusable("no_file", place=str(place), names=", ".join(mapping.names))
    if mapping.history is None:
        return main, None
    past = reader.find(folder, mapping.history.names)
    if past is None:
        raise Unusable("no_file", place=str(folder), names=", ".join(mapping.history.names))
    return main, past


def _shelve(shelf: Shelf, mapping: ListMapping, main: Path, past: Path | None, told: Report) -> list[Outcome]:
    """Put both files on the shelf; gives back what cannot be used at all."""
    problems: list[Outcome] = []
    columns = mapping.columns.all() | ({mapping.history.complaint_key} if mapping.history else set())
    rows = _records(main, mapping, columns)
    shelf.keep_rows(_usable(rows, mapping.columns.number, "", problems, told))
    if mapping.history and past:
        deeds = _records(past, mapping, mapping.history.all())
        shelf.keep_actions(_usable(deeds, mapping.history.complaint, f"{past.name}: ", problems))
    return problems


def _records(path: Path, mapping: ListMapping, needed: set[str]) -> Iterator[Record]:
    return reader.records(path, encoding=mapping.encoding, delimiter=mapping.delimiter, needed=needed)


def _usable(
    records: Iterator[Record], key: str, where: str, problems: list[Outcome], told: Report | None = None
) -> Iterator[tuple[Record, str]]:
    for record in records:
        if told is not None:
            told.rows += 1
        number = record.values.get(key, "").strip()
        problem = record.problem or ("" if number else "required")
        if problem:
            field = f"{where}{key}" if problem == "required" else where.removesuffix(": ")
            problems.append(Outcome(record.line, "refused", field=field, reason=problem))
        else:
            yield record, number


def _strays(shelf: Shelf, mapping: ListMapping) -> list[Outcome]:
    """Dated actions of complaints that the file does not have."""
    if mapping.history is None:
        return []
    column = f"{mapping.history.names[0]}: {mapping.history.complaint}"
    return [
        Outcome(line, "noted", field=column, reason="stray_action", value=complaint)
        for line, complaint in shelf.unclaimed()
    ]


def _open_batch(session: Session, mapping: ListMapping, main: Path, by: Actor, at: datetime) -> int:
    batch = ImportBatch(
        district_id=by.district_id, mapping=mapping.name, file_name=main.name,
        file_sha256=reader.fingerprint(main), started_at=at, person_id=by.person_id, counts={},
    )  # fmt: skip
    session.add(batch)
    session.commit()
    return batch.id


def _close_batch(session: Session, batch: int, told: Report, at: datetime) -> None:
    row = session.get_one(ImportBatch, batch)
    row.counts, row.ended_at = told.as_counts(), at
    session.commit()


def _keep(session: Session, outcomes: list[Outcome], told: Report, by: Actor, batch: int | None) -> None:
    """Count outcomes, write them down, commit, and let go of everything that was loaded."""
    for outcome in outcomes:
        told.take(outcome)
    if batch is None:
        session.rollback()  # nothing was written; a long trial must not keep the writers out
        return
    report.write(session, outcomes, district_id=by.district_id, batch_id=batch)
    session.commit()
    session.expunge_all()
