"""THE CASEBOOK: whom the call desk is to ring, when and why (domain.md D5, T17)."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import lru_cache
from typing import Any

from sqlalchemy import BindParameter, ColumnElement, Select, and_, bindparam, exists, func, select
from sqlalchemy.orm import Session

from app.complaints.actor import Actor
from app.complaints.phones import serving
from app.complaints.settings import setting
from app.complaints.sight import ASKED_BY, visible_to
from app.domain.calling import REST, Turn, next_turn
from app.domain.numbers import last4
from app.domain.states import State
from app.models.base import UtcDateTime
from app.models.complaint import Complaint
from app.models.dialogue import Dialogue
from app.models.notice import NoticeInbound
from app.models.party import Party, Phone

CALL_ME = "call_me"  # what an inbound message is handled as that asks for a call
CAME_TO_NOTHING = ("not_picked", "call_later")
C = Complaint
_SETTLED, _AT = bindparam("settled", type_=UtcDateTime()), bindparam("at", type_=UtcDateTime())


@dataclass(frozen=True)
class Due:
    """A complaint whose complainant is to be asked; `turn` None: enough was tried; `can_ring`: a number works."""

    id: int
    turn: Turn | None
    can_ring: bool


def _asked_now(by: Actor) -> ColumnElement[bool]:
    """Complaints that wait for the complainant's say, and whose approval cannot be undone any more."""
    settled = C.disposed_at <= _SETTLED  # until then the approver may think again
    found = and_(C.state == State.DISPOSED.value, settled, visible_to(by))
    return found if by.department_id is None else and_(found, C.department_id != by.department_id)


@lru_cache(ASKED_BY)
def _round(by: Actor) -> tuple[Select[Any], Select[Any], Select[Any]]:
    """The questions of one actor's round, made once: whom to ask, who was tried, who wants to be called."""
    waits = _asked_now(by)
    ids = select(C.id).where(waits)
    return select(C.id, C.disposed_at, has_number(_AT).label("can_ring")).where(waits), _tries(ids), _wishes(ids)


def round_of(session: Session, by: Actor, at: datetime) -> list[Due]:
    """All complainants to be asked, those whose call is due first: who asked for it, who was tried least, who waits
    longest. Four statements, however many."""
    undo = int(setting(session, by.district_id, "undo_seconds", at))
    days = setting(session, by.district_id, "feedback_call_days", at)
    asked = {"settled": at - timedelta(seconds=undo), "at": at}
    waits, tried, wished = _round(by)
    rows = session.execute(waits, asked).all()
    tries, wishes = _by_complaint(session.execute(tried, asked)), dict(session.execute(wished, asked).all())
    found = []
    for row in rows:
        settled = row.disposed_at + timedelta(seconds=undo)
        turn = next_turn(settled, tries.get(row.id, ()), days, at, asked_at=wishes.get(row.id))
        found.append((Due(row.id, turn, bool(row.can_ring)), row.disposed_at))
    found.sort(key=lambda one: (_rank(one[0].turn, at), one[1], one[0].id))
    return [due for due, _disposed_at in found]


def _rank(turn: Turn | None, at: datetime) -> tuple[int, float, int]:
    if turn is None:
        return 3, 0, 0
    if turn.is_due(at):
        return (0 if turn.why == "asked" else 1), 0, turn.no
    return 2, turn.at.timestamp(), turn.no


def has_number(at: datetime | BindParameter[datetime]) -> ColumnElement[bool]:
    """Whether anybody behind the complaint has an own number that serves and works."""
    return (
        exists()
        .where(Party.complaint_id == C.id, Phone.complainant_id == Party.complainant_id)
        .where(Phone.kind == "own", Phone.is_bad.is_(False), serving(at))
        .correlate(C)
    )


def tries_of(session: Session, ids: object, digits: str = "") -> dict[int, list[datetime]]:
    """When the desk rang in vain since the last disposal, by complaint. `ids`: numbers or a select of them; `digits`:
    only calls to the number that ends so."""
    query = _tries(ids)
    return _by_complaint(session.execute(query.where(Dialogue.number_last4 == digits) if digits else query))


def _tries(ids: object) -> Select[Any]:
    return (
        select(Dialogue.complaint_id, Dialogue.at)
        .join(C, and_(C.id == Dialogue.complaint_id, C.cycle == Dialogue.cycle))
        .where(Dialogue.by_call_desk, Dialogue.kind == "call", Dialogue.result.in_(CAME_TO_NOTHING))
        .where(Dialogue.at >= C.disposed_at, C.id.in_(ids))  # type: ignore[arg-type]
        .order_by(Dialogue.at)
    )


def _by_complaint(rows: Iterable[Any]) -> dict[int, list[datetime]]:
    found: dict[int, list[datetime]] = defaultdict(list)
    for complaint_id, at in rows:
        found[complaint_id].append(at)
    return found


def _wishes(ids: object) -> Select[Any]:
    """Who asked for a call since the last disposal, and when."""
    return (
        select(NoticeInbound.complaint_id, func.max(NoticeInbound.received_at))
        .join(C, C.id == NoticeInbound.complaint_id)
        .where(NoticeInbound.handled_as == CALL_ME, NoticeInbound.received_at >= C.disposed_at)
        .where(NoticeInbound.complaint_id.in_(ids))  # type: ignore[arg-type]
        .group_by(NoticeInbound.complaint_id)
    )


def turn_of(session: Session, complaint: Complaint, at: datetime) -> Turn | None:
    """The next try for one complaint that waits for its say."""
    if complaint.disposed_at is None or complaint.state != State.DISPOSED:
        return None
    undo = timedelta(seconds=setting(session, complaint.district_id, "undo_seconds", at))
    days: Sequence[int] = setting(session, complaint.district_id, "feedback_call_days", at)
    only: Collection[int] = [complaint.id]
    tries, wishes = tries_of(session, only), dict(session.execute(_wishes(only)).all())
    return next_turn(
        complaint.disposed_at + undo, tries.get(complaint.id, ()), days, at, asked_at=wishes.get(complaint.id)
    )


def rests_until(session: Session, complaint: Complaint, number: str, at: datetime) -> datetime | None:
    """Until when this number is left alone: three hours after a try, and while the approval can be undone."""
    if complaint.disposed_at is None or complaint.state != State.DISPOSED:
        return None
    undo = timedelta(seconds=setting(session, complaint.district_id, "undo_seconds", at))
    tries = tries_of(session, [complaint.id], last4(number)).get(complaint.id, [])
    until = max([complaint.disposed_at + undo, *(one + REST for one in tries)])
    return until if until > at else None
