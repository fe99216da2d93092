"""THE CASEBOOK: who stands behind a complaint – one more petitioner, or an heir who goes on with it (D12-8, D12-9)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import and_, case, or_, select
from sqlalchemy.orm import Session, aliased, joinedload

from app.complaints import search
from app.complaints.actions.register import Petition, person_of
from app.complaints.actor import Actor
from app.complaints.errors import Refused
from app.complaints.step import Step, lock, take
from app.domain.states import Action
from app.domain.text import clean, letters, written
from app.models.complaint import Complaint
from app.models.party import Complainant, Party, Phone

REASONS = ("died", "moved_away", "handed_over")
MIN_REASON = 10


@dataclass(frozen=True)
class Newcomer:
    """A person as written down. `mobile` is ten digits or empty."""

    name: str
    mobile: str = ""
    address: str = ""
    other_way: str = ""


def parties_of(session: Session, complaint_id: int) -> list[Party]:
    """Everybody behind a complaint, the first petitioner first."""
    query = select(Party).where(Party.complaint_id == complaint_id).options(joinedload(Party.complainant))
    return list(session.scalars(query.order_by(Party.kind != "first", Party.id)))


def add_petitioner(session: Session, complaint_id: int, person: Newcomer, *, by: Actor, at: datetime) -> Party:
    """One more who signs the same petition: told of every step, asked at the end like the first one."""
    complaint = lock(session, complaint_id)
    known = parties_of(session, complaint_id)
    name = clean(person.name)
    someone = _write(session, complaint, person, by=by, at=at) if name else None
    step = Step(
        fields={"name": name},
        guards={"not_yet_a_petitioner": someone is None or someone.id not in {one.complainant_id for one in known}},
        data={"petitioners": len(known) + 1},
    )  # fmt: skip
    take(session, complaint, Action.ADD_PETITIONER, step, by=by, at=at)
    return _join(session, complaint, someone, "petitioner" if known else "first", at)


def change_petitioner(
    session: Session, complaint_id: int, person: Newcomer, *, reason_code: str, text: str, by: Actor, at: datetime
) -> Party:
    """Somebody else goes on with it: an heir, or whom the first petitioner named. The dead get no more messages.

    Of a petition that was split it is the same in every part (D12-7): each has the step in its own file.
    """
    if reason_code not in REASONS:
        raise Refused("required", field="reason_code")
    why, name = written(text), clean(person.name)
    if letters(why) < MIN_REASON:
        raise Refused("too_short", field="text", least=MIN_REASON)
    whole = _petition(session, complaint_id)
    former = {one.id: _first(session, one) for one in whole}
    whose = former[complaint_id]
    theirs = [one for one in whole if one.id == complaint_id or (whose and _same(former[one.id], whose))]
    for one in theirs:
        step = Step(fields={"name": name, "reason_text": why}, text=why, data={"reason_code": reason_code})
        take(session, one, Action.CHANGE_PETITIONER, step, by=by, at=at)
        before = former[one.id]
        if before is not None:
            before.kind = "follower"
    if whose is not None and reason_code == "died":
        _silence(session, whose.complainant_id, at)
    session.flush()  # before another row may be the first
    someone = _write(session, theirs[0], person, by=by, at=at)
    return {one.id: _make_first(session, one, someone, at) for one in theirs}[complaint_id]


def _petition(session: Session, complaint_id: int) -> list[Complaint]:
    """The complaint with the whole it is a part of and all parts of that, locked in the order of their ids."""
    asked = aliased(Complaint)
    whole = select(case((asked.parent_kind == "part", asked.parent_id), else_=asked.id)).where(asked.id == complaint_id)
    key = whole.scalar_subquery()
    of_it = or_(Complaint.id == key, and_(Complaint.parent_id == key, Complaint.parent_kind == "part"))
    ids = session.scalars(select(Complaint.id).where(of_it).order_by(Complaint.id)).all()
    return [lock(session, one) for one in ids]


def _first(session: Session, complaint: Complaint) -> Party | None:
    return next((one for one in parties_of(session, complaint.id) if one.kind == "first"), None)


def _same(one: Party | None, other: Party) -> bool:
    return one is not None and one.complainant_id == other.complainant_id


def _make_first(session: Session, complaint: Complaint, someone: Complainant, at: datetime) -> Party:
    known = parties_of(session, complaint.id)
    lying = next((one for one in known if one.complainant_id == someone.id), None)
    if lying is None:
        return _join(session, complaint, someone, "first", at)
    lying.kind = "first"
    session.flush()
    return lying


def _silence(session: Session, complainant_id: int, at: datetime) -> None:
    """Nobody calls the phone of somebody who died under that name any more."""
    query = select(Phone).where(Phone.complainant_id == complainant_id, Phone.to_at.is_(None))
    for phone in session.scalars(query):
        phone.to_at = at


def _write(session: Session, complaint: Complaint, person: Newcomer, *, by: Actor, at: datetime) -> Complainant:
    petition = Petition(
        source=complaint.source, text="", name=person.name, mobile=person.mobile, address=person.address,
        other_way=person.other_way, language=complaint.language,
    )  # fmt: skip
    return person_of(session, petition, complaint.district_id, by=by, at=at)


def _join(session: Session, complaint: Complaint, someone: Complainant | None, kind: str, at: datetime) -> Party:
    if someone is None:
        raise Refused("required", field="name")
    party = Party(
        district_id=complaint.district_id, complaint_id=complaint.id, complainant=someone, kind=kind, joined_at=at
    )
    session.add(party)
    session.flush()
    names = select(Complainant.name).join(Party, Party.complainant_id == Complainant.id)
    everybody = " ".join(session.scalars(names.where(Party.complaint_id == complaint.id)))
    search.index(session, complaint, everybody)
    return party
