"""DESK: which filters a list shows, in one line of words – what was pressed in the review or on the first page."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from flask_babel import gettext as _
from sqlalchemy import select
from sqlalchemy.orm import Session

from app.complaints.moved import CLOSING, OPENING
from app.complaints.queries import Filters
from app.models.office import Department
from app.models.place import Place
from app.web.filters import full_date
from app.web.language import named
from app.web.words import MOVED, SOURCES, STATES


def words_of(session: Session, filters: Filters, district_id: int) -> str:
    """“Pending · Public works · 101 days and older”; nothing where nothing is narrowed. What was searched for stands
    in the search box."""
    parts = [*_kind(filters), *_whose(session, filters, district_id), *_when(filters)]
    return " · ".join(str(part) for part in parts if part)


def _kind(filters: Filters) -> Iterator[str]:
    if filters.moved:
        yield MOVED.get(filters.moved) or _("Pending at the end")
    elif filters.pending:
        yield _("Pending")
    yield from (
        said
        for asked, said in (
            (filters.overdue, _("Past the time limit")), (filters.unaccepted, _("Not accepted in time")),
            (filters.regretted, _("Officers ask to reopen")), (filters.watched, _("The DC is watching")),
            (filters.mute, _("The number does not work")),
        )
        if asked
    )  # fmt: skip
    if filters.heap:
        yield {"late": _("Time is over"), "today": _("Last day today"), "soon": _("Within 3 days"),
               "later": _("Later")}[filters.heap]  # fmt: skip
    if filters.state:
        yield STATES[filters.state][0]


def _whose(session: Session, filters: Filters, district_id: int) -> Iterator[str]:
    if filters.source:
        yield SOURCES[filters.source]
    if filters.department == 0:
        yield _("Not given to a department")
    for model, key in ((Department, filters.department), (Place, filters.place)):
        if key:
            yield named(session.scalar(select(model).where(model.id == key, model.district_id == district_id)))
    if filters.level is not None:
        yield f"L{filters.level}"


def _when(filters: Filters) -> Iterator[str]:
    if filters.age:
        low, high = filters.age
        many = _("%(low)s days and older", low=low)
        yield many if high is None else _("%(low)s–%(high)s days old", low=low, high=high)
    at_one_end = {OPENING: filters.since, CLOSING: filters.until}
    if filters.moved in at_one_end:
        yield full_date(at_one_end[filters.moved])
    else:
        yield _period(filters.since, filters.until)


def _period(since: date | None, until: date | None) -> str:
    if since and until:
        return f"{full_date(since)} – {full_date(until)}"
    if since:
        return _("from %(day)s on", day=full_date(since))
    return _("until %(day)s", day=full_date(until)) if until else ""
