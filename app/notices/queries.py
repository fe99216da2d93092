"""THE POST ROOM: reading the outbox for the office's page."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import Select, and_, func, or_, select
from sqlalchemy.orm import Session, joinedload

from app.models.complaint import Complaint
from app.models.notice import Notice, NoticeEvent


def listed(
    session: Session, district_id: int, *, state: str = "", q: str = "", page: int = 1, size: int = 25,
    secrets: bool = False,
) -> tuple[Sequence[Notice], int]:  # fmt: skip
    """One page of a district's notices, newest first, and how many there are in all.

    `q` is the beginning of a complaint number, or at least four digits of a mobile; `page` counts from 1.
    The complaint of each notice is loaded with it. Without `secrets` no mobile leads to a confidential complaint.
    """
    wanted = _narrowed(select(Notice.id).where(Notice.district_id == district_id), state, q.strip(), secrets)
    total = session.scalar(select(func.count()).select_from(wanted.subquery())) or 0
    here = wanted.order_by(Notice.owed_at.desc(), Notice.id.desc()).limit(size).offset((max(page, 1) - 1) * size)
    rows = select(Notice).where(Notice.id.in_(here)).options(joinedload(Notice.complaint))
    return session.scalars(rows.order_by(Notice.owed_at.desc(), Notice.id.desc())).all(), total


def _narrowed(query: Select[tuple[int]], state: str, q: str, secrets: bool) -> Select[tuple[int]]:
    if state:
        query = query.where(Notice.state == state)
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
    """How many notices are in each state; states without any are left out."""
    query = select(Notice.state, func.count()).where(Notice.district_id == district_id).group_by(Notice.state)
    return {row[0]: row[1] for row in session.execute(query)}


def history(session: Session, notice_id: int) -> Sequence[NoticeEvent]:
    """What happened to one notice, oldest first."""
    return session.scalars(select(NoticeEvent).where(NoticeEvent.notice_id == notice_id).order_by(NoticeEvent.id)).all()
