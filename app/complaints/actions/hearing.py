"""THE CASEBOOK: hearings – call one, write what it brought, adjourn it to a next day (T18, profile "hearing")."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, time

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from app.complaints import dates, proofs
from app.complaints.actor import Actor
from app.complaints.errors import Conflict, Refused
from app.complaints.hearings import SENIORS, heard_by, is_due, last_holder, waiting
from app.complaints.placing import filled, post_of_role
from app.complaints.proofs import Offered
from app.complaints.step import Step, lock, take
from app.domain.calendar import instant, to_ist
from app.domain.policy import Role
from app.domain.states import Action
from app.domain.text import letters, written
from app.models.complaint import Complaint
from app.models.dialogue import Dialogue
from app.models.hearing import RESULTS, Hearing
from app.models.office import Post

MIN_WORDS = 10


@dataclass(frozen=True)
class Call:
    """When and where. `before`: "dc", or "holder" for the post that holds the complaint."""

    on: date | None
    clock: time | None
    place: str
    before: str = "dc"


@dataclass(frozen=True)
class Minutes:
    """What a hearing brought. `words`: the order, or why it was put off or called off. `again`: the next day."""

    result: str
    words: str
    complainant_came: bool | None = None
    office_came: bool | None = None
    who_came: str = ""
    paper: Offered | None = None
    again: Call | None = None


def call_hearing(session: Session, complaint_id: int, call: Call, *, by: Actor, at: datetime) -> Hearing:
    """Call both sides: a message to the complainant, one to the office that must answer."""
    complaint = lock(session, complaint_id)
    post = _presiding(session, complaint, call, by, at)
    return _call(session, complaint, call, post, None, by=by, at=at)


def _presiding(session: Session, complaint: Complaint, call: Call, by: Actor, at: datetime) -> Post | None:
    """Whom it is heard by: the DC, or the post that holds it; never the one complained against."""
    if call.before == "holder" and complaint.post_id is not None:
        post = session.get(Post, complaint.post_id)
    else:
        post = post_of_role(session, complaint.district_id, "dc", at)
    return filled(session, post, at, {complaint.against_post_id})


def _call(
    session: Session, complaint: Complaint, call: Call, post: Post | None, previous: Hearing | None, *, by: Actor,
    at: datetime,
) -> Hearing:  # fmt: skip
    moment = _moment(call, at)
    place = written(call.place)
    step = Step(
        fields={"on": call.on, "clock": call.clock is not None, "place": place},
        guards={
            "hearing_due": by.role in SENIORS or is_due(complaint),
            "no_other_hearing": waiting(session, complaint) is None,
            "somebody_presides": post is not None and (by.role in (*SENIORS, Role.CELL) or by.holds(post.id)),
        },
        text=place, also_tell=_summoned(session, complaint, "O14"),
        data={
            "hearing_at": moment.isoformat() if moment else "", "post": post.name_hi if post else "",
            "post_en": post.name_en if post else "",
        },
    )  # fmt: skip
    take(session, complaint, Action.CALL_HEARING, step, by=by, at=at)
    count = session.scalar(select(func.count()).where(Hearing.complaint_id == complaint.id)) or 0
    if moment is None or post is None:
        raise Conflict
    row = Hearing(
        district_id=complaint.district_id, complaint_id=complaint.id, cycle=complaint.cycle, no=count + 1,
        post_id=post.id, at=moment, place=place, called_at=at, called_by_id=by.person_id, called_post_id=by.post_id,
        previous_id=previous.id if previous else None, who_came="", words="",
    )  # fmt: skip
    session.add(row)
    session.flush()
    return row


def _moment(call: Call, at: datetime) -> datetime | None:
    """The hour to come that is meant. Year 1 and year 9999 are refused before they are made an instant of."""
    dates.ahead(call.on, "on", at)
    moment = instant(call.on, call.clock) if call.on and call.clock else None
    if moment is not None and moment <= at:
        raise Refused("hearing_past", field="on")
    return moment


def _summoned(session: Session, complaint: Complaint, key: str) -> tuple[tuple[str, int | None], ...]:
    """A complaint that no post holds any more was answered by its last one: that office must come."""
    return () if complaint.post_id is not None else ((key, last_holder(session, complaint)),)


def record_hearing(session: Session, hearing_id: int, minutes: Minutes, *, by: Actor, at: datetime) -> Hearing:
    """Write who came and what was ordered; an adjourned one is called again at once."""
    row = session.get(Hearing, hearing_id)
    if row is None:
        raise Conflict
    complaint = lock(session, row.complaint_id)
    session.refresh(row)
    if row.result is not None:
        raise Conflict
    _check(row, minutes, at)
    words = written(minutes.words)
    off = minutes.result == "called_off"  # both sides were called: whoever hears nothing comes for nothing
    step = Step(
        fields={"result": minutes.result}, guards={"before_you": heard_by(row, complaint, by)},
        text=words, said_at=row.at if minutes.result == "decided" else None,
        data={"result": minutes.result, "complainant_came": minutes.complainant_came,
              "office_came": minutes.office_came, **({"hearing_at": row.at.isoformat()} if off else {})},
        notices=None if off else (), also_tell=_summoned(session, complaint, "O14X") if off else (),
    )  # fmt: skip
    take(session, complaint, Action.HEAR, step, by=by, at=at)
    paper = proofs.attach(session, complaint, minutes.paper, by=by, at=at) if minutes.paper else None
    row.result, row.words, row.recorded_at = minutes.result, words, at
    row.recorded_by_id, row.recorded_post_id = by.person_id, by.post_id
    row.complainant_came, row.office_came = minutes.complainant_came, minutes.office_came
    row.who_came, row.attachment_id = written(minutes.who_came), paper.id if paper else None
    session.flush()
    if minutes.complainant_came:
        session.add(_talk(complaint, row, words, by))
    if minutes.result == "adjourned" and minutes.again is not None:
        _call(session, complaint, minutes.again, session.get(Post, row.post_id), row, by=by, at=at)
    session.flush()
    return row


def _check(row: Hearing, minutes: Minutes, at: datetime) -> None:
    if minutes.result not in RESULTS:
        raise Refused("required", field="result")
    if letters(written(minutes.words)) < MIN_WORDS:
        raise Refused("too_short", field="words", least=MIN_WORDS)
    if minutes.result == "decided":
        if at < row.at:
            raise Refused("hearing_ahead", field="result", date=to_ist(row.at).strftime("%d-%m-%Y, %H:%M"))
        for field in ("complainant_came", "office_came"):
            if getattr(minutes, field) is None:
                raise Refused("required", field=field)
    if minutes.result == "adjourned" and (minutes.again is None or minutes.again.on is None):
        raise Refused("required", field="on")


def _talk(complaint: Complaint, row: Hearing, words: str, by: Actor) -> Dialogue:
    """The complainant was heard in person: a word with the complainant like any other."""
    if by.person_id is None or by.post_id is None:
        raise Conflict
    return Dialogue(
        district_id=complaint.district_id, complaint_id=complaint.id, cycle=complaint.cycle, kind="hearing", at=row.at,
        person_id=by.person_id, post_id=by.post_id, by_call_desk=False, number_last4="", result="talked", reached=True,
        text=words, place_text=row.place,
    )  # fmt: skip
