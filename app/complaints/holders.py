"""THE CASEBOOK: whose days were they? Arrivals at posts, cut where the chair changed hands (D12-11: blame is fair)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session, joinedload

from app.complaints.stints import UNMARKED
from app.domain.calendar import ist_date
from app.domain.states import Holder
from app.models.account import Person
from app.models.complaint import Complaint, Stint
from app.models.office import Charge, Post


@dataclass(frozen=True)
class Held:
    """Days with one person. `post` None: with the DC's office or its call desk (`holder`); `person` None: the chair was
    empty. `kind` of the charge: regular, additional, link; "" where there was none. `to_at` None: still so."""

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
    rows = session.execute(
        select(Charge, Person).join(Person, Person.id == Charge.person_id).where(Charge.post_id.in_(posts))
    ).all()
    sat = [(row.Charge, row.Person) for row in rows]
    found: list[Held] = []
    not_theirs = 0
    for stint in stints:
        spans = _cut(stint, sat, at)
        if stint.end_reason == UNMARKED:
            not_theirs += sum(span.days for span in spans)
            spans = [replace(span, days=0) for span in spans]
        elif spans:
            spans[0], not_theirs = replace(spans[0], days=spans[0].days + not_theirs), 0
        found += spans
    return found


def _cut(stint: Stint, sat: Sequence[tuple[Charge, Person]], at: datetime) -> list[Held]:
    """One arrival as the spans between which the chair changed hands."""
    end = stint.to_at or max(at, stint.from_at)
    own = [pair for pair in sat if pair[0].post_id == stint.post_id]
    edges = {moment for charge, _person in own for moment in (charge.from_at, charge.to_at) if moment}
    cuts = [stint.from_at, *sorted(edge for edge in edges if stint.from_at < edge < end), end]
    found: list[Held] = []
    for start, stop in zip(cuts, cuts[1:], strict=False):
        who = _in_chair(own, start) if stint.holder == Holder.POST else None
        last = stop == end
        found = _joined(found, _span(stint, who, start, None if last and stint.to_at is None else stop, stop))
    return found


def _span(
    stint: Stint, who: tuple[Charge, Person] | None, start: datetime, to_at: datetime | None, stop: datetime
) -> Held:
    return Held(
        stint.holder, stint.level, stint.post, who[1] if who else None, who[0].kind if who else "", start, to_at,
        (ist_date(stop) - ist_date(start)).days,
    )  # fmt: skip


def _joined(found: list[Held], span: Held) -> list[Held]:
    """Spans of the same person in the same charge are one."""
    before = found[-1] if found else None
    if before and before.person is span.person and before.kind == span.kind:
        whole = Held(span.holder, span.level, span.post, span.person, span.kind, before.from_at, span.to_at,
                     before.days + span.days)  # fmt: skip
        return [*found[:-1], whole]
    return [*found, span]


def _in_chair(own: Sequence[tuple[Charge, Person]], moment: datetime) -> tuple[Charge, Person] | None:
    """Whose days they are: a link officer's while the charge has an end (the holder is on leave), else the holder's."""
    now = [pair for pair in own if pair[0].from_at <= moment and (pair[0].to_at is None or pair[0].to_at > moment)]
    order = {True: 0, False: 2}
    return min(now, key=lambda pair: order[pair[0].to_at is not None] if pair[0].kind == "link" else 1, default=None)
