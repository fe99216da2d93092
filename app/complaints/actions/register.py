"""THE CASEBOOK: register (T1) – from the first word to a number."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.complaints import numbering, search
from app.complaints.actor import Actor
from app.complaints.clockwork import calendar_of
from app.complaints.errors import Refused
from app.complaints.step import Step, take
from app.complaints.stints import Arrival
from app.domain.calendar import ist_date
from app.domain.clock import marking_due
from app.domain.states import Action
from app.domain.text import clean, letters, written
from app.models.account import Person
from app.models.complaint import Complaint
from app.models.office import District
from app.models.party import Complainant, Party, Phone
from app.models.place import Place

SUBJECT_LENGTH = 80
MIN_LETTERS = 10


@dataclass(frozen=True)
class Petition:
    """What is written down at the counter. `mobile` is ten digits or empty; `place` a place of the district."""

    source: str
    text: str
    name: str = ""
    mobile: str = ""
    contact: str = ""  # a neighbour's number: contact only, never asked for feedback
    other_way: str = ""
    anonymous_reason: str = ""
    address: str = ""
    language: str = "hi"
    subject: str = ""
    place: Place | None = None
    source_no: str = ""
    received_on: date | None = None
    urgent: bool = False
    similar_seen: bool = True
    needs_help: str = ""
    category_id: int | None = None
    confidential: bool = False  # by its category: from now on the counter sees the number only
    against_post_id: int | None = None


def register(session: Session, petition: Petition, *, by: Actor, at: datetime) -> Complaint:
    """Write the complaint down and give it its number; it now waits with the cell. Raises Refused."""
    district = session.get_one(District, by.district_id)
    body = written(petition.text)
    if letters(body) < MIN_LETTERS:
        raise Refused("too_short", field="text", least=MIN_LETTERS)
    number, year, serial = numbering.issue(session, district, at)
    place = petition.place
    complaint = Complaint(
        district_id=district.id, number=number, year=year, serial=serial, source=petition.source,
        source_no=petition.source_no or None, subject=written(petition.subject) or subject_of(body), body=body,
        language=petition.language, place_id=place.id if place else None,
        place_text=f"{place.name_hi} {place.name_en}" if place else "",
        sub_division_id=place.sub_division_id if place else None, block_id=place.block_id if place else None,
        category_id=petition.category_id, received_at=at, received_on=petition.received_on or ist_date(at),
        is_anonymous=bool(petition.anonymous_reason), is_urgent=petition.urgent,
        is_confidential=petition.confidential, against_post_id=petition.against_post_id,
    )  # fmt: skip
    complaint.search_text = search.words_of(complaint, petition.name)
    due = marking_due(at, calendar_of(session, district.id, place, at))
    step = Step(
        fields={
            "name_or_anonymous": petition.name or petition.anonymous_reason,
            "mobile_or_other_way": petition.mobile or petition.contact or petition.other_way
            or petition.anonymous_reason,
            "language": petition.language, "place": place, "text": body, "source": petition.source,
        },
        guards={"source_number_unique": _new_source_no(session, petition, district.id),
                "similar_seen": petition.similar_seen},
        arrival=Arrival(level=0, due_at=due),
        data={"anonymous_reason": written(petition.anonymous_reason)} if petition.anonymous_reason else {},
        notices=("S01R",) if petition.source == "WEB" else (),  # staff intake: S01 at marking (ruling 17)
    )  # fmt: skip
    take(session, complaint, Action.REGISTER, step, by=by, at=at)
    _write_party(session, complaint, petition, by=by, at=at)
    search.index(session, complaint, petition.name, new=True)
    return complaint


def subject_of(body: str) -> str:
    """The first line or sentence of the text, cut at a word."""
    first = body.splitlines()[0].split("।")[0].strip() if body else ""
    if len(first) <= SUBJECT_LENGTH:
        return first
    return first[:SUBJECT_LENGTH].rsplit(" ", 1)[0] + "…"


def _new_source_no(session: Session, petition: Petition, district_id: int) -> bool:
    if not petition.source_no:
        return True
    known = select(Complaint.id).where(
        Complaint.district_id == district_id, Complaint.source == petition.source,
        Complaint.source_no == petition.source_no,
    )  # fmt: skip
    return session.scalar(known) is None


def _write_party(session: Session, complaint: Complaint, petition: Petition, *, by: Actor, at: datetime) -> None:
    if not (petition.name or petition.mobile or petition.contact or petition.other_way):
        return  # nobody to tell: anonymous, and no way to reach them
    complainant = _known(session, petition, complaint.district_id)
    if complainant is None:
        complainant = Complainant(
            district_id=complaint.district_id, name=clean(petition.name), address=written(petition.address),
            language=petition.language, needs_help=petition.needs_help, other_way=written(petition.other_way),
            created_at=at,
        )  # fmt: skip
        session.add(complainant)
        session.flush()
        for number, kind in ((petition.mobile, "own"), (petition.contact, "contact")):
            if number:
                add_phone(session, complainant, number, kind, by=by, at=at)
    else:
        _bring_up_to_date(complainant, petition)
    session.add(
        Party(
            district_id=complaint.district_id, complaint_id=complaint.id, complainant_id=complainant.id,
            kind="first", joined_at=at,
        )
    )  # fmt: skip
    session.flush()


def _bring_up_to_date(complainant: Complainant, petition: Petition) -> None:
    """Somebody known may have moved, or need help by now: what was typed today is not thrown away."""
    complainant.language = petition.language
    complainant.address = written(petition.address) or complainant.address
    complainant.needs_help = petition.needs_help or complainant.needs_help
    complainant.other_way = written(petition.other_way) or complainant.other_way


def _known(session: Session, petition: Petition, district_id: int) -> Complainant | None:
    """The same person: same own number and the same name."""
    if not petition.mobile:
        return None
    return session.scalar(
        select(Complainant)
        .join(Phone, Phone.complainant_id == Complainant.id)
        .where(Phone.district_id == district_id, Phone.number == petition.mobile, Phone.to_at.is_(None))
        .where(Phone.kind == "own", Complainant.name == clean(petition.name))
        .limit(1)
    )


def add_phone(session: Session, complainant: Complainant, number: str, kind: str, *, by: Actor, at: datetime) -> Phone:
    """Note a number; one that belongs to the staff is accepted and flagged (D12-6)."""
    staff = session.scalar(
        select(Person.id).where(Person.district_id == complainant.district_id, Person.phone == number).limit(1)
    )
    phone = Phone(
        district_id=complainant.district_id, complainant_id=complainant.id, number=number, kind=kind,
        entered_by_id=by.person_id, from_at=at, is_staff=staff is not None,
    )  # fmt: skip
    session.add(phone)
    session.flush()
    return phone
