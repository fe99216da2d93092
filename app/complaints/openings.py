"""THE CASEBOOK: how somebody without an account comes to a complaint – by number and mobile, a link, a code.

What is told of it to strangers is in D12-18; what is told to whoever has proven to be its complainant is theirs.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Select, func, or_, select
from sqlalchemy.orm import Session, aliased, joinedload

from app.complaints.inbound import ASKERS
from app.complaints.phones import serving
from app.models.account import Person
from app.models.complaint import Complaint, Stint
from app.models.office import Charge, Post
from app.models.party import Complainant, Party, Phone
from app.models.report import Report

_Parent = aliased(Complaint)


@dataclass(frozen=True)
class Opened:
    """A complaint that somebody outside looks at: since when its post has it, what it was joined to, whose it is."""

    complaint: Complaint
    since: datetime | None
    parent: str
    someone: int | None = None  # the complainant's id, where it is known
    number: str = ""  # the mobile it was opened with
    kind: str = "first"  # first | petitioner | follower

    @property
    def is_own(self) -> bool:
        """Whether the words and papers are theirs. Who only follows it, because it was joined, wrote another one."""
        return self.kind in ASKERS


def by_digits(session: Session, district_id: int, number: str, last4: str, *, at: datetime) -> Opened | None:
    """The complaint of a number, if an own mobile of one of its people ends in these digits: one statement for all."""
    mobile = func.substr(Phone.number, 7, 4)
    query = _with_people(at).where(Complaint.district_id == district_id, Complaint.number == number, mobile == last4)
    return _first(session, query)


def by_number(session: Session, complaint_id: int, number: str, *, at: datetime) -> Opened | None:
    """The complaint of a code, while its mobile is still an own one of one of its people."""
    return _first(session, _with_people(at).where(Complaint.id == complaint_id, Phone.number == number))


def by_person(session: Session, complaint_id: int, complainant_id: int) -> Opened | None:
    """The complaint of a link, while the person it was sent to is still one of its people."""
    number = (
        select(Phone.number)
        .where(Phone.complainant_id == complainant_id, Phone.kind == "own", Phone.to_at.is_(None))
        .limit(1)
        .scalar_subquery()
    )
    query = _whole(Party.complainant_id, Party.kind, number.label("mobile")).join(
        Party, Party.complaint_id == Complaint.id
    )
    return _first(session, query.where(Complaint.id == complaint_id, Party.complainant_id == complainant_id))


def _with_people(at: datetime) -> Select[Any]:
    whose = Phone.complainant_id == Party.complainant_id
    return (
        _whole(Party.complainant_id, Party.kind, Phone.number.label("mobile"))
        .join(Party, Party.complaint_id == Complaint.id)
        .join(Phone, whose)
        .where(Phone.kind == "own", serving(at))
        .order_by(Party.kind != "first", Party.id)
    )


def _whole(*also: Any) -> Select[Any]:
    since = select(Stint.from_at).where(Stint.complaint_id == Complaint.id, Stint.to_at.is_(None)).scalar_subquery()
    parent = select(_Parent.number).where(_Parent.id == Complaint.parent_id).scalar_subquery()
    return select(Complaint, since.label("since"), parent.label("parent"), *also).options(
        joinedload(Complaint.post), joinedload(Complaint.department)
    )


def _first(session: Session, query: Select[Any]) -> Opened | None:
    row = session.execute(query.limit(1)).first()
    if row is None:
        return None
    return Opened(row.Complaint, row.since, row.parent or "", row.complainant_id, row.mobile or "", row.kind)


def name_of(session: Session, someone: int) -> str:
    """The own name of a complainant."""
    return session.scalar(select(Complainant.name).where(Complainant.id == someone)) or ""


def is_officers_own(session: Session, complaint: Complaint, number: str, *, at: datetime) -> bool:
    """Whether a mobile is that of who reported, or of anybody with a charge in the disposing department (D5, D12-6)."""
    wrote = select(Report.author_id).where(Report.complaint_id == complaint.id, Report.cycle == complaint.cycle)
    sits = (
        select(Charge.person_id)
        .join(Post, Post.id == Charge.post_id)
        .where(Post.department_id == complaint.department_id, Post.department_id.is_not(None))
        .where(Charge.from_at <= at, or_(Charge.to_at.is_(None), Charge.to_at > at))
    )
    inside: ColumnElement[bool] = or_(Person.id.in_(wrote), Person.id.in_(sits))
    theirs = select(Person.id).where(Person.district_id == complaint.district_id, Person.phone == number, inside)
    return bool(number) and session.scalar(theirs.limit(1)) is not None
