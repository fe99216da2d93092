"""THE CASEBOOK: what happened so far – the chain of events as lines to read, newest first."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from sqlalchemy import func, select
from sqlalchemy.orm import Session, joinedload

from app.complaints import words
from app.domain.states import Action
from app.models.complaint import Complaint
from app.models.event import Event
from app.models.office import Post

A = Action
BAD, GOOD, UP, PLAIN = "r", "g", "v", ""
# What is said of an action, and the mark of its line. A test asks that no action is missing.
SAID: Mapping[Action, tuple[Any, str]] = {
    A.REGISTER: (_l("Registered"), PLAIN),
    A.MARK: (_l("Assigned"), PLAIN),
    A.REFUSE: (_l("Not taken up"), BAD),
    A.MERGE: (_l("Joined with another complaint"), PLAIN),
    A.ACKNOWLEDGE: (_l("Accepted"), GOOD),
    A.ESCALATE: (_l("Moved up"), UP),
    A.SEND_DOWN: (_l("Sent down with a direction"), PLAIN),
    A.ASK: (_l("Asked the complainant a question"), PLAIN),
    A.ANSWER: (_l("The answer came in"), PLAIN),
    A.HOLD: (_l("Put on hold"), PLAIN),
    A.LIFT_HOLD: (_l("Taken up again"), PLAIN),
    A.REPORT: (_l("Reported, asked for approval"), PLAIN),
    A.APPROVE: (_l("Approved – the complainant is asked"), GOOD),
    A.SEND_BACK: (_l("Sent back"), BAD),
    A.SATISFIED: (_l("The complainant is satisfied – closed"), GOOD),
    A.DISSATISFIED: (_l("The complainant is not satisfied – reopened"), BAD),
    A.NO_RESPONSE: (_l("Closed – no reply"), PLAIN),
    A.REOPEN: (_l("Reopened"), BAD),
    A.CLOSE_SPECIAL: (_l("Closed – by order"), PLAIN),
    A.REJECT: (_l("Found not valid after enquiry"), BAD),
    A.WITHDRAW: (_l("The complainant took it back"), PLAIN),
    A.TRANSFER: (_l("Given to another office"), PLAIN),
    A.TRANSFER_OUT: (_l("Sent to another authority"), PLAIN),
    A.FAIL_VERIFICATION: (_l("The check on the spot failed – reopened"), BAD),
    A.COMMENT: (_l("Note"), PLAIN),
    A.DIALOGUE: (_l("Spoke"), PLAIN),
    A.ADD_EVIDENCE: (_l("Photo or paper added"), PLAIN),
    A.CHANGE_CONTACT: (_l("Contact changed"), PLAIN),
    A.INTERIM_REPLY: (_l("The complainant was told of the progress"), PLAIN),
    A.DISPOSE_ON_SPOT: (_l("Solved at the camp"), GOOD),
    A.UNDO_APPROVAL: (_l("Approval taken back"), PLAIN),
    A.RECALL: (_l("Report taken back"), PLAIN),
    A.UNMERGE: (_l("Separated again"), PLAIN),
    A.CORRECT_FEEDBACK: (_l("The answer was corrected"), PLAIN),
    A.BREACH_MARKING: (_l("Not assigned in time – the nodal officer was told"), BAD),
    A.IMPORT: (_l("Brought in from another register"), PLAIN),
}
TALK_TONES = {"satisfied": GOOD, "dissatisfied": BAD, "wrong_number": BAD}
REMARKS = frozenset({A.COMMENT.value, A.DIALOGUE.value, A.ADD_EVIDENCE.value, A.CHANGE_CONTACT.value})


@dataclass(frozen=True)
class Line:
    """One thing that happened. `tone` "" | r | g | v; `post` acted, None: the office's own jobs or another portal."""

    no: int
    title: str
    tone: str
    at: datetime
    post: Post | None
    text: str
    notes: tuple[str, ...]
    is_imported: bool


def events_of(session: Session, complaint: Complaint) -> Sequence[Event]:
    """All events of a complaint, oldest first, with the posts that acted: one statement."""
    query = select(Event).where(Event.complaint_id == complaint.id).order_by(Event.no)
    return session.scalars(query.options(joinedload(Event.post, innerjoin=False))).all()


def lines(events: Sequence[Event], lang: str) -> list[Line]:
    """Events as lines, newest first. Every action has its words; what another portal called differently keeps its."""
    return [line(event, lang) for event in reversed(events)]


def line(event: Event, lang: str) -> Line:
    """One event as a line in the language of the page ("hi" or "en")."""
    title, tone = _title(event, lang)
    return Line(
        no=event.no or 0, title=title, tone=tone, at=event.said_at or event.at, post=event.post, text=event.text,
        notes=tuple(note for note in _notes(event) if note), is_imported=event.is_imported,
    )  # fmt: skip


def _title(event: Event, lang: str) -> tuple[str, str]:
    try:
        action = Action(event.action)
    except ValueError:
        return event.action, PLAIN  # history of another portal keeps its own word
    said, tone = SAID[action]
    if action is A.DIALOGUE:
        result = event.data.get("result", "")
        return words.word(words.RESULTS, result), TALK_TONES.get(result, PLAIN)
    if action is A.MARK and event.data.get("post"):
        post = event.data.get("post_en") if lang == "en" else event.data["post"]
        return _("Assigned to %(post)s", post=post or event.data["post"]), tone
    if action is A.ESCALATE and event.data.get("dc_watch"):
        return _("Time limit missed – the DC is watching"), UP
    if action is A.ESCALATE:
        return _("Moved up to L%(level)s", level=event.data.get("level", "")), tone
    return str(said), tone


def _notes(event: Event) -> list[str]:
    """The short facts beside the title."""
    data = event.data
    found = []
    if "in_time" in data:
        found.append(_("in time") if data["in_time"] else _("late"))
    if data.get("kind") == "visit":
        found.append(_("visit"))
    if data.get("next_step"):
        found.append(f"{words.word(words.STEPS, data['next_step'])}: {_day(data.get('next_step_on'))}")
    if data.get("outcome"):
        found.append(words.word(words.OUTCOMES, data["outcome"]))
    if data.get("promised_on"):
        found.append(_("promised by %(date)s", date=_day(data["promised_on"])))
    if event.action == A.SEND_BACK:
        found.append(words.word(words.SEND_BACK, data.get("reason_code")))
    if event.action == A.REOPEN:
        found.append(words.word(words.REOPENINGS, data.get("reason_code")))
    if event.action == A.ESCALATE and data.get("reason_code") == "ack_missed":
        found.append(_("not accepted in time"))
    if event.action == A.ADD_EVIDENCE:
        found.append(words.word(words.FILES, data.get("kind")))
    return found


def _day(iso: object) -> str:
    """A stored date as staff write it: 23-11-2026."""
    return date.fromisoformat(str(iso)).strftime("%d-%m-%Y") if iso else ""


def revision(events: Sequence[Event]) -> int:
    """The number of the last event that changed the state of things: calls, notes and papers do not make a form stale."""
    return max((event.no or 0 for event in events if event.action not in REMARKS), default=0)


def revision_now(session: Session, complaint: Complaint) -> int:
    """The same, asked of the database when a form comes in."""
    query = select(func.max(Event.no)).where(Event.complaint_id == complaint.id, Event.action.not_in(REMARKS))
    return session.scalar(query) or 0
