"""THE CASEBOOK: escalate (T6) and the breach of marking (T32) – what nobody attends to climbs by itself."""

from __future__ import annotations

from datetime import datetime, timedelta

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from app.complaints.actor import Actor
from app.complaints.clockwork import clock_for
from app.complaints.errors import Conflict
from app.complaints.overtaken import end_overtaken
from app.complaints.placing import next_post, post_of_role, shunned
from app.complaints.settings import setting
from app.complaints.step import Step, lock, take
from app.complaints.stints import Arrival, open_stint
from app.domain.ladder import HEAD_OF_DEPARTMENT, TOP, next_level
from app.domain.policy import Role
from app.domain.states import Action, State
from app.models.complaint import Complaint, Stint
from app.models.office import Post
from app.models.place import Place

AN_HOUR = timedelta(hours=1)
OUTAGE = timedelta(hours=4)  # what rang longer ago is caught up: officers get one digest, not a burst (D4-5)


def due_alarms(session: Session, at: datetime, limit: int) -> list[int]:
    """Ids whose alarm has rung, oldest first. Nobody above → no alarm, so nothing starves behind the hopeless."""
    query = select(Complaint.id).where(Complaint.alarm_at <= at).order_by(Complaint.alarm_at, Complaint.id)
    return list(session.scalars(query.limit(limit)))


def put_off(session: Session, complaint_id: int, *, at: datetime) -> None:
    """Let the alarm of a complaint that could not be raised ring again in an hour, so that it holds up nobody."""
    session.execute(
        update(Complaint)
        .where(Complaint.id == complaint_id, Complaint.alarm_at <= at)
        .values(alarm_at=at + AN_HOUR)
        .execution_options(synchronize_session=False)
    )


def escalate(session: Session, complaint_id: int, *, by: Actor, at: datetime) -> bool:
    """Raise one complaint one level if its alarm has rung. False when there was nothing to do any more."""
    complaint = lock(session, complaint_id)
    if complaint.alarm_at is None or complaint.alarm_at > at:
        return False  # another worker was here, or the officer was quicker
    stint = open_stint(session, complaint)
    if stint is None:
        raise Conflict  # an alarm without a stint is a broken row: said aloud and put off, never passed over silently
    if complaint.state == State.REGISTERED:
        _breach(session, complaint, stint, by=by, at=at)
        return True
    late_ack = stint.acknowledged_at is None and stint.ack_due_at is not None and stint.ack_due_at <= at
    reason = "deadline" if stint.due_at and stint.due_at <= at else ("ack_missed" if late_ack else "deadline")
    arrival = arrival_up(session, complaint, at)
    step = Step(
        fields={"reason_code": reason}, guards={"once_per_stint": True}, arrival=arrival, end_reason="escalated",
        also_tell=(("O03", stint.post_id),), data={"reason_code": reason, **said_of(session, complaint, arrival)},
    )  # fmt: skip
    if step.arrival is None:
        watch(session, complaint, stint, step, by=by, at=at)
        return True
    if _caught_up(complaint, by, at):
        step.notices = ("S07",)
        _in_the_digest(step, step.arrival.post_id)
    take(session, complaint, Action.ESCALATE, step, by=by, at=at)
    end_overtaken(session, complaint, at=at)
    return True


def _caught_up(complaint: Complaint, by: Actor, at: datetime) -> bool:
    """Whether the night watch did not look for hours. What a step of today has made late at once is no outage."""
    rang = complaint.alarm_at or at
    return by.role is Role.SYSTEM and at - max(rang, complaint.last_event_at) > OUTAGE


def _in_the_digest(step: Step, *more: int | None) -> None:
    """No message of its own: whoever would have got one is told with all the rest (complaints/digest.py)."""
    posts = {post_id for _key, post_id in step.also_tell} | set(more)
    step.also_tell = ()
    step.data |= {"caught_up": True, "digest_for": sorted(post for post in posts if post is not None)}


def next_stop(session: Session, complaint: Complaint, *, at: datetime) -> tuple[int, Post] | None:
    """Level and post that the complaint climbs to when its alarm rings; None where it stays and the DC's cell watches.

    The level after the next one where the same post would get it again, but past the head of department only where
    the district has set so (D4-6), whoever covers for an empty chair. Never the post complained against (D12-1).
    """
    move = bool(setting(session, complaint.district_id, "move_to_l4", at))
    rise = next_level(complaint.level, move_to_l4=move)
    if rise is None or rise.dc_watch or complaint.department_id is None:
        return None
    place = session.get(Place, complaint.place_id) if complaint.place_id else None
    never = shunned(session, complaint, at)
    for level in range(rise.level, (TOP if move else HEAD_OF_DEPARTMENT) + 1):
        post = next_post(
            session, department_id=complaint.department_id, level=level, place=place, at=at,
            never=never,
        )  # fmt: skip
        if post is not None and post.id != complaint.post_id:
            return level, post
    return None


def said_of(session: Session, complaint: Complaint, arrival: Arrival | None) -> dict[str, object]:
    """What the history tells of a way up: from which post and level, and to which post."""
    post = session.get(Post, arrival.post_id) if arrival is not None and arrival.post_id is not None else None
    told = {"post": post.name_hi, "post_en": post.name_en} if post else {}
    return {"from_post": complaint.post_id, "from_level": complaint.level, **told}


def arrival_up(session: Session, complaint: Complaint, at: datetime) -> Arrival | None:
    """One step up with the clock of that level; None where it stays and the DC's cell watches."""
    stop = next_stop(session, complaint, at=at)
    return arrival_at(session, complaint, stop, at) if stop else None


def arrival_at(session: Session, complaint: Complaint, stop: tuple[int, Post], at: datetime) -> Arrival:
    """There, with the clock of that level."""
    level, post = stop
    place = session.get(Place, complaint.place_id) if complaint.place_id else None
    clock = clock_for(
        session, district_id=complaint.district_id, profile=complaint.profile or "standard", level=level,
        cycle=complaint.cycle, place=place, at=at, risen=True,
    )  # fmt: skip
    return Arrival(level=level, post_id=post.id, clock=clock, raised=True)


def watch(session: Session, complaint: Complaint, stint: Stint, step: Step, *, by: Actor, at: datetime) -> None:
    """L3 → L4, co-own: the head of department stays responsible and the DC's cell watches (D4-6)."""
    dc = post_of_role(session, complaint.district_id, "dc", at)

    def co_own() -> None:
        stint.raised_at = at
        complaint.is_dc_watch = True

    step.data["dc_watch"], step.notices, step.change = True, (), co_own
    step.also_tell = (("O03W", stint.post_id), ("O03W", dc.id if dc else None))
    if _caught_up(complaint, by, at):
        _in_the_digest(step)
    take(session, complaint, Action.ESCALATE, step, by=by, at=at)


def _breach(session: Session, complaint: Complaint, stint: Stint, *, by: Actor, at: datetime) -> None:
    """The cell did not mark in time: the nodal officer is told, once (ruling 9)."""
    stint.raised_at = at
    nodal = post_of_role(session, complaint.district_id, "nodal", at)
    step = Step(
        guards={"once_per_stint": True}, notices=(), also_tell=(("O03", nodal.id if nodal else None),),
        data={"reason_code": "marking_missed"},
    )  # fmt: skip
    if _caught_up(complaint, by, at):
        _in_the_digest(step)
    take(session, complaint, Action.BREACH_MARKING, step, by=by, at=at)
