"""THE CASEBOOK: the complainant's say (T15, T16) and reopening (T18, T24). Silence is never "satisfied"."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, timedelta

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from app.complaints import progress
from app.complaints.actor import Actor
from app.complaints.clockwork import calendar_of, clock_for
from app.complaints.errors import Conflict, Refused
from app.complaints.group import asked_of
from app.complaints.placing import filled, next_post, post_of_role, shunned
from app.complaints.step import Step, lock, take
from app.complaints.stints import Arrival
from app.domain.clock import marking_due
from app.domain.ladder import reopen_level
from app.domain.outcomes import WORK_CLAIMED
from app.domain.policy import Role
from app.domain.states import Action
from app.domain.text import letters, written
from app.models.complaint import Complaint
from app.models.dialogue import Feedback
from app.models.office import Charge, Post
from app.models.place import Place
from app.models.report import Report
from app.notices import outbox

REASONS = ("not_done", "half_done", "not_contacted", "wrong_facts", "bribe_asked", "other")
ANSWERS = ("yes", "partly", "no")
QUESTIONS = ("contacted", "done", "satisfied")
# Where nobody asks: a word in a message, a missed call, a tap on a link. Only the last question is answered there.
UNASKED = ("sms", "missed_call", "web")
NOT_SAID = "not_said"
REOPEN_REASONS = ("complainant_asks", "officer_asks", "wrong_closure", "other")
REOPEN_WITHIN = timedelta(days=30)
REOPEN_TIMES = 2
MIN_REASON = 10
NO_DEPARTMENT = -1  # what nobody was given yet is of no department: not of those whose post has none


def record_answer(
    session: Session, complaint_id: int, *, answers: Mapping[str, str], channel: str, reason_code: str = "",
    text: str = "", dialogue_id: int | None = None, by: Actor, at: datetime,
) -> Complaint:  # fmt: skip
    """Write down what the complainant answered to the three questions. Anything but a yes reopens one level up.

    By the channels of UNASKED only `satisfied` is needed, and the reason may be left out: it is then "not_said".
    """
    complaint = lock(session, complaint_id)
    answers = _answered(answers, channel)
    said = answers["satisfied"]
    if said == "yes" and answers.get("done") == "no" and complaint.outcome in WORK_CLAIMED:
        raise Refused("answers_disagree", field="satisfied")
    answer = {"yes": "satisfied", "partly": "partly", "no": "dissatisfied"}[said]
    if answer == "satisfied" and channel in UNASKED and len(asked_of(session, complaint, at)) > 1:
        raise Refused("others_are_asked", field="satisfied")
    reason_code = _reason(answer, channel, reason_code)
    cycle = complaint.cycle
    outside = is_outside(session, complaint, by, at)
    fields = {"channel": channel, "reason_code": reason_code}
    guards = {"outside_disposing_department": outside}
    data = {"channel": channel, "answer": answer, "answers": dict(answers), "reason_code": reason_code}
    outbox.no_longer_ask(session, complaint.id, at=at)
    if answer == "satisfied":
        complaint.closed_at = at
        step = Step(fields=fields, guards=guards, text=written(text), data=data, end_reason="satisfied")
        take(session, complaint, Action.SATISFIED, step, by=by, at=at)
    else:
        data |= _shield(session, complaint) if reason_code == "bribe_asked" else {}
        arrival = one_up(session, complaint, at)
        step = Step(fields=fields, guards=guards, arrival=arrival, text=written(text), data=data, end_reason="reopened")
        take(session, complaint, Action.DISSATISFIED, step, by=by, at=at)
    session.add(
        Feedback(
            district_id=complaint.district_id, complaint_id=complaint.id, cycle=cycle, at=at, channel=channel,
            answer=answer, reason_code=reason_code or None, answers=dict(answers), text=written(text),
            person_id=by.person_id, post_id=by.post_id, dialogue_id=dialogue_id,
        )
    )  # fmt: skip
    session.flush()
    return complaint


def _answered(answers: Mapping[str, str], channel: str) -> Mapping[str, str]:
    """The answers given, and no others. What nobody asked stays unanswered rather than guessed."""
    given = {question: answers[question] for question in QUESTIONS if answers.get(question)}
    for question in QUESTIONS:
        asked = channel not in UNASKED or question == "satisfied"
        if given.get(question, "" if asked else "yes") not in ANSWERS:
            raise Refused("required", field=question)
    return given


def _reason(answer: str, channel: str, reason_code: str) -> str:
    if answer == "satisfied" or reason_code in REASONS:
        return reason_code
    if channel in UNASKED and reason_code in ("", NOT_SAID):
        return NOT_SAID
    raise Refused("required", field="reason_code")


def _shield(session: Session, complaint: Complaint) -> dict[str, object]:
    """Money was asked for: confidential, and out of sight of whoever said that it was done. How it was before."""
    before = {
        "was_open": not complaint.is_confidential, "was_against": complaint.against_post_id,
        "was_against_person": complaint.against_person_id,
    }  # fmt: skip
    complaint.is_confidential = True
    _against_author(session, complaint)
    return before


def is_outside(session: Session, complaint: Complaint, by: Actor, at: datetime) -> bool:
    """Neither the author nor anybody with a charge in the disposing department, whatever charge they act in (D5).

    Whoever covers for an empty chair of the department has its work, and so is inside as well.
    """
    if by.person_id is None:
        return True
    wrote = select(Report.id).where(
        Report.complaint_id == complaint.id, Report.cycle == complaint.cycle,
        or_(Report.author_id == by.person_id, Report.author_post_id == by.post_id),
    )  # fmt: skip
    sits = (
        select(Charge.id)
        .join(Post, Post.id == Charge.post_id)
        .where(Charge.person_id == by.person_id, Post.department_id == (complaint.department_id or NO_DEPARTMENT))
        .where(Charge.from_at <= at, or_(Charge.to_at.is_(None), Charge.to_at > at))
    )
    covers = select(Post.id).where(Post.id.in_(by.covers), Post.department_id == complaint.department_id)
    inside = by.department_id is not None and by.department_id == complaint.department_id
    return not inside and not session.scalar(select(or_(wrote.exists(), sits.exists(), covers.exists())))


def _against_author(session: Session, complaint: Complaint) -> None:
    """From now on it is against whoever reported last, unless it was against somebody before."""
    query = select(Report).where(Report.complaint_id == complaint.id, Report.cycle == complaint.cycle)
    said = session.scalar(query.order_by(Report.no.desc()).limit(1))
    if said is not None and complaint.against_post_id is None:
        complaint.against_post_id, complaint.against_person_id = said.author_post_id, said.author_id


def reopen(session: Session, complaint_id: int, *, reason_code: str, text: str, by: Actor, at: datetime) -> Complaint:
    """Open a closed complaint again, one level up. The cell only for the complainant: in 30 days and at most twice.

    While the complainant is being asked only the nodal officer or the DC may, where the officer himself found that he
    was wrong (D12-13). What no office ever had goes back to the cell, with its time for marking.
    """
    complaint = lock(session, complaint_id)
    if reason_code not in REOPEN_REASONS:
        raise Refused("required", field="reason_code")
    if letters(written(text)) < MIN_REASON:
        raise Refused("too_short", field="text", least=MIN_REASON)
    unmarked = complaint.department_id is None
    senior = by.role in (Role.NODAL, Role.DC)
    fresh = complaint.closed_at is not None and at - complaint.closed_at <= REOPEN_WITHIN
    outbox.no_longer_ask(session, complaint.id, at=at)
    step = Step(
        fields={"reason_code": reason_code, "reason_text": written(text)},
        guards={"thirty_days_and_twice_or_senior": senior or (fresh and complaint.cycle <= REOPEN_TIMES)},
        arrival=to_the_cell(session, complaint, at) if unmarked else one_up(session, complaint, at),
        text=written(text), data={"reason_code": reason_code},
    )  # fmt: skip
    take(session, complaint, Action.REOPEN_UNMARKED if unmarked else Action.REOPEN, step, by=by, at=at)
    return complaint


def to_the_cell(session: Session, complaint: Complaint, at: datetime) -> Arrival:
    """Where what no office ever had is reopened: with the cell, with its time for marking."""
    place = session.get(Place, complaint.place_id) if complaint.place_id else None
    return Arrival(level=0, due_at=marking_due(at, calendar_of(session, complaint.district_id, place, at)), again=True)


def one_up(session: Session, complaint: Complaint, at: datetime) -> Arrival:
    """Where a reopened complaint lands: the next level's post with the reopened clock (ruling 7)."""
    if complaint.department_id is None:
        raise Conflict
    level = reopen_level(complaint.level)
    progress.tell_again(complaint, at)
    place = session.get(Place, complaint.place_id) if complaint.place_id else None
    never = shunned(session, complaint, at)
    post = next_post(session, department_id=complaint.department_id, level=level, place=place, at=at, never=never)
    post = post or filled(session, post_of_role(session, complaint.district_id, "nodal", at), at, never)
    if post is None:
        raise Conflict
    clock = clock_for(
        session, district_id=complaint.district_id, profile=complaint.profile or "standard", level=level,
        cycle=complaint.cycle + 1, place=place, at=at,
    )  # fmt: skip
    return Arrival(level=level, post_id=post.id, clock=clock)
