"""THE TESTS, the machine: what must hold after every step, read by queries of its own (domain.md D13)."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from typing import Any

from sqlalchemy import Select, and_, func, or_, select
from sqlalchemy.orm import Session

from app.complaints.actor import Actor
from app.complaints.queries import Filters, listed, visible_to
from app.domain.states import FINAL, WITH_POST
from app.models.complaint import Complaint, Stint
from app.models.dialogue import Feedback
from app.models.event import ClockEvent
from app.models.notice import Notice
from app.models.office import Charge, Holiday, Post
from app.models.report import Report, Request
from app.models.subtask import Subtask
from tests.machine.district import World

MIRRORED = ("holder", "post_id", "level", "due_at", "ack_due_at", "acknowledged_at")
IST = timedelta(hours=5, minutes=30)
MOVES_DATES = ("start", "restart", "extend", "resume", "category_change", "calendar_change")


@dataclass
class Seen:
    """What was there after the step before, to be compared with what is there now."""

    dues: dict[int, datetime | None] = field(default_factory=dict)  # by stint
    clock_event: int = 0
    visible: dict[Actor, Select[Any]] = field(default_factory=dict)  # what each may see, as a statement

    def seen_by(self, by: Actor) -> Select[Any]:
        if by not in self.visible:
            columns = (Complaint.id, Complaint.is_confidential, Complaint.department_id)
            self.visible[by] = select(*columns).where(visible_to(by))
        return self.visible[by]


def one_holder(session: Session) -> None:
    """D13-1: whatever is not final has exactly one holder, and the complaint says the same as its open stint."""
    held: dict[int, list[Stint]] = {}
    for stint in session.scalars(select(Stint).where(Stint.to_at.is_(None))):
        held.setdefault(stint.complaint_id, []).append(stint)
    for row in session.scalars(select(Complaint)):
        mine = held.get(row.id, [])
        if row.state in FINAL:
            assert not mine, f"{row.number} is {row.state} and somebody still holds it"
            assert row.holder == "nobody"
            continue
        assert len(mine) == 1, f"{row.number} has {len(mine)} holders"
        assert tuple(getattr(row, name) for name in MIRRORED) == tuple(getattr(mine[0], name) for name in MIRRORED)
        assert (row.state in WITH_POST) == (row.holder == "post")


def no_short_way_to_satisfied(session: Session) -> None:
    """D13-2: a yes needs a report, another person's approval, and a say from outside the department."""
    approved = and_(Report.complaint_id == Complaint.id, Report.cycle == Complaint.cycle, Report.state == "approved")
    said = and_(
        Feedback.complaint_id == Complaint.id, Feedback.cycle == Complaint.cycle, Feedback.replaced_at.is_(None)
    )
    inside = (
        select(Charge.id)
        .join(Post, Post.id == Charge.post_id)
        .where(Charge.person_id == Feedback.person_id, Post.department_id == Complaint.department_id)
        .exists()
    )
    query = (
        select(Complaint.number, Report.id, Feedback.answer, inside.label("inside"))
        .outerjoin(Report, approved).outerjoin(Feedback, said).where(Complaint.state == "closed_satisfied")
    )  # fmt: skip
    for number, report, answer, from_inside in session.execute(query):
        assert report is not None, f"{number} was closed without an approved report"
        assert answer == "satisfied", f"{number} was closed although the answer was {answer}"
        assert not from_inside, f"{number}: the disposing department wrote down the complainant's yes"


def nobody_decides_on_his_own(session: Session) -> None:
    """D13-10, for every report ever decided."""
    own = or_(Report.decider_id == Report.author_id, Report.decider_post_id == Report.author_post_id)
    assert session.scalar(select(Report.id).where(own)) is None


def dates_move_by_clock_events_only(session: Session, seen: Seen) -> None:
    """D13-3: a stint's due date is what its last clock event says, and without a new one it has not moved."""
    last = session.scalar(select(func.max(ClockEvent.id))) or 0
    fresh = set(session.scalars(select(ClockEvent.stint_id).where(ClockEvent.id > seen.clock_event)))
    told: dict[int, datetime | None] = {}
    rows = select(ClockEvent.stint_id, ClockEvent.due_after).where(ClockEvent.kind.in_(MOVES_DATES))
    for stint_id, due in session.execute(rows.order_by(ClockEvent.id)):
        told[stint_id] = due
    stints = session.execute(select(Stint.id, Stint.due_at).where(Stint.holder == "post")).all()
    for stint_id, due in stints:
        if stint_id in seen.dues and stint_id not in fresh:
            assert due == seen.dues[stint_id], f"stint {stint_id}: the due date moved by itself"
        assert told[stint_id] == due, f"stint {stint_id}: due {due}, its ledger says {told[stint_id]}"
    seen.dues = dict(stints)
    seen.clock_event = last


def each_message_once(session: Session) -> None:
    """D13-4: one event owes nobody the same message twice."""
    who = (Notice.event_id, Notice.template_id, Notice.to_number)
    twice = session.execute(select(*who).where(Notice.event_id.is_not(None)).group_by(*who).having(func.count() > 1))
    assert not twice.all()


def each_stint_rises_once(session: Session) -> None:
    """D13-4: no stint was left by escalation twice."""
    ends = select(func.count()).where(Stint.end_reason.in_(("escalated", "raised")))
    raised = select(func.count()).where(Stint.raised_from_id.is_not(None))
    assert session.scalar(ends) == session.scalar(raised)


def clocks_start_in_office_hours(session: Session, seen: Seen) -> None:
    """D13-15: counted here by hand – 9 to 5 in India, Monday to Saturday, without holidays and second Saturdays."""
    days = session.execute(select(Holiday.on, func.min(Holiday.valid_from)).group_by(Holiday.on)).all()
    off: dict[date, datetime] = dict(days)
    starts = session.execute(
        select(Stint.clock_from, ClockEvent.at).join(ClockEvent, ClockEvent.stint_id == Stint.id)
        .where(ClockEvent.kind == "start", ClockEvent.id > seen.clock_event)
    )  # fmt: skip
    for clock_from, at in starts:
        assert clock_from == _opening(at, off), f"marked {at}, clock from {clock_from}"


def _opening(at: datetime, off: dict[date, datetime]) -> datetime:
    local = (at.astimezone(UTC) + IST).replace(tzinfo=None)
    while True:
        opens, closes = local.replace(hour=9, minute=0, second=0, microsecond=0), local.replace(
            hour=17, minute=0, second=0, microsecond=0
        )  # fmt: skip
        known = local.date() in off and off[local.date()] <= at
        free = local.weekday() == 6 or (local.weekday() == 5 and (local.day - 1) // 7 == 1) or known
        if not free and local <= closes:
            return (max(local, opens) - IST).replace(tzinfo=UTC)
        local = (local + timedelta(days=1)).replace(hour=0, minute=0, second=0, microsecond=0)


def strangers_see_nothing(session: Session, world: World, before: Seen) -> None:
    """D13-11: another department's officer finds neither foreign nor confidential cases, nor counts them."""
    held: dict[int | None, set[int]] = {}
    for post_id, complaint_id in session.execute(select(Stint.post_id, Stint.complaint_id)):
        held.setdefault(post_id, set()).add(complaint_id)
    theirs = world.categories["WATER"].department_id
    for code in ("other_officer", "other_hod", "officer", "sdm"):
        by = world.actors[code]
        own = held.get(by.post_id, set())
        seen = session.execute(before.seen_by(by)).all()
        assert {row.id for row in seen if row.is_confidential} <= own
        parts = select(Subtask.complaint_id).where(Subtask.post_id == by.post_id)
        own |= set(session.scalars(parts))  # whoever is asked for a part may read it, if it is not confidential
        if code == "other_officer":
            assert {row.id for row in seen} <= own
            assert listed(session, Filters(), by, world.at)[1] == len(seen)
        if code == "other_hod":
            asked = select(Request.complaint_id).where(
                Request.decider_post_id == by.post_id, Request.decision.is_(None)
            )  # whoever is asked to take it over may read it while he is asked
            assert {row.id for row in seen if row.department_id != theirs} <= own | set(session.scalars(asked))
