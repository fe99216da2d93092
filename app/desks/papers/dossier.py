"""DESK: everything that is on record of one complaint, and the paper that is made of it (D12-19)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from flask_babel import gettext as _
from sqlalchemy import select
from sqlalchemy.orm import Session, joinedload

from app.complaints import ledger as clock
from app.desks.papers.clocks import closed_days, ledger
from app.desks.papers.parts import cover, dialogue, files, history, reports
from app.desks.papers.shown import Masks
from app.domain.masking import TITLES, parts_of, people_in
from app.evidence.keep import JPEG
from app.evidence.store import NotStored, Store
from app.models.account import Person
from app.models.attachment import Attachment
from app.models.complaint import Complaint, Stint
from app.models.dialogue import Dialogue
from app.models.event import ClockEvent, Event
from app.models.hearing import Hearing
from app.models.office import District, Post
from app.models.party import Complainant, Party
from app.models.report import Report, Request
from app.press.typesetting import PICTURES, Paper, Part
from app.web import words
from app.web.filters import date_time
from app.web.language import lang, named

WHOLE_PHOTOS = 12  # more are shown small: the file must still fit into a mail


@dataclass(frozen=True)
class Record:
    """What the registers hold of one complaint, each list oldest first."""

    district: District
    complaint: Complaint
    parties: Sequence[Party]
    events: Sequence[Event]
    talks: Sequence[Dialogue]
    reports: Sequence[Report]
    files: Sequence[Attachment]
    clock: Sequence[ClockEvent]
    clocks: Sequence[clock.Account]
    stays: Sequence[Stint]
    named: Sequence[str]  # witnesses, and who came to hearings
    accused: Sequence[Person]

    @property
    def posts(self) -> list[Post]:
        """Posts that the paper names."""
        return [post for post in {event.post for event in self.events} if post]


def read(session: Session, complaint: Complaint) -> Record:
    """All of it. Who asks has been let in before."""
    key = complaint.id
    events = select(Event).where(Event.complaint_id == key).order_by(Event.no)
    talks = select(Dialogue).where(Dialogue.complaint_id == key, Dialogue.result != "pending")
    papers = select(Attachment).where(Attachment.complaint_id == key, Attachment.state.in_(("received", "checked")))
    stays = select(Stint).where(Stint.complaint_id == key).order_by(Stint.arrival)
    people = select(Party).where(Party.complaint_id == key).order_by(Party.kind != "first", Party.id)
    persons = people.options(joinedload(Party.complainant).selectinload(Complainant.phones))
    return Record(
        session.get_one(District, complaint.district_id), complaint, session.scalars(persons).all(),
        session.scalars(events.options(joinedload(Event.post), joinedload(Event.person))).all(),
        session.scalars(talks.options(joinedload(Dialogue.post)).order_by(Dialogue.at, Dialogue.id)).all(),
        session.scalars(
            select(Report).where(Report.complaint_id == key).order_by(Report.no)
            .options(joinedload(Report.author), joinedload(Report.author_post), joinedload(Report.decider_post))
        ).all(),
        session.scalars(papers.order_by(Attachment.id)).all(),
        clock.events_of(session, key), clock.every(session, complaint), session.scalars(stays).all(),
        _named(session, key), [one for one in [session.get(Person, complaint.against_person_id or 0)] if one],
    )  # fmt: skip


def _named(session: Session, key: int) -> list[str]:
    """Who is named beside the text: witnesses of an enquiry, and those who came to a hearing."""
    asked = session.scalars(select(Request.data).where(Request.complaint_id == key, Request.kind == "rejection"))
    lines = [str(data.get("witness") or "") for data in asked]
    lines += session.scalars(select(Hearing.who_came).where(Hearing.complaint_id == key)).all()
    return [name for line in lines for name in people_in(line)]


def masks_of(record: Record, reader: int | str, added: Sequence[str] = ()) -> Masks:
    """What a reader's copy hides: nothing but numbers for the office, all other people for everybody else.

    A name hides with its parts; words of posts and of the reader's own name are not taken for parts. `added` by hand.
    """
    if reader == "office":
        return Masks()
    own = [party.complainant.name for party in record.parties if party.complainant_id == reader]
    others = [party.complainant for party in record.parties if party.complainant_id != reader]
    staff = [*(person for event in record.events if (person := event.person)), *record.accused]
    names = [one.name for one in others] + [name for one in staff for name in (one.name_hi, one.name_en)]
    private = [text for one in others for text in (one.address, one.other_way) if text]
    spared = [word for post in record.posts for word in f"{post.name_hi} {post.name_en}".split()]
    spared += [word for name in own for word in name.split()]
    came = [*record.named, *added]
    words = {part for name in (*names, *came) for part in parts_of(name, spared)}
    words |= {name for name in came if name.casefold() not in TITLES}
    on = reader if isinstance(reader, int) else None
    return Masks(is_on=True, reader=on, names=tuple({*names, *private}), words=tuple(words - {""}))


def paper_of(record: Record, masks: Masks, store: Store | None, *, at: datetime) -> Paper:
    """The paper in the language of the page. `store`: where the photos lie; None leaves them out."""
    c = record.complaint
    pictures, images = _photos(record, store)
    shown = [Part(_("Photos"), "pictures", pictures=pictures)] if pictures else []
    notice = (
        _("Copy for another person: the names on record, the words chosen by hand and long numbers are hidden.")
        if masks.is_on
        else ""
    )
    return Paper(
        lang=lang(), office=_("Office of the Deputy Commissioner, %(district)s", district=named(record.district)),
        title=_("Complaint file"), number=c.number, page=_("Page"), of="/",
        notice=" ".join(filter(None, [_("Made on %(when)s.", when=date_time(at)), notice])),
        parts=[
            cover(c, record.parties, masks), Part(_("Complaint"), "text", text=masks.text(c.body)),
            history(record.events, masks), dialogue(record.talks, masks), *reports(record.reports, masks), *shown,
            files(record.files), ledger(record.clock, record.stays, record.events, masks), closed_days(record.clocks),
        ],
        images=images,
    )  # fmt: skip


def _photos(record: Record, store: Store | None) -> tuple[list[tuple[str, str]], dict[str, bytes]]:
    photos = [file for file in record.files if file.mime == JPEG and file.thumb_key] if store else []
    pictures, images = [], {}
    for file in photos[:PICTURES]:
        key = file.store_key if len(photos) <= WHOLE_PHOTOS else file.thumb_key
        try:
            with store.open(key or "") as stream:  # type: ignore[union-attr]
                data = stream.read()
        except NotStored:
            continue  # its line in the list of papers stays
        name = f"photo-{file.id}.{'jpg' if key == file.store_key else 'webp'}"
        images[name] = data
        when = date_time(file.taken_at or file.received_at)
        pictures.append((name, f"{words.FILES[file.kind]} · {when} · {file.sha256[:12]}"))
    return pictures, images
