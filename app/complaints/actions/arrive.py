"""THE CASEBOOK: a declared photo arrives, or does not in 48 hours (ruling 14, T14)."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.complaints import proofs
from app.complaints.actions.approve import dispose
from app.complaints.actions.report import straight_to_the_say
from app.complaints.actor import Actor, system
from app.complaints.step import Step, allowed, lock, take
from app.domain.states import Action
from app.evidence.keep import Kept
from app.models.attachment import Attachment
from app.models.category import Category
from app.models.complaint import Complaint
from app.models.report import Report

DECLARED_FOR = timedelta(hours=48)


def expected(session: Session, sha256: str, *, by: Actor) -> Sequence[Attachment]:
    """What this person has said is coming, or has come, under this hash; nobody else's."""
    return session.scalars(
        select(Attachment)
        .where(Attachment.district_id == by.district_id, Attachment.sha256 == sha256)
        .where(Attachment.person_id == by.person_id, Attachment.state != "refused")
        .order_by(Attachment.complaint_id, Attachment.id)
    ).all()


def arrive(session: Session, sha256: str, kept: Kept, *, by: Actor, at: datetime) -> None:
    """Lay the bytes where they were declared; each is an event. The report that waited for the last one goes on."""
    for row in expected(session, sha256, by=by):
        complaint = lock(session, row.complaint_id)
        session.refresh(row)
        if row.state != "declared":
            continue  # came over another line meanwhile
        proofs.fill(row, kept, at=at)
        data = {"kind": row.kind, "sha256": sha256, "bytes": row.bytes, "arrived": True}
        who = by if allowed(session, complaint, Action.ADD_EVIDENCE, by) else system(by.district_id)
        take(session, complaint, Action.ADD_EVIDENCE, Step(fields={"attachment": row}, data=data), by=who, at=at)
        _go_on(session, complaint, at)


def _waiting(session: Session, complaint: Complaint) -> Report | None:
    return session.scalar(select(Report).where(Report.complaint_id == complaint.id, Report.state == "submitted"))


def _go_on(session: Session, complaint: Complaint, at: datetime) -> None:
    report = _waiting(session, complaint)
    if report is None:
        return
    session.flush()
    report.checks = proofs.approver_checks(session, complaint)
    files = session.scalars(select(Attachment).where(Attachment.report_id == report.id)).all()
    if straight_to_the_say(session.get_one(Category, complaint.category_id), files):
        dispose(session, complaint, report, remark="", by=system(complaint.district_id), at=at)


def late(session: Session, at: datetime, most: int) -> list[int]:
    """Complaints with a photo that was declared 48 hours ago and is not here; their ids."""
    query = select(Attachment.complaint_id).where(Attachment.state == "declared")
    query = query.where(Attachment.declared_at <= at - DECLARED_FOR).distinct()
    return list(session.scalars(query.order_by(Attachment.complaint_id).limit(most)))


def give_up(session: Session, complaint_id: int, *, at: datetime) -> None:
    """Wait no longer. A report that waited for such a photo counts as never submitted: its clock never stopped."""
    complaint = lock(session, complaint_id)
    rows = session.scalars(
        select(Attachment)
        .where(Attachment.complaint_id == complaint_id, Attachment.state == "declared")
        .where(Attachment.declared_at <= at - DECLARED_FOR)
        .with_for_update()
    ).all()
    for row in rows:
        row.state, row.refused_code = "refused", "not_arrived"
    session.flush()
    report = _waiting(session, complaint)
    if report is None or report.id not in {row.report_id for row in rows}:
        return
    complaint.is_sent_back = True
    step = Step(fields={"report": report}, data={"report": report.no})
    take(session, complaint, Action.NOT_ARRIVED, step, by=system(complaint.district_id), at=at)
    report.state, report.decided_at = "lapsed", at
    session.flush()
