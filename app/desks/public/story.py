"""DESK: a complaint's history as its complainant reads it – posts and no names, nothing internal, nobody else's."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select

from app.complaints import timeline
from app.complaints.openings import Opened
from app.complaints.timeline import Line
from app.desks.public.pictures import visible
from app.domain.masking import hide_names, hide_numbers
from app.domain.policy import Role
from app.domain.states import Action as A
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
    key = seen.complaint.id
    others = (
        select(Complainant.name)
        .join(Party, Party.complainant_id == Complainant.id)
        .where(Party.complaint_id == key, Complainant.id != seen.someone)
    )
    staff = select(Person.name_hi, Person.name_en).where(
        Person.id.in_(select(Event.person_id).where(Event.complaint_id == key))
    )
    names = {*db.session.scalars(others), *(name for pair in db.session.execute(staff) for name in pair)}
    return Masks(tuple(name for name in names if name))


def told(seen: Opened, masks: Masks) -> list[Told]:
    """The history, newest first."""
    lines = timeline.lines(timeline.events_of(db.session, seen.complaint))
    return [_told(line, masks, own=seen.is_own) for line in lines if _is_told(line)]


def _is_told(line: Line) -> bool:
    return line.code in TOLD or line.is_reached or (line.code in OWN and line.role == Role.PUBLIC.value)


def _told(line: Line, masks: Masks, *, own: bool) -> Told:
    said = line.code in OWN and line.role == Role.PUBLIC.value
    words = "" if not own else line.text if said else masks.text(line.text) if line.code in WITH_WORDS else ""
    return Told(line.at, story.title(line), named(line.post), words)


def reports(seen: Opened) -> list[Report]:
    """What officers reported to the complainant and an approver let pass, newest first."""
    query = select(Report).where(Report.complaint_id == seen.complaint.id, Report.state == "approved")
    return list(db.session.scalars(query.order_by(Report.no.desc())))


def files(seen: Opened) -> list[Attachment]:
    """The own papers and photos, and the proof that was let pass."""
    if not seen.is_own:
        return []
    return list(db.session.scalars(select(Attachment).where(visible(seen.complaint.id)).order_by(Attachment.id)))
