"""DESK: everything the case page shows, read in few statements; buttons are true only where table and policy agree."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from flask import Response, g
from sqlalchemy import bindparam, select
from sqlalchemy.orm import joinedload

from app.complaints import guidance, requests, timeline
from app.complaints.phones import serves
from app.complaints.step import allowed
from app.complaints.timeline import Line
from app.desks.casework.case_forms import AcceptForm, CommentForm, EvidenceForm, ReopenForm, ReportForm, TalkForm
from app.desks.casework.lists import next_working_day
from app.desks.casework.nextstep import Now, now_of, spoken
from app.domain import proof
from app.domain.calendar import ist_date
from app.domain.policy import Right, Role
from app.domain.states import FINAL, Action, State
from app.extensions import db
from app.models.attachment import Attachment
from app.models.category import Category
from app.models.complaint import Complaint, Stint
from app.models.event import Event
from app.models.office import Post
from app.models.party import Complainant, Party, Phone
from app.models.report import Request
from app.web.access import actor, has, load
from app.web.casefile import doors_of, may
from app.web.page import now, page
from app.web.timeleft import left, next_due

SHOWN = (
    joinedload(Complaint.category).defer(Category.words), joinedload(Complaint.department),
    joinedload(Complaint.place), joinedload(Complaint.block), joinedload(Complaint.post).lazyload(Post.kind),
    joinedload(Complaint.first_party).joinedload(Party.complainant).joinedload(Complainant.phones).joinedload(
        Phone.wishes
    ),
)  # fmt: skip
FILES = (
    select(Attachment)
    .where(Attachment.complaint_id == bindparam("complaint_id"), Attachment.state != "refused")
    .order_by(Attachment.id.desc())
)
BUTTONS = {
    "report": Action.REPORT, "comment": Action.COMMENT, "talk": Action.DIALOGUE, "file": Action.ADD_EVIDENCE,
    "reopen": Action.REOPEN, "approve": Action.APPROVE, "mark": Action.MARK,
}  # fmt: skip


def open_case(number: str) -> Complaint:
    """The complaint with all that its page shows of it, or 404."""
    return load(number, *SHOWN)


def afresh(complaint: Complaint) -> Complaint:
    """The same after a step was taken, with its new holder and dates."""
    number = complaint.number
    db.session.flush()
    db.session.expire(complaint)
    return open_case(number)


def undone(number: str) -> Complaint:
    """The same after a refusal: whatever the step had begun to write is gone."""
    db.session.rollback()
    return open_case(number)


def buttons(complaint: Complaint) -> dict[str, bool]:
    """Which doors of the page are open to who is looking."""
    by = actor()
    can = {name: may(complaint, action, by) for name, action in BUTTONS.items()}
    can["accept"] = may(complaint, Action.ACKNOWLEDGE, by) and (
        complaint.state == State.MARKED or complaint.acknowledged_at is None
    )
    can["report"] = can["report"] and complaint.acknowledged_at is not None
    can["ask"] = by.role is Role.CALLER and may(complaint, Action.SATISFIED)
    if complaint.state == State.DISPOSED:  # the cell reopens only what is closed
        can["reopen"] = can["reopen"] and by.role in (Role.NODAL, Role.DC)
    can["contact"] = allowed(db.session, complaint, Right.REVEAL_PHONE, by)
    can["guide"] = complaint.category is not None and guidance.may_write(complaint.category, by)
    can["guides"] = has(Right.GUIDANCE)
    can["talk"] = can["talk"] and can["contact"]
    return can


def phone_of(complaint: Complaint) -> Phone | None:
    """The number a call would go to: the petitioner's own, else a contact's."""
    phones = [phone for phone in complaint.petitioner.phones if serves(phone, now())] if complaint.petitioner else []
    return min(phones, key=lambda phone: (phone.is_bad, phone.kind != "own"), default=None)


def coming(complaint: Complaint) -> Phone | None:
    """A changed number that does not serve yet."""
    phones = complaint.petitioner.phones if complaint.petitioner else []
    return next((phone for phone in phones if phone.to_at is None and not serves(phone, now())), None)


def files_of(complaint: Complaint) -> Sequence[Attachment]:
    """Photos and papers, newest first."""
    return db.session.scalars(FILES, {"complaint_id": complaint.id}).all()


def own_due(complaint: Complaint) -> datetime | None:
    """The deadline that binds who is looking: that of the own stint, also after it climbed away (ruling 5)."""
    by = actor()
    if complaint.state == State.DISPOSED or complaint.state in FINAL:
        return None
    if by.holds(complaint.post_id) or by.post_id is None or by.role not in (Role.OFFICER, Role.SDM):
        return None if complaint.state == State.ATR_SUBMITTED else next_due(complaint)
    query = select(Stint.due_at).where(Stint.complaint_id == complaint.id, Stint.post_id.in_(by.chairs))
    return db.session.scalar(query.order_by(Stint.arrival.desc()).limit(1)) or next_due(complaint)


def lacking(complaint: Complaint, story: Sequence[Line], files: Sequence[Attachment]) -> list[str]:
    """What "Resolved" still needs, said before the officer presses Send."""
    kinds = {file.kind for file in files if file.cycle == complaint.cycle or file.kind == "complaint"}
    placed = any(file.kind == "after" and file.latitude is not None for file in files)
    have = proof.Evidence(
        kinds=frozenset("before" if kind == "complaint" else kind for kind in kinds), has_place=placed
    )
    rule = proof.RULES[complaint.category.proof] if complaint.category else proof.RULES["none"]
    return ([] if spoken(complaint, story) else ["talk"]) + proof.missing(rule, have)


def base(complaint: Complaint, story: Sequence[Line]) -> dict[str, Any]:
    """What every part of the page needs."""
    can = buttons(complaint)
    step: Now = now_of(db.session, complaint, story, can, by=actor(), at=now())
    return {
        "c": complaint, "can": can, "step": step, "story": story, "talks": timeline.talks(story)[:3],
        "phone": phone_of(complaint) if can["contact"] else None, "number": None,
        "coming": coming(complaint) if can["contact"] else None, "today": ist_date(now()),
        "joined": timeline.followers(story),
        "parent": next((line.facts["parent"] for line in story if line.code == Action.MERGE), "")
        if complaint.state == State.MERGED else "",
        "promised": next((line.facts["promised_on"] for line in story if line.facts.get("promised_on")), ""),
    }  # fmt: skip


def forms(complaint: Complaint, can: dict[str, bool], bound: dict[str, Any]) -> dict[str, Any]:
    """The page's forms: the one that was sent, with its errors, and the others as new."""
    made = {
        "accept": lambda: AcceptForm(blank=True, next_step="call", next_step_on=next_working_day(now())),
        "talk": lambda: TalkForm(blank=True),
        "comment": lambda: CommentForm(blank=True),
        "report": lambda: ReportForm(blank=True, action_on=ist_date(now()), paper_kind=_paper_kind(complaint)),
        "file": lambda: EvidenceForm(blank=True),
        "reopen": lambda: ReopenForm(blank=True),
    }
    return {f"{name}_form": bound.get(name) or (make() if can[name] else None) for name, make in made.items()}


def asked_of(complaint: Complaint, events: Sequence[Event]) -> Sequence[Request]:
    """What waits for a decision; looked for only where something was ever asked for in this life of the complaint."""
    proposed = {Action.PROPOSE.value, Action.PROPOSE_REFUSAL.value}
    number = Action.PROPOSE_CONTACT.value  # waits on into the next life of the complaint
    here = [event.action for event in events if event.cycle == complaint.cycle or event.action == number]
    if not any(action in proposed or action == number for action in here):
        return ()
    return requests.open_requests(db.session, complaint.id)


def _paper_kind(complaint: Complaint) -> str:
    wanted = {"certificate": "letter", "test_slip": "receipt", "report": "report", "document": "other"}
    return wanted.get(complaint.category.proof if complaint.category else "", "order")


def whole(complaint: Complaint, **bound: Any) -> dict[str, Any]:
    """All that the case page shows. `bound`: forms that were sent and came back."""
    events = timeline.events_of(db.session, complaint)
    story = timeline.lines(events)
    files = files_of(complaint)
    shown = base(complaint, story)
    due = own_due(complaint)
    rule = proof.RULES[complaint.category.proof] if complaint.category else proof.RULES["none"]
    return shown | forms(complaint, shown["can"], bound) | {
        "files": files, "shown_bytes": sum(file.thumb_bytes or 0 for file in files), "rev": timeline.revision(events),
        "guides": guidance.for_case(db.session, complaint) if complaint.post_id else (),
        "left": left(due, now()), "limit": due, "clock": next_due(complaint), "rule": rule,
        "doors": doors_of(complaint), "is_split": any(line.code == Action.SPLIT for line in story),
        "asked": asked_of(complaint, events),
        "lacking": lacking(complaint, story, files) if shown["can"]["report"] else [],
        "is_money": bool(complaint.category and complaint.category.is_money) or proof.Need.TRANSACTION in rule.needs,
        "wants_before": proof.Need.PHOTO_BEFORE_AFTER in rule.needs,
        "wants_paper": bool((rule.needs | rule.any_of) - proof.PHOTOS - {proof.Need.TRANSACTION}),
    }  # fmt: skip


def case_page(complaint: Complaint, status: int = 200, **bound: Any) -> Response:
    """The whole page."""
    g.complaint = complaint
    return page("casework/case.html", status, **whole(complaint, **bound))
