"""THE CASEBOOK: a complaint leaves without an outcome – withdrawn (T21), or sent outside the district (T23)."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from app.complaints.actions.feedback import is_outside
from app.complaints.actions.work import REACHED, log_dialogue
from app.complaints.actor import Actor
from app.complaints.errors import Refused
from app.complaints.overtaken import end_overtaken
from app.complaints.step import Step, lock, take
from app.domain.policy import Forbidden, Role
from app.domain.states import TRANSITIONS, Action, IllegalStep, State
from app.domain.text import is_name, is_reference, letters, written
from app.models.complaint import Complaint
from app.models.dialogue import Dialogue
from app.models.party import Party
from app.models.report import Report
from app.notices import outbox

MIN_REASON = 10


def ask_withdrawal(session: Session, complaint_id: int, *, text: str, by: Actor, at: datetime) -> Complaint:
    """Somebody telephoned the cell and said that the complaint is to be withdrawn: noted in the words that were said.

    Nothing ends by this. The call desk sees the complaint from now on and asks the complainant itself. Raises
    Forbidden for everybody but the cell, and for the department that has it.
    """
    complaint = lock(session, complaint_id)
    words = _reason(text)
    if by.role is not Role.CELL or not is_outside(session, complaint, by, at):
        raise Forbidden(Action.COMMENT)
    if not withdrawable(complaint):
        raise IllegalStep(Action.WITHDRAW, State(complaint.state))
    if complaint.withdrawal_asked_at is not None:
        raise Refused("asked_already")

    def wish() -> None:
        complaint.withdrawal_asked_at = at

    step = Step(fields={"text": words}, text=words, data={"withdrawal": "asked"}, change=wish)
    take(session, complaint, Action.COMMENT, step, by=by, at=at)
    return complaint


def keep_open(session: Session, complaint_id: int, *, text: str, by: Actor, at: datetime) -> Complaint:
    """The complainant does not want to withdraw after all, said in a call of the desk's own: the complaint goes on."""
    complaint = lock(session, complaint_id)
    words = _reason(text)
    if by.role is not Role.CALLER or not is_outside(session, complaint, by, at):
        raise Forbidden(Action.WITHDRAW)
    if complaint.withdrawal_asked_at is None:
        raise Refused("not_asked")
    _own_call(session, complaint, words, by=by, at=at)

    def forget() -> None:
        complaint.withdrawal_asked_at = None

    step = Step(fields={"result": "talked"}, text=words, data={"withdrawal": "kept"}, change=forget)
    take(session, complaint, Action.DIALOGUE, step, by=by, at=at)
    return complaint


def withdrawable(complaint: Complaint) -> bool:
    """Whether the table lets it be withdrawn in its state."""
    return State(complaint.state) in TRANSITIONS[Action.WITHDRAW].sources


def _reason(text: str) -> str:
    words = written(text)
    if letters(words) < MIN_REASON:
        raise Refused("too_short", field="text", least=MIN_REASON)
    return words


def withdraw(session: Session, complaint_id: int, *, text: str, by: Actor, at: datetime) -> Complaint:
    """The complainant wants it no more, and said so to the call desk in a call of the desk's own.

    Never by an officer, nor by anybody of the department that disposed of it: a withdrawal asked for is a way to
    make a complaint go away.
    """
    complaint = lock(session, complaint_id)
    words = _reason(text)
    outside = by.role in (Role.CALLER, Role.PUBLIC) and is_outside(session, complaint, by, at)
    if by.role is Role.CALLER:
        _own_call(session, complaint, words, by=by, at=at)
    elif _others(session, complaint):
        raise Refused("others_are_asked")  # from home one of several takes it back for nobody else
    channel = "call_desk" if by.role is Role.CALLER else "web"

    def end() -> None:
        complaint.closed_at = at
        _leave(session, complaint, at)

    step = Step(
        fields={"reason_text": words, "channel": channel}, guards={"never_by_officer": outside}, text=words,
        data={"channel": channel}, notices=("S10W",), change=end,
    )  # fmt: skip
    take(session, complaint, Action.WITHDRAW, step, by=by, at=at)
    end_overtaken(session, complaint, at=at)
    return complaint


def _others(session: Session, complaint: Complaint) -> bool:
    query = select(func.count()).select_from(Party).where(Party.complaint_id == complaint.id)
    return (session.scalar(query) or 0) > 1


def _own_call(session: Session, complaint: Complaint, words: str, *, by: Actor, at: datetime) -> None:
    """The desk's own call of this round: one that is open is ended with what was said. Refused where there is none.

    A call from before the wish was noted is none: it was about something else.
    """
    query = select(Dialogue.result).where(
        Dialogue.complaint_id == complaint.id, Dialogue.cycle == complaint.cycle, Dialogue.by_call_desk,
        Dialogue.person_id == by.person_id, Dialogue.at >= (complaint.withdrawal_asked_at or complaint.received_at),
    )  # fmt: skip
    last = session.scalar(query.order_by(Dialogue.id.desc()).limit(1))
    if last == "pending":
        log_dialogue(session, complaint.id, kind="call", result="talked", text=words, by=by, at=at)
    elif last not in REACHED:
        raise Refused("call_first")


def transfer_out(
    session: Session, complaint_id: int, *, authority: str, reference_no: str, text: str = "", by: Actor, at: datetime
) -> Complaint:
    """Send it to an authority outside the district with a letter; the complainant gets the reference."""
    complaint = lock(session, complaint_id)
    authority, reference = written(authority), written(reference_no)
    if authority and not is_name(authority):
        raise Refused("name_in_full", field="authority")
    if reference and not is_reference(reference):
        raise Refused("reference_thin", field="reference_no")
    step = Step(
        fields={"authority": authority, "reference_no": reference}, text=written(text),
        data={"authority": authority, "reference_no": reference}, notices=("S06X",),
        change=lambda: _leave(session, complaint, at),
    )  # fmt: skip
    take(session, complaint, Action.TRANSFER_OUT, step, by=by, at=at)
    end_overtaken(session, complaint, at=at)
    return complaint


def _leave(session: Session, complaint: Complaint, at: datetime) -> None:
    """A report waits no more, and nobody asks whether the work is done."""
    report = select(Report).where(Report.complaint_id == complaint.id, Report.state == "submitted")
    for row in session.scalars(report):
        row.state = "lapsed"
    outbox.no_longer_ask(session, complaint.id, at=at)
