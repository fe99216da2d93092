"""THE CASEBOOK: reading the parts that other offices do; `actions/subtask.py` writes them."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, ScalarSelect, and_, exists, false, func, select
from sqlalchemy.orm import Session, contains_eager, joinedload

from app.complaints.actor import Actor
from app.domain.states import OPEN, Action
from app.models.attachment import Attachment
from app.models.complaint import Complaint
from app.models.event import Event
from app.models.subtask import RUNNING, Subtask

ANSWERS = {Action.SUBTASK_FINISH.value: "finished", Action.SUBTASK_DECLINE.value: "declined"}
WITH_FILES = (Action.SUBTASK_GIVE.value, Action.SUBTASK_FINISH.value, Action.SUBTASK_DECLINE.value)


def asked_of(posts: Collection[int]) -> ColumnElement[bool]:
    """Complaints of which one of the posts has or had a part: whoever worked on it keeps sight of it."""
    if not posts:
        return false()
    return exists().where(Subtask.complaint_id == Complaint.id, Subtask.post_id.in_(posts)).correlate(Complaint)


def _waits(by: Actor) -> ColumnElement[bool]:
    """Parts that this person has still to do. What became confidential, or is against them, is gone from the list."""
    against: list[ColumnElement[bool]] = []
    if by.person_id is not None:
        against.append(Complaint.against_person_id.is_distinct_from(by.person_id))
    return and_(
        Subtask.post_id.in_(by.chairs), Subtask.state.in_(RUNNING), Complaint.state.in_(OPEN),
        Complaint.is_confidential.is_(False), *against,
    )  # fmt: skip


def waiting_count(by: Actor) -> ScalarSelect[Any]:
    """How many parts wait for this person, as a column."""
    query = select(func.count()).select_from(Subtask).join(Complaint, Complaint.id == Subtask.complaint_id)
    return query.where(_waits(by)).scalar_subquery()


def waiting(session: Session, by: Actor, *, page: int = 1, size: int) -> Sequence[Subtask]:
    """The parts to do, those due first at the top; one more than `size`, so that the page knows of the next."""
    query = (
        select(Subtask)
        .join(Complaint, Complaint.id == Subtask.complaint_id)
        .where(_waits(by))
        .order_by(Subtask.due_on, Subtask.id)
        .options(contains_eager(Subtask.complaint).joinedload(Complaint.place), joinedload(Subtask.giver_post))
    )
    return session.scalars(query.limit(size + 1).offset((page - 1) * size)).all()


def of(session: Session, complaint: Complaint) -> Sequence[Subtask]:
    """All parts of a complaint in their order, with the posts."""
    query = select(Subtask).where(Subtask.complaint_id == complaint.id).order_by(Subtask.no)
    return session.scalars(query.options(joinedload(Subtask.post), joinedload(Subtask.giver_post))).all()


def files(session: Session, complaint: Complaint) -> Mapping[int, Sequence[Attachment]]:
    """Photos and papers by the number of the part that they came with. Two statements at most."""
    query = select(Event.data).where(Event.complaint_id == complaint.id, Event.action.in_(WITH_FILES))
    of_part = {data["attached"]: data["part"] for data in session.scalars(query) if "attached" in data}
    found: dict[int, list[Attachment]] = {}
    rows = session.scalars(select(Attachment).where(Attachment.id.in_(of_part)).order_by(Attachment.id))
    for row in rows if of_part else ():
        found.setdefault(of_part[row.id], []).append(row)
    return found


@dataclass(frozen=True)
class Ending:
    """How a part ended: what the office that was asked said ("finished", "declined", "" for nothing), and why the
    holder closed one that nobody had answered."""

    answer: str = ""
    why: str = ""


def endings(session: Session, complaint: Complaint) -> Mapping[int, Ending]:
    """The endings of the parts of a complaint by number: closing one hides no answer."""
    query = select(Event.action, Event.data, Event.text).where(
        Event.complaint_id == complaint.id, Event.action.in_((*ANSWERS, Action.SUBTASK_CLOSE.value))
    )
    found: dict[int, Ending] = {}
    for row in session.execute(query.order_by(Event.no)):
        known = found.get(row.data["part"], Ending())
        found[row.data["part"]] = Ending(ANSWERS.get(row.action, known.answer), known.why if row.action in ANSWERS
                                         else row.text)  # fmt: skip
    return found


def ended(complaint: Complaint) -> bool:
    """Whether no office still has a part to do, asked for in this life of the complaint or before (guard of T12)."""
    return all(part.state not in RUNNING for part in complaint.parts)
