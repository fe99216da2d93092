"""DESK: what the counter's page and its parts show beside the form."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, time
from typing import Any

from sqlalchemy import exists, select
from sqlalchemy.orm import Session, joinedload

from app.complaints import links
from app.complaints.actor import Actor
from app.desks.intake.counter import Counter, Tile
from app.domain.calendar import instant, ist_date
from app.domain.numbers import BadNumber, parse_number
from app.domain.sms import measure, render
from app.domain.states import Action
from app.models.complaint import Complaint
from app.models.event import Event
from app.models.office import District
from app.notices import texts
from app.web.language import named
from app.web.places import label as label

LAST = 5
NOTHING = [("", "–")]


@dataclass(frozen=True)
class Preview:
    """The message that will go to the complainant: its words, its length and what it is charged as."""

    text: str
    lang: str
    units: int
    parts: int


@dataclass(frozen=True)
class Advice:
    """Likely kinds with the one that is chosen, and the message that its registration owes."""

    tiles: list[Tile]
    chosen: Tile | None
    words: list[str]
    sms: Preview | None


def advice(counter: Counter) -> Advice:
    """What is suggested for the typed words."""
    chosen = next((tile for tile in counter.tiles if tile.chosen), None)
    words = list(chosen.words) if chosen else []
    return Advice(counter.tiles, chosen, words, _preview(counter, chosen) if chosen and chosen.clock else None)


def _preview(counter: Counter, tile: Tile) -> Preview | None:
    if not counter.form.mobile.data or tile.clock is None:
        return None
    district = counter.session.get_one(District, counter.by.district_id)
    lang = counter.form.language.data or "hi"
    template = texts.wording(counter.session, district, "S01", lang)
    number = f"{district.letters}{ist_date(counter.at):%y}-0000-0"
    link = links.address("track", "…" * links.LENGTH)  # as long as it will be
    text = render(template, {"no": number, "date": ist_date(tile.clock.due).strftime("%d-%m"), "link": link})
    size = measure(text)
    return Preview(text, lang, size.units, size.parts)


def kinds(counter: Counter) -> list[tuple[str, Any]]:
    """All kinds of complaint to choose from."""
    return NOTHING + [(code, named(row)) for code, row in counter.directory.categories.items()]


def _registered(person_id: int | None) -> Any:
    return exists().where(
        Event.complaint_id == Complaint.id, Event.no == 1,  # the first of a complaint, found by its key
        Event.action == Action.REGISTER.value, Event.person_id == person_id,
    )  # fmt: skip


def today(counter: Counter) -> list[Complaint]:
    """The last complaints that this person registered today, the newest first."""
    start: datetime = instant(ist_date(counter.at), time(0))
    query = (
        select(Complaint)
        .where(Complaint.district_id == counter.by.district_id, Complaint.received_at >= start)
        .where(_registered(counter.by.person_id))
        .order_by(Complaint.received_at.desc(), Complaint.id.desc())  # so that the day is read, not the district
        .limit(LAST)
        .options(joinedload(Complaint.department))
    )
    return list(counter.session.scalars(query))


def registered_by(session: Session, number: str, by: Actor) -> Complaint | None:
    """The complaint with this number if this person registered it: its slip is theirs to print at any time."""
    district = session.get_one(District, by.district_id)
    try:
        canonical = parse_number(number, district.letters, district.lgd_code).canonical
    except BadNumber:
        return None
    mine = select(Complaint).where(Complaint.number == canonical, _registered(by.person_id))
    return session.scalar(mine.options(joinedload(Complaint.department), joinedload(Complaint.category)))


def naming(lang: str) -> Callable[[Any], str]:
    """Names of registers' rows in the complainant's language, whatever language the page around has."""
    return lambda row: "" if row is None else (row.name_en if lang == "en" else row.name_hi)
