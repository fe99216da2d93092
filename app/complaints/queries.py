"""THE CASEBOOK: reading. Row scope is visible_to() alone; every list, count, search and number goes through it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, case, exists, false, func, or_, select, true
from sqlalchemy.orm import Session, joinedload

from app.complaints import moved, search
from app.complaints.actor import Actor
from app.domain.calendar import instant, ist_date
from app.domain.numbers import BadMobile, parse_mobile
from app.domain.policy import Right, Role, Scope, scope
from app.domain.states import State
from app.models.complaint import Complaint, Stint
from app.models.party import Party, Phone

PAGE = 25
MANY = 1000  # a search counts no further
HEAPS = ("late", "today", "soon", "later")
C = Complaint
ACTIVE = (State.MARKED.value, State.IN_ACTION.value, State.AWAITING_COMPLAINANT.value, State.ON_HOLD.value)
PENDING = (State.REGISTERED.value, *ACTIVE, State.ATR_SUBMITTED.value)


def visible_to(by: Actor) -> ColumnElement[bool]:
    """The condition for rows that this person may see; confidential ones only where the complaint was theirs."""
    reach = scope(by.role, Right.SEE)
    inner = and_(C.district_id == by.district_id, _reach(by, reach), _not_against(by))
    secret = scope(by.role, Right.SEE_CONFIDENTIAL)
    if secret is Scope.ALL:
        return inner
    mine = _held_by(frozenset({by.post_id} if by.post_id else set())) if secret is Scope.OWN else false()
    return and_(inner, or_(C.is_confidential.is_(False), mine))


def _held_by(posts: frozenset[int]) -> ColumnElement[bool]:
    """Complaints that one of the posts holds or once held: past holders keep sight (ruling 5)."""
    if not posts:
        return false()
    return exists().where(Stint.complaint_id == C.id, Stint.post_id.in_(posts))


def _reach(by: Actor, reach: Scope) -> ColumnElement[bool]:
    if reach is Scope.ALL:
        return true()
    if reach is Scope.SAMPLE:
        return or_(C.state == State.DISPOSED.value, C.closed_at.is_not(None)) if by.role is Role.CALLER else false()
    own = _held_by(by.posts if reach is not Scope.OWN else frozenset({by.post_id} if by.post_id else set()))
    if reach is not Scope.DEPARTMENT or by.department_id is None:  # no department is not the unmarked ones' department
        return own
    return or_(own, C.department_id == by.department_id)


def _not_against(by: Actor) -> ColumnElement[bool]:
    """An officer complained against does not see the complaint (D12-1)."""
    if by.post_id is None:
        return true()
    return or_(C.against_post_id.is_(None), C.against_post_id != by.post_id)


@dataclass(frozen=True)
class Filters:
    """What a list is narrowed to. Every figure of the review tables is a link made of these (web/filtering.py)."""

    heap: str = ""  # late | today | soon | later
    chip: str = ""  # new | back | up | reopened | approval
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
    unaccepted: bool = False  # assigned, and not accepted in time
    moved: str = ""  # a column of R1 over the period, see moved.LISTED
    since: date | None = None  # Indian days, both included; of receipt where `moved` is empty
    until: date | None = None


def end_of_day(at: datetime) -> datetime:
    """Midnight after an instant in India."""
    return instant(ist_date(at) + timedelta(days=1), datetime.min.time())


def heap_of(at: datetime) -> Mapping[str, ColumnElement[bool]]:
    """The four heaps by the deadline that comes first: acknowledgement while it is open, else the level's."""
    due = next_due()
    midnight = end_of_day(at)
    soon = midnight + timedelta(days=3)
    return {
        "late": due <= at,
        "today": and_(due > at, due < midnight),
        "soon": and_(due >= midnight, due < soon),
        "later": or_(due >= soon, due.is_(None)),
    }


def next_due() -> ColumnElement[datetime]:
    """The date a row is sorted by: the acknowledgement deadline until it is met, then the level deadline."""
    return case((and_(C.acknowledged_at.is_(None), C.ack_due_at.is_not(None), C.ack_due_at < C.due_at), C.ack_due_at),
                else_=C.due_at)  # fmt: skip


def mine(by: Actor) -> ColumnElement[bool]:
    """What the acting post holds now and must work on."""
    return and_(C.post_id == by.post_id, C.state.in_([*ACTIVE, State.ATR_SUBMITTED.value]))


def raised_from(by: Actor) -> ColumnElement[bool]:
    """What climbed away from the acting post and is still open (ruling 5: kept readable under "moved up")."""
    gone = select(Stint.complaint_id).where(Stint.post_id == by.post_id, Stint.end_reason == "escalated")
    return and_(C.id.in_(gone), C.post_id != by.post_id, C.state.in_(PENDING))  # from the own stints, not from all


def _chip(name: str, at: datetime) -> ColumnElement[bool]:
    """What a chip adds to "mine"; `up` is a set of its own."""
    working = C.state != State.ATR_SUBMITTED.value
    if name in HEAPS:
        return and_(heap_of(at)[name], working)
    return {
        "all": lambda: true(),
        "new": lambda: and_(C.acknowledged_at.is_(None), working),
        "back": lambda: C.is_sent_back,
        "reopened": lambda: C.cycle > 1,
        "approval": lambda: C.state == State.ATR_SUBMITTED.value,
    }[name]()


def chip_counts(session: Session, by: Actor, at: datetime) -> dict[str, int]:
    """How many rows each chip has: one statement over the own rows, one for what climbed away."""
    working, heaps = C.state != State.ATR_SUBMITTED.value, heap_of(at)
    tests = {name: _chip(name, at) for name in ("all", "new", "back", "reopened", "approval")}
    tests |= {name: and_(heaps[name], working) for name in HEAPS}
    columns = [func.count(case((test, 1))).label(name) for name, test in tests.items()]
    row = session.execute(select(*columns).where(mine(by), visible_to(by))).one()
    up = session.scalar(select(func.count()).select_from(C).where(raised_from(by), visible_to(by)))
    return {**row._mapping, "up": up or 0}


def worklist(
    session: Session, by: Actor, at: datetime, *, chip: str = "all", page: int = 1, size: int = PAGE
) -> list[Complaint]:
    """A page of the officer's own rows, those with the least time left first; waiting approvals come last."""
    query = (
        select(C)
        .where(*([raised_from(by)] if chip == "up" else [mine(by), _chip(chip, at)]), visible_to(by))
        .order_by(C.state == State.ATR_SUBMITTED.value, next_due(), C.id)
        .options(joinedload(C.place), joinedload(C.category), joinedload(C.post))
    )
    return list(session.scalars(query.limit(size + 1).offset((page - 1) * size)))


def narrow(session: Session, filters: Filters, by: Actor, at: datetime) -> list[ColumnElement[bool]]:
    """Conditions for a filtered list, scope included. With `moved` they speak of events too: see `rows_of`."""
    return [visible_to(by), *_asked(session, filters, at)]


def _asked(session: Session, filters: Filters, at: datetime) -> list[ColumnElement[bool]]:
    """The conditions of the filters alone."""
    plain = {C.state: filters.state, C.level: filters.level}
    found = [column == value for column, value in plain.items() if value not in ("", None)]
    found += _moved(filters) if filters.moved else _standing(filters)
    if filters.pending or filters.age or filters.overdue or filters.watched:
        found.append(C.state.in_(PENDING))
    if filters.watched:
        found.append(C.is_dc_watch)
    if filters.overdue:
        found.append(C.due_at <= at)
    if filters.unaccepted:
        found += not_accepted(at)
    if filters.age:
        found += _aged(filters.age, at)
    if filters.heap:
        found.append(heap_of(at)[filters.heap])
    if filters.q:
        found += find(session, filters.q)
    return found


def not_accepted(at: datetime) -> list[ColumnElement[bool]]:
    """Assigned to a post that has let its time to accept pass."""
    return [C.state == State.MARKED.value, C.acknowledged_at.is_(None), C.ack_due_at <= at]


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


def rows_of(filters: Filters, *what: Any) -> Select[Any]:
    """`select(*what)` from complaints – one row per movement where the filters ask for movements."""
    query = select(*what).select_from(C)
    return moved.joined(query) if filters.moved in moved.FIGURES else query


def _aged(age: tuple[int, int | None], at: datetime) -> list[ColumnElement[bool]]:
    """Age in days on the Indian calendar since the complaint was first received anywhere."""
    today = ist_date(at)
    least, most = age
    conditions = [C.received_on <= today - timedelta(days=least)] if least else []  # dated forward: age nought
    if most is not None:
        conditions.append(C.received_on >= today - timedelta(days=most))
    return conditions


def find(session: Session, words: str) -> list[ColumnElement[bool]]:
    """What a search means: a phone number, else all the words, also inside other words."""
    try:
        number = parse_mobile(words)
    except BadMobile:
        return search.contains(session, words)
    with_phone = (
        select(Party.complaint_id)
        .join(Phone, Phone.complainant_id == Party.complainant_id)
        .where(Phone.number == number)
    )
    return [C.id.in_(with_phone)]


def listed(
    session: Session, filters: Filters, by: Actor, at: datetime, *, page: int = 1, size: int = PAGE,
    extra: ColumnElement[bool] | None = None,
) -> tuple[list[Complaint], int]:  # fmt: skip
    """A page of any filtered list, least time left first, and how many there are in all.

    What was searched for comes newest first, counted up to MANY + 1.

    Movements are counted as the review tables count them: a complaint that moved twice counts twice and stands once.
    """
    conditions = narrow(session, filters, by, at)
    if extra is not None:
        conditions.append(extra)
    if filters.q:  # words that thousands have are not counted to the end
        some = rows_of(filters, C.id).where(*conditions).limit(MANY + 1).subquery()
        total = session.scalar(select(func.count()).select_from(some)) or 0
    else:
        total = session.scalar(rows_of(filters, func.count()).where(*conditions)) or 0
    query = (
        rows_of(filters, C)
        .where(*conditions)
        .order_by(*([C.id.desc()] if filters.q else [next_due().is_(None), next_due(), C.id]))
        .options(joinedload(C.place), joinedload(C.category), joinedload(C.post))
    )
    return list(session.scalars(query.limit(size).offset((page - 1) * size)).unique()), total
