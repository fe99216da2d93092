"""THE CASEBOOK: report (T12) – the holder says what was done, with proof; the next above decides."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from app.complaints import dates, parts, proofs
from app.complaints.actions.approve import dispose
from app.complaints.actor import Actor, system
from app.complaints.clockwork import calendar_of
from app.complaints.errors import Conflict, Refused
from app.complaints.overtaken import end_overtaken
from app.complaints.placing import next_post, post_of_role, seats_of, shunned
from app.complaints.proofs import Offered
from app.complaints.sight import may_be_asked
from app.complaints.step import Step, lock, take
from app.complaints.stints import open_stint
from app.domain import proof
from app.domain.clock import approval_due
from app.domain.ladder import HEAD_OF_DEPARTMENT
from app.domain.outcomes import WORK_CLAIMED, Outcome
from app.domain.states import Action, State, transition
from app.domain.text import is_reference, letters, written
from app.models.attachment import Attachment
from app.models.category import Category
from app.models.complaint import Complaint
from app.models.place import Place
from app.models.report import Report

MIN_LETTERS = 30
OFFICER_OUTCOMES = (Outcome.RELIEF, Outcome.PARTIAL, Outcome.EXPLAINED, Outcome.ALREADY_DONE)


@dataclass(frozen=True)
class Draft:
    """A report as the officer wrote it."""

    outcome: str
    text: str
    action_on: date | None
    transaction_no: str = ""
    transaction_on: date | None = None
    no_proof_reason: str = ""
    files: Sequence[Offered] = ()


def report(session: Session, complaint_id: int, draft: Draft, *, by: Actor, at: datetime) -> Report:
    """Put the report before the approver. Raises Refused with the field that is missing; then nothing is saved."""
    complaint = lock(session, complaint_id)
    transition(Action.REPORT, State(complaint.state))  # what is not in action has perhaps no category to prove by
    stint = open_stint(session, complaint)
    if stint is None or by.person_id is None or by.post_id is None:
        raise Conflict
    _check_words(draft, at)
    own = {proofs.attach(session, complaint, offered, by=by, at=at).id for offered in draft.files}
    # what only an earlier report had declared proves nothing here, and holds nothing up
    files = [file for file in proofs.of_cycle(session, complaint) if file.state != "declared" or file.id in own]
    category = session.get_one(Category, complaint.category_id)
    lacking = _lacking(category, draft, files)
    if lacking:
        raise Refused("proof", field=lacking[0].split("|")[0], lacking=lacking)
    reached, enough = proofs.spoken(proofs.dialogues(session, complaint))
    body = written(draft.text)
    step = Step(
        fields={"outcome": draft.outcome, "action_text": body, "action_on": draft.action_on},
        guards={
            "acknowledged": stint.acknowledged_at is not None,
            "spoken_to_complainant": proof.dialogue_suffices(reached=reached, tries_suffice=enough),
            "proof": not lacking, "subtasks_ended": parts.ended(complaint),
            "money_reference": not category.is_money or is_reference(draft.transaction_no or ""),
        },
        text=body, data={"outcome": draft.outcome, "files": len(files)},
    )  # fmt: skip
    take(session, complaint, Action.REPORT, step, by=by, at=at)
    end_overtaken(session, complaint, at=at)
    complaint.is_sent_back = False
    row = _write(session, complaint, draft, stint.id, by=by, at=at)
    for file in files:
        file.report_id = row.id
    session.flush()
    if straight_to_the_say(category, files):
        dispose(session, complaint, row, remark="", by=system(complaint.district_id), at=at)
    return row


def straight_to_the_say(category: Category, files: Sequence[Attachment]) -> bool:
    """The DC has named categories that nobody approves: they go to the complainant once all the proof is there."""
    return not category.needs_approval and all(file.state != "declared" for file in files)


def _check_words(draft: Draft, at: datetime) -> None:
    if draft.outcome not in set(OFFICER_OUTCOMES):
        raise Refused("required", field="outcome")
    if letters(written(draft.text)) < MIN_LETTERS:
        raise Refused("too_short", field="text", least=MIN_LETTERS)
    dates.done(draft.action_on, "action_on", at)
    dates.done(draft.transaction_on, "transaction_on", at)


def _lacking(category: Category, draft: Draft, files: Sequence[object]) -> list[str]:
    """Names of proof fields still empty. A photo that came with the complaint shows how it was before."""
    kinds = {"before" if file.kind == "complaint" else file.kind for file in files}  # type: ignore[attr-defined]
    placed = any(f.kind == "after" and f.latitude is not None for f in files)  # type: ignore[attr-defined]
    have = proof.Evidence(
        kinds=frozenset(kinds), transaction_no=draft.transaction_no, transaction_on=draft.transaction_on,
        has_place=placed, no_proof_reason=draft.no_proof_reason,
    )  # fmt: skip
    rule = proof.RULES[category.proof] if draft.outcome in WORK_CLAIMED else proof.RULES["none"]
    return proof.missing(rule, have)


def _write(session: Session, complaint: Complaint, draft: Draft, stint_id: int, *, by: Actor, at: datetime) -> Report:
    if by.person_id is None or by.post_id is None:
        raise Conflict
    count = session.scalar(select(func.count()).where(Report.complaint_id == complaint.id)) or 0
    place = session.get(Place, complaint.place_id) if complaint.place_id else None
    row = Report(
        district_id=complaint.district_id, complaint_id=complaint.id, cycle=complaint.cycle, no=count + 1,
        stint_id=stint_id, author_id=by.person_id, author_post_id=by.post_id, submitted_at=at, outcome=draft.outcome,
        text=written(draft.text), action_on=draft.action_on, transaction_no=draft.transaction_no.strip(),
        transaction_on=draft.transaction_on, no_proof_reason=written(draft.no_proof_reason),
        checks=proofs.approver_checks(session, complaint),
        approver_post_id=approver_of(session, complaint, by, at),
        approval_due_at=approval_due(at, calendar_of(session, complaint.district_id, place, at)),
    )  # fmt: skip
    session.add(row)
    session.flush()
    return row


def approver_of(session: Session, complaint: Complaint, author: Actor, at: datetime) -> int | None:
    """The post that decides: the head of department; the nodal officer, then the DC, for what a head reports.

    Never the author, in whatever chair, never the post complained against, and of a confidential complaint never a head
    who may not see it.
    """
    never = {author.post_id, *seats_of(session, author.person_id, at), *shunned(session, complaint, at)}
    head = None
    if complaint.department_id is not None and complaint.level < HEAD_OF_DEPARTMENT:
        head = next_post(
            session, department_id=complaint.department_id, level=HEAD_OF_DEPARTMENT, place=None, at=at,
            never=never,
        )  # fmt: skip
    if head is not None and not may_be_asked(session, complaint, head):
        head = None
    seniors = (post_of_role(session, complaint.district_id, role, at) for role in ("nodal", "dc"))
    return next((post.id for post in (head, *seniors) if post is not None and post.id not in never), None)
