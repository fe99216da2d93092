"""THE CASEBOOK: import (T33) – a complaint arrives from another portal's list, with what was over there already over.

No field rules of T1 and no notices: nobody stands at the counter. The officer's clock starts with the marking here.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from sqlalchemy.orm import Session

from app.complaints import numbering, search
from app.complaints.actor import Actor
from app.complaints.errors import Refused
from app.complaints.step import Step, take
from app.complaints.stints import Arrival
from app.domain.states import Action
from app.models.complaint import Complaint
from app.models.office import District

ENDINGS = {"closed": Action.IMPORT_CLOSED, "rejected": Action.IMPORT_REJECTED}


@dataclass(frozen=True)
class Foreign:
    """A record of another portal, already in our words; `received_on` and `ended_on` are dates as they stand there.

    `ending`: "" while it is open there, else "closed" or "rejected" with their own word `said_there` for it.
    """

    source: str
    source_no: str
    subject: str
    body: str
    received_on: date
    language: str = "hi"
    place_text: str = ""
    source_office: str = ""
    urgent: bool = False
    ending: str = ""
    said_there: str = ""
    ended_on: date | None = None
    data: dict[str, Any] = field(default_factory=dict)


def take_over(
    session: Session, foreign: Foreign, *, is_new: bool, marking_due: datetime, batch_id: int | None, by: Actor,
    at: datetime,
) -> Complaint:  # fmt: skip
    """Write a foreign record down as a complaint that waits with the cell. Raises Refused when it is here already.

    `is_new`: the caller has looked for its number under every source of the list; the database holds it to that.
    One that is over there gets no stint and no deadline: `end_as_there` must follow in the same transaction.
    """
    district = session.get_one(District, by.district_id)
    number, year, serial = numbering.issue(session, district, at)
    complaint = Complaint(
        district_id=district.id, number=number, year=year, serial=serial, source=foreign.source,
        source_no=foreign.source_no, source_office=foreign.source_office, subject=foreign.subject, body=foreign.body,
        language=foreign.language, place_text=foreign.place_text, received_at=at, received_on=foreign.received_on,
        is_urgent=foreign.urgent, is_imported=True, import_batch_id=batch_id, cycle=1,
    )  # fmt: skip
    step = Step(
        guards={"source_number_unique": is_new},
        arrival=None if foreign.ending else Arrival(level=0, due_at=marking_due),
        data=foreign.data,
    )  # fmt: skip
    take(session, complaint, Action.IMPORT, step, by=by, at=at)
    search.index(session, complaint)
    return complaint


def end_as_there(session: Session, complaint: Complaint, foreign: Foreign, *, by: Actor, at: datetime) -> None:
    """Close or reject here, at once, what was closed or rejected there; nobody here claims that anyone is satisfied."""
    if foreign.ending not in ENDINGS:
        raise Refused("unknown_status", field="status")
    reason = f"{foreign.ending}_at_source"
    complaint.closed_at = at
    step = Step(
        fields={"reason_code": reason, "said_there": foreign.said_there},
        guards={"just_imported": complaint.is_imported and complaint.last_action == Action.IMPORT.value},
        data={
            "reason_code": reason, "said_there": foreign.said_there, "closed_at_source": True,
            "on_there": foreign.ended_on.isoformat() if foreign.ended_on else None,
        },
    )  # fmt: skip
    take(session, complaint, ENDINGS[foreign.ending], step, by=by, at=at)
