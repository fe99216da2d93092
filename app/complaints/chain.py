"""THE CASEBOOK: appending to the district's chain of events (ruling 32)."""

from __future__ import annotations

import hashlib
import json
import secrets
from datetime import UTC
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session, scoped_session

from app.models.event import ChainHead, Event

GENESIS = "0" * 64


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
    """Give the event its place in the chain and write it. Appends are serial: the head row is locked."""
    head = _locked_head(session, event.district_id)
    if head is None:
        head = ChainHead(district_id=event.district_id, chain_no=0, hash=GENESIS)
        session.add(head)
    event.chain_no = head.chain_no + 1
    event.salt = secrets.token_hex(8)
    event.digest = payload_digest(event.salt, event.text, event.data)
    event.hash = link(head.hash, event)
    head.chain_no, head.hash = event.chain_no, event.hash
    session.add(event)
    session.flush()
    return event


def _locked_head(session: Session, district_id: int) -> ChainHead | None:
    """The head, locked. Once this transaction has it nobody else can move it, so it is not read again."""
    real = session() if isinstance(session, scoped_session) else session
    transaction = real.get_nested_transaction() or real.get_transaction()  # a savepoint undone frees its locks
    if session.info.get("chain") == (transaction, district_id):
        return session.get(ChainHead, district_id)
    session.info["chain"] = (transaction, district_id)
    return session.get(ChainHead, district_id, with_for_update=True, populate_existing=True)


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
