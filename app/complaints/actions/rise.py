"""THE CASEBOOK: escalation by hand (T6) – what can be solved where it arrives is solved there; else a reason is owed.

The holder sends it up, or a higher post pulls it up: one level, the way that the alarm would go, once in each stint.
"""

from __future__ import annotations

from datetime import datetime

from sqlalchemy.orm import Session

from app.complaints.actions.escalate import arrival_up, said_of, watch
from app.complaints.actor import Actor
from app.complaints.errors import Conflict, Refused
from app.complaints.overtaken import end_overtaken
from app.complaints.step import Step, lock, take
from app.complaints.stints import open_stint
from app.domain.ladder import TOP
from app.domain.states import Action
from app.domain.text import letters, written
from app.models.complaint import Complaint

REASONS = ("powers", "money", "staff", "several_offices", "own_interest", "not_moving", "other")
MIN_LETTERS = 30


def rise(session: Session, complaint_id: int, *, why: str, text: str, by: Actor, at: datetime) -> Complaint:
    """One level up with the reason why it cannot be solved here; the new level's clock starts (D4-5).

    From the head of department the complaint stays where it is and the DC watches (D4-6), as when the alarm rings.
    """
    complaint = lock(session, complaint_id)
    stint = open_stint(session, complaint)
    if stint is None:
        raise Conflict
    words = written(text)
    if why not in REASONS:
        raise Refused("required", field="why")
    if letters(words) < MIN_LETTERS:
        raise Refused("too_short", field="text", least=MIN_LETTERS)
    if complaint.level == TOP:
        raise Refused("nobody_above")
    late = stint.due_at is not None and stint.due_at <= at
    arrival = arrival_up(session, complaint, at)
    step = Step(
        fields={"reason_code": "manual"}, guards={"once_per_stint": stint.raised_at is None},
        arrival=arrival, running=stint, end_reason="raised", text=words,
        data={"reason_code": "manual", "why": why, **said_of(session, complaint, arrival)},
        notices=None if late else ("S07M", "O03"),
        also_tell=(("O03", stint.post_id),) if by.post_id != stint.post_id else (),
    )  # fmt: skip
    if step.arrival is None:
        watch(session, complaint, stint, step, by=by, at=at)
    else:
        take(session, complaint, Action.ESCALATE, step, by=by, at=at)
        end_overtaken(session, complaint, at=at)
    return complaint
