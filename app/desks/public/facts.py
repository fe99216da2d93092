"""DESK: what is told of a complaint to whoever has its number or link (D12-18), in sentences that can be read aloud."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from flask_babel import gettext as _
from flask_babel import ngettext

from app.complaints import links
from app.complaints.openings import Opened
from app.domain.calendar import ist_date
from app.domain.states import FINAL, WITH_POST, State
from app.extensions import db
from app.models.complaint import Complaint
from app.web import words
from app.web.filters import full_date
from app.web.language import lazy_gettext as _l
from app.web.language import named, spoken

S = State
SAID: dict[str, Any] = {
    S.REGISTERED: _l("Your complaint has come in. The DC office will soon give it to an officer."),
    S.MARKED: _l("An officer has your complaint and will soon accept it."),
    S.IN_ACTION: _l("Work on your complaint is going on."),
    S.AWAITING_COMPLAINANT: _l("The officer needs an answer from you: by telephone, or written here with a code."),
    S.ON_HOLD: _l("Your complaint has to wait for now. It is not closed."),
    S.ATR_SUBMITTED: _l("The officer says the work is done. A senior is checking this."),
    S.DISPOSED: _l("The department says the work is done. Is it? Please tell us."),
    S.CLOSED_SATISFIED: _l("Your complaint is closed, because you said that the work is done."),
    S.CLOSED_NO_RESPONSE: _l("Your complaint is closed, because nobody could talk with you."),
    S.CLOSED_SPECIAL: _l("Your complaint was closed by order of the DC."),
    S.REJECTED: _l("Your complaint could not be taken up."),
    S.MERGED: _l("Your complaint goes on together with another one about the same problem."),
    S.WITHDRAWN: _l("You took your complaint back."),
    S.TRANSFERRED_OUT: _l("Your complaint was sent to an office outside the district."),
}
STEPS = (
    _l("Written down"), _l("Accepted by an officer"), _l("Work goes on"), _l("Solved"), _l("Closed by your word"),
)  # fmt: skip
# How it ended, where that was not by the complainant's word. What the DC closed was not solved.
OTHER_ENDS: dict[State, Any] = {
    S.CLOSED_SPECIAL: _l("Closed by order of the DC"),
    S.CLOSED_NO_RESPONSE: _l("Closed without your answer"),
}
SOLVED = 3
AT_STEP = {S.REGISTERED: 1, S.MARKED: 1, S.DISPOSED: 4, S.CLOSED_SATISFIED: 5, S.CLOSED_NO_RESPONSE: 5,
           S.CLOSED_SPECIAL: 5}  # fmt: skip
NO_STEPS = FINAL - set(AT_STEP)


@dataclass(frozen=True)
class Facts:
    """One complaint in plain words. `steps`: (words, "done" | "now" | "", day). A confidential one says where it
    stands, and not with whom."""

    number: str
    sentence: str
    more: list[str]
    department: str
    office: str
    phone: str
    steps: list[tuple[str, str, str]]


def facts_of(opened: Opened, office_phone: str, *, at: datetime, secret: bool) -> Facts:
    """What may be told. `secret`: leave out the department and the post."""
    c = opened.complaint
    post = None if secret else c.post
    more = [_with_whom(opened, at)] if post is not None and c.state in WITH_POST else []
    more += [words for words in (_by_when(c, at), _again(c), _joined(opened), _last(c)) if words]
    return Facts(
        number=c.number, sentence=spoken(SAID[State(c.state)]), more=more,
        department="" if secret else named(c.department), office=named(post) or _("DC office"),
        phone=(post.phone if post else "") or office_phone, steps=_steps(c),
    )  # fmt: skip


def answer_at(opened: Opened, *, at: datetime) -> str:
    """The token of the link by which whoever is asked can answer; "" where nothing is asked, or no link was made."""
    if opened.complaint.state != S.DISPOSED or opened.someone is None:
        return ""
    return links.known(db.session, opened.complaint, opened.someone, "feedback", at=at)


def _with_whom(opened: Opened, at: datetime) -> str:
    c = opened.complaint
    days = max(0, (ist_date(at) - ist_date(opened.since or at)).days)
    if days == 0:
        return _("It is with %(post)s (level %(level)s) since today.", post=named(c.post), level=c.level)
    return ngettext(
        "It is with %(post)s (level %(level)s) for %(num)s day.",
        "It is with %(post)s (level %(level)s) for %(num)s days.", days, post=named(c.post), level=c.level,
    )  # fmt: skip


def _by_when(c: Complaint, at: datetime) -> str:
    if c.state == S.DISPOSED and c.feedback_due_at:
        return _("You can answer until %(date)s.", date=full_date(c.feedback_due_at))
    if c.due_at is None or c.state in FINAL or c.state in (S.ON_HOLD, S.AWAITING_COMPLAINANT):
        return _("Closed on %(date)s.", date=full_date(c.closed_at)) if c.closed_at and c.state in FINAL else ""
    if c.due_at < at:
        return _("The answer was due on %(date)s. It is late, and the senior officer knows.", date=full_date(c.due_at))
    return _("The next answer is due by %(date)s.", date=full_date(c.due_at))


def _again(c: Complaint) -> str:
    return _("It was opened again, because the work was not done.") if c.cycle > 1 and c.state not in FINAL else ""


def _joined(opened: Opened) -> str:
    if opened.complaint.state != S.MERGED or not opened.parent:
        return ""
    return _("The other complaint is %(number)s.", number=opened.parent)


def _last(c: Complaint) -> str:
    return _("Last step, %(date)s: %(what)s.", date=full_date(c.last_event_at), what=words.last_action(c.last_action))


def _steps(c: Complaint) -> list[tuple[str, str, str]]:
    state = State(c.state)
    if state in NO_STEPS:
        return []
    now = AT_STEP.get(state, 2)
    days = (c.received_at, c.acknowledged_at, None, c.disposed_at, c.closed_at)
    said = (*STEPS[:-1], OTHER_ENDS.get(state, STEPS[-1]))
    return [
        (spoken(words), "done" if no < now else "now" if no == now else "", full_date(day) if no < now else "")
        for no, (words, day) in enumerate(zip(said, days, strict=True))
        if not (state is S.CLOSED_SPECIAL and no == SOLVED)
    ]
