"""THE CASEBOOK: whose days were they? Arrivals at posts, cut where the chair changed hands (D12-11: blame is fair)."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session, joinedload

from app.complaints.placing import turn
from app.complaints.stints import UNMARKED
from app.domain.calendar import ist_date
from app.domain.states import Holder
from app.models.account import Person
from app.models.complaint import Complaint, Stint
from app.models.office import Charge, Post


@dataclass(frozen=True)
class Held:
    """Days with one person. `post` None: with the DC's office or its call desk (`holder`); `person` None: the chair was
    empty, and all those above. `kind` of the charge: regular, additional, link; "cover" where somebody above did the
    work of an empty chair; "" where there was none. `to_at` None: still so."""

    holder: str
    level: int
    post: Post | None
    person: Person | None
    kind: str
    from_at: datetime
    to_at: datetime | None
    days: int


def held(session: Session, complaint: Complaint, *, at: datetime) -> list[Held]:
    """The whole way of a complaint, oldest first. Days are Indian calendar days; together they are its age.

    A day that began while it was marked by mistake is the cell's, not the officer's.
    """
    stints = session.scalars(
        select(Stint).where(Stint.complaint_id == complaint.id).order_by(Stint.arrival).options(joinedload(Stint.post))
    ).all()
    posts = {stint.post_id for stint in stints if stint.post_id is not None}
    above = _above(session, complaint.district_id, posts)
    chairs = {post_id for line in above.values() for post_id in line}
    rows = session.execute(
        select(Charge, Person).join(Person, Person.id == Charge.person_id).where(Charge.post_id.in_(chairs))
    ).all()
    sat = [(row.Charge, row.Person) for row in rows]
    found: list[Held] = []
    not_theirs = 0
    for stint in stints:
        spans = _cut(stint, above.get(stint.post_id or 0, []), sat, at)
        if stint.end_reason == UNMARKED:
            not_theirs += sum(span.days for span in spans)
            spans = [replace(span, days=0) for span in spans]
        elif spans:
            spans[0], not_theirs = replace(spans[0], days=spans[0].days + not_theirs), 0
        found += spans
    return found


def _above(session: Session, district_id: int, posts: Collection[int]) -> dict[int, list[int]]:
    """Each post with those that cover for it while its chair is empty, the nearest first (D4-7)."""
    query = select(Post.id, Post.reports_to_id).where(Post.district_id == district_id)
    senior: dict[int, int | None] = {row.id: row.reports_to_id for row in session.execute(query)}
    lines: dict[int, list[int]] = {}
    for post_id in posts:
        line: list[int] = []
        step: int | None = post_id
        while step is not None and step not in line:
            line.append(step)
            step = senior.get(step)
        lines[post_id] = line
    return lines


def _cut(stint: Stint, line: Sequence[int], sat: Sequence[tuple[Charge, Person]], at: datetime) -> list[Held]:
    """One arrival as the spans between which the chair changed hands, or one of those that cover for it did."""
    end = stint.to_at or max(at, stint.from_at)
    near = [pair for pair in sat if pair[0].post_id in line]
    edges = {moment for charge, _person in near for moment in (charge.from_at, charge.to_at) if moment}
    cuts = [stint.from_at, *sorted(edge for edge in edges if stint.from_at < edge < end), end]
    found: list[Held] = []
    for start, stop in zip(cuts, cuts[1:], strict=False):
        who = _who(near, line, start) if stint.holder == Holder.POST else None
        last = stop == end
        found = _joined(found, _span(stint, who, start, None if last and stint.to_at is None else stop, stop))
    return found


def _span(
    stint: Stint, who: tuple[Person, str] | None, start: datetime, to_at: datetime | None, stop: datetime
) -> Held:
    person, kind = who or (None, "")
    days = (ist_date(stop) - ist_date(start)).days
    return Held(stint.holder, stint.level, stint.post, person, kind, start, to_at, days)


def _joined(found: list[Held], span: Held) -> list[Held]:
    """Spans of the same person in the same charge are one."""
    before = found[-1] if found else None
    if before and before.person is span.person and before.kind == span.kind:
        whole = Held(span.holder, span.level, span.post, span.person, span.kind, before.from_at, span.to_at,
                     before.days + span.days)  # fmt: skip
        return [*found[:-1], whole]
    return [*found, span]


def _who(near: Sequence[tuple[Charge, Person]], line: Sequence[int], moment: datetime) -> tuple[Person, str] | None:
    """Whose days they are, and by which charge: who worked in the chair, else whoever covered for it."""
    now = [pair for pair in near if pair[0].from_at <= moment and (pair[0].to_at is None or pair[0].to_at > moment)]
    for post_id in line:
        here = [pair for pair in now if pair[0].post_id == post_id]
        if here:
            charge, person = min(here, key=lambda pair: turn(pair[0]))
            return person, charge.kind if post_id == line[0] else "cover"
    return None
