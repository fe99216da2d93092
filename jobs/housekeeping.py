"""The night watch's broom: entries, sessions, lock-outs and files that nobody will ask for any more."""

from collections.abc import Iterable, Iterator
from datetime import UTC, datetime, timedelta
from itertools import islice
from typing import Any

from flask import current_app
from sqlalchemy import ColumnElement, or_, select
from sqlalchemy import delete as remove

from app.complaints.actions.arrive import DECLARED_FOR
from app.evidence.store import Store
from app.extensions import db
from app.models.account import IdempotencyKey, SignInAttempt, WebSession
from app.models.attachment import Attachment
from jobs.runtime import job, looking

KEPT = timedelta(days=30)
ONE_DAY = timedelta(days=1)
BATCH = 500
BATCHES = 40  # of each kind and run: no round of the broom holds up the sweep for long
SLOT_SECONDS = 600
SHELVES, PER_SLOT = 256, 2  # 128 slots of ten minutes: every shelf is looked at once in 21 hours and 20 minutes


@job
def tidy() -> dict[str, int]:
    """Clear away what is over; how many rows or files of each kind. Running it twice clears nothing twice."""
    at = datetime.now(UTC)
    month, day = at - KEPT, at - ONE_DAY
    over = or_(WebSession.ended_at < month, WebSession.last_seen_at < month)
    lock_over = or_(SignInAttempt.locked_until.is_(None), SignInAttempt.locked_until < at)
    store: Store = current_app.extensions["photos"]
    return {
        "entries": _clear(IdempotencyKey.id, IdempotencyKey.at < month),
        "sessions": _clear(WebSession.id, over),
        "attempts": _clear(SignInAttempt.key, (SignInAttempt.first_at < day) & lock_over),
        "files": sum(_clear_shelf(store, shelf, day) for shelf in shelves(at)),
        "incoming": store.clear_incoming(before=at - DECLARED_FOR),
    }


def shelves(at: datetime) -> list[str]:
    """The shelves of the store whose turn it is: two hexadecimal digits each."""
    slot = int(at.timestamp()) // SLOT_SECONDS * PER_SLOT
    return [f"{(slot + step) % SHELVES:02x}" for step in range(PER_SLOT)]


def _clear(key: Any, condition: ColumnElement[bool]) -> int:
    """Delete rows in small transactions, so that nobody waits for the broom."""
    cleared = 0
    for _ in range(BATCHES):
        with looking():
            ids = list(db.session.scalars(select(key).where(condition).limit(BATCH)))
        if not ids:
            break
        db.session.execute(remove(key.class_).where(key.in_(ids)), execution_options={"synchronize_session": False})
        db.session.commit()
        cleared += len(ids)
    return cleared


def _clear_shelf(store: Store, shelf: str, before: datetime) -> int:
    """Delete files that no attachment names. A day is left to those whose row is still being written."""
    cleared = 0
    for keys in _batches(store.keys(before=before, shelf=shelf)):
        orphans = set(keys) - _named(keys)
        for key in orphans:
            store.delete(key)
        cleared += len(orphans)
    return cleared


def _batches(keys: Iterable[str]) -> Iterator[list[str]]:
    waiting = iter(keys)
    while batch := list(islice(waiting, BATCH)):
        yield batch


def _named(keys: list[str]) -> set[str]:
    columns = (Attachment.store_key, Attachment.thumb_key, Attachment.small_key)
    with looking():
        rows = db.session.execute(select(*columns).where(or_(*(column.in_(keys) for column in columns)))).all()
    return {key for row in rows for key in row if key}
