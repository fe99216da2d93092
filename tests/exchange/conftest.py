"""THE TESTS: an office into which lists are imported, and the real lists where they are at hand."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from app.complaints.actor import Actor
from app.exchange import importer, mapping
from app.exchange.report import Report
from app.extensions import db
from app.models.complaint import Complaint
from app.models.event import ChainHead, Event
from app.models.imports import ImportRow
from tests.office import Office, make_office

NOON = datetime(2026, 9, 1, 6, 30, tzinfo=UTC)
DATA = Path(__file__).resolve().parents[2].parent / "shared" / "data"


@dataclass
class Desk:
    """Where a list is handed in."""

    office: Office
    session: Session

    @property
    def by(self) -> Actor:
        return self.office.actors["cell"]

    def take(self, name: str, place: Path, *, at: datetime = NOON, dry_run: bool = False) -> Report:
        return importer.run(self.session, mapping.load(name), place, by=self.by, at=at, dry_run=dry_run)

    def complaint(self, source_no: str) -> Complaint:
        return self.session.scalars(select(Complaint).where(Complaint.source_no == source_no)).one()

    def events(self, source_no: str) -> list[Event]:
        mine = Event.complaint_id == self.complaint(source_no).id
        return list(self.session.scalars(select(Event).where(mine).order_by(Event.no)))

    def told(self, result: str) -> list[tuple[int, str | None, str | None]]:
        """(line, column, reason) of the register of imports."""
        query = select(ImportRow.line, ImportRow.field, ImportRow.reason_code).where(ImportRow.result == result)
        return sorted((row.line, row.field, row.reason_code) for row in self.session.execute(query))

    def head(self) -> tuple[int, str]:
        """The last link of the chain, read afresh."""
        self.session.expire_all()
        row = self.session.get_one(ChainHead, self.office.district.id)
        return row.chain_no, row.hash

    def count(self, model: type) -> int:
        return self.session.scalar(select(func.count()).select_from(model)) or 0


def opened(app: Flask) -> Iterator[Desk]:
    with app.app_context():
        office = make_office(db.session(), NOON)
        db.session.commit()
        yield Desk(office, db.session())
        db.session.remove()


@pytest.fixture
def desk(app: Flask) -> Iterator[Desk]:
    yield from opened(app)


@pytest.fixture
def any_desk(any_app: Flask) -> Iterator[Desk]:
    """The same on both databases."""
    yield from opened(any_app)


@pytest.fixture
def real() -> Path:
    """The folder of the real lists, which never come with the project."""
    if not DATA.is_dir():
        pytest.skip(f"the real lists are not at hand: {DATA} is not there")
    return DATA
