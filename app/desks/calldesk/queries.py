"""DESK: whom to call next – those tried least, then those waiting longest; nobody twice within three hours."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import and_, func, or_, select
from sqlalchemy.orm import Session, joinedload

from app.complaints.actor import Actor
from app.complaints.queries import visible_to
from app.complaints.settings import setting
from app.domain.states import State
from app.models.attachment import Attachment
from app.models.complaint import Complaint
from app.models.dialogue import Dialogue
from app.models.party import Complainant, Party, Phone
from app.models.report import Report

REST = timedelta(hours=3)
LIST = 25


@dataclass(frozen=True)
class Waiting:
    """A complaint whose complainant is to be asked, and how often that was tried."""

    complaint: Complaint
    tries: int


@dataclass(frozen=True)
class Script:
    """All that the caller needs: the report's words, the person, the tries so far. Never who the officer is."""

    complaint: Complaint
    report: Report | None
    photo: Attachment | None
    complainant: Complainant | None
    number: str | None
    tries: Sequence[Dialogue]


def waiting(session: Session, by: Actor, at: datetime) -> tuple[list[Waiting], int]:
    """The queue for now (at most a page) and how many complainants are to be asked in all."""
    asked = select(Complaint.id).where(  # else every call of all years would be counted at each look
        Complaint.district_id == by.district_id, Complaint.state == State.DISPOSED.value
    )  # fmt: skip
    tries = (
        select(
            Dialogue.complaint_id.label("id"), Dialogue.cycle.label("cycle"),
            func.count().label("tries"), func.max(Dialogue.at).label("last"),
        )
        .where(Dialogue.by_call_desk, Dialogue.result != "pending", Dialogue.complaint_id.in_(asked))
        .group_by(Dialogue.complaint_id, Dialogue.cycle)
        .subquery()
    )  # fmt: skip
    undo = timedelta(seconds=setting(session, by.district_id, "undo_seconds", at))
    settled = Complaint.disposed_at <= at - undo  # until then the approver may think again
    disposed = and_(Complaint.state == State.DISPOSED.value, settled, visible_to(by))
    if by.department_id is not None:
        disposed = and_(disposed, Complaint.department_id != by.department_id)
    query = (
        select(Complaint, func.coalesce(tries.c.tries, 0))
        .outerjoin(tries, and_(tries.c.id == Complaint.id, tries.c.cycle == Complaint.cycle))
        .where(disposed, or_(tries.c.last.is_(None), tries.c.last <= at - REST))
        .order_by(func.coalesce(tries.c.tries, 0), Complaint.disposed_at, Complaint.id)
        .options(joinedload(Complaint.place))
    )
    rows = session.execute(query.limit(LIST)).all()
    total = session.scalar(select(func.count()).select_from(Complaint).where(disposed)) or 0
    return [Waiting(row[0], row[1]) for row in rows], total


def script(session: Session, complaint: Complaint) -> Script:
    """The script for one complaint. A contact number of a neighbour is never asked (D12-4)."""
    report = session.scalar(
        select(Report)
        .where(Report.complaint_id == complaint.id, Report.cycle == complaint.cycle, Report.state == "approved")
        .order_by(Report.no.desc())
        .limit(1)
    )
    photo = session.scalar(
        select(Attachment)
        .where(Attachment.complaint_id == complaint.id, Attachment.cycle == complaint.cycle)
        .where(Attachment.kind == "after", Attachment.thumb_key.is_not(None))
        .order_by(Attachment.id.desc())
        .limit(1)
    )
    first = session.execute(
        select(Complainant, Phone.number)
        .join(Party, Party.complainant_id == Complainant.id)
        .outerjoin(Phone, and_(Phone.complainant_id == Complainant.id, Phone.kind == "own", Phone.to_at.is_(None)))
        .where(Party.complaint_id == complaint.id)
        .order_by((Party.kind != "first"), Party.id)
        .limit(1)
    ).first()
    tries = session.scalars(
        select(Dialogue)
        .where(Dialogue.complaint_id == complaint.id, Dialogue.cycle == complaint.cycle, Dialogue.by_call_desk)
        .order_by(Dialogue.at.desc())
    ).all()
    return Script(complaint, report, photo, first[0] if first else None, first[1] if first else None, tries)
