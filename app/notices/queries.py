"""THE POST ROOM: reading the outbox for the office's page."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from sqlalchemy import ColumnElement, Select, and_, bindparam, case, func, or_, select
from sqlalchemy.orm import Session, joinedload

from app.domain.numbers import MANY
from app.models.complaint import Complaint
from app.models.notice import STATES, Notice, NoticeEvent

# Said so that one of the indexes finds them: what is due, what is being sent, and all the rest, which only grows.
_ON_ITS_WAY: Mapping[str, ColumnElement[bool]] = {
    "queued": and_(Notice.state == "queued", Notice.next_try_at.is_not(None)),
    "sending": and_(Notice.state == "sending", Notice.lease_until.is_not(None)),
}
_AT_REST = and_(Notice.next_try_at.is_(None), Notice.lease_until.is_(None))
_DISTRICT = Notice.district_id == bindparam("district_id")


def _is(state: str) -> ColumnElement[bool]:
    return _ON_ITS_WAY.get(state, and_(Notice.state == state, _AT_REST))


def _counted(query: Select[tuple[int]]) -> Select[tuple[int]]:
    """How many there are, up to MANY + 1."""
    return select(func.count()).select_from(query.limit(MANY + 1).subquery())


def _count_of(state: str) -> Select[tuple[int]]:
    """How many a district has. The district is no condition for what is on its way: its index holds all messages."""
    if state in _ON_ITS_WAY:
        return select(func.count(case((_DISTRICT, 1)))).where(_is(state))
    return _counted(select(Notice.id).where(_DISTRICT, _is(state)))


_COUNTS = select(*(_count_of(state).scalar_subquery().label(state) for state in STATES))


def listed(
    session: Session, district_id: int, *, state: str = "", q: str = "", page: int = 1, size: int = 25,
    secrets: bool = False,
) -> tuple[Sequence[Notice], int]:  # fmt: skip
    """One page of a district's notices, newest first, and how many there are in all, counted up to MANY + 1.

    `q` is the beginning of a complaint number, or at least four digits of a mobile; `page` counts from 1.
    The complaint of each notice is loaded with it. Without `secrets` no mobile leads to a confidential complaint.
    """
    wanted = _narrowed(select(Notice.id).where(Notice.district_id == district_id), state, q.strip(), secrets)
    total = session.scalar(_counted(wanted)) or 0
    here = wanted.order_by(Notice.owed_at.desc(), Notice.id.desc()).limit(size).offset((max(page, 1) - 1) * size)
    rows = (
        select(Notice)
        .where(Notice.id.in_(here))
        .options(joinedload(Notice.complaint).load_only(Complaint.number, Complaint.is_confidential))
    )
    return session.scalars(rows.order_by(Notice.owed_at.desc(), Notice.id.desc())).all(), total


def _narrowed(query: Select[tuple[int]], state: str, q: str, secrets: bool) -> Select[tuple[int]]:
    if state:
        query = query.where(_is(state))
    if not q:
        return query
    numbered = select(Complaint.id).where(Complaint.number.startswith(q.upper(), autoescape=True))
    found = [Notice.complaint_id.in_(numbered)]
    if q.isdigit() and len(q) >= 4:
        hidden = select(Complaint.id).where(Complaint.is_confidential, Complaint.id == Notice.complaint_id).exists()
        told = Notice.to_number.contains(q, autoescape=True)
        found.append(told if secrets else and_(told, ~hidden))
    return query.where(or_(*found))


def counts(session: Session, district_id: int) -> dict[str, int]:
    """How many notices are in each state, those at rest up to MANY + 1; states without any are left out."""
    row = session.execute(_COUNTS, {"district_id": district_id}).one()
    return {state: count for state, count in row._mapping.items() if count}


def history(session: Session, notice_id: int) -> Sequence[NoticeEvent]:
    """What happened to one notice, oldest first."""
    return session.scalars(select(NoticeEvent).where(NoticeEvent.notice_id == notice_id).order_by(NoticeEvent.id)).all()
