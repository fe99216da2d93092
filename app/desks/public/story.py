"""DESK: a complaint's history as its complainant reads it – posts and no names, nothing internal, nobody else's."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from flask_babel import gettext as _
from sqlalchemy import CompoundSelect, and_, func, select, union
from sqlalchemy.orm import joinedload

from app.complaints import timeline
from app.complaints.openings import Opened
from app.complaints.timeline import Line
from app.desks.public.pictures import is_order, visible
from app.domain.masking import hide_names, hide_numbers
from app.domain.policy import Role
from app.domain.states import WITH_POST
from app.domain.states import Action as A
from app.domain.states import State as S
from app.extensions import db
from app.models.account import Person
from app.models.attachment import Attachment
from app.models.event import Event
from app.models.party import Complainant, Party
from app.models.report import Report
from app.web import story
from app.web.language import named

TOLD = frozenset({
    A.REGISTER, A.MARK, A.REFUSE, A.MERGE, A.ACKNOWLEDGE, A.ESCALATE, A.SEND_DOWN, A.ASK, A.ANSWER, "no_answer",
    A.HOLD, A.LIFT_HOLD, A.REPORT, A.APPROVE, A.SEND_BACK, A.NOT_ARRIVED,
    A.SATISFIED, A.DISSATISFIED, A.NO_RESPONSE, A.REOPEN,
    A.REOPEN_UNMARKED, A.CLOSE_SPECIAL, A.REJECT, A.WITHDRAW, A.TRANSFER, A.TRANSFER_OUT, A.FAIL_VERIFICATION,
    A.EXTEND, A.INTERIM_REPLY, A.DISPOSE_ON_SPOT, A.UNDO_APPROVAL, A.RECALL, A.UNMERGE, A.UNMERGE_UNMARKED,
    A.UNDO_ACKNOWLEDGE, A.UNDO_ACKNOWLEDGE_RISEN, A.UNDO_MARK,
    A.CALL_HEARING, A.HEAR, A.CORRECT_FEEDBACK, A.CHANGE_CONTACT,
})  # fmt: skip
# Words that were written for the complainant, or by the complainant.
WITH_WORDS = frozenset({A.INTERIM_REPLY, A.ASK, A.ANSWER, A.REFUSE, A.REJECT, A.CLOSE_SPECIAL, A.TRANSFER_OUT, A.HEAR})
# What a message says is to be read at its link: why it ended, where it went, how it stands.
AT_THE_LINK = {
    S.REJECTED: (A.REFUSE, A.REJECT), S.CLOSED_SPECIAL: (A.CLOSE_SPECIAL,), S.TRANSFERRED_OUT: (A.TRANSFER_OUT,),
    **dict.fromkeys(WITH_POST, (A.INTERIM_REPLY,)),
}  # fmt: skip
OWN = frozenset({
    A.COMMENT, A.ADD_EVIDENCE, A.ANSWER, A.SATISFIED, A.DISSATISFIED, A.REOPEN, A.REOPEN_UNMARKED, A.WITHDRAW,
})  # fmt: skip


@dataclass(frozen=True)
class Told:
    """One line: when, what happened, which post did it, which words belong to it."""

    at: datetime
    what: str
    post: str
    text: str


@dataclass(frozen=True)
class Masks:
    """Whose names stand nowhere on the complainant's pages: other complainants' and officers'."""

    names: tuple[str, ...]

    def text(self, said: str) -> str:
        """Somebody else's words, fit for this complainant."""
        return hide_names(hide_numbers(said), self.names)


def masks_of(seen: Opened) -> Masks:
    """What to hide from whom the complaint was opened to."""
    return Masks(tuple(name for name in db.session.scalars(_names(seen)) if name))


def _names(seen: Opened) -> CompoundSelect[Any]:
    key = seen.complaint.id
    others = (
        select(Complainant.name.label("name"))
        .join(Party, Party.complainant_id == Complainant.id)
        .where(Party.complaint_id == key, Complainant.id != seen.someone)
    )
    acted = Person.id.in_(select(Event.person_id).where(Event.complaint_id == key))
    return union(others, select(Person.name_hi).where(acted), select(Person.name_en).where(acted))


def told(seen: Opened, masks: Masks) -> list[Told]:
    """The history, newest first."""
    lines = timeline.lines(timeline.events_of(db.session, seen.complaint))
    return [_told(line, masks, own=seen.is_own) for line in lines if _is_told(line)]


def _is_told(line: Line) -> bool:
    return line.code in TOLD or line.is_reached or (line.code in OWN and line.role == Role.PUBLIC.value)


def _told(line: Line, masks: Masks, *, own: bool) -> Told:
    said = line.code in OWN and line.role == Role.PUBLIC.value
    words = "" if not own else line.text if said else masks.text(_words(line)) if line.code in WITH_WORDS else ""
    return Told(line.at, story.title(line), named(line.post), words)


def _words(line: Line) -> str:
    """What was written for the complainant. Beside a letter to another authority stands a note for the file only."""
    if line.code == A.TRANSFER_OUT:
        return _("Sent to: %(authority)s. Letter number: %(number)s", authority=line.facts.get("authority", ""),
                 number=line.facts.get("reference_no", ""))  # fmt: skip
    where = line.facts.get("where_to_go") if line.code == A.REFUSE else ""
    return " ".join([line.text, _("Where to go instead: %(place)s", place=where)]) if where else line.text


def at_the_link(seen: Opened) -> tuple[Told, Attachment | None] | None:
    """What the link of the last message promises: words, and the order that closed it; in one statement.

    Nothing for who only follows, nor for a confidential complaint.
    """
    c = seen.complaint
    codes = AT_THE_LINK.get(S(c.state))
    if codes is None or not seen.is_own or c.is_confidential:
        return None
    names = _names(seen).subquery()
    hidden = select(func.aggregate_strings(names.c.name, "\n")).scalar_subquery()
    query = (
        select(Event, Attachment, hidden.label("hidden"))
        .outerjoin(Attachment, and_(is_order(c.id), Event.action == A.CLOSE_SPECIAL.value))
        .where(Event.complaint_id == c.id, Event.cycle == c.cycle, Event.action.in_(codes))
        .options(joinedload(Event.post))
    )
    row = db.session.execute(query.order_by(Event.no.desc(), Attachment.id.desc()).limit(1)).first()
    if row is None:
        return None
    masks = Masks(tuple(name for name in (row.hidden or "").split("\n") if name))
    return _told(timeline.line(row.Event), masks, own=True), row.Attachment


def reports(seen: Opened) -> list[Report]:
    """What officers reported to the complainant and an approver let pass, newest first."""
    query = select(Report).where(Report.complaint_id == seen.complaint.id, Report.state == "approved")
    return list(db.session.scalars(query.order_by(Report.no.desc())))


def files(seen: Opened) -> list[Attachment]:
    """The own papers and photos, and the proof that was let pass."""
    if not seen.is_own:
        return []
    return list(db.session.scalars(select(Attachment).where(visible(seen.complaint.id)).order_by(Attachment.id)))
