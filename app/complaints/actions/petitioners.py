"""THE CASEBOOK: who stands behind a complaint – one more petitioner, or an heir who goes on with it (D12-8, D12-9)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session, joinedload

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
    """Somebody else goes on with it: an heir, or whom the first petitioner named. The dead get no more messages."""
    complaint = lock(session, complaint_id)
    if reason_code not in REASONS:
        raise Refused("required", field="reason_code")
    why, name = written(text), clean(person.name)
    if letters(why) < MIN_REASON:
        raise Refused("too_short", field="text", least=MIN_REASON)
    step = Step(fields={"name": name, "reason_text": why}, text=why, data={"reason_code": reason_code})
    take(session, complaint, Action.CHANGE_PETITIONER, step, by=by, at=at)
    known = parties_of(session, complaint_id)
    former = next((one for one in known if one.kind == "first"), None)
    if former is not None:
        former.kind = "follower"
        if reason_code == "died":
            _silence(session, former.complainant_id, at)
        session.flush()  # before another row may be the first
    someone = _write(session, complaint, person, by=by, at=at)
    lying = next((one for one in known if one.complainant_id == someone.id), None)
    if lying is not None:
        lying.kind = "first"
        session.flush()
        return lying
    return _join(session, complaint, someone, "first", at)


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
