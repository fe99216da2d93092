"""DESK: what waits for an approver, with its proof; few statements however many cards."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import ColumnElement, and_, func, or_, select
from sqlalchemy.orm import Session, contains_eager, joinedload

from app.complaints.actions.approve import is_flagged
from app.complaints.actor import Actor
from app.complaints.queries import visible_to
from app.domain.policy import Role
from app.domain.states import State
from app.models.attachment import Attachment
from app.models.complaint import Complaint
from app.models.report import Report

CARDS = 10
CHIPS = ("all", "fine", "attention", "reopened", "overdue")


@dataclass(frozen=True)
class Card:
    """A report before its approver: the words, the pair of photos, other papers, and whether something is amiss."""

    report: Report
    before: Attachment | None
    after: Attachment | None
    papers: Sequence[Attachment]
    flagged: bool


def waiting_for(by: Actor, at: datetime) -> ColumnElement[bool]:
    """Reports this person may decide: the own post's; for nodal officer and DC also those nobody looked at in time."""
    own = Report.approver_post_id == by.post_id
    if by.role in (Role.NODAL, Role.DC):
        own = or_(own, Report.approval_due_at <= at)
    return and_(Report.state == "submitted", Report.author_id != by.person_id, own, visible_to(by))


def reports(session: Session, by: Actor, at: datetime) -> Sequence[Report]:
    """All waiting reports, oldest first, with complaint, place and author."""
    return session.scalars(
        select(Report)
        .join(Complaint, Complaint.id == Report.complaint_id)
        .where(waiting_for(by, at))
        .order_by(Report.submitted_at, Report.id)
        .options(
            contains_eager(Report.complaint).joinedload(Complaint.place),
            joinedload(Report.author_post),
        )
    ).all()


def belongs(report: Report, chip: str, at: datetime) -> bool:
    """Whether a report stands under a chip."""
    late = report.approval_due_at is not None and report.approval_due_at <= at
    return {
        "all": True, "fine": not is_flagged(report), "attention": is_flagged(report),
        "reopened": report.complaint.cycle > 1, "overdue": late,
    }[chip]  # fmt: skip


def cards(session: Session, chosen: Sequence[Report]) -> list[Card]:
    """The cards of a page: one statement for all their files."""
    ids = [report.complaint_id for report in chosen]
    files: dict[int, list[Attachment]] = {}
    for file in session.scalars(
        select(Attachment)
        .where(Attachment.complaint_id.in_(ids), Attachment.state != "refused")
        .order_by(Attachment.id)
    ):
        files.setdefault(file.complaint_id, []).append(file)
    return [_card(report, files.get(report.complaint_id, [])) for report in chosen]


def _card(report: Report, files: Sequence[Attachment]) -> Card:
    def last(*kinds: str) -> Attachment | None:
        return next((f for f in reversed(files) if f.kind in kinds and f.thumb_key), None)

    papers = [f for f in files if f.report_id == report.id and f.kind not in ("before", "after", "complaint")]
    return Card(report, last("before") or last("complaint"), last("after"), papers, is_flagged(report))


def can_undo(session: Session, by: Actor, at: datetime, window: timedelta) -> Sequence[Report]:
    """The own approvals whose message has not left yet, newest first."""
    return session.scalars(
        select(Report)
        .join(Complaint, Complaint.id == Report.complaint_id)
        .where(Report.decider_id == by.person_id, Report.state == "approved", Report.decided_at > at - window)
        .where(Complaint.state == State.DISPOSED.value, Complaint.cycle == Report.cycle)
        .order_by(Report.decided_at.desc())
        .options(contains_eager(Report.complaint))
        .limit(5)
    ).all()


def count(session: Session, by: Actor, at: datetime) -> int:
    """How many reports wait for this person."""
    query = select(func.count()).select_from(Report).join(Complaint, Complaint.id == Report.complaint_id)
    return session.scalar(query.where(waiting_for(by, at))) or 0
