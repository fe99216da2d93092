"""WEB, tests: an office with one complaint for every part that htmx swaps, and people who look at it in one size."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING

from flask import Flask
from sqlalchemy import select

from app.complaints.actions import report
from app.domain.calendar import ist_date
from app.extensions import db
from app.models.complaint import Complaint
from app.models.office import District
from app.models.say import AccessCode
from tests import browser
from tests.client import QualityClient
from tests.complaints import asked, way
from tests.conftest import build_app
from tests.office import Office, make_office, register_and_mark, register_one

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

MOBILE = "9876543210"  # of the complaint that waits to be assigned


@dataclass
class Look:
    """The office in one language and one size of screen; `numbers` by what is to be done with the complaint."""

    app: Flask
    server: browser.LiveServer
    chromium: Browser
    prefix: str
    size: dict[str, int]
    numbers: dict[str, str] = field(default_factory=dict)

    @contextmanager
    def person(self, username: str = "") -> Iterator[Page]:
        """A browser of this size; signed in, as no test here looks at how that is done. Without a name: the public."""
        client: QualityClient = self.app.test_client()  # type: ignore[assignment]
        if username:
            client.sign_in(username)
        else:
            self._proven(client)
        with browser.phone(self.chromium, self.server.url, viewport=self.size) as page:
            for cookie in client._cookies.values():
                page.context.add_cookies([{"name": cookie.key, "value": cookie.value, "url": self.server.url}])
            yield page

    def _proven(self, client: QualityClient) -> None:
        """Somebody at home whose mobile is proven, so that a petition can be written."""
        at = datetime.now(UTC)
        with self.app.app_context():
            code = AccessCode(
                district_id=db.session.scalars(select(District.id)).one(), number="9812345670", purpose="register",
                code_hash="-", made_at=at, used_at=at, until=at + timedelta(hours=1),
            )  # fmt: skip
            db.session.add(code)
            db.session.commit()
            with client.session_transaction() as kept:
                kept["register"] = [code.id, int(at.timestamp())]


def an_office(folder: Path, url: str, *, busy: bool) -> tuple[Flask, dict[str, str]]:
    """The tiny district; `busy`: with its complaints, else without a single one."""
    app = build_app(folder, url)
    at = datetime.now(UTC) - timedelta(hours=6)
    with app.app_context():
        office = make_office(db.session, at)
        rows = _complaints(office, at) if busy else {}
        db.session.commit()
        return app, {name: row.number for name, row in rows.items()}


def _complaints(office: Office, at: datetime) -> dict[str, Complaint]:
    session = db.session
    held = asked.spoken(session, office, at, 7)
    asked.asks_hold(session, held, office.actors["officer"], at + 3 * way.HOUR)
    return {
        "accept": register_and_mark(session, office, at=at, no=1),
        "act": asked.spoken(session, office, at, 2),
        "flagged": way.reported(session, office, at, 3),
        "fine": _explained(office, at, 4),
        "assign": register_one(session, office, at=at, no=5, mobile=MOBILE),
        "late": register_one(session, office, at=at, no=6),
        "ask": way.disposed(session, office, at, 8),
        "hold": held,
    }


def _explained(office: Office, at: datetime, no: int) -> Complaint:
    """Reported, and nothing about it is to be looked at twice."""
    officer = office.actors["officer"]
    complaint = asked.spoken(db.session, office, at, no)
    draft = report.Draft("explained", way.DONE, ist_date(at))
    report.report(db.session, complaint.id, draft, by=officer, at=at + 3 * way.HOUR)
    return complaint
