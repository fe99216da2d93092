"""Many at once, while a colleague works on one of them: nobody is thrown out (PostgreSQL)."""

from __future__ import annotations

import threading
import time
from datetime import UTC, datetime, timedelta

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from app.complaints.actions import work
from app.complaints.step import lock
from app.extensions import db
from app.models.event import Event
from tests.client import QualityClient
from tests.conftest import MakeApp
from tests.office import make_office, register_and_mark

AT = datetime.now(UTC) - timedelta(hours=1)


def test_accepting_many_while_one_of_them_gets_a_note(make_app: MakeApp, postgres_url: str) -> None:
    app = make_app(postgres_url)
    with app.app_context():
        office = make_office(db.session, AT)
        rows = [register_and_mark(db.session, office, at=AT, no=no) for no in range(1, 4)]
        numbers, last = [row.number for row in rows], rows[-1].id
        db.session.commit()
        engine = db.engine
    client: QualityClient = app.test_client()  # type: ignore[assignment]
    client.sign_in("officer")
    statuses: list[int] = []
    on = (datetime.now(UTC) + timedelta(days=2)).date().isoformat()
    entry = {"number": numbers, "next_step": "call", "next_step_on": on}

    def accept_all() -> None:
        statuses.append(client.post("/complaints/bulk", data=entry).status_code)

    officer = threading.Thread(target=accept_all)
    with Session(engine) as colleague:
        lock(colleague, last)
        officer.start()
        time.sleep(0.7)  # until the officer waits for this complaint, with or without the chain in hand
        work.comment(colleague, last, text="इसी बीच एक टिप्पणी", by=office.actors["cell"], at=AT)
        colleague.commit()
    officer.join(timeout=30)
    assert statuses == [200]
    with app.app_context():
        done = select(Event.action, func.count()).where(Event.action.in_(("acknowledge", "comment")))
        assert dict(db.session.execute(done.group_by(Event.action)).all()) == {"acknowledge": 3, "comment": 1}
