"""THE CASEBOOK: whose a message from a phone is – the complaints of its number, and which of them waits to be answered.

A number counts only where it is the complainant's own and serves (phones.py): not a neighbour's, not one that was
slipped in yesterday. The office's own numbers answer for nobody.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ColumnElement, and_, exists, func, or_, select
from sqlalchemy.orm import Session

from app.complaints.actor import Actor
from app.complaints.phones import serving
from app.complaints.sight import visible_to
from app.domain.states import OPEN, State
from app.models.account import Person
from app.models.complaint import Complaint
from app.models.notice import Notice, NoticeInbound
from app.models.party import Complainant, Party, Phone

ASKERS = ("first", "petitioner")  # a follower hears of everything, and is not asked
LATEST = 5
LEFT = (
    "accepted",
    "delivered",
    "undelivered",
    "expired",
    "unconfirmed",
)  # a message that went out, whatever came of it


@dataclass(frozen=True)
class Theirs:
    """A complaint of the number that wrote, and who of its complainants it belongs to."""

    complaint: Complaint
    complainant: Complainant
    may_answer: bool


def theirs(session: Session, district_id: int, number: str, at: datetime) -> list[Theirs]:
    """The complaints that this number is told about, newest first."""
    rows = session.execute(
        select(Complaint, Complainant, Party.kind)
        .join(Party, Party.complaint_id == Complaint.id)
        .join(Complainant, Complainant.id == Party.complainant_id)
        .join(Phone, Phone.complainant_id == Complainant.id)
        .where(Phone.district_id == district_id, Phone.number == number, Phone.kind == "own", serving(at))
        .order_by(Complaint.id.desc(), (Party.kind != "first"), Party.id)
    ).all()
    first: dict[int, Theirs] = {}
    for row in rows:
        first.setdefault(row.Complaint.id, Theirs(row.Complaint, row.Complainant, row.kind in ASKERS))
    return list(first.values())


def of_number(session: Session, row: NoticeInbound, number: str) -> bool:
    """Whether there is a complaint of this number; the message is then about it, whoever wrote."""
    known = select(Complaint.id).where(Complaint.district_id == row.district_id, Complaint.number == number)
    row.complaint_id = session.scalar(known)
    return row.complaint_id is not None


def is_staff(session: Session, district_id: int, number: str) -> bool:
    """Whether the number is, or was when it was written down, that of somebody of the office (D12-6)."""
    flagged = exists().where(Phone.district_id == district_id, Phone.number == number, Phone.is_staff)
    listed = exists().where(Person.district_id == district_id, Person.phone == number)
    return bool(session.scalar(select(or_(flagged, listed))))


def waiting(session: Session, mine: Collection[Theirs], number: str) -> list[Theirs]:
    """Those of them whose question (S08) went to this number, and that nobody has answered since."""
    asked = session.scalars(
        select(Complaint.id)
        .join(Notice, Notice.complaint_id == Complaint.id)
        .where(Complaint.id.in_([one.complaint.id for one in mine]), Complaint.state == State.DISPOSED.value)
        .where(Notice.template_key == "S08", Notice.to_number == number, Notice.state.in_(LEFT))
        .where(Notice.owed_at >= Complaint.disposed_at)
    ).all()
    return [one for one in mine if one.complaint.id in asked]


def unfinished(mine: Collection[Theirs]) -> list[Theirs]:
    """Those that are still open."""
    return [one for one in mine if one.complaint.state in OPEN]


def visible_rows(by: Actor) -> ColumnElement[bool]:
    """The condition on NoticeInbound: read, and not about what this person may not see.

    The words may tell of any complaint of the number: where one of them is out of sight, the message is too.
    """
    of_number = (
        select(Party.complaint_id)
        .join(Phone, Phone.complainant_id == Party.complainant_id)
        .where(Phone.district_id == NoticeInbound.district_id, Phone.number == NoticeInbound.from_number)
        .correlate(NoticeInbound)
    )
    about = or_(Complaint.id == NoticeInbound.complaint_id, Complaint.id.in_(of_number))
    hidden = exists().where(about, Complaint.is_confidential, ~visible_to(by)).correlate(NoticeInbound)
    return and_(
        NoticeInbound.district_id == by.district_id, NoticeInbound.handled_as.is_not(None), ~hidden,
    )  # fmt: skip


WAITS = NoticeInbound.handled_at.is_(None)  # for a person
BY_HAND = NoticeInbound.handled_by_id.is_not(None)


def listed(session: Session, by: Actor, *, done: bool, page: int, size: int) -> tuple[list[NoticeInbound], int]:
    """What waits for a person, the oldest first; or what somebody has looked at, the latest first. A page and how many
    there are in all."""
    which = BY_HAND if done else WAITS
    order = NoticeInbound.handled_at.desc() if done else NoticeInbound.id
    query = select(NoticeInbound).where(visible_rows(by), which)
    rows = session.scalars(query.order_by(order, NoticeInbound.id).limit(size).offset((page - 1) * size))
    return list(rows), count(session, by, done=done)


def count(session: Session, by: Actor, *, done: bool = False) -> int:
    """How many wait for a person, or were looked at by one."""
    which = BY_HAND if done else WAITS
    return session.scalar(select(func.count()).select_from(NoticeInbound).where(visible_rows(by), which)) or 0


def waiting_row(session: Session, by: Actor, key: int, *, locked: bool = False) -> NoticeInbound | None:
    """One that waits and that this person may see; locked for a change."""
    query = select(NoticeInbound).where(NoticeInbound.id == key, visible_rows(by), WAITS)
    return session.scalar(query.with_for_update(of=NoticeInbound) if locked else query)


def complaints_of(session: Session, by: Actor, numbers: Collection[str]) -> Mapping[str, list[Complaint]]:
    """The latest complaints of each number, as far as this person may see them."""
    query = (
        select(Phone.number, Complaint)
        .join(Party, Party.complainant_id == Phone.complainant_id)
        .join(Complaint, Complaint.id == Party.complaint_id)
        .where(Phone.district_id == by.district_id, Phone.number.in_(numbers), visible_to(by))
        .order_by(Complaint.id.desc())
        .limit(LATEST * max(1, len(numbers)))
    )
    found: dict[str, list[Complaint]] = {}
    for number, complaint in session.execute(query):
        known = found.setdefault(number, [])
        if complaint not in known and len(known) < LATEST:
            known.append(complaint)
    return found
