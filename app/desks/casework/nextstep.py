"""DESK: "What you need to do now" – from the state, the role and the stint – and what happens if nothing is done."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from sqlalchemy.orm import Session

from app.complaints import hearings
from app.complaints.actions.escalate import next_stop
from app.complaints.actor import Actor
from app.complaints.timeline import Line
from app.domain.ladder import TOP
from app.domain.states import FINAL, Action, State
from app.models.complaint import Complaint
from app.models.office import Post


@dataclass(frozen=True)
class Otherwise:
    """What the night watch will do: at `due` the complaint moves to `post` at `level`; `watch`: the DC watches it."""

    due: datetime
    is_late: bool
    level: int
    post: Post | None = None
    watch: bool = False


@dataclass(frozen=True)
class Now:
    """`kind` names the sentence: assign, unassigned, accept, redo, call, report, await, hold, approval, decide, ask,
    asking, other, closed. `said` is the line whose words matter: what the approver or the senior
    wrote, what the complainant was asked."""

    kind: str
    said: Line | None = None
    otherwise: Otherwise | None = None
    hearing: bool = False  # it must be heard, and nobody has called a hearing yet

    @property
    def is_mine(self) -> bool:
        """Whether the person looking must do something."""
        return self.kind in ("assign", "accept", "redo", "call", "report", "decide", "ask")


WAITING = {State.AWAITING_COMPLAINANT: ("await", Action.ASK), State.ON_HOLD: ("hold", Action.HOLD)}


def _waiting(state: State, story: Sequence[Line]) -> Now:
    """The clock stands: what was asked, or why it is on hold, is said to everybody."""
    kind, action = WAITING[state]
    return Now(kind, next((line for line in story if line.code == action), None))


def spoken(complaint: Complaint, story: Sequence[Line]) -> bool:
    """Whether somebody of the department reached the complainant in this life of the complaint."""
    return any(line.is_reached and line.cycle == complaint.cycle and line.role != "caller" for line in story)


def now_of(
    session: Session, complaint: Complaint, story: Sequence[Line], can: Mapping[str, bool], *, by: Actor, at: datetime
) -> Now:
    """The one thing to do next for who is looking; and whether a hearing is to be called."""
    state = State(complaint.state)
    step = _step_of(session, complaint, state, story, can, by=by, at=at)
    return replace(step, hearing=hearings.is_to_call(session, complaint))


def _step_of(
    session: Session, complaint: Complaint, state: State, story: Sequence[Line], can: Mapping[str, bool], *, by: Actor,
    at: datetime,
) -> Now:  # fmt: skip
    if by.holds(complaint.post_id):
        return _holding(session, complaint, state, story, at)
    kind = "other"
    if state in WAITING:
        return _waiting(state, story)
    if state is State.REGISTERED:
        kind = "assign" if can["mark"] else "unassigned"
    elif state is State.ATR_SUBMITTED:
        kind = "decide" if can["approve"] else "approval"
    elif state is State.DISPOSED:
        kind = "ask" if can["ask"] else "asking"
    elif state in FINAL:
        kind = "closed"
    return Now(kind)


def _holding(session: Session, complaint: Complaint, state: State, story: Sequence[Line], at: datetime) -> Now:
    if state is State.ATR_SUBMITTED:
        return Now("approval")
    if state in WAITING:
        return _waiting(state, story)
    otherwise = _otherwise(session, complaint, at)
    if state is State.MARKED or complaint.acknowledged_at is None:
        return Now("accept", otherwise=otherwise)
    if complaint.is_sent_back:
        said = next((line for line in story if line.code in (Action.SEND_BACK, Action.NOT_ARRIVED)), None)
        return Now("resend" if said and said.code == Action.NOT_ARRIVED else "redo", said, otherwise)
    return Now("report" if spoken(complaint, story) else "call", directed(story), otherwise)


def directed(story: Sequence[Line]) -> Line | None:
    """The direction with which a senior gave it down, until somebody accepts it anew."""
    newest = next((line for line in story if line.code in (Action.SEND_DOWN, Action.ACKNOWLEDGE)), None)
    return newest if newest and newest.code == Action.SEND_DOWN else None


def _otherwise(session: Session, complaint: Complaint, at: datetime) -> Otherwise | None:
    """Where the alarm leads: the same way as actions/escalate.py goes when it rings."""
    if complaint.alarm_at is None or complaint.department_id is None:
        return None
    late = complaint.alarm_at <= at
    stop = next_stop(session, complaint, at=at)
    if stop is None:
        return Otherwise(complaint.alarm_at, late, TOP, watch=True)
    return Otherwise(complaint.alarm_at, late, *stop)
