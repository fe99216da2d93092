"""THE CASEBOOK: what happened so far – the chain of events as lines, newest first. `app/web/story.py` has the words."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import bindparam, func, select
from sqlalchemy.orm import Session, joinedload, lazyload, load_only

from app.complaints import held
from app.domain.states import Action
from app.models.complaint import Complaint
from app.models.event import Event
from app.models.office import Post

BAD, GOOD, UP, PLAIN = "r", "g", "v", ""
A = Action
# Which mark a line has. Everything that is neither good nor bad news is plain.
TONES: Mapping[str, str] = {
    **dict.fromkeys((A.ACKNOWLEDGE, A.APPROVE, A.SATISFIED, A.DISPOSE_ON_SPOT, A.ANSWER, A.HEAR), GOOD),
    "dialogue_satisfied": GOOD,
    A.SUBTASK_FINISH: GOOD,
    A.SUBTASK_DECLINE: BAD,
    **dict.fromkeys((A.REFUSE, A.SEND_BACK, A.DISSATISFIED, A.REOPEN, A.REJECT, A.FAIL_VERIFICATION, A.DECLINE), BAD),
    **dict.fromkeys(
        (
            A.REOPEN_UNMARKED,
            A.ASK_REOPENING,
            A.NOT_ARRIVED,
            A.BREACH_MARKING,
            "dialogue_dissatisfied",
            "dialogue_wrong_number",
            "no_answer",
        ),
        BAD,
    ),
    **dict.fromkeys((A.ESCALATE, "dc_watch", "dc_asked"), UP),
}
# What may be added to any complaint without changing the state of things (T25).
HISTORY = "imported_history"
PARTS = (A.SUBTASK_GIVE, A.SUBTASK_ACCEPT, A.SUBTASK_FINISH, A.SUBTASK_DECLINE, A.SUBTASK_CLOSE)
REMARKS = frozenset({
    A.STRIKE_NOTE.value, *(part.value for part in PARTS),
    A.COMMENT.value, A.DIALOGUE.value, A.ADD_EVIDENCE.value, A.CHANGE_CONTACT.value, A.INTERIM_REPLY.value,
    A.PROPOSE.value, A.PROPOSE_REFUSAL.value, A.PROPOSE_CONTACT.value,
    A.RECOMMEND.value, A.DECLINE.value, A.TAKE_BACK.value, A.LAPSE.value,
    A.CALL_HEARING.value, A.HEAR.value, A.ADD_PETITIONER.value, A.NOTE_COURT.value,
})  # fmt: skip
_EVENTS = (
    select(Event)
    .where(Event.complaint_id == bindparam("complaint_id"))
    .order_by(Event.no)
    .options(
        load_only(Event.no, Event.cycle, Event.action, Event.at, Event.said_at, Event.role, Event.text, Event.data,
                  Event.is_imported),
        joinedload(Event.post).options(load_only(Post.name_hi, Post.name_en), lazyload(Post.kind)),
    )
)  # fmt: skip
# Lines of one action that a fact tells apart.
BY_FACT: dict[str, tuple[str, ...]] = {A.COMMENT: ("joined", "parted"), A.ADD_EVIDENCE: ("arrived",)}


@dataclass(frozen=True)
class Line:
    """One thing that happened. `code`: the action, "dialogue_<result>", "dc_watch" or "dc_asked"; another portal's own
    word where the history was imported. `tone` "" | r | g | v. `post` acted; None: the office's own
    jobs, or another portal."""

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
    is_struck: bool = False  # a note that was taken back

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
    return session.scalars(_EVENTS, {"complaint_id": complaint.id}).all()


def newest(session: Session, complaint: Complaint) -> Event:
    """The last event of a complaint; not read where it was just written. Raises NoResultFound for a draft."""
    appended = held.appended(session, complaint)
    if appended is not None:
        return appended
    query = select(Event).where(Event.complaint_id == complaint.id).order_by(Event.no.desc()).limit(1)
    return session.scalars(query.options(joinedload(Event.post))).one()


def lines(events: Sequence[Event]) -> list[Line]:
    """Events as lines, newest first."""
    struck = {event.data.get("note") for event in events if event.action == A.STRIKE_NOTE}
    return [line(event, is_struck=event.no in struck) for event in reversed(events)]


def line(event: Event, *, is_struck: bool = False) -> Line:
    """One event as a line."""
    code = code_of(event)
    return Line(
        no=event.no or 0, code=code, tone=TONES.get(code, PLAIN), at=event.said_at or event.at, post=event.post,
        text=event.text, facts=event.data, cycle=event.cycle or 1, role=event.role, is_imported=event.is_imported,
        is_struck=is_struck,
    )  # fmt: skip


def code_of(event: Event) -> str:
    """The kind of line an event is."""
    if event.data.get("withdrawal"):
        return f"withdrawal_{event.data['withdrawal']}"
    if event.action == A.DIALOGUE:
        return f"dialogue_{event.data.get('result', 'talked')}"
    if event.action == A.ESCALATE and event.data.get("dc_watch"):
        return "dc_asked" if event.data.get("reason_code") == "manual" else "dc_watch"
    if event.action == A.ANSWER and event.data.get("timed_out"):
        return "no_answer"
    if event.action == A.LAPSE and event.data.get("overtaken"):
        return "overtaken"
    if event.action in BY_FACT:
        return next((code for code in BY_FACT[event.action] if event.data.get(code)), event.action)
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


def followers(story: Sequence[Line]) -> list[str]:
    """Numbers of the complaints that were joined to this one and still are, the newest first."""
    gone = {line.facts["parted"]: line.no for line in reversed(story) if line.code == "parted"}
    joined = [line for line in story if line.code == "joined"]
    return [line.facts["joined"] for line in joined if line.no > gone.get(line.facts["joined"], 0)]


def last_no(session: Session, complaint: Complaint) -> int:
    """The number of a complaint's last event."""
    return session.scalar(select(func.max(Event.no)).where(Event.complaint_id == complaint.id)) or 0


def revision(events: Sequence[Event]) -> int:
    """The number of the last event that changed the state of things: calls, notes and papers make no form stale."""
    return max((event.no or 0 for event in events if event.action not in REMARKS), default=0)


def revision_now(session: Session, complaint: Complaint) -> int:
    """The same, asked of the database when a form comes in."""
    query = select(func.max(Event.no)).where(Event.complaint_id == complaint.id, Event.action.not_in(REMARKS))
    return session.scalar(query) or 0
