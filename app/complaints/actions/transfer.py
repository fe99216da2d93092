"""THE CASEBOOK: transfer (T22) – it is another department's work: that department says yes, else the cell decides."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy.orm import Session

from app.complaints import proofs, requests
from app.complaints.actions.mark import level_of
from app.complaints.actor import Actor
from app.complaints.asking import CONSENTS
from app.complaints.errors import Refused
from app.complaints.overtaken import end_others
from app.complaints.placing import next_post, shunned
from app.complaints.requests import Proposal
from app.complaints.step import Step, lock, take
from app.complaints.stints import Arrival, open_stint
from app.domain.ladder import PROFILES, first_level
from app.domain.policy import Role
from app.domain.states import Action
from app.models.category import Category
from app.models.complaint import Complaint
from app.models.office import Department, Post
from app.models.place import Place
from app.models.report import Request

MOST = 3  # CPGRAMS
REASONS = ("not_our_work", "not_our_place", "other_owner", "already_there")


def ask(
    session: Session, complaint_id: int, *, category: Category, reason_code: str, text: str, by: Actor, at: datetime
) -> Request:
    """Propose another department. Somebody must have spoken with the complainant, or tried, before."""
    complaint = lock(session, complaint_id)
    if reason_code not in REASONS:
        raise Refused("required", field="reason_code")
    if category.department_id is None:
        raise Refused("not_a_grievance", field="category")
    if category.department_id == complaint.department_id:
        raise Refused("same_department", field="category")
    made = _made(session, complaint)
    if made >= MOST:
        raise Refused("at_most_three")
    if not _contact_logged(session, complaint):
        raise Refused("contact_logged")
    department = session.get_one(Department, category.department_id)
    data = {
        "category_id": category.id, "department_id": department.id, "no": made + 1,
        "to": department.name_hi, "to_en": department.name_en,
    }  # fmt: skip
    return requests.propose(session, complaint, Proposal("transfer", reason_code, text, data), by=by, at=at)


def _made(session: Session, complaint: Complaint) -> int:
    return len(requests.granted(session, complaint, "transfer", every_cycle=True))


def _contact_logged(session: Session, complaint: Complaint) -> bool:
    """Whether the complainant has heard from the office that wants to give it away: after a transfer, what the office
    before had said counts no more."""
    talks = proofs.dialogues(session, complaint)
    moved = requests.granted(session, complaint, "transfer", every_cycle=True)
    if not moved:
        return bool(talks)
    since = moved[-1].decided_at
    return any(since is not None and talk.at >= since and _here(complaint, talk.post) for talk in talks)


def _here(complaint: Complaint, post: Post) -> bool:
    """Whether a post belongs to the office that has it now."""
    return post.id == complaint.post_id or post.department_id == complaint.department_id


def grant(session: Session, complaint: Complaint, row: Request, *, by: Actor, at: datetime) -> None:
    """Move it to the post of that department that the ladder names here. The due date keeps running."""
    category = session.get_one(Category, row.data["category_id"])
    department_id = int(row.data["department_id"])
    post = _post_there(session, complaint, category, department_id, at)
    if post is None:
        raise Refused("post_in_charge")
    running = open_stint(session, complaint)
    made = _made(session, complaint)
    arrival = Arrival(
        level=max(level_of(session, post, department_id), complaint.level), post_id=post.id, carry_on=running
    )
    step = Step(
        fields={"reason_code": row.reason_code, "why_there": row.text},
        guards={
            "consent_of_receiver": requests.is_asked(row, by) and (made < CONSENTS or by.role in (Role.NODAL, Role.DC)),
            "at_most_three": made < MOST, "contact_logged": _contact_logged(session, complaint),
        },
        arrival=arrival, running=running, end_reason="transferred", text=row.text, notices=("S06", "O01"),
        data={
            **requests.told(row), "to": row.data["to"], "to_en": row.data["to_en"], "post": post.name_hi,
            "post_en": post.name_en, "no": made + 1,
        },
    )  # fmt: skip
    # set before the door asks who may: the receiving department's head acts in what is then the own department
    complaint.department_id, complaint.category_id, complaint.profile = department_id, category.id, category.profile
    complaint.is_confidential = complaint.is_confidential or category.is_confidential
    complaint.next_step = complaint.next_step_on = None
    complaint.is_sent_back = False
    take(session, complaint, Action.TRANSFER, step, by=by, at=at)
    end_others(session, complaint, row, at=at)


def _post_there(
    session: Session, complaint: Complaint, category: Category, department_id: int, at: datetime
) -> Post | None:
    place = session.get(Place, complaint.place_id) if complaint.place_id else None
    level = max(complaint.level, first_level(PROFILES[category.profile], category.first_level))
    return next_post(
        session, department_id=department_id, level=level, place=place, at=at, never=shunned(session, complaint, at)
    )
