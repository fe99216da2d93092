"""THE CASEBOOK: what happened so far – the chain of events as lines, newest first. `app/web/story.py` has the words."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session, joinedload

from app.domain.states import Action
from app.models.complaint import Complaint
from app.models.event import Event
from app.models.office import Post

BAD, GOOD, UP, PLAIN = "r", "g", "v", ""
A = Action
# Which mark a line has. Everything that is neither good nor bad news is plain.
TONES: Mapping[str, str] = {
    **dict.fromkeys((A.ACKNOWLEDGE, A.APPROVE, A.SATISFIED, A.DISPOSE_ON_SPOT, "dialogue_satisfied"), GOOD),
    **dict.fromkeys((A.REFUSE, A.SEND_BACK, A.DISSATISFIED, A.REOPEN, A.REJECT, A.FAIL_VERIFICATION), BAD),
    **dict.fromkeys((A.BREACH_MARKING, "dialogue_dissatisfied", "dialogue_wrong_number"), BAD),
    **dict.fromkeys((A.ESCALATE, "dc_watch"), UP),
}
# What may be added to any complaint without changing the state of things (T25).
HISTORY = "imported_history"
REMARKS = frozenset({A.COMMENT.value, A.DIALOGUE.value, A.ADD_EVIDENCE.value, A.CHANGE_CONTACT.value})


@dataclass(frozen=True)
class Line:
    """One thing that happened. `code`: the action, "dialogue_<result>" or "dc_watch"; another portal's own word where
    the history was imported. `tone` "" | r | g | v. `post` acted; None: the office's own jobs, or another portal."""

    no: int
    code: str
    tone: str
    at: datetime
    post: Post | None
    text: str
    facts: Mapping[str, Any]
    cycle: int
    role: str
    is_imported: bool

    @property
    def is_dialogue(self) -> bool:
        """Whether this is a try to speak with the complainant."""
        return self.code.startswith("dialogue_")

    @property
    def is_reached(self) -> bool:
        """Whether the complainant was spoken to."""
        return self.code in ("dialogue_satisfied", "dialogue_dissatisfied", "dialogue_talked")


def events_of(session: Session, complaint: Complaint) -> Sequence[Event]:
    """All events of a complaint, oldest first, with the posts that acted: one statement."""
    query = select(Event).where(Event.complaint_id == complaint.id).order_by(Event.no)
    return session.scalars(query.options(joinedload(Event.post))).all()


def lines(events: Sequence[Event]) -> list[Line]:
    """Events as lines, newest first."""
    return [line(event) for event in reversed(events)]


def line(event: Event) -> Line:
    """One event as a line."""
    code = code_of(event)
    return Line(
        no=event.no or 0, code=code, tone=TONES.get(code, PLAIN), at=event.said_at or event.at, post=event.post,
        text=event.text, facts=event.data, cycle=event.cycle or 1, role=event.role, is_imported=event.is_imported,
    )  # fmt: skip


def code_of(event: Event) -> str:
    """The kind of line an event is."""
    if event.action == A.DIALOGUE:
        return f"dialogue_{event.data.get('result', 'talked')}"
    if event.action == A.ESCALATE and event.data.get("dc_watch"):
        return "dc_watch"
    if event.action == HISTORY:
        return str(event.data.get("action") or HISTORY)
    return event.action


def talks(story: Sequence[Line]) -> list[Line]:
    """The contact log: every try to speak, newest first; an opened call whose result is known is not told twice."""
    found: list[Line] = []
    closed: set[int | None] = set()
    for said in story:
        if not said.is_dialogue:
            continue
        post = said.post.id if said.post else None
        if said.code == "dialogue_pending" and post in closed:
            closed.discard(post)
            continue
        if said.facts.get("kind") == "call":
            closed.add(post)
        found.append(said)
    return found


def revision(events: Sequence[Event]) -> int:
    """The number of the last event that changed the state of things: calls, notes and papers make no form stale."""
    return max((event.no or 0 for event in events if event.action not in REMARKS), default=0)


def revision_now(session: Session, complaint: Complaint) -> int:
    """The same, asked of the database when a form comes in."""
    query = select(func.max(Event.no)).where(Event.complaint_id == complaint.id, Event.action.not_in(REMARKS))
    return session.scalar(query) or 0
