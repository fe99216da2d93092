"""THE CASEBOOK: one message from a phone takes its effect – an answer, a wish, a question – or waits for a person.

What is not certain is never guessed (sms.md 1.6, rule 7): it stays open in the list of the office with its reason.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from app.complaints import inbound, links
from app.complaints.actions.feedback import UNASKED, record_answer
from app.complaints.actions.work import comment
from app.complaints.actor import Actor, complainant
from app.complaints.calls import CALL_ME
from app.complaints.inbound import Theirs
from app.complaints.settings import setting
from app.domain.inbound import Kind, Said, read
from app.domain.states import State
from app.models.complaint import Complaint
from app.models.dialogue import Feedback
from app.models.notice import NoticeInbound, NoticeSuppression
from app.models.office import District
from app.notices import replies

ANSWERS = {Kind.YES: "yes", Kind.NO: "no"}
SAME = {Kind.YES: "satisfied", Kind.NO: "dissatisfied"}
AGAIN_WITHIN = timedelta(days=7)  # the same answer once more, in parts or out of impatience
REMINDERS = "reminders"
FAILED = "failed"
MISSED_CALLS = {"missed_call_yes": Kind.YES, "missed_call_no": Kind.NO}
# What a person must look at; everything else is done with.
FOR_A_PERSON = frozenset(
    {"unmatched", "ambiguous", "no_such_number", "not_theirs", "staff_number", "not_asked", "follower", FAILED}
)


@dataclass
class _Case:
    """One message with all that is known of it."""

    session: Session
    row: NoticeInbound
    said: Said
    base: str
    at: datetime
    mine: list[Theirs] = field(default_factory=list)

    def reply(self, key: str, about: Theirs | None = None) -> bool:
        """Answer whoever has a complaint here; strangers get none."""
        if not self.mine:
            return False
        lang = (about or self.mine[0]).complainant.language
        slots = {}
        if about is not None:
            token = links.token_for(self.session, about.complaint, about.complainant.id, "track", at=self.at)
            slots = {"no": about.complaint.number, "link": f"{self.base}/{links.PATHS['track']}/{token}"}
        return replies.reply(
            self.session, district_id=self.row.district_id, number=self.row.from_number, key=key, lang=lang,
            slots=slots, complaint=about.complaint if about else None, inbound_id=self.row.id, at=self.at,
        )  # fmt: skip


def take_effect(session: Session, inbound_id: int, *, base: str, keywords: Sequence[str] = (), at: datetime) -> str:
    """Read one message and do what it asks; the word under which it is kept. Once done it has no second effect.

    `base`: the office's address as messages name it; `keywords`: words that only lead a message to this office.
    """
    row = session.get_one(NoticeInbound, inbound_id, with_for_update=True, populate_existing=True)
    if row.handled_as is not None:
        return row.handled_as
    said = _understood(session, row, keywords, at)
    case = _Case(session, row, said, base, at, inbound.theirs(session, row.district_id, row.from_number, at))
    _settle(row, _effect(case), at)
    session.flush()
    return str(row.handled_as)


def give_up(session: Session, inbound_id: int, *, at: datetime) -> None:
    """Reading it failed: it waits for a person, and holds up no other."""
    row = session.get_one(NoticeInbound, inbound_id, with_for_update=True, populate_existing=True)
    if row.handled_as is None:
        _settle(row, FAILED, at)


def _settle(row: NoticeInbound, done: str, at: datetime) -> None:
    row.handled_as, row.handled_at = done, None if done in FOR_A_PERSON else at


def _understood(session: Session, row: NoticeInbound, keywords: Sequence[str], at: datetime) -> Said:
    if row.kind == "missed_call":
        called = {str(setting(session, row.district_id, key, at)): kind for key, kind in MISSED_CALLS.items()}
        called.pop("", None)  # a number that is not set is none that can be rung
        return Said(called.get(_ten_digits(row.to_number), Kind.OTHER))
    district = session.get_one(District, row.district_id)
    return read(row.text, letters=district.letters, district_code=district.lgd_code, keywords=keywords)


def _ten_digits(number: str) -> str:
    return "".join(digit for digit in number if digit.isascii() and digit.isdigit())[-10:]


def _effect(case: _Case) -> str:
    if case.said.kind in (Kind.STOP, Kind.START):
        return _reminders(case)
    if not case.mine and case.row.kind == "missed_call":
        return "stranger"  # a wrong number: there is nothing to read and nobody to ask
    about = _named(case) if case.said.number or case.said.misnamed else None
    if isinstance(about, str):
        return about
    if case.said.kind in ANSWERS:
        return _answer(case, about)
    if case.said.kind is Kind.STATUS:
        return _status(case, about)
    if case.said.kind is Kind.CALL:
        return _call_me(case, about)
    return _left(case, "unmatched", about)


def _left(case: _Case, why: str, about: Theirs | None = None) -> str:
    """For a person; the sender is told once a day how to write."""
    if about is not None:
        case.row.complaint_id = about.complaint.id
    if case.row.kind == "sms":
        case.reply(replies.NOT_UNDERSTOOD)
    return why


def _named(case: _Case) -> Theirs | str:
    """The sender's complaint of that number; else why it is not."""
    for one in case.mine:
        if one.complaint.number == case.said.number:
            return one
    if case.said.misnamed or not inbound.of_number(case.session, case.row, case.said.number):
        return _left(case, "no_such_number")
    return "not_theirs"


def _only(found: Sequence[Theirs]) -> Theirs | None:
    return found[0] if len(found) == 1 else None


def _answer(case: _Case, about: Theirs | None) -> str:
    waiting = inbound.waiting(case.session, case.mine, case.row.from_number)
    one = about or _only(waiting)
    if one is None:
        if len(waiting) > 1:
            return _left(case, "ambiguous")
        return "again" if _said_before(case, None) else _left(case, "not_asked")
    case.row.complaint_id = one.complaint.id
    disposed_at = one.complaint.disposed_at
    if one.complaint.state != State.DISPOSED.value or disposed_at is None or case.row.received_at < disposed_at:
        return "again" if _said_before(case, one) else _left(case, "not_asked", one)
    if inbound.is_staff(case.session, case.row.district_id, case.row.from_number):
        return "staff_number"
    if not one.may_answer:
        return "follower"
    by = complainant(case.row.district_id, one.complaint.id)
    record_answer(
        case.session, one.complaint.id, answers={"satisfied": ANSWERS[case.said.kind]}, channel=case.row.kind, by=by,
        at=case.at,
    )  # fmt: skip
    return ANSWERS[case.said.kind]


def _said_before(case: _Case, one: Theirs | None) -> bool:
    """Whether this was the answer already, given lately without anybody asking."""
    ids = [one.complaint.id] if one else [other.complaint.id for other in case.mine]
    query = select(Feedback.id).where(
        Feedback.complaint_id.in_(ids), Feedback.channel.in_(UNASKED), Feedback.answer == SAME[case.said.kind],
        Feedback.replaced_at.is_(None), Feedback.at >= case.row.received_at - AGAIN_WITHIN,
    )  # fmt: skip
    return case.session.scalar(query.limit(1)) is not None


def _status(case: _Case, about: Theirs | None) -> str:
    one = about or _only(inbound.unfinished(case.mine)) or _only(case.mine)
    if one is None:
        return _left(case, "ambiguous" if case.mine else "unmatched")
    case.row.complaint_id = one.complaint.id
    return "status" if case.reply(replies.STATUS, one) else "status_capped"


def _call_me(case: _Case, about: Theirs | None) -> str:
    """The call desk rings whom it asks anyway; with other complaints somebody must see what the matter is."""
    asked = [one for one in case.mine if one.complaint.state == State.DISPOSED.value]
    one = about or _only(asked)
    if one is None:
        return "ambiguous" if case.mine else "unmatched"
    case.row.complaint_id = one.complaint.id
    return CALL_ME if one.complaint.state == State.DISPOSED.value else "unmatched"


def _reminders(case: _Case) -> str:
    """STOP and START are about reminders; what is decided is told all the same (sms.md 1.6, rule 10)."""
    row, session = case.row, case.session
    held = select(NoticeSuppression).where(
        NoticeSuppression.district_id == row.district_id, NoticeSuppression.number == row.from_number,
        NoticeSuppression.scope == REMINDERS,
    )  # fmt: skip
    if case.said.kind is Kind.START:
        session.execute(
            delete(NoticeSuppression).where(
                NoticeSuppression.id.in_([one.id for one in session.scalars(held)])
            )
        )  # fmt: skip
        return "start"
    if session.scalar(held) is None:
        session.add(
            NoticeSuppression(
                district_id=row.district_id, number=row.from_number, scope=REMINDERS, reason="stop", since=case.at
            )
        )
        case.reply(replies.NO_REMINDERS)
    return "stop"


def join_by_hand(
    session: Session, row: NoticeInbound, complaint: Complaint, text: str, *, by: Actor, at: datetime
) -> None:
    """Somebody of the office found the complaint: the message becomes a note in its file. An answer it never is: only
    a call can be one."""
    comment(session, complaint.id, text=text, by=by, at=at)
    row.complaint_id = complaint.id
    done_by_hand(row, "joined", by=by, at=at)


def done_by_hand(row: NoticeInbound, done: str, *, by: Actor, at: datetime) -> None:
    """Somebody of the office has looked at it."""
    row.handled_as, row.handled_at, row.handled_by_id = done, at, by.person_id
