"""THE CASEBOOK: what this transaction knows for certain: the complaint it has locked. And where the chain ended last.

Nobody else can change a locked complaint before the commit, so it is not read twice. A savepoint is a transaction
of its own here: undone, it frees its locks.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass

from sqlalchemy import and_, bindparam, func, select
from sqlalchemy.orm import Session, SessionTransaction, aliased, scoped_session

from app.models.complaint import Complaint, Stint
from app.models.event import Event

_LAST = aliased(Event)  # the statement is made once: every step asks it
_NEWEST = select(func.max(Event.no)).where(Event.complaint_id == bindparam("id")).scalar_subquery()
_STANDS = (
    select(Stint, _LAST.no, _LAST.department_to_id)
    .select_from(Complaint)
    .outerjoin(Stint, and_(Stint.complaint_id == Complaint.id, Stint.to_at.is_(None)))
    .outerjoin(_LAST, and_(_LAST.complaint_id == Complaint.id, _LAST.no == _NEWEST))
    .where(Complaint.id == bindparam("id"))
)


@dataclass
class Held:
    """A locked complaint with its open stint, number and department of its last event, and that where it was new."""

    complaint: Complaint
    stint: Stint | None = None
    no: int = 0
    department_id: int | None = None
    event: Event | None = None


@dataclass(frozen=True)
class Head:
    """The end of a district's chain as it was last seen."""

    district_id: int
    chain_no: int
    hash: str


def _transaction(session: Session) -> SessionTransaction | None:
    real = session() if isinstance(session, scoped_session) else session
    return real.get_nested_transaction() or real.get_transaction()


def locked(session: Session, complaint_id: int) -> Complaint | None:
    """The complaint, where this transaction has locked it last."""
    transaction, complaint = session.info.get("locked", (None, None))
    return complaint if complaint is not None and transaction is _transaction(session) and (
        complaint.id == complaint_id
    ) else None  # fmt: skip


def keep_locked(session: Session, complaint: Complaint) -> None:
    """This transaction has just locked the complaint, or made it."""
    session.info["locked"] = (_transaction(session), complaint)
    session.info.pop("held", None)


def held(session: Session, complaint: Complaint) -> Held:
    """What is known of a complaint; one statement, and none where this transaction has asked before."""
    known = _known(session, complaint.id)
    return known or _read(session, complaint)


def _known(session: Session, complaint_id: int | None) -> Held | None:
    transaction, known = session.info.get("held", (None, None))
    if known is None or transaction is not _transaction(session) or known.complaint.id != complaint_id:
        return None
    return known  # type: ignore[no-any-return]


def _read(session: Session, complaint: Complaint) -> Held:
    row = session.execute(_STANDS, {"id": complaint.id}).one()
    known = Held(complaint, row.Stint, row.no or 0, row.department_to_id)
    if locked(session, complaint.id) is not None:
        session.info["held"] = (_transaction(session), known)
    return known


def took_place(session: Session, complaint: Complaint, stint: Stint | None) -> None:
    """The complaint has now this open stint, or none."""
    known = _known(session, complaint.id)
    if known is not None:
        known.stint = stint


def written_down(session: Session, event: Event) -> None:
    """An event has been appended: whoever comes next in this transaction counts on from it."""
    known = _known(session, event.complaint_id)
    if known is not None:
        known.no, known.department_id, known.event = event.no or 0, event.department_to_id, event


def keep_sealed(session: Session, complaint_id: int, seals: Collection[str]) -> None:
    """Clock events that this transaction has written: the next event of the complaint names their seals."""
    transaction, known = session.info.get("sealed", (None, {}))
    known = known if transaction is _transaction(session) else {}
    session.info["sealed"] = (_transaction(session), {**known, complaint_id: [*known.get(complaint_id, ()), *seals]})


def sealed(session: Session, complaint_id: int) -> list[str]:
    """The seals of those clock events, once."""
    transaction, known = session.info.get("sealed", (None, {}))
    return known.pop(complaint_id, []) if transaction is _transaction(session) else []


def appended(session: Session, complaint: Complaint) -> Event | None:
    """The event that this transaction has appended to the complaint last."""
    known = _known(session, complaint.id)
    return known.event if known else None


def begin(session: Session, complaint: Complaint) -> None:
    """A complaint that this transaction has just made: it has no stint and no event yet."""
    keep_locked(session, complaint)
    session.info["held"] = (_transaction(session), Held(complaint))


def head(session: Session, district_id: int) -> Head | None:
    """The end of the chain as last seen. It may be of yesterday, or undone: who moves it finds out (`chain.append`)."""
    seen = session.info.get("head")
    return seen if seen is not None and seen.district_id == district_id else None


def keep_head(session: Session, seen: Head) -> None:
    """Remember the end of the chain."""
    session.info["head"] = seen
