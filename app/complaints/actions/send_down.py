"""THE CASEBOOK: send down (T7) – a senior gives the complaint to a junior with a direction and a date."""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from app.complaints import dates
from app.complaints.actor import Actor
from app.complaints.errors import Refused
from app.complaints.overtaken import end_overtaken
from app.complaints.placing import in_charge, post_at, shunned
from app.complaints.step import Step, lock, take
from app.complaints.stints import Arrival, open_stint
from app.domain.calendar import ist_date
from app.domain.dates import directed
from app.domain.ladder import FIRST
from app.domain.states import Action
from app.domain.text import letters, written
from app.models.complaint import Complaint, Stint
from app.models.office import Post
from app.models.place import Place

MIN_DIRECTION = 10
DEFAULTS = 2  # who let it climb twice does not get it again


def post_below(session: Session, complaint: Complaint, *, at: datetime) -> Post | None:
    """The post one level down that the ladder names at this place, with somebody in it; None below the first level.

    An empty chair is not covered for here: whoever covers sits higher, and that would not be down.
    """
    first = complaint.category.first_level if complaint.category else FIRST
    level = complaint.level - 1
    if level < first or complaint.department_id is None:
        return None
    place = session.get(Place, complaint.place_id) if complaint.place_id else None
    post = post_at(session, department_id=complaint.department_id, level=level, place=place, at=at)
    if post is None or post.id == complaint.post_id or post.id in shunned(session, complaint, at):
        return None
    return post if in_charge(session, post.id, at) else None


def send_down(
    session: Session, complaint_id: int, *, direction: str, due_on: date | None, by: Actor, at: datetime
) -> Complaint:
    """Give it one level down. The level clock goes on as it ran: sending down is never a way to win time (D4-4)."""
    complaint = lock(session, complaint_id)
    words = written(direction)
    if letters(words) < MIN_DIRECTION:
        raise Refused("too_short", field="direction", least=MIN_DIRECTION)
    limit = ist_date(complaint.due_at) if complaint.due_at else None
    dates.ahead(due_on, "due_on", at, most=directed(ist_date(at), limit))
    post = post_below(session, complaint, at=at)
    running = open_stint(session, complaint)
    step = Step(
        fields={"direction": words, "due_on": due_on},
        guards={
            "not_below_first_level": post is not None,
            "not_twice_defaulted": post is not None and _defaults(session, complaint, post) < DEFAULTS,
        },
        arrival=Arrival(level=complaint.level - 1, post_id=post.id if post else None, carry_on=running),
        running=running, end_reason="sent_down", text=words,
        data={
            "post": post.name_hi if post else "", "post_en": post.name_en if post else "",
            "due_on": due_on.isoformat() if due_on else "",
        },
    )  # fmt: skip
    take(session, complaint, Action.SEND_DOWN, step, by=by, at=at)
    end_overtaken(session, complaint, at=at)
    complaint.next_step = complaint.next_step_on = None  # what the senior wanted to do himself
    return complaint


def _defaults(session: Session, complaint: Complaint, post: Post) -> int:
    """How often a post let this complaint climb."""
    query = select(func.count()).where(
        Stint.complaint_id == complaint.id, Stint.post_id == post.id, Stint.end_reason == "escalated"
    )
    return session.scalar(query) or 0
