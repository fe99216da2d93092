"""THE CASEBOOK: mark (T2) – a complaint gets its category and the post that must answer."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.complaints import ledger, progress, stints
from app.complaints.actor import Actor
from app.complaints.clockwork import Clock, calendars_of, clock_for, profile_of
from app.complaints.errors import Refused
from app.complaints.overtaken import end_overtaken
from app.complaints.placing import holder_of, next_seat, seated, shunned
from app.complaints.settings import setting
from app.complaints.step import Step, lock, take
from app.complaints.stints import Arrival, open_stint
from app.domain.clock import holder_may_recount
from app.domain.ladder import PROFILES, first_level
from app.domain.ledger import ClockFact, FactKind
from app.domain.policy import Role
from app.domain.states import Action, State
from app.models.account import Person
from app.models.category import Category
from app.models.complaint import Complaint, Stint
from app.models.office import LadderRung, Post
from app.models.place import Place

CELL_AND_ABOVE = frozenset({Role.CELL, Role.NODAL, Role.DC})
Seat = tuple[Post, Person]  # a post and who sits there
# What a first marking sets beside the stint, as it is put back when the marking is taken back.
SET = ("category_id", "department_id", "profile", "is_confidential", "is_urgent", "report_every_days",
       "against_person_id")  # fmt: skip


def suggest_post(session: Session, category: Category, place: Place | None, *, at: datetime) -> Post | None:
    """The post that the ladder names for a category at a place, or who covers for an empty chair."""
    seat = suggest_seat(session, category, place, at=at)
    return seat[0] if seat else None


def suggest_seat(
    session: Session, category: Category, place: Place | None, *, at: datetime, never: Collection[int] = ()
) -> Seat | None:
    """As `suggest_post`, with who sits there. `never`: the chairs complained against; their senior answers (D12-1)."""
    if category.department_id is None:
        return None
    level = first_level(PROFILES[category.profile], category.first_level)
    return next_seat(
        session, department_id=category.department_id, level=level, place=place, at=at, never=never
    )  # fmt: skip


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
    session: Session, complaint_id: int, *, category: Category, post: Post, by: Actor, at: datetime, text: str = "",
    seat: Seat | None = None, anew: bool = False, undoable: bool = False,
) -> Complaint:  # fmt: skip
    """Give the complaint to a post. Marking again inside the department never resets the clock (D4-4).

    `seat`: the post that answers and who sits there, where that has been found out already. `anew`: have it counted by
    the category it has, which somebody corrected too late to move the dates. `undoable`: with others at once; a first
    marking can then be taken back, and its messages wait so long (`undo.undo_mark`).
    """
    complaint = lock(session, complaint_id)
    stood = _as_it_stood(complaint) if undoable and complaint.state == State.REGISTERED else None
    if category.department_id is None:
        raise Refused("not_a_grievance", field="category")
    _whom_against(session, complaint, at)
    never = shunned(session, complaint, at)
    seat = seat or seated(session, post, at, never - {post.id})  # who covers is never the one named
    again = complaint.state != State.REGISTERED
    fresh = complaint.last_action == Action.REGISTER  # nothing can have been asked for yet
    running = open_stint(session, complaint) if again else None
    if again and complaint.department_id != category.department_id:
        raise Refused("other_department", field="category")
    target = seat[0] if seat else post
    level = level_of(session, target, category.department_id)
    other_rules = again and complaint.profile != category.profile and complaint.cycle == 1
    clock = None if again else _first_clock(session, complaint, category, level, at)
    _file_under(complaint, category)
    if not again:
        _first_time(session, complaint, at)
    step = Step(
        fields={"category": category, "post": target},
        guards={"post_in_charge": seat is not None, "not_complained_against": target.id not in never},
        arrival=Arrival(level=level, post_id=target.id, clock=clock, carry_on=running if again else None,
                        person_id=seat[1].id if seat else None),
        text=text, end_reason="marked", data={"post": target.name_hi, "post_en": target.name_en, "again": again},
        notices=("O01",) if again else None, running=running, before=stood,
    )  # fmt: skip
    counts = other_rules and _may_count_anew(complaint, by, at)
    if running is not None and (counts or (anew and may_count_late(session, complaint, running, by, at))):
        step.change = lambda: _count_anew(session, complaint, running, level, by=by, at=at)
    take(session, complaint, Action.MARK, step, by=by, at=at)
    if not fresh:
        end_overtaken(session, complaint, at=at)
    return complaint


def _first_clock(session: Session, complaint: Complaint, category: Category, level: int, at: datetime) -> Clock:
    place = session.get(Place, complaint.place_id) if complaint.place_id else None
    return clock_for(
        session, district_id=complaint.district_id, profile=category.profile, level=level, cycle=complaint.cycle,
        place=place, at=at,
    )  # fmt: skip


def _as_it_stood(complaint: Complaint) -> dict[str, Any]:
    told = complaint.progress_on
    return {name: getattr(complaint, name) for name in SET} | {"progress_on": told.isoformat() if told else None}


def _whom_against(session: Session, complaint: Complaint, at: datetime) -> None:
    """An empty chair was complained against: whoever sits there now is the one meant, if anybody does."""
    if complaint.against_post_id is not None and complaint.against_person_id is None:
        sitting = holder_of(session, complaint.against_post_id, at)
        complaint.against_person_id = sitting.id if sitting else None


def _file_under(complaint: Complaint, category: Category) -> None:
    complaint.category_id, complaint.department_id = category.id, category.department_id
    complaint.profile = category.profile
    complaint.is_confidential = complaint.is_confidential or category.is_confidential
    complaint.is_urgent = complaint.is_urgent or category.profile == "urgent"


def _may_count_anew(complaint: Complaint, by: Actor, at: datetime) -> bool:
    """For three days whoever may mark may correct the kind with its dates, later only the cell and those above it."""
    return by.role in CELL_AND_ABOVE or (
        complaint.marked_at is not None and holder_may_recount(complaint.marked_at, at)
    )


def may_count_late(session: Session, complaint: Complaint, running: Stint, by: Actor, at: datetime) -> bool:
    """Whether its kind was corrected too late to move the dates, and this person may have them moved all the same.

    After a transfer the clock runs by the days of the kind before: that is the law (T22), nothing to be made good.
    """
    if complaint.cycle > 1 or not _may_count_anew(complaint, by, at):
        return False
    mine = ledger.running(ledger.events_of(session, complaint.id), running)
    if not mine or ledger.profile_of_clock(mine) in ("", complaint.profile):
        return False
    moved = select(Stint.id).where(Stint.complaint_id == complaint.id, Stint.end_reason == "transferred")
    return session.scalar(moved.where(Stint.to_at >= mine[0].at).limit(1)) is None


def _count_anew(session: Session, complaint: Complaint, running: Stint, level: int, *, by: Actor, at: datetime) -> None:
    """A corrected category: the dates are counted again from the original start, by the days of the right profile."""
    profile = complaint.profile or "standard"
    events = ledger.events_of(session, complaint.id)
    first = session.get(Stint, ledger.running(events, running)[0].stint_id)
    risen = first is not None and first.raised_from_id is not None
    allowed = profile_of(session, complaint.district_id, profile, at).allowance(level, risen=risen)
    place = session.get(Place, complaint.place_id) if complaint.place_id else None
    counted = ledger.account(
        session, running, calendars_of(session, complaint.district_id, place), events=events,
        more=ClockFact(FactKind.CATEGORY_CHANGE, at, allowed.days, allowed.working, note=profile),
    )  # fmt: skip
    before, running.due_at = running.due_at, counted.deadline.due
    if running.acknowledged_at is None and counted.ack is not None:
        running.ack_due_at = counted.ack
    stints.note_clock(
        session, running, "category_change", at, days=allowed.days, before=before, after=running.due_at,
        data={"days": allowed.days, "working": allowed.working, "profile": profile, "level": level,
              "acknowledged": running.acknowledged_at is not None},
        person_id=by.person_id, post_id=by.post_id,
    )  # fmt: skip


def _first_time(session: Session, complaint: Complaint, at: datetime) -> None:
    """Its clocks begin. Walk-ins owe a progress report every few days until they are disposed (ruling 12)."""
    complaint.marked_at = at
    progress.tell_again(complaint, at)
    if complaint.source in ("WLK", "JND"):
        complaint.report_every_days = setting(session, complaint.district_id, "walk_in_report_days", at)
        progress.owe(session, complaint, at=at)
