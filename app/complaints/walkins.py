"""THE CASEBOOK: walk-ins – which reports were due on them and which came (ruling 12; R21)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from sqlalchemy import ColumnElement, case, func, select
from sqlalchemy.orm import Session, joinedload

from app.complaints.actor import Actor
from app.complaints.queries import PENDING, Unopened, sorted_out
from app.complaints.sight import hidden_from, visible_to
from app.domain.calendar import ist_date
from app.models.complaint import Complaint
from app.models.morning import ProgressReport
from app.models.office import Post
from app.models.party import Party

LOOKED_BACK = timedelta(days=30)
C, P = Complaint, ProgressReport


@dataclass(frozen=True)
class WalkIn:
    """One complaint of R21: reports that were due until today, those given and missed, the day of the next."""

    complaint: Complaint
    initials: str
    days: int
    given: int
    missed: int
    next_on: date | None

    @property
    def due(self) -> int:
        """Reports whose day has come or that were given before it."""
        return self.given + self.missed


@dataclass(frozen=True)
class OfPost:
    """How a post reported in the last thirty days."""

    post: Post
    given: int
    missed: int


def listed(
    session: Session, reach: Sequence[ColumnElement[bool]], by: Actor, at: datetime, *, page: int, size: int
) -> tuple[list[WalkIn], int, Unopened]:
    """A page of the pending complaints on which a report is owed, most missed first, and how many there are; besides,
    how many the reader may not open: `by_post` counts them."""
    owed = [*reach, C.report_every_days.is_not(None), C.state.in_(PENDING)]
    hidden = select(C.is_confidential, func.count()).where(*owed, hidden_from(by)).group_by(C.is_confidential)
    mine = [*owed, visible_to(by)]
    total = session.scalar(select(func.count()).select_from(C).where(*mine)) or 0
    counts = (
        select(
            P.complaint_id, _count("given").label("given"), _count("missed").label("missed"),
            func.max(case((P.state == "owed", P.due_on))).label("next_on"),
        )
        .where(P.complaint_id.in_(select(C.id).where(*mine)))
        .group_by(P.complaint_id)
        .subquery()
    )  # fmt: skip
    query = (
        select(C, counts.c.given, counts.c.missed, counts.c.next_on)
        .outerjoin(counts, counts.c.complaint_id == C.id)
        .where(*mine)
        .order_by(func.coalesce(counts.c.missed, 0).desc(), counts.c.next_on, C.id)
        .options(joinedload(C.post), joinedload(C.first_party).joinedload(Party.complainant))
    )
    today = ist_date(at)
    found = session.execute(query.limit(size).offset((page - 1) * size)).unique()
    return (
        [
            WalkIn(
                row[0],
                _initials(row[0]),
                (today - row[0].received_on).days,
                row.given or 0,
                row.missed or 0,
                row.next_on,
            )
            for row in found
        ],
        total,
        sorted_out(session, hidden, at),
    )


def _count(state: str) -> ColumnElement[int]:
    return func.count(case((P.state == state, 1)))


def _initials(complaint: Complaint) -> str:
    """The first letter of each part of the name: the list lies on a table."""
    name = complaint.petitioner.name if complaint.petitioner else ""
    return " ".join(f"{part[0]}." for part in name.split()[:3])


def by_post(session: Session, reach: Sequence[ColumnElement[bool]], at: datetime) -> list[OfPost]:
    """Posts that gave or missed reports in the last thirty days, most missed first."""
    missed = _count("missed")
    query = (
        select(P.post_id, _count("given"), missed)
        .join(C, C.id == P.complaint_id)
        .where(P.due_on >= ist_date(at) - LOOKED_BACK, P.post_id.is_not(None), *reach)
        .group_by(P.post_id)
        .order_by(missed.desc(), P.post_id)
        .limit(25)
    )
    ids = session.execute(query).all()
    posts = {post.id: post for post in session.scalars(select(Post).where(Post.id.in_([row[0] for row in ids])))}
    return [OfPost(posts[row[0]], row[1], row[2]) for row in ids]
