"""DESK: the worklist in four heaps by time left, filtered lists behind every figure, and the search."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from flask import Response, flash, request, url_for
from flask_babel import gettext as _
from sqlalchemy.orm import joinedload

from app.complaints import parts, queries
from app.complaints.actions import work
from app.complaints.actor import Actor
from app.complaints.clockwork import calendar_of
from app.complaints.errors import NotFound
from app.desks.casework.blueprint import bp
from app.desks.casework.counted import unopened_behind
from app.desks.casework.narrowed import words_of
from app.domain.calendar import ist_date
from app.domain.policy import Right, Role
from app.domain.states import Action, State
from app.extensions import db
from app.models.complaint import Complaint
from app.web.access import actor, allow, has, load, load_locked
from app.web.filtering import filters_from
from app.web.forms import read_day
from app.web.page import is_htmx, now, page, part, see_other
from app.web.paging import page_number
from app.web.timeleft import Left, left, next_due

HOLDERS = frozenset({Role.OFFICER, Role.SDM, Role.HOD, Role.DC})
CHIPS = ("all", "late", "today", "new", "back", "up", "gone", "reopened", "approval", "parts")
MOST_AT_ONCE = 50


@dataclass(frozen=True)
class Row:
    """One complaint as a list shows it."""

    complaint: Complaint
    left: Left
    can_accept: bool
    is_mine: bool  # with the own post, or an empty one that it covers for
    climbs_in: int | None  # hours until it moves up by itself, within a day


@dataclass(frozen=True)
class Heap:
    """One of the four heaps (or what waits for approval), with its rows on this page."""

    kind: str
    rows: list[Row]


def row_of(complaint: Complaint, by: Actor, at: datetime) -> Row:
    """What a list needs to know of one complaint."""
    mine = by.holds(complaint.post_id)
    new = mine and complaint.acknowledged_at is None and complaint.state in (State.MARKED, State.IN_ACTION)
    hours = None
    if complaint.alarm_at and complaint.level < 3 and mine:
        to_go = complaint.alarm_at - at
        hours = int(to_go.total_seconds() // 3600) if timedelta(0) < to_go < timedelta(days=1) else None
    waits = complaint.state == State.ATR_SUBMITTED
    return Row(complaint, left(None if waits else next_due(complaint), at), new, mine, hours)


def heaps_of(rows: Iterable[Row]) -> list[Heap]:
    """Rows, already in order of time left, as the heaps they fall into."""
    heaps: list[Heap] = []
    for row in rows:
        kind = "approval" if row.complaint.state == State.ATR_SUBMITTED else row.left.kind
        kind = {"late_today": "late", "none": "later"}.get(kind, kind)
        if not heaps or heaps[-1].kind != kind:
            heaps.append(Heap(kind, []))
        heaps[-1].rows.append(row)
    return heaps


def next_working_day(at: datetime) -> date:
    """The default date of a next step."""
    calendar = calendar_of(db.session, actor().district_id, None, at)
    return calendar.add_working_days(ist_date(at), 1)


@bp.get("/complaints")
@allow(Right.SEE)
def worklist() -> Response:
    """The own heaps; or, with filters in the address, the complaints behind a figure."""
    filtered = any(request.args.get(name) for name in request.args if name not in ("chip", "page"))
    if actor().role in HOLDERS and not filtered:
        return _own()
    return _filtered()


def _own() -> Response:
    at, by = now(), actor()
    chip = request.args.get("chip", "all")
    chip = chip if chip in CHIPS else "all"
    number = page_number()
    my_parts = parts.waiting(db.session, by, page=number, size=queries.PAGE) if chip == "parts" else ()
    found = queries.worklist(db.session, by, at, chip=chip, page=number) if chip != "parts" else []
    more, found = max(len(found), len(my_parts)) > queries.PAGE, found[: queries.PAGE]
    heaps = heaps_of(row_of(complaint, by, at) for complaint in found)
    counts = queries.chip_counts(db.session, by, at)
    return page(
        "casework/worklist.html", heaps=heaps, counts=counts, chip=chip, chips=CHIPS, number=number, more=more,
        can_note=has(Action.COMMENT), guides=has(Right.GUIDANCE), my_parts=my_parts[: queries.PAGE],
        today=ist_date(at), steps=work.NEXT_STEPS,
        step_on=next_working_day(at) if _any_new(heaps) else None,
    )  # fmt: skip


def _any_new(heaps: list[Heap]) -> bool:
    return any(row.can_accept for heap in heaps for row in heap.rows)


def _filtered() -> Response:
    at, by, number = now(), actor(), page_number()
    filters = filters_from(request.args)
    rows, total = queries.listed(db.session, filters, by, at, page=number)
    return page(
        "casework/filtered.html", rows=[row_of(row, by, at) for row in rows], total=total, number=number,
        more=total > number * queries.PAGE, q=filters.q, args=request.args.to_dict(), can_note=has(Action.COMMENT),
        asked=words_of(db.session, filters, by.district_id), hidden=unopened_behind(db.session, filters, by, at),
    )  # fmt: skip


@bp.get("/search")
@allow(Right.SEE)
def search() -> Response:
    """Find by number, phone, name, village or words. A whole number goes straight to its case."""
    words = request.args.get("q", "").strip()
    if not words:
        return page("casework/filtered.html", rows=[], total=None, number=1, more=False, q="", args={},
                    hidden=queries.Unopened())  # fmt: skip
    try:
        return see_other(url_for("casework.case", number=load(words).number))
    except NotFound:
        return _filtered()


def step_asked() -> dict[str, Any]:
    """The next step and its date, as the form has them. Raises Refused("day")."""
    on = read_day(request.form.get("next_step_on", ""), "next_step_on")
    return {"next_step": request.form.get("next_step", ""), "next_step_on": on}


@bp.post("/complaints/<number>/accept")
@allow(Action.ACKNOWLEDGE)
def accept(number: str) -> Response:
    """Accept one row of the list, with the next step and its date."""
    at, complaint = now(), load_locked(number, joinedload(Complaint.place))
    complaint = work.acknowledge(
        db.session, complaint.id, **step_asked(), by=actor(), at=at,
    )  # fmt: skip
    if is_htmx():
        return part("casework/_row.html", row=row_of(complaint, actor(), at), done=True)
    flash(_("%(number)s accepted.", number=complaint.number))
    return see_other(url_for("casework.worklist"))
