"""THE CASEBOOK: mark (T2) – a complaint gets its category and the post that must answer."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.complaints.actor import Actor
from app.complaints.clockwork import clock_for
from app.complaints.errors import Refused
from app.complaints.placing import filled, next_post
from app.complaints.settings import setting
from app.complaints.step import Step, lock, take
from app.complaints.stints import Arrival, open_stint
from app.domain.ladder import PROFILES, first_level
from app.domain.states import Action, State
from app.models.category import Category
from app.models.complaint import Complaint
from app.models.office import LadderRung, Post
from app.models.place import Place


def suggest_post(session: Session, category: Category, place: Place | None, *, at: datetime) -> Post | None:
    """The post that the ladder names for a category at a place, or who covers for an empty chair."""
    if category.department_id is None:
        return None
    level = first_level(PROFILES[category.profile], category.first_level)
    return next_post(session, department_id=category.department_id, level=level, place=place, at=at)


def level_of(session: Session, post: Post, department_id: int) -> int:
    """The level a post has in a department's ladder; its usual level where the ladder does not name it (ruling 8)."""
    level = session.scalar(
        select(LadderRung.level)
        .where(LadderRung.department_id == department_id, LadderRung.post_kind_id == post.kind_id)
        .where(LadderRung.valid_to.is_(None))
        .order_by(LadderRung.level)
        .limit(1)
    )
    return level or max(post.level, 1)


def mark(
    session: Session, complaint_id: int, *, category: Category, post: Post, by: Actor, at: datetime, text: str = ""
) -> Complaint:
    """Give the complaint to a post. Marking again inside the department never resets the clock (D4-4)."""
    complaint = lock(session, complaint_id)
    if category.department_id is None:
        raise Refused("not_a_grievance", field="category")
    sitting = filled(session, post, at, {complaint.against_post_id} - {post.id})  # who covers is never the one named
    again = complaint.state != State.REGISTERED
    running = open_stint(session, complaint) if again else None
    if again and complaint.department_id != category.department_id:
        raise Refused("other_department", field="category")
    target = sitting or post
    level = level_of(session, target, category.department_id)
    complaint.category_id, complaint.department_id = category.id, category.department_id
    complaint.profile = category.profile
    complaint.is_confidential = complaint.is_confidential or category.is_confidential
    complaint.is_urgent = complaint.is_urgent or category.profile == "urgent"
    if not again:
        complaint.marked_at = at
        _owe_reports(session, complaint, at)
    place = session.get(Place, complaint.place_id) if complaint.place_id else None
    clock = None if again else clock_for(
        session, district_id=complaint.district_id, profile=category.profile, level=level, cycle=complaint.cycle,
        place=place, at=at,
    )  # fmt: skip
    step = Step(
        fields={"category": category, "post": target},
        guards={
            "post_in_charge": sitting is not None,
            "not_complained_against": target.id != complaint.against_post_id,
        },
        arrival=Arrival(level=level, post_id=target.id, clock=clock, carry_on=running if again else None),
        text=text, end_reason="marked", data={"post": target.name_hi, "post_en": target.name_en, "again": again},
        notices=("O01",) if again else None,
    )  # fmt: skip
    take(session, complaint, Action.MARK, step, by=by, at=at)
    return complaint


def _owe_reports(session: Session, complaint: Complaint, at: datetime) -> None:
    """Walk-ins owe a progress report every few days until they are disposed (ruling 12)."""
    if complaint.source in ("WLK", "JND"):
        complaint.report_every_days = setting(session, complaint.district_id, "walk_in_report_days", at)
