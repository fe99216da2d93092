"""DESK: whom to call now and why, who comes up later, and all that one call needs to be made."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import and_, or_, select
from sqlalchemy.orm import Session, joinedload, load_only

from app.complaints import calls
from app.complaints.actions.correct import WITHIN
from app.complaints.actor import Actor
from app.complaints.group import Asked, asked_of
from app.complaints.queries import visible_to
from app.domain.calendar import ist_date
from app.domain.calling import Turn
from app.domain.states import Action
from app.models.attachment import Attachment
from app.models.complaint import Complaint
from app.models.dialogue import Dialogue, Feedback
from app.models.event import Event
from app.models.party import Complainant, Party
from app.models.report import Report

LIST = 25
LINE = load_only(Complaint.number, Complaint.subject, Complaint.language, Complaint.disposed_at,
                 Complaint.feedback_due_at)  # fmt: skip


@dataclass(frozen=True)
class Waiting:
    """A complaint whose complainant is to be asked, and when and why the next try is to be made."""

    complaint: Complaint
    turn: Turn | None


@dataclass(frozen=True)
class Round:
    """The desk's list: whom to ring now, later today, and on another day; whose numbers do not work; all in all."""

    now: Sequence[Waiting]
    today: Sequence[Waiting]
    coming: Sequence[Waiting]
    mute: Sequence[Waiting]
    total: int
    more: bool  # whether a part goes on, on the next page


@dataclass(frozen=True)
class Script:
    """All that the caller needs: the report's words, the person, the tries so far. Never who the officer is."""

    complaint: Complaint
    report: Report | None
    photo: Attachment | None
    complainant: Complainant | None
    number: str | None
    tries: Sequence[Dialogue]
    turn: Turn | None = None
    asked: Sequence[Asked] = ()
    who: int = 1  # which of them this call is to, counted from one


def waiting(session: Session, by: Actor, at: datetime, page: int = 1) -> Round:
    """The desk's list for now: a page of each part."""
    dues, today = calls.round_of(session, by, at), ist_date(at)
    ring = [due for due in dues if due.can_ring]
    now = [due for due in ring if due.turn and due.turn.is_due(at)]
    waits = [due for due in ring if not (due.turn and due.turn.is_due(at))]
    later, coming = list[calls.Due](), list[calls.Due]()
    for due in waits:
        (later if due.turn and ist_date(due.turn.at) == today else coming).append(due)
    whole = (now, later, coming, [due for due in dues if not due.can_ring])
    parts = [part[(page - 1) * LIST : page * LIST] for part in whole]
    shown = [due.id for part in parts for due in part]
    query = select(Complaint).where(Complaint.id.in_(shown)).options(LINE, joinedload(Complaint.place))
    rows = {row.id: row for row in session.scalars(query)}
    return Round(*([Waiting(rows[due.id], due.turn) for due in part] for part in parts), total=len(dues),
                 more=any(len(part) > page * LIST for part in whole))  # fmt: skip


def wishes(session: Session, by: Actor, page: int = 1) -> Sequence[Complaint]:
    """Complaints that somebody who telephoned the cell wants to withdraw: the desk rings the complainant (T21). One
    more than a page."""
    asked = and_(Complaint.district_id == by.district_id, Complaint.withdrawal_asked_at.is_not(None))
    query = (
        select(Complaint)
        .where(asked, Complaint.closed_at.is_(None), visible_to(by))
        .order_by(Complaint.withdrawal_asked_at, Complaint.id)
        .limit(LIST + 1)
        .offset((page - 1) * LIST)
        .options(joinedload(Complaint.place))
    )
    if by.department_id is not None:
        query = query.where(or_(Complaint.department_id.is_(None), Complaint.department_id != by.department_id))
    return session.scalars(query).all()


def words_of_wish(session: Session, complaint: Complaint) -> str:
    """What was said when the wish to withdraw was noted; "" where none stands."""
    if complaint.withdrawal_asked_at is None:
        return ""
    query = select(Event.text).where(
        Event.complaint_id == complaint.id, Event.action == Action.COMMENT.value,
        Event.at == complaint.withdrawal_asked_at,
    )  # fmt: skip
    return session.scalar(query.order_by(Event.no.desc()).limit(1)) or ""


def just_answered(session: Session, by: Actor, at: datetime) -> list[tuple[Complaint, Feedback]]:
    """What this person wrote down in the last minutes and may still correct, also what has gone from the desk since."""
    rows = session.execute(
        select(Complaint, Feedback)
        .join(Feedback, Feedback.complaint_id == Complaint.id)
        .where(Feedback.person_id == by.person_id, Feedback.at >= at - WITHIN, Feedback.replaced_at.is_(None))
        .where(Complaint.district_id == by.district_id)
        .order_by(Feedback.at.desc())
        .limit(LIST)
    ).all()
    return [(row.Complaint, row.Feedback) for row in rows]


def script(session: Session, complaint: Complaint, at: datetime, who: int = 1) -> Script:
    """The script for one complaint, to one of those who are asked. A contact number of a neighbour is never asked
    (D12-4), nor one in quarantine: the number before it is."""
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
        select(Complainant)
        .join(Party, Party.complainant_id == Complainant.id)
        .where(Party.complaint_id == complaint.id)
        .order_by((Party.kind != "first"), Party.id)
        .limit(1)
    ).first()
    tries = session.scalars(
        select(Dialogue)
        .where(Dialogue.complaint_id == complaint.id, Dialogue.cycle == complaint.cycle, Dialogue.by_call_desk)
        .order_by(Dialogue.at.desc())
    ).all()
    asked = asked_of(session, complaint, at)
    one = asked[who - 1] if who <= len(asked) else None
    person, number = (one.person, one.number) if one else (first[0] if first else None, None)
    return Script(
        complaint, report, photo, person, number, tries, calls.turn_of(session, complaint, at), asked, who if one else 1
    )
