"""WEB: how much time is left, in the one shape that every row, page and list shows it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from app.complaints.limits import STANDING
from app.domain.calendar import ist_date, to_ist
from app.domain.pendency import days_left
from app.models.complaint import Complaint

SOON = 3


@dataclass(frozen=True)
class Left:
    """`kind` late | late_today | today | soon | later | none; `days` never negative; `time` HH:MM in India."""

    kind: str
    days: int = 0
    time: str = ""


def left(due: datetime | None, at: datetime) -> Left:
    """Time left until a deadline."""
    if due is None:
        return Left("none")
    time = to_ist(due).strftime("%H:%M")
    days = days_left(due, at)
    if due <= at:
        return Left("late", -days, time) if days < 0 else Left("late_today", 0, time)
    if ist_date(due) == ist_date(at):
        return Left("today", 0, time)
    return Left("soon" if days <= SOON else "later", days, time)


def next_due(complaint: Complaint) -> datetime | None:
    """The deadline that counts now: the acknowledgement's until it is met, then the level's. None while it stands."""
    if complaint.state in STANDING:
        return None
    dues = [complaint.due_at] if complaint.acknowledged_at else [complaint.due_at, complaint.ack_due_at]
    return min((due for due in dues if due), default=None)
