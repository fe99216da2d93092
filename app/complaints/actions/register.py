"""THE CASEBOOK: register (T1) – from the first word to a number."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import bindparam, exists, insert, select, update
from sqlalchemy.orm import Session

from app.complaints import dates, numbering, progress, search, tell
from app.complaints.actor import Actor
from app.complaints.clockwork import calendar_of
from app.complaints.errors import Refused
from app.complaints.phones import serving
from app.complaints.placing import holder_of
from app.complaints.step import Step, take
from app.complaints.stints import Arrival
from app.domain.calendar import ist_date
from app.domain.clock import marking_due
from app.domain.states import Action
from app.domain.text import clean, letters, written
from app.models.account import Person
from app.models.complaint import Complaint
from app.models.event import Event
from app.models.office import District
from app.models.party import Complainant, Party, Phone
from app.models.place import Place

SUBJECT_LENGTH = 80
MIN_LETTERS = 10
MIN_WHY = 3  # "डर है": why somebody gives no name is more than a sign
# Made once: every complaint of somebody with a name asks and writes them.
_KNOWN = (
    select(Complainant)
    .join(Phone, Phone.complainant_id == Complainant.id)
    .where(Phone.district_id == bindparam("district"), Phone.number == bindparam("mobile"), Phone.to_at.is_(None))
    .where(Phone.kind == "own", Complainant.name == bindparam("called"))
    .limit(1)
)
_PARTY = insert(Party.__table__)


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
    closed_before: str = ""  # number of an older one of the same person, closed lately and not opened again (D12-3)
    same_as: str = ""  # number of somebody else's that the complainant takes for the same problem: a hint to join them
    proven: bool = False  # the mobile was shown to be theirs by a code
    part_of: Complaint | None = None  # the petition this was split from: same people, same paper (D12-7)


def register(session: Session, petition: Petition, *, by: Actor, at: datetime) -> Complaint:
    """Write the complaint down and give it its number; it now waits with the cell. Raises Refused."""
    district = session.get_one(District, by.district_id)
    body = written(petition.text)
    _check(petition, body, at)
    number, year, serial = numbering.issue(session, district, at)
    place = petition.place
    accused = holder_of(session, petition.against_post_id, at) if petition.against_post_id is not None else None
    complaint = Complaint(
        district_id=district.id, number=number, year=year, serial=serial, source=petition.source,
        source_no=petition.source_no or None, subject=written(petition.subject) or subject_of(body), body=body,
        language=petition.language, place_id=place.id if place else None,
        place_text=f"{place.name_hi} {place.name_en}" if place else "",
        sub_division_id=place.sub_division_id if place else None, block_id=place.block_id if place else None,
        category_id=petition.category_id, received_at=at, received_on=petition.received_on or ist_date(at),
        is_anonymous=bool(petition.anonymous_reason), is_urgent=petition.urgent,
        is_confidential=petition.confidential, against_post_id=petition.against_post_id,
        parent_id=petition.part_of.id if petition.part_of else None, parent_kind="part" if petition.part_of else None,
        against_person_id=accused.id if accused else None,
    )  # fmt: skip
    progress.tell_again(complaint, at)
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
        data=_said(petition),
        notices=(),  # S01 is owed at marking (ruling 17); whom to tell is written down below
    )  # fmt: skip
    event = take(session, complaint, Action.REGISTER, step, by=by, at=at)
    _write_party(session, complaint, petition, event, by=by, at=at)
    search.index(session, complaint, petition.name, new=True)
    return complaint


def _check(petition: Petition, body: str, at: datetime) -> None:
    """What is typed must be words, and a day on which such a paper can have been written."""
    if letters(body) < MIN_LETTERS:
        raise Refused("too_short", field="text", least=MIN_LETTERS)
    if petition.part_of is None:  # a part has the day of its whole
        dates.done(petition.received_on, "received_on", at)
    if petition.anonymous_reason and letters(petition.anonymous_reason) < MIN_WHY:
        raise Refused("too_short", field="anonymous_reason", least=MIN_WHY)


def _said(petition: Petition) -> dict[str, str]:
    told = {"anonymous_reason": written(petition.anonymous_reason)} if petition.anonymous_reason else {}
    told |= {"closed_before": petition.closed_before} if petition.closed_before else {}
    told |= {"same_as": petition.same_as} if petition.same_as else {}
    return told | ({"part_of": petition.part_of.number} if petition.part_of else {})


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


def _write_party(
    session: Session, complaint: Complaint, petition: Petition, event: Event, *, by: Actor, at: datetime
) -> None:
    if petition.part_of is not None:
        _copy_parties(session, petition.part_of, complaint, at)
        return
    if not (petition.name or petition.mobile or petition.contact or petition.other_way):
        return  # nobody to tell: anonymous, and no way to reach them
    complainant = person_of(session, petition, complaint.district_id, by=by, at=at)
    session.flush()
    party = {"district_id": complaint.district_id, "complaint_id": complaint.id, "complainant_id": complainant.id,
             "kind": "first", "joined_at": at}  # fmt: skip
    session.connection().execute(_PARTY, party)
    if petition.proven:
        theirs = (Phone.complainant_id == complainant.id, Phone.number == petition.mobile, Phone.to_at.is_(None))
        session.execute(update(Phone).where(*theirs).values(verified_at=at, is_bad=False))  # a code reached it just now
        tell.owe_all(session, complaint, event, ("S01R",), at=at)  # from home a short receipt at once (ruling 17)


def _copy_parties(session: Session, whole: Complaint, part: Complaint, at: datetime) -> None:
    """Who stands behind a petition stands behind each of its parts."""
    for party in session.scalars(select(Party).where(Party.complaint_id == whole.id).order_by(Party.id)).all():
        session.add(
            Party(
                district_id=part.district_id, complaint_id=part.id, complainant_id=party.complainant_id,
                kind=party.kind, joined_at=at,
            )
        )  # fmt: skip
    session.flush()


def person_of(session: Session, petition: Petition, district_id: int, *, by: Actor, at: datetime) -> Complainant:
    """The complainant of a petition: somebody known by name and own number, else a new row with its numbers."""
    complainant = _known(session, petition, district_id, at)
    if complainant is None:
        complainant = Complainant(
            district_id=district_id, name=clean(petition.name), address=written(petition.address),
            language=petition.language, needs_help=petition.needs_help, other_way=written(petition.other_way),
            created_at=at,
        )  # fmt: skip
        session.add(complainant)
        for number, kind in ((petition.mobile, "own"), (petition.contact, "contact")):
            if number:
                session.add(new_phone(complainant, number, kind, by=by, at=at))
    else:
        _bring_up_to_date(complainant, petition)
    return complainant


def _bring_up_to_date(complainant: Complainant, petition: Petition) -> None:
    """Somebody known may have moved, or need help by now: what was typed today is not thrown away."""
    complainant.language = petition.language
    complainant.address = written(petition.address) or complainant.address
    complainant.needs_help = petition.needs_help or complainant.needs_help
    complainant.other_way = written(petition.other_way) or complainant.other_way


def _known(session: Session, petition: Petition, district_id: int, at: datetime) -> Complainant | None:
    """The same person: same own number and the same name. A code shows who holds the phone, and not whose it was: while
    a changed number waits, whoever holds it is somebody new."""
    if not petition.mobile:
        return None
    known = _KNOWN.where(serving(at)) if petition.proven else _KNOWN
    asked = {"district": district_id, "mobile": petition.mobile, "called": clean(petition.name)}
    return session.scalar(known, asked)


def new_phone(complainant: Complainant, number: str, kind: str, *, by: Actor, at: datetime) -> Phone:
    """A number as it was given; one that belongs to the staff is accepted and flagged by its own INSERT (D12-6)."""
    of_staff = exists().where(Person.district_id == complainant.district_id, Person.phone == number)
    return Phone(
        district_id=complainant.district_id, complainant=complainant, number=number, kind=kind,
        entered_by_id=by.person_id, from_at=at, is_staff=of_staff,
    )  # fmt: skip
