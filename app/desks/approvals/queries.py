"""DESK: what waits for an approver, with its proof; few statements however many cards."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import ColumnElement, Row, and_, or_, select
from sqlalchemy.orm import Session, contains_eager, joinedload, lazyload, load_only

from app.complaints.actions.approve import is_flagged
from app.complaints.actor import Actor
from app.complaints.sight import hidden_from, visible_to
from app.domain.policy import Role
from app.domain.states import State
from app.models.attachment import Attachment
from app.models.complaint import Complaint
from app.models.office import Post
from app.models.place import Place
from app.models.report import Report

CARDS = 10
UNDOABLE = 5
SHOWN = (
    contains_eager(Report.complaint).options(
        load_only(Complaint.number, Complaint.subject, Complaint.language, Complaint.source),
        joinedload(Complaint.place).load_only(Place.name_hi, Place.name_en),
    ),
    joinedload(Report.author_post).options(load_only(Post.name_hi, Post.name_en), lazyload(Post.kind)),
)
CHIPS = ("all", "fine", "attention", "reopened", "overdue")


@dataclass(frozen=True)
class Card:
    """A report before its approver: the words, the pair of photos, other papers, and whether something is amiss."""

    report: Report
    before: Attachment | None
    after: Attachment | None
    papers: Sequence[Attachment]
    flagged: bool
    to_come: int  # photos that are declared and not here: until then nothing can be approved
    unnamed: frozenset[str] = frozenset()  # confidential complaints that this approver may not even hear of


def waiting_for(by: Actor, at: datetime) -> ColumnElement[bool]:
    """Reports this person may decide: the own post's; for nodal officer and DC also those nobody looked at in time,
    and the confidential ones, which few others may see."""
    own = Report.approver_post_id.in_(by.chairs)
    if by.role in (Role.NODAL, Role.DC):
        own = or_(own, Report.approval_due_at <= at, Complaint.is_confidential)
    return and_(Report.state == "submitted", Report.author_id != by.person_id, own, visible_to(by))


def waiting(session: Session, by: Actor, at: datetime) -> Sequence[Row[Any]]:
    """Of all waiting reports, oldest first, only what the chips ask: there may be hundreds, and a page shows ten."""
    return session.execute(
        select(Report.id, Report.approval_due_at, Report.no_proof_reason, Report.checks, Complaint.cycle,
               Complaint.number)
        .join(Complaint, Complaint.id == Report.complaint_id)
        .where(waiting_for(by, at))
        .order_by(Report.submitted_at, Report.id)
    ).all()  # fmt: skip


def chips_of(row: Row[Any], at: datetime) -> set[str]:
    """The chips that a waiting report stands under."""
    late = row.approval_due_at is not None and row.approval_due_at <= at
    also = {"reopened": row.cycle > 1, "overdue": late}
    return {"all", "attention" if is_flagged(row) else "fine", *(chip for chip, stands in also.items() if stands)}


def shown(
    session: Session, ids: Sequence[int], by: Actor, at: datetime, window: timedelta
) -> tuple[list[Report], list[Report]]:
    """The reports with these ids, in this order; and the own approvals whose message has not left, newest first."""
    approved = and_(Report.decider_id == by.person_id, Report.state == "approved", Report.decided_at > at - window)
    undoable = and_(approved, Complaint.state == State.DISPOSED.value, Complaint.cycle == Report.cycle)
    found = session.scalars(
        select(Report)
        .join(Complaint, Complaint.id == Report.complaint_id)
        .where(or_(Report.id.in_(ids), undoable))
        .order_by(Report.decided_at.desc())
        .options(*SHOWN)
    ).all()
    by_id = {report.id: report for report in found}
    return [by_id[key] for key in ids], [report for report in found if report.id not in ids][:UNDOABLE]


def cards(session: Session, chosen: Sequence[Report], by: Actor) -> list[Card]:
    """The cards of a page: one statement for all their files."""
    ids = [report.complaint_id for report in chosen]
    files: dict[int, list[Attachment]] = {}
    for file in session.scalars(
        select(Attachment)
        .where(Attachment.complaint_id.in_(ids), Attachment.state != "refused")
        .order_by(Attachment.id)
    ):
        files.setdefault(file.complaint_id, []).append(file)
    unnamed = _unnamed(session, chosen, by)
    return [_card(report, files.get(report.complaint_id, []), unnamed) for report in chosen]


def _unnamed(session: Session, chosen: Sequence[Report], by: Actor) -> frozenset[str]:
    """Numbers of confidential complaints from which a photo was taken again, where this person may not see them."""
    numbers = {check["value"] for report in chosen for check in report.checks if check["code"] == "photo_fresh"}
    if not (numbers := numbers - {None}):
        return frozenset()
    secret = select(Complaint.number).where(Complaint.number.in_(numbers), Complaint.is_confidential, hidden_from(by))
    return frozenset(session.scalars(secret))


def _card(report: Report, files: Sequence[Attachment], unnamed: frozenset[str]) -> Card:
    def last(*kinds: str) -> Attachment | None:
        return next((f for f in reversed(files) if f.kind in kinds and f.thumb_key), None)

    own = [f for f in files if f.report_id == report.id]
    papers = [f for f in own if f.kind not in ("before", "after", "complaint") and f.state != "declared"]
    to_come = sum(f.state == "declared" for f in own)
    before = last("before") or last("complaint")
    return Card(report, before, last("after"), papers, is_flagged(report), to_come, unnamed)
