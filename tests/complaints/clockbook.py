"""THE TESTS: the stored clock events of a complaint as the facts of the ledger, to replay them."""

from __future__ import annotations

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.complaints.clockwork import calendar_of
from app.domain.ledger import ClockFact, Deadline, FactKind, replay
from app.models.complaint import Complaint
from app.models.event import ClockEvent
from app.models.place import Place


def replayed(session: Session, complaint: Complaint) -> Deadline:
    """The clock that runs, counted again from its start."""
    rows = session.scalars(
        select(ClockEvent).where(ClockEvent.complaint_id == complaint.id).order_by(ClockEvent.id)
    ).all()
    first = max(at for at, row in enumerate(rows) if row.kind == "start")
    facts = [
        ClockFact(
            FactKind(row.kind), row.at, days=(row.days or 0) if row.kind != "resume" else 0,
            working=bool(row.data.get("working")),
        )
        for row in rows[first:]
        if row.kind in set(FactKind)
    ]  # fmt: skip
    place = session.get(Place, complaint.place_id) if complaint.place_id else None
    return replay(facts, lambda at: calendar_of(session, complaint.district_id, place, at))
