"""THE CASEBOOK: reading. Row scope is visible_to() alone; every list, count, search and number goes through it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import lru_cache
from typing import Any

from sqlalchemy import (
    ColumnElement,
    Select,
    and_,
    case,
    exists,
    func,
    literal_column,
    or_,
    select,
    true,
)
from sqlalchemy.orm import Session, joinedload, lazyload, load_only

from app.complaints import moved, parts, search
from app.complaints.actor import Actor
from app.complaints.limits import BY_TIME, IN_HEAP, instants, late, not_accepted
from app.complaints.placing import one_of
from app.complaints.sight import ASKED_BY, hidden_from, visible_to
from app.domain.calendar import instant, ist_date
from app.domain.numbers import MANY
from app.domain.states import State
from app.models.complaint import CLIMBED, GIVEN_AWAY, IS_PENDING, Complaint, Stint
from app.models.office import Post
from app.models.party import Party, Phone
from app.models.place import Place

REGRETTED = "reopen_asked"  # a next step of the complaint
PAGE = 25
HEAPS = ("late", "today", "soon", "later")
C = Complaint
ACTIVE = (State.MARKED.value, State.IN_ACTION.value, State.AWAITING_COMPLAINANT.value, State.ON_HOLD.value)
PENDING = (State.REGISTERED.value, *ACTIVE, State.ATR_SUBMITTED.value)
# Said as the index says it, without parameters: only so does SQLite see that the index holds these rows.
PENDING_ROWS: ColumnElement[bool] = literal_column(f"({IS_PENDING})")
# What a line of a list shows; texts and search words stay where they are.
LINE = (
    load_only(C.number, C.subject, C.language, C.place_text, C.source, C.source_no, C.state, C.holder, C.post_id,
              C.level, C.cycle, C.ack_due_at, C.acknowledged_at, C.due_at, C.alarm_at, C.last_event_at, C.last_action,
              C.is_confidential, C.is_urgent, C.is_imported, C.is_sent_back, C.is_dc_watch, C.court_case_no,
              C.reminders, C.promises_missed, raiseload=True),
    joinedload(C.place).load_only(Place.name_hi, Place.name_en, raiseload=True),
    joinedload(C.post).options(load_only(Post.name_hi, Post.name_en, raiseload=True), lazyload(Post.kind)),
)  # fmt: skip


@dataclass(frozen=True)
class Filters:
    """What a list is narrowed to. Every figure of the review tables is a link made of these (web/filtering.py)."""

    heap: str = ""  # late | today | soon | later
    chip: str = ""  # new | back | up | gone | reopened | approval
    q: str = ""
    state: str = ""
    source: str = ""
    department: int | None = None  # 0: not yet given to any
    place: int | None = None
    level: int | None = None
    age: tuple[int, int | None] | None = None
    overdue: bool = False
    pending: bool = False
    watched: bool = False
    regretted: bool = False  # whose officer asks to reopen them
    mute: bool = False  # whose number does not work
    unaccepted: bool = False  # assigned, and not accepted in time
    moved: str = ""  # a column of R1 over the period, see moved.LISTED
    since: date | None = None  # Indian days, both included; of receipt where `moved` is empty
    until: date | None = None
    whole: bool = False  # the list behind a figure of the tables: it says what it leaves out


@dataclass(frozen=True)
class Unopened:
    """What a figure counts and its reader may not open: confidential ones, and those of other offices."""

    confidential: int = 0
    others: int = 0

    @property
    def count(self) -> int:
        """All of them: the figure is this and the lines of the list (decision 0022)."""
        return self.confidential + self.others


def mine(by: Actor) -> ColumnElement[bool]:
    """What the acting post holds now and must work on, and what lies with an empty chair below it (D4-7)."""
    return and_(one_of(C.post_id, by.chairs), C.state.in_([*ACTIVE, State.ATR_SUBMITTED.value]))


def raised_from(by: Actor) -> ColumnElement[bool]:
    """What climbed away from the acting post and is still open (ruling 5: kept readable under "moved up")."""
    return _left(by, CLIMBED)


def given_away(by: Actor) -> ColumnElement[bool]:
    """What went from the acting post to another one – transferred, assigned anew, sent down – and is still open: past
    holders keep sight, and find it again."""
    return and_(_left(by, GIVEN_AWAY), ~raised_from(by))


def _left(by: Actor, ended: str) -> ColumnElement[bool]:
    gone = select(Stint.complaint_id).where(one_of(Stint.post_id, by.chairs), literal_column(f"({ended})"))
    return and_(C.id.in_(gone), ~one_of(C.post_id, by.chairs), C.state.in_(PENDING))  # from the own stints, not all


_WORKING = C.state != State.ATR_SUBMITTED.value
# What a chip adds to "mine"; `up` and `gone` are sets of their own.
_CHIPS: Mapping[str, ColumnElement[bool]] = {
    "all": true(),
    "new": and_(C.acknowledged_at.is_(None), _WORKING),
    "back": C.is_sent_back.is_(True),
    "reopened": C.cycle > 1,
    "approval": C.state == State.ATR_SUBMITTED.value,
    **{name: and_(IN_HEAP[name], _WORKING) for name in HEAPS},
}
_ELSEWHERE: Mapping[str, Callable[[Actor], ColumnElement[bool]]] = {"up": raised_from, "gone": given_away}


def chip_counts(session: Session, by: Actor, at: datetime) -> dict[str, int]:
    """How many rows each chip has: one statement over the own rows, one for what lies elsewhere."""
    own, rest = _counted(by)
    return {**session.execute(own, instants(at)).one()._mapping, **session.execute(rest).one()._mapping}


@lru_cache(ASKED_BY)
def _counted(by: Actor) -> tuple[Select[Any], Select[Any]]:
    columns = [func.count(case((test, 1))).label(name) for name, test in _CHIPS.items()]
    left = [
        select(func.count()).select_from(C).where(away(by), visible_to(by)).scalar_subquery().label(name)
        for name, away in _ELSEWHERE.items()
    ]
    rest = select(*left, parts.waiting_count(by).label("parts"))
    return select(*columns).where(mine(by), visible_to(by)), rest


def worklist(
    session: Session, by: Actor, at: datetime, *, chip: str = "all", page: int = 1, size: int = PAGE
) -> list[Complaint]:
    """A page of the officer's own rows, those with the least time left first; waiting approvals come last."""
    query = _own_rows(by, chip).limit(size + 1).offset((page - 1) * size)
    return list(session.scalars(query, instants(at)))


@lru_cache(ASKED_BY)
def _own_rows(by: Actor, chip: str) -> Select[Any]:
    asked = [_ELSEWHERE[chip](by)] if chip in _ELSEWHERE else [mine(by), _CHIPS[chip]]
    waits = C.state == State.ATR_SUBMITTED.value
    return select(C).where(*asked, visible_to(by)).order_by(waits, *BY_TIME).options(*LINE)


def _asked(filters: Filters, at: datetime) -> list[ColumnElement[bool]]:
    """The conditions of the filters alone, without the words searched for; asked with `instants`."""
    plain = {C.state: filters.state, C.level: filters.level}
    found = [column == value for column, value in plain.items() if value not in ("", None)]
    found += _moved(filters) if filters.moved else _standing(filters)
    if filters.pending or filters.age or filters.overdue or filters.watched:
        found.append(PENDING_ROWS)
    marks = ((filters.regretted, regretted), (filters.mute, mute), (filters.watched, lambda: C.is_dc_watch))
    found += [mark() for asked, mark in marks if asked]
    if filters.overdue:
        found.append(late(at))
    if filters.unaccepted:
        found += not_accepted(at)
    if filters.age:
        found += _aged(filters.age, at)
    if filters.heap:
        found.append(IN_HEAP[filters.heap])
    return found


def regretted() -> ColumnElement[bool]:
    """Disposed, and the officer whose report it was asks to reopen it (D12-13)."""
    return and_(C.state == State.DISPOSED.value, C.next_step == REGRETTED)


def mute() -> ColumnElement[bool]:
    """Not over, and the first petitioner's number does not work: the cell looks for another."""
    broken = (
        exists()
        .where(Party.complaint_id == C.id, Party.kind == "first", Phone.complainant_id == Party.complainant_id)
        .where(Phone.kind == "own", Phone.to_at.is_(None), Phone.is_bad)
        .correlate(C)
    )
    return and_(C.closed_at.is_(None), C.holder != "nobody", broken)


def _standing(filters: Filters) -> list[ColumnElement[bool]]:
    """Source, department, place and day of receipt, as the complaint has them now."""
    found: list[ColumnElement[bool]] = []
    if filters.source:
        found.append(C.source == filters.source)
    if filters.department is not None:
        found.append(C.department_id == filters.department if filters.department else C.department_id.is_(None))
    if filters.place is not None:
        here = (C.place_id == filters.place, C.block_id == filters.place, C.sub_division_id == filters.place)
        found.append(or_(*here))
    if filters.since:
        found.append(C.received_at >= instant(filters.since, datetime.min.time()))
    if filters.until:
        found.append(C.received_at < instant(filters.until + timedelta(days=1), datetime.min.time()))
    return found


def _moved(filters: Filters) -> list[ColumnElement[bool]]:
    """Source, department, place and days as they were when the complaint moved."""
    return moved.conditions(
        filters.moved, source=filters.source, department=filters.department, place=filters.place,
        since=filters.since, until=filters.until,
    )  # fmt: skip


def _ids(session: Session, filters: Filters, by: Actor, at: datetime) -> Select[Any]:
    """The ids asked for that this person may see – one row per movement where the filters ask for movements."""
    conditions = [visible_to(by), *_asked(filters, at)]
    if filters.q:
        hits, more = search.sought(session, filters.q)
        conditions += more
        if hits is not None and not filters.moved:  # from the few that were found, not from all that may be seen
            seen = select(C.id).where(C.id == hits.selected_columns[0], *conditions)
            return hits.where(seen.exists())
        conditions += [] if hits is None else [C.id.in_(hits)]
    query = select(C.id).where(*conditions)
    return moved.joined(query) if filters.moved in moved.FIGURES else query


def _aged(age: tuple[int, int | None], at: datetime) -> list[ColumnElement[bool]]:
    """Age in days on the Indian calendar since the complaint was first received anywhere."""
    today = ist_date(at)
    least, most = age
    conditions = [C.received_on <= today - timedelta(days=least)] if least else []  # dated forward: age nought
    if most is not None:
        conditions.append(C.received_on >= today - timedelta(days=most))
    return conditions


def listed(
    session: Session, filters: Filters, by: Actor, at: datetime, *, page: int = 1, size: int = PAGE
) -> tuple[list[Complaint], int]:
    """A page of any filtered list, least time left first, and how many there are in all.

    What was searched for comes newest first, counted up to MANY + 1.

    Movements are counted as the review tables count them: a complaint that moved twice counts twice and stands once.
    """
    ids, moments = _ids(session, filters, by, at), instants(at)
    counted = ids.limit(MANY + 1) if filters.q else ids  # words that thousands have are not counted to the end
    total = session.scalar(select(func.count()).select_from(counted.subquery()), moments) or 0
    # The page is found by what the indexes hold; only its own rows are read whole.
    found = ids.order_by(*([ids.selected_columns[0].desc()] if filters.q else BY_TIME))
    query = select(C).where(C.id.in_(found.limit(size).offset((page - 1) * size)))
    query = query.order_by(*([C.id.desc()] if filters.q else BY_TIME)).options(*LINE)
    return list(session.scalars(query, moments)), total


def unopened(session: Session, filters: Filters, by: Actor, at: datetime) -> Unopened:
    """How many of what the filters ask for this person may not see; counted as `listed` counts."""
    query = select(C.is_confidential, func.count()).where(hidden_from(by), *_asked(filters, at))
    query = moved.joined(query) if filters.moved in moved.FIGURES else query
    return sorted_out(session, query.group_by(C.is_confidential), at)


def sorted_out(session: Session, query: Select[Any], at: datetime) -> Unopened:
    """The answer to a question for (confidential?, how many)."""
    counts = {bool(row[0]): row[1] for row in session.execute(query, instants(at))}
    return Unopened(counts.get(True, 0), counts.get(False, 0))
