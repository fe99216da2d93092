"""THE CASEBOOK: appending to the district's chain of events (ruling 32)."""

from __future__ import annotations

import hashlib
import json
import secrets
from datetime import UTC
from typing import Any

from sqlalchemy import bindparam, insert, select, update
from sqlalchemy.orm import Session

from app.complaints import held
from app.complaints.held import Head
from app.models.event import ChainHead, Event

GENESIS = "0" * 64
_HEADS = ChainHead.__table__
_MOVE = (
    update(_HEADS)
    .where(_HEADS.c.district_id == bindparam("district"), _HEADS.c.hash == bindparam("seen"))
    .values(chain_no=bindparam("to"), hash=bindparam("with"))
)


def payload_digest(salt: str, text: str, data: dict[str, Any]) -> str:
    """SHA-256 over the salted payload; the salt keeps an erased text from being guessed."""
    payload = json.dumps([salt, text, data], ensure_ascii=False, sort_keys=True)
    return hashlib.sha256(payload.encode()).hexdigest()


def link(previous: str, event: Event) -> str:
    """SHA-256 over the previous hash, the fixed facts of the event and the digest of its payload."""
    facts = [
        previous, event.chain_no, event.complaint_id, event.no, event.action,
        event.at.astimezone(UTC).isoformat(timespec="microseconds"), event.person_id, event.post_id,
        event.moved_on.isoformat(), event.class_from, event.class_to, event.digest, event.role, event.cycle,
        event.source, event.department_from_id, event.department_to_id, event.sub_division_id, event.block_id,
    ]  # fmt: skip
    return hashlib.sha256(json.dumps(facts).encode()).hexdigest()


def append(session: Session, event: Event) -> Event:
    """Give the event its place in the chain and write it. Appends are serial: who moved the head holds it locked."""
    event.salt = secrets.token_hex(8)
    event.digest = payload_digest(event.salt, event.text, event.data)
    seen = held.head(session, event.district_id)
    if seen is None or not _move(session, seen, event):
        seen = _locked_head(session, event.district_id)  # somebody appended since we looked: now nobody can
        if not _move(session, seen, event):
            raise AssertionError("the head of the chain moved under its lock")
    session.add(event)
    session.flush()
    held.written_down(session, event)
    return event


def _move(session: Session, seen: Head, event: Event) -> bool:
    """Hang the event on the head and move that, if it still is where it was seen."""
    event.chain_no = seen.chain_no + 1
    event.hash = link(seen.hash, event)
    told = {"district": seen.district_id, "seen": seen.hash, "to": event.chain_no, "with": event.hash}
    moved = session.connection().execute(_MOVE, told)
    if moved.rowcount:
        held.keep_head(session, Head(seen.district_id, event.chain_no, event.hash))
    return bool(moved.rowcount)


def _locked_head(session: Session, district_id: int) -> Head:
    query = select(_HEADS.c.chain_no, _HEADS.c.hash).where(_HEADS.c.district_id == district_id).with_for_update()
    row = session.connection().execute(query).first()
    if row is None:
        session.connection().execute(insert(_HEADS).values(district_id=district_id, chain_no=0, hash=GENESIS))
        return Head(district_id, 0, GENESIS)
    return Head(district_id, row.chain_no, row.hash)


def verify(session: Session, district_id: int) -> int | None:
    """The number of the first link that does not hold, None when the whole chain does.

    The head is read first: events that others append while the chain is walked hang on behind it.
    """
    head = session.get(ChainHead, district_id, populate_existing=True)
    end, at_end = (head.chain_no, head.hash) if head else (0, GENESIS)
    previous, expected = GENESIS, 1
    query = select(Event).where(Event.district_id == district_id).order_by(Event.chain_no)
    for event in session.scalars(query.execution_options(yield_per=500)):
        whole = event.digest == payload_digest(event.salt, event.text, event.data)
        if event.chain_no != expected or event.hash != link(previous, event) or not whole:
            return expected
        if event.chain_no == end and event.hash != at_end:
            return expected
        previous, expected = event.hash, expected + 1
    return expected if expected <= end or (head is None and expected > 1) else None
