"""THE BENCH: the post room – messages a second through the console and a real Kannel, and what a look for work costs
beside many old messages."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from statistics import median
from uuid import uuid4

from flask import Flask
from sqlalchemy import func, insert, select, text

from app.extensions import db
from app.factory import create_app
from app.models.notice import Notice
from app.notices import receipts, sending
from app.notices.gateways import open_gateway
from app.settings import Settings
from jobs.notices import AT_ONCE, Round
from jobs.runtime import looking
from tools import kannel, smsc

MESSAGES = 500
LOOKS = 50
PATIENCE = 60.0
OLD = {"uuid": "'old-' || n.i", "dedupe_key": "'old-' || n.i", "to_number": "'old-' || n.i", "state": "'delivered'",
       "next_try_at": "NULL", "lease_until": "NULL", "ended_at": "known.owed_at", "complaint_id": "NULL"}  # fmt: skip


def report(folder: Path, copy: Callable[[str], str], old: int) -> str:
    """The three figures. `copy` makes a copy of the demo district; `old` messages lie there for the last one."""
    with _office(folder, copy("console"), {}) as app:
        lines = [f"messages through the console: {_pace(app)}"]
    lines.append(_through_kannel(folder, copy("kannel")))
    with _office(folder, copy("old_messages"), {}) as app:
        lines.append(_looking_beside(app, old))
    return "\n".join(lines)


@contextmanager
def _office(folder: Path, url: str, told: Mapping[str, str]) -> Iterator[Flask]:
    base = {"NIVARAN_ENV": "test", "NIVARAN_HOME": str(folder), "DATABASE_URL": url}
    app = create_app(Settings.from_env(base | dict(told)))
    with app.app_context():
        yield app
        db.session.remove()
        db.engine.dispose()


def _through_kannel(folder: Path, url: str) -> str:
    if not kannel.is_installed():
        return f"messages through Kannel: not measured. {kannel.INSTALL}"
    centre = smsc.MessageCentre(moods=False)
    centre.start()
    box = kannel.Kannel(centre.port, (smsc.NAME, smsc.PASSWORD), "http://127.0.0.1:9/nobody", {"A_SECOND": "5000"})
    told = {
        "SMS_GATEWAY": "kannel", "SMS_URL": box.send_url, "SMS_USER": kannel.USER, "SMS_PASSWORD": kannel.PASSWORD,
        "SMS_ALLOW": "*", "SMS_PER_SECOND": "1000",
    }  # fmt: skip
    try:
        box.start()
        with _office(folder, url, told) as app:
            started = time.monotonic()
            pace = _pace(app)
            if not centre.wait_for(lambda: len(centre.messages) >= MESSAGES, PATIENCE):
                return f"messages through Kannel: only {len(centre.messages)} of {MESSAGES} arrived"
            return f"messages through Kannel: {pace}; all at the operator after {time.monotonic() - started:.1f} s"
    finally:
        box.stop()
        centre.stop()


def _pace(app: Flask) -> str:
    """Send MESSAGES as the night watch does, whatever the hour."""
    keys = _owe()
    round_ = Round(open_gateway(app.extensions["nivaran"]))
    started, cpu = time.monotonic(), time.process_time()
    for key in keys:
        round_.send(key)
        db.session.commit()
    took, spent = time.monotonic() - started, time.process_time() - cpu
    with looking():
        gone = select(func.count()).where(Notice.id.in_(keys), Notice.state.in_(("accepted", "delivered")))
        count = db.session.scalar(gone) or 0
    if count != MESSAGES:
        return f"only {count} of {MESSAGES} were taken"
    return f"{MESSAGES} in {took:.1f} s ({MESSAGES / took:.0f} a second, {spent / MESSAGES * 1000:.1f} ms of CPU each)"


def _owe() -> list[int]:
    """MESSAGES copies of one that is owed already, to numbers of their own."""
    known = Notice.__table__.select().order_by(Notice.id).limit(1)
    facts = dict(db.session.execute(known).mappings().one())
    at = datetime.now(UTC)
    del facts["id"]
    empty = ("complaint_id", "event_id", "lease_until", "accepted_at", "ended_at", "held_reason")
    fresh = dict.fromkeys(empty) | {"state": "queued", "next_try_at": at, "owed_at": at, "attempts": 0}
    rows = [
        {**facts, **fresh, "uuid": str(uuid4()), "dedupe_key": str(uuid4()), "to_number": f"97{no:08d}"}
        for no in range(MESSAGES)
    ]
    newest = db.session.scalar(select(func.max(Notice.id))) or 0
    db.session.execute(insert(Notice), rows)
    db.session.commit()
    with looking():
        return list(db.session.scalars(select(Notice.id).where(Notice.id > newest).order_by(Notice.id)))


def _looking_beside(_app: Flask, old: int) -> str:
    """What one round of the post room asks first, with nothing new to do."""
    names = [column.name for column in Notice.__table__.columns if column.name != "id"]
    values = ", ".join(OLD.get(name, f"known.{name}") for name in names)
    db.session.execute(
        text(
            f"WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < :old) "
            f"INSERT INTO notice ({', '.join(names)}) SELECT {values} "
            "FROM n, (SELECT * FROM notice ORDER BY id LIMIT 1) AS known"
        ),
        {"old": old},
    )
    db.session.commit()
    at, took = datetime.now(UTC), []
    for _ in range(LOOKS):
        started = time.perf_counter()
        with looking():
            sending.lapsed(db.session, at, AT_ONCE)
            sending.due(db.session, at, AT_ONCE)
            receipts.silent(db.session, at, AT_ONCE)
        took.append((time.perf_counter() - started) * 1000)
    return f"a round's look for work beside {old:,} old messages: {median(took):.1f} ms (slowest {max(took):.1f} ms)"
