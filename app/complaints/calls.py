"""THE CASEBOOK: whom the call desk is to ring, when and why (domain.md D5, T17)."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import ColumnElement, and_, exists, func, select
from sqlalchemy.orm import Session

from app.complaints.actor import Actor
from app.complaints.phones import serving
from app.complaints.queries import visible_to
from app.complaints.settings import setting
from app.domain.calling import REST, Turn, next_turn
from app.domain.numbers import last4
from app.domain.states import State
from app.models.complaint import Complaint
from app.models.dialogue import Dialogue
from app.models.notice import NoticeInbound
from app.models.party import Party, Phone

CALL_ME = "call_me"  # what an inbound message is handled as that asks for a call
CAME_TO_NOTHING = ("not_picked", "call_later")
C = Complaint


@dataclass(frozen=True)
class Due:
    """A complaint whose complainant is to be asked; `turn` None: enough was tried; `can_ring`: a number works."""

    id: int
    turn: Turn | None
    can_ring: bool


def asked_now(by: Actor, at: datetime, undo_seconds: int) -> ColumnElement[bool]:
    """Complaints that wait for the complainant's say, and whose approval cannot be undone any more."""
    settled = C.disposed_at <= at - timedelta(seconds=undo_seconds)  # until then the approver may think again
    found = and_(C.state == State.DISPOSED.value, settled, visible_to(by))
    return found if by.department_id is None else and_(found, C.department_id != by.department_id)


def round_of(session: Session, by: Actor, at: datetime) -> list[Due]:
    """All complainants to be asked, those whose call is due first: who asked for it, who was tried least, who waits
    longest. Four statements, however many."""
    undo = int(setting(session, by.district_id, "undo_seconds", at))
    days = setting(session, by.district_id, "feedback_call_days", at)
    waits = asked_now(by, at, undo)
    rows = session.execute(select(C.id, C.disposed_at, has_number(at).label("can_ring")).where(waits)).all()
    ids = select(C.id).where(waits)
    tries, wishes = tries_of(session, ids), _wishes(session, ids)
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


def has_number(at: datetime) -> ColumnElement[bool]:
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
    query = (
        select(Dialogue.complaint_id, Dialogue.at)
        .join(C, and_(C.id == Dialogue.complaint_id, C.cycle == Dialogue.cycle))
        .where(Dialogue.by_call_desk, Dialogue.kind == "call", Dialogue.result.in_(CAME_TO_NOTHING))
        .where(Dialogue.at >= C.disposed_at, C.id.in_(ids))  # type: ignore[arg-type]
        .order_by(Dialogue.at)
    )
    if digits:
        query = query.where(Dialogue.number_last4 == digits)
    found: dict[int, list[datetime]] = defaultdict(list)
    for complaint_id, at in session.execute(query):
        found[complaint_id].append(at)
    return found


def _wishes(session: Session, ids: object) -> dict[int, datetime]:
    """Who asked for a call since the last disposal, and when."""
    query = (
        select(NoticeInbound.complaint_id, func.max(NoticeInbound.received_at))
        .join(C, C.id == NoticeInbound.complaint_id)
        .where(NoticeInbound.handled_as == CALL_ME, NoticeInbound.received_at >= C.disposed_at)
        .where(NoticeInbound.complaint_id.in_(ids))  # type: ignore[arg-type]
        .group_by(NoticeInbound.complaint_id)
    )
    return {row[0]: row[1] for row in session.execute(query)}


def turn_of(session: Session, complaint: Complaint, at: datetime) -> Turn | None:
    """The next try for one complaint that waits for its say."""
    if complaint.disposed_at is None or complaint.state != State.DISPOSED:
        return None
    undo = timedelta(seconds=setting(session, complaint.district_id, "undo_seconds", at))
    days: Sequence[int] = setting(session, complaint.district_id, "feedback_call_days", at)
    only: Collection[int] = [complaint.id]
    tries, wishes = tries_of(session, only), _wishes(session, only)
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
